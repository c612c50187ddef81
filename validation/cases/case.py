"""A file of cases: each with its model, inputs, expected values and tolerance."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.errors import ConfigError, Problem
from sim.schema.document import Document
from sim.schema.reader import read_file
from sim.schema.scalars import NOT_FINITE
from validation.cases.run_length import RunLength, run_length_of

DIGITS, EXACT = 9, 6
"""Significant digits to which expected values are rounded in a file; a number of at most so many digits is exact."""
STOCHASTIC = "stochastic"
KINDS = (STOCHASTIC, "deterministic", "identity", "fluid")
"""Kinds of tolerance: the first allows for the standard error of the run, the others do not."""
TOLERANCE = ("sim_tolerance", "kind")


@dataclass(frozen=True)
class Tolerance:
    """Margin `relative` to the expected value or `absolute`; `stochastic` also allows for the standard error."""

    stochastic: bool
    relative: float
    absolute: float

    def margin(self, expected: float) -> float:
        """The difference that is allowed besides the standard error."""
        return max(self.relative * abs(expected), self.absolute)


@dataclass(frozen=True)
class Case:
    """One case. `inputs` and `expected` are as in the file; names of files among the inputs are relative to `folder`.

    `unreadable`: the values that cannot be used (infinite numbers, an unknown kind of tolerance), as a message; empty
    when there are none.
    """

    id: str
    area: str
    model: str
    title: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: Tolerance
    length: RunLength
    folder: Path = Path()
    unreadable: str = ""


def read_cases(path: str | Path, only: Collection[str] | None = None) -> list[Case]:
    """The cases of a YAML file in their order; `only` those ids.

    An infinite number (`.inf`) or an unknown kind of tolerance makes its own case `unreadable` and affects no other.
    Raises `ConfigError` with everything else that is wrong with the file, and for an id that it does not have.
    """
    complaints: list[Problem] = []
    document = read_file(Path(path), complaints)
    tree = document.tree
    rows = tree.get("cases") if isinstance(tree, dict) else None
    if not isinstance(rows, list):
        raise ConfigError([document.problem((), "a file of cases has a list under `cases`")])
    infinite = {one.path: one for one in complaints if one.message.startswith(NOT_FINITE)}
    problems = [one for one in complaints if one.path not in infinite]
    cases = [_case(document, number, row, problems) for number, row in enumerate(rows)]
    found = [case for case in cases if case is not None]
    ids = [case.id for case in found]
    problems += [
        document.problem(("cases",), f"two cases have the id '{one}'") for one in {i for i in ids if ids.count(i) > 1}
    ]
    for name in only or ():
        if name not in ids:
            problems.append(document.unknown(("cases",), "case of this file", name, ids))
    if problems:
        raise ConfigError(problems)
    return [
        replace(case, unreadable="; ".join(filter(None, [case.unreadable, _infinite_in(number, infinite)])))
        for number, case in enumerate(found)
        if only is None or case.id in only
    ]


def _infinite_in(number: int, infinite: Mapping[str, Problem]) -> str:
    """A message about the infinite numbers among the values that are read of a case."""
    read = tuple(f"cases.{number}.{part}." for part in ("inputs", "expected", "sim_tolerance"))
    mine = {path.removeprefix(f"cases.{number}."): one for path, one in infinite.items() if path.startswith(read)}
    return "; ".join(f"{path} (line {one.line}) {one.message}" for path, one in mine.items())


def _case(document: Document, number: int, row: Any, problems: list[Problem]) -> Case | None:
    at = ("cases", number)
    if not isinstance(row, dict):
        problems.append(document.problem(at, "a case is a mapping with id, model, inputs and expected"))
        return None
    before = len(problems)
    for key in ("id", "model"):
        if not isinstance(row.get(key), str):
            problems.append(document.problem((*at, key), f"a case needs a text under `{key}`"))
    for key in ("inputs", "expected", "sim_tolerance"):
        if not isinstance(row.get(key, {}), dict):
            problems.append(document.problem((*at, key), f"`{key}` is a mapping"))
    if len(problems) > before:
        return None
    tolerance = row.get("sim_tolerance", {})
    for key in ("rel", "abs"):
        value = 0.0 if tolerance.get(key) is None else tolerance[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            problems.append(document.problem((*at, "sim_tolerance", key), "takes a number of at least 0"))
    if len(problems) > before:
        return None
    kind = tolerance.get("kind", STOCHASTIC)
    return Case(
        id=row["id"],
        area=str(row.get("area", "")),
        model=row["model"],
        title=str(row.get("title", "")),
        inputs=row.get("inputs", {}),
        expected=row.get("expected", {}),
        tolerance=Tolerance(kind == STOCHASTIC, tolerance.get("rel") or 0.0, tolerance.get("abs") or 0.0),
        length=run_length_of(str(tolerance.get("run", ""))),
        folder=Path(document.file).parent,
        unreadable="" if kind in KINDS else document.unknown(TOLERANCE, "kind of tolerance", str(kind), KINDS).sentence,
    )


def rounding(expected: float) -> float:
    """Half a unit of the last digit of a value written with nine significant digits; 0 for six digits or fewer.

    >>> rounding(11.4074074), rounding(1.53125), rounding(27591)
    (5e-08, 0.0, 0.0)
    """
    digits = f"{abs(expected):.{DIGITS - 1}e}".partition("e")[0].replace(".", "").rstrip("0")
    if len(digits) <= EXACT:
        return 0.0
    return 0.5 * 10.0 ** (math.floor(math.log10(abs(expected))) - DIGITS + 1)
