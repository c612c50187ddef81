"""A file of cases: inputs, expected values, and how close a run must come."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.errors import ConfigError, Problem
from sim.schema.document import Document
from sim.schema.reader import read_file
from sim.schema.scalars import NOT_FINITE

LEAST, FEWEST = 10, 10
"""Of what counts in a replication, and of short replications: fewer say nothing."""
DIGITS, EXACT = 9, 6
"""Significant digits to which files of cases round; so many or fewer are an exact number."""
STOCHASTIC = "stochastic"
KINDS = (STOCHASTIC, "deterministic", "identity", "fluid")
TOLERANCE = ("sim_tolerance", "kind")
"""Kinds of tolerance, and where one is said: the first allows for luck, the others do not."""


@dataclass(frozen=True)
class Tolerance:
    """How close a run must come: `relative` to the expected value or `absolute`; `stochastic` runs have an error."""

    stochastic: bool
    relative: float
    absolute: float

    def margin(self, expected: float) -> float:
        """The difference that is allowed whatever the luck."""
        return max(self.relative * abs(expected), self.absolute)


@dataclass(frozen=True)
class Length:
    """How long to run, as the case says it: replications, what counts in one of them, and what is left out first."""

    replications: int | None = None
    size: int | None = None
    warm_up: int | None = None

    def at_most(self, replications: int, size: int) -> tuple[int, int]:
        """Replications, and what counts in each: as many as given here, or what the case says where that is less.

        >>> Length(4, 600).at_most(30, 2_000), Length(10, 30_000).at_most(30, 2_000)
        ((4, 600), (30, 2000))
        """
        if self.replications and self.size and self.replications * self.size < replications * size:
            return self.replications, max(self.size, LEAST)
        return replications, size

    def spread(self, replications: int, size: int) -> tuple[int, int]:
        """Replications, and what counts in each, for a model whose runs may be short: as much in all as the case says.

        No more than given here, and in `FEWEST` replications at least, so that their error is known.

        >>> Length(4, 300).spread(40, 100), Length(2, 300).spread(40, 100), Length(10, 30_000).spread(40, 100)
        ((12, 100), (10, 60), (40, 100))
        """
        said = (self.replications or 1) * self.size if self.size else replications * size
        total = min(said, replications * size)
        count = min(max(-(-total // size), FEWEST), replications)
        return count, max(total // count, LEAST)


@dataclass(frozen=True)
class Case:
    """One case. `inputs` and `expected` are as in the file; names of files among them begin in `folder`.

    `unreadable`: what in it is no number that can be played, or no kind of tolerance, in words; empty when all is well.
    """

    id: str
    area: str
    model: str
    title: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: Tolerance
    length: Length
    folder: Path = Path()
    unreadable: str = ""


def read_cases(path: str | Path, only: Collection[str] | None = None) -> list[Case]:
    """The cases of a YAML file in their order; `only` those ids.

    An endless number (`.inf`) or an unknown kind of tolerance makes its own case unreadable and takes no other along.
    Raises `ConfigError` with every case that is no case, with whatever else is wrong with the file, and for an id that
    it does not have.
    """
    complaints: list[Problem] = []
    document = read_file(Path(path), complaints)
    tree = document.tree
    rows = tree.get("cases") if isinstance(tree, dict) else None
    if not isinstance(rows, list):
        raise ConfigError([document.problem((), "a file of cases has a list under `cases`")])
    endless = {one.path: one for one in complaints if one.message.startswith(NOT_FINITE)}
    problems = [one for one in complaints if one.path not in endless]
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
        replace(case, unreadable="; ".join(filter(None, [case.unreadable, _read_of(number, endless)])))
        for number, case in enumerate(found)
        if only is None or case.id in only
    ]


def _read_of(number: int, endless: Mapping[str, Problem]) -> str:
    """The endless numbers among what is read of a case, in words."""
    read = tuple(f"cases.{number}.{part}." for part in ("inputs", "expected", "sim_tolerance"))
    mine = {path.removeprefix(f"cases.{number}."): one for path, one in endless.items() if path.startswith(read)}
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
    said = row.get("sim_tolerance", {})
    for key in ("rel", "abs"):
        value = 0.0 if said.get(key) is None else said[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            problems.append(document.problem((*at, "sim_tolerance", key), "takes a number of at least 0"))
    if len(problems) > before:
        return None
    kind = said.get("kind", STOCHASTIC)
    return Case(
        id=row["id"],
        area=str(row.get("area", "")),
        model=row["model"],
        title=str(row.get("title", "")),
        inputs=row.get("inputs", {}),
        expected=row.get("expected", {}),
        tolerance=Tolerance(kind == STOCHASTIC, said.get("rel") or 0.0, said.get("abs") or 0.0),
        length=length_of(str(said.get("run", ""))),
        folder=Path(document.file).parent,
        unreadable="" if kind in KINDS else document.unknown(TOLERANCE, "kind of tolerance", str(kind), KINDS).sentence,
    )


def rounding(expected: float) -> float:
    """By how much a value may be off because it is written with nine significant digits, as files of cases do.

    0 for a value of six digits or fewer: that is taken as exact.

    >>> rounding(11.4074074), rounding(1.53125), rounding(27591)
    (5e-08, 0.0, 0.0)
    """
    digits = f"{abs(expected):.{DIGITS - 1}e}".partition("e")[0].replace(".", "").rstrip("0")
    if len(digits) <= EXACT:
        return 0.0
    return 0.5 * 10.0 ** (math.floor(math.log10(abs(expected))) - DIGITS + 1)


def length_of(text: str) -> Length:
    """What a sentence says about the length of a run.

    >>> length_of("10 reps x 50,000 customers after 5,000 warm-up")
    Length(replications=10, size=50000, warm_up=5000)
    >>> length_of("20,000 groups")
    Length(replications=None, size=20000, warm_up=None)
    """
    warm = re.search(r"after ([0-9][0-9,]*)", text)
    replications = re.search(r"([0-9][0-9,]*) (?:reps|replications)", text)
    rest = text[: warm.start()] if warm else text
    rest = rest[replications.end() :] if replications else rest
    size = re.search(r"([0-9][0-9,]*)", rest)
    return Length(*(int(match[1].replace(",", "")) if match else None for match in (replications, size, warm)))
