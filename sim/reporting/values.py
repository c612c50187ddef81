"""What can stand in a cell: a number with unit, interval and n; a light; a small curve; words; nothing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.results.study import Estimate, Light, Run, StudyResult

Better = Literal["higher", "lower", ""]


@dataclass(frozen=True)
class ReportQuantity:
    """A number as the report shows it: None where it is undefined.

    `low` and `high` bound it (a 95 % interval, or a 10-90 % band where the column says so), `n` counts replications.
    `signed` marks a difference: it is shown with its sign, and shares become percentage points.
    """

    number: float | None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    signed: bool = False
    better: Better = ""

    @property
    def clear(self) -> bool:
        """Whether the interval is known and leaves zero out, so that the sign can be trusted."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    @property
    def good(self) -> bool:
        """Whether a difference goes the wanted way."""
        return self.number is not None and (self.number > 0) == (self.better != "lower")


@dataclass(frozen=True)
class TrafficLight:
    """A light of the scorecard; always shown as colour, shape and word."""

    colour: Light | None


@dataclass(frozen=True)
class Spark:
    """A curve small enough for a table cell: shares 0-1 over equal steps, with a dotted target."""

    points: tuple[float | None, ...]
    target: float | None = None


Cell = str | ReportQuantity | TrafficLight | Spark | None
Row = tuple[Cell, ...]


def number(raw: float | None) -> float | None:
    """A finite number; None for NaN and infinity."""
    return float(raw) if raw is not None and math.isfinite(raw) else None


def number_or(raw: float | None, otherwise: float) -> float:
    """A finite number; `otherwise` for None, NaN and infinity."""
    found = number(raw)
    return otherwise if found is None else found


def quantity(
    raw: float | None,
    unit: str,
    low: float | None = None,
    high: float | None = None,
    n: int | None = None,
    signed: bool = False,
    better: Better = "",
) -> ReportQuantity:
    """A `ReportQuantity` of raw numbers, which may be NaN."""
    return ReportQuantity(number(raw), unit, number(low), number(high), n, signed, better)


def estimated(found: Estimate, unit: str, signed: bool = False, better: Better = "") -> ReportQuantity:
    """A mean with its interval and n."""
    return quantity(found.mean, unit, found.ci_low, found.ci_high, found.n, signed, better)


def member(numbers: Mapping[str, float], intervals: Mapping[str, Estimate], name: str, unit: str) -> ReportQuantity:
    """The number of that name in a family (utilisation, cost, ...) with its interval; empty where there is none."""
    if name not in numbers:
        return ReportQuantity(None, unit)
    return quantity(numbers[name], unit, intervals[name].ci_low, intervals[name].ci_high, intervals[name].n)


def measured(result: StudyResult, kpi: str, found: Estimate) -> ReportQuantity:
    """A mean of a measure, in the measure's own unit."""
    return estimated(found, result.kpis[kpi].unit, better=result.kpis[kpi].better)


def difference(result: StudyResult, kpi: str, found: Estimate) -> ReportQuantity:
    """A difference of a measure, in the measure's own unit."""
    return estimated(found, result.kpis[kpi].unit, True, result.kpis[kpi].better)


def measure(result: StudyResult, run: Run, kpi: str) -> ReportQuantity:
    """A measure of one run."""
    return measured(result, kpi, run.kpis[kpi])
