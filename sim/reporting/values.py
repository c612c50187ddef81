"""What can stand in a cell: a number with unit, interval and n; a light; a small curve; words; nothing."""

import math
from dataclasses import dataclass
from typing import Any, Literal

Colour = Literal["green", "amber", "red"]
Better = Literal["higher", "lower", ""]

MINUTES = frozenset({"min", "mins", "minute", "minutes"})
HOURS = frozenset({"h", "hour", "hours"})


@dataclass(frozen=True)
class Value:
    """A number as the report shows it: minutes have become hours, NaN has become None.

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
class Light:
    """A traffic light; always shown as colour, shape and word."""

    colour: Colour | None


@dataclass(frozen=True)
class Spark:
    """A curve small enough for a table cell: shares 0-1 over equal steps, with a dotted target."""

    points: tuple[float | None, ...]
    target: float | None = None


Cell = str | Value | Light | Spark | None


def number(raw: Any) -> float | None:
    """A finite float, or None for null, NaN, infinity and anything that is not a number."""
    if raw is None or isinstance(raw, str | bool):
        return None
    found = float(raw)
    return found if math.isfinite(found) else None


def value(
    raw: Any, unit: str, low: Any = None, high: Any = None, n: Any = None, signed: bool = False, better: Better = ""
) -> Value:
    """A `Value` from raw numbers of the result; minutes become hours."""
    factor = 1 / 60 if unit in MINUTES else 1.0
    centre, bottom, top = (None if x is None else x * factor for x in (number(raw), number(low), number(high)))
    shown = "h" if unit in MINUTES | HOURS else unit
    count = number(n)
    return Value(centre, shown, bottom, top, None if count is None else int(count), signed, better)
