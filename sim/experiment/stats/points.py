"""Settings to vary, and the points at which they are tried together: grids, lists, Latin hypercubes."""

import csv
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.arrays import Floats
from sim.errors import SurgeError
from sim.randoms import Streams
from sim.results.studies import Setting

STEPS = 5
MOST = 10_000
_NUMBER = re.compile(r"\s*([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(.*?)\s*")


class KnobError(SurgeError):
    """A setting of a sweep that cannot be understood."""

    exit_code = 2


@dataclass(frozen=True)
class Knob:
    """A dotted key and what is tried: `values`, or anything from `low` to `high` (numbers with one unit)."""

    key: str
    values: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    whole: bool = False

    @property
    def is_range(self) -> bool:
        """Whether anything between two ends may be tried."""
        return not self.values

    def at(self, share: float) -> str:
        """What is tried `share` (0-1) of the way: from `low` to `high`, or through the list of values."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        value = self.low + share * (self.high - self.low)
        return f"{round(value) if self.whole else format(value, '.10g')}{self.unit}"

    def drawn(self, share: float) -> str:
        """What an even draw from [0, 1) stands for; values of a list, and whole numbers of a range, come alike."""
        if not self.whole:
            return self.at(share)
        values = round(self.high - self.low) + 1
        return f"{round(self.low) + min(int(share * values), values - 1)}"

    def levels(self, steps: int) -> list[str]:
        """The listed values, or `steps` evenly spaced ones from end to end."""
        spread = [0.0] if steps < 2 else np.linspace(0.0, 1.0, steps).tolist()
        return list(self.values) or list(dict.fromkeys(self.at(share) for share in spread))


def knob(text: str) -> Knob:
    """`key=a,b,c` or `key=low..high`, with units as in a configuration; whole ends give whole numbers.

    >>> knob("suppliers.mill.lead=1d..3d").levels(3)
    ['1d', '2d', '3d']
    """
    key, equals, rest = (part.strip() for part in text.partition("="))
    if not equals or not key or not rest:
        raise KnobError(f"a setting to vary is written key=a,b,c or key=low..high; found '{text}'")
    if ".." not in rest:
        return Knob(key, tuple(_split(rest)))
    low, high = (_NUMBER.fullmatch(end) for end in rest.split("..", 1))
    if low is None or high is None or low[2] != high[2]:
        raise KnobError(f"'{key}': a range needs two numbers with the same unit, like 1d..3d; found '{rest}'")
    if float(low[1]) >= float(high[1]):
        raise KnobError(f"'{key}': a range goes from the lower to the higher end; found '{rest}'")
    whole = not low[2] and all(re.fullmatch(r"[+-]?\d+", end[1]) for end in (low, high))
    return Knob(key, (), float(low[1]), float(high[1]), low[2], whole)


def grid(knobs: Sequence[Knob], steps: int = STEPS) -> list[Setting]:
    """Every combination; a range gives `steps` evenly spaced values."""
    levels = [one.levels(steps) for one in knobs]
    count = int(np.prod([len(values) for values in levels]))
    if count > MOST:
        raise KnobError(
            f"a grid of {count:,} points is too large (at most {MOST:,}): fewer values, or a Latin hypercube"
        )
    keys = [one.key for one in knobs]
    return [dict(zip(keys, values, strict=True)) for values in itertools.product(*levels)]


def latin_hypercube(knobs: Sequence[Knob], points: int, seed: int) -> list[Setting]:
    """`points` points of which each knob's range or list is covered evenly. Source: McKay, Beckman & Conover (1979)."""
    from scipy.stats import qmc

    rng = Streams(seed, 0).rng("latin_hypercube")
    return drawn(knobs, qmc.LatinHypercube(len(knobs), rng=rng).random(points))


def drawn(knobs: Sequence[Knob], shares: Floats) -> list[Setting]:
    """Points from even draws between 0 and 1, shape (points, knobs)."""
    return [{one.key: one.drawn(float(share)) for one, share in zip(knobs, row, strict=True)} for row in shares]


def placed(knobs: Sequence[Knob], shares: Floats) -> list[Setting]:
    """Points from shares of the way along each knob, shape (points, knobs)."""
    return [{one.key: one.at(float(share)) for one, share in zip(knobs, row, strict=True)} for row in shares]


def listed(path: Path) -> dict[str, Setting]:
    """The points of a CSV file by where they stand (`points.csv:2`): a header of dotted keys, then a row each."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise KnobError(f"{path}: needs a header of dotted keys and at least one row; found {len(rows)} rows")
    (first, names), *rest = rows
    header = [cell.strip() for cell in names]
    if len(set(header)) < len(header) or not all(header):
        raise KnobError(f"{path}, line {first}: the dotted keys must be there and differ; found {', '.join(header)}")
    for line, row in rest:
        if len(row) != len(header):
            raise KnobError(f"{path}, line {line}: has {len(row)} cells; the header has {len(header)}")
    return {f"{path}:{line}": dict(zip(header, map(str.strip, row), strict=True)) for line, row in rest}


def _split(text: str) -> list[str]:
    """Values parted by commas, but not by those inside brackets."""
    depth, parts, part = 0, list[str](), ""
    for letter in text:
        depth += (letter in "[{(") - (letter in "]})")
        if letter == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += letter
    return [one for one in (*parts, part.strip()) if one]
