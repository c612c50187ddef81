"""Units: how quantities are written in YAML, and the one unit in which the program holds each.

Inside the program (names never repeat the unit):
    time      minutes since the world's `start` (float64, continuous; NaN = not yet)
    money     yuan                    goods   pieces, or kg / litres where a material is weighed or poured
    shares    0 to 1                  factors 1 = unchanged
    distance  kilometres              weight  kilograms            carbon  grams of CO2
    rates     per minute              speed   kilometres per minute

In YAML a quantity carries its unit, because `45` alone is ambiguous:
    Duration   2h   90min   3d 12h   45s              minutes
    TimeOfDay  20:00                                  minutes of the day, 0 <= m < 1440
    DayWindow  06:00-14:00   22:00-06:00 (overnight)  (from, to) minutes of the day; wraps midnight when to < from
    Moment     d3 20:00   2026-06-18 20:00 +08:00     `Moment`; d0 is the calendar day on which the world starts
    Start      2026-06-15 00:00 +08:00                a datetime with its zone
    Rate       60/h   2/min   500/d                   per minute
    Speed      20km/h                                 kilometres per minute
    Distance   5km   300m                             kilometres
    Weight     0.8kg   450g                           kilograms
    Amount     1   0.45kg   450g   1.5l   30ml        pieces, kilograms or litres: base unit of the material
    Money      9.9   9.9 yuan   9.9元                 yuan
    Share      0.55   55%                             0 to 1
    Factor     6   600%   +500%   -60%                a multiple, >= 0
A bare number where a unit is needed is an error; only 0 needs none. Negative, infinite and not-a-number are refused.
In JSON (a resolved configuration) each is written back in a form that reads in to the very same number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.errors import RefusedError, refusal, short_text
from sim.instants import DAY, Moment, clock_text, day_window, start, time_of_day, window_text

LONGEST = 36500 * DAY
_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:e[+-]?[0-9]{1,3})?"
_Scale = Mapping[str, tuple[float, float]]  # unit -> (multiply by, divide by): divisions keep 40s = 40/60 exact

TIME: _Scale = {
    **dict.fromkeys(("s", "sec", "second", "seconds", "秒"), (1.0, 60.0)),
    **dict.fromkeys(("min", "minute", "minutes", "分", "分钟"), (1.0, 1.0)),
    **dict.fromkeys(("h", "hour", "hours", "小时"), (60.0, 1.0)),
    **dict.fromkeys(("d", "day", "days", "天"), (DAY, 1.0)),
    **dict.fromkeys(("w", "week", "weeks", "周"), (7 * DAY, 1.0)),
}
LENGTH: _Scale = {"km": (1.0, 1.0), "m": (1.0, 1000.0)}
MASS: _Scale = {"kg": (1.0, 1.0), "g": (1.0, 1000.0), "t": (1000.0, 1.0)}
VOLUME: _Scale = {"l": (1.0, 1.0), "ml": (1.0, 1000.0)}
YUAN: _Scale = {"": (1.0, 1.0), "yuan": (1.0, 1.0), "元": (1.0, 1.0)}
PIECES: _Scale = {"": (1.0, 1.0), **dict.fromkeys(("pc", "pcs", "件", "个"), (1.0, 1.0))}


def _scaled(value: object, scale: _Scale, what: str) -> float:
    """A number with one unit of `scale`; a bare number only when the scale has the unit "" or the number is 0."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        number, unit = _float(value), ""
    else:
        match = re.fullmatch(rf"({_NUMBER})\s*([^\s0-9.+-]*)", short_text(value), re.I)
        if not match:
            raise _refusal(what, value)
        number, unit = float(match[1]), match[2].lower()
    if unit not in scale and (unit or number != 0):
        raise refusal(what, value, f"unknown unit '{unit}'" if unit else "a number needs its unit")
    if not math.isfinite(number) or number < 0:
        raise _refusal(what, value)
    times, per = scale.get(unit, (1.0, 1.0))
    return number * times / per


def _refusal(what: str, value: object) -> RefusedError:
    """The refusal of a value; a minus sign is named as the reason."""
    text = str(value) if isinstance(value, int | float) else short_text(value)
    return refusal(what, value, "it must not be negative" if re.match(rf"-\s*{_NUMBER}", text) else "")


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def duration(value: object) -> float:
    """Minutes of `2h`, `90min`, `3d 12h`, `45s`; every unit at most once, at most a hundred years."""
    what = "a duration like 2h, 90min or 3d 12h"
    text = short_text(value)
    parts = re.findall(rf"({_NUMBER}\s*[^\s0-9.+-]+)\s*", text, re.I)
    if len(parts) < 2 or "".join(parts).replace(" ", "") != text.replace(" ", ""):
        minutes = _scaled(value, TIME, what)
    else:
        units = [TIME.get(re.sub(rf"^{_NUMBER}\s*", "", part, flags=re.I).lower()) for part in parts]
        if len(set(units)) < len(units):
            raise refusal(what, value, "the same unit twice")
        minutes = sum(_scaled(part, TIME, what) for part in parts)
    if minutes > LONGEST:
        raise refusal(what, value, "longer than a hundred years")
    return minutes


def duration_text(minutes: float) -> str:
    """The shortest way to write minutes that `duration` reads in as the same number: `1d 2h`, `40s`, `0.35min`."""
    seconds = round(minutes * 60) if minutes < 60 else 0
    if seconds % 60 and seconds / 60 == minutes:
        return f"{seconds}s"
    if minutes != int(minutes) or minutes == 0:
        return f"{minutes!r}min" if minutes else "0min"
    days, rest = divmod(int(minutes), int(DAY))
    parts = ((days, "d"), (rest // 60, "h"), (rest % 60, "min"))
    return " ".join(f"{number}{unit}" for number, unit in parts if number)


def rate(value: object) -> float:
    """Per minute, from `60/h`, `2/min`, `500/d`."""
    what = "a rate like 60/h, 2/min or 500/d"
    top, slash, per = short_text(value).partition("/")
    if not slash:
        return _scaled(value, {"/h": (1.0, 60.0)}, what)
    unit = TIME.get(per.strip().lower())
    if unit is None or not re.fullmatch(_NUMBER, top.strip(), re.I):
        raise _refusal(what, value)
    number = float(top)
    if not math.isfinite(number):
        raise refusal(what, value)
    return number * unit[1] / unit[0]


def rate_text(per_minute: float) -> str:
    """The first of per minute, hour and day that needs no decimals and reads in as the same number, else per minute."""
    for unit in ("min", "h", "d"):
        times, per = TIME[unit]
        count = round(per_minute * times / per)
        if count and count * per / times == per_minute:
            return f"{count}/{unit}"
    return f"{per_minute!r}/min"


def speed(value: object) -> float:
    """Kilometres per minute, from `20km/h`."""
    return _scaled(value, {"km/h": (1.0, 60.0), "km/min": (1.0, 1.0)}, "a speed like 20km/h")


def distance(value: object) -> float:
    """Kilometres, from `5km` or `300m`."""
    return _scaled(value, LENGTH, "a distance like 5km or 300m")


def weight(value: object) -> float:
    """Kilograms, from `0.8kg` or `450g`."""
    return _scaled(value, MASS, "a weight like 0.8kg or 450g")


def amount(value: object) -> float:
    """Pieces, kilograms or litres, from `1`, `450g`, `1.5l`."""
    return _scaled(value, {**PIECES, **MASS, **VOLUME}, "an amount like 1, 0.45kg, 450g or 1.5l")


def money(value: object) -> float:
    """Yuan, from `9.9` or `9.9 yuan`."""
    text = value.strip().lstrip("¥￥").strip() if isinstance(value, str) and value.strip()[:1] in ("¥", "￥") else value
    return _scaled(text, YUAN, "an amount of money in yuan like 9.9")


def share(value: object) -> float:
    """0 to 1, from `0.55` or `55%`."""
    what = "a share between 0 and 1 or a percentage like 55%"
    number = _scaled(value, {"": (1.0, 1.0), "%": (1.0, 100.0)}, what)
    if number > 1:
        raise refusal(what, value)
    return number


def factor(value: object) -> float:
    """A multiple, from `6`, `600%`, `+500%` (grows to 6) or `-60%` (falls to 0.4)."""
    what = "a factor like 0.4, 6, 600%, +500% or -60%"
    scale: _Scale = {"": (1.0, 1.0), "%": (1.0, 100.0)}
    text = value.strip() if isinstance(value, str) else ""
    if text[:1] not in ("+", "-") or not text.endswith("%"):
        return _scaled(value, scale, what)
    change = _scaled(text[1:], scale, what)
    if text[0] == "-" and change > 1:
        raise refusal(what, value, "nothing falls by more than 100%")
    return 1 + change if text[0] == "+" else 1 - change


@dataclass(frozen=True)
class Notation:
    """How a quantity is written in YAML: read to its number, written back, described in the JSON Schema."""

    read: Callable[[object], Any]
    write: Callable[[Any], object]
    meaning: str
    examples: tuple[str | float, ...]
    number: tuple[float, float | None] | None = None  # the range of bare numbers that need no unit: from, to

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read first, then apply the plain type's own bounds (`gt`, `le`) to the number."""
        back = core_schema.plain_serializer_function_ser_schema(self.write, when_used="json")
        return core_schema.no_info_before_validator_function(self.read, handler(source), serialization=back)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Text with a description and examples; numbers only in the range that needs no unit."""
        words: dict[str, Any] = {"type": "string", "description": self.meaning, "examples": list(self.examples)}
        if self.number is not None:
            low, high = self.number
            words |= {"type": ["number", "string"], "minimum": low} | ({} if high is None else {"maximum": high})
        return words


def _plain(value: Any) -> object:
    return value


def _with(unit: str) -> Callable[[float], str]:
    return lambda value: f"{value!r}{unit}"


Duration = Annotated[
    float,
    Notation(duration, duration_text, "A duration with its unit: s, min, h, d, w.", ("2h", "90min", "3d 12h"), (0, 0)),
]
TimeOfDay = Annotated[float, Notation(time_of_day, clock_text, "A time of day, 00:00 to 23:59.", ("20:00", "07:30"))]
DayWindow = Annotated[
    tuple[float, float],
    Notation(
        day_window, window_text, "Hours of the day, from-to; may run over midnight.", ("06:00-14:00", "22:00-06:00")
    ),
]
Start = Annotated[
    datetime,
    Notation(start, str, "Date, time and time zone of the world's beginning.", ("2026-06-15 00:00 +08:00",)),
]
Rate = Annotated[float, Notation(rate, rate_text, "How many in how long.", ("60/h", "2/min", "500/d"), (0, 0))]
Speed = Annotated[float, Notation(speed, _with("km/min"), "A speed.", ("20km/h",), (0, 0))]
Distance = Annotated[
    float, Notation(distance, _with("km"), "A distance with its unit: km, m.", ("5km", "300m"), (0, 0))
]
Weight = Annotated[float, Notation(weight, _with("kg"), "A weight with its unit: kg, g, t.", ("0.8kg", "450g"), (0, 0))]
Amount = Annotated[
    float,
    Notation(amount, _plain, "Pieces, or a measure in kg, g, t, l, ml.", (1, "0.45kg", "450g", "1.5l"), (0, None)),
]
Money = Annotated[float, Notation(money, _plain, "Money in yuan, not negative.", (9.9, 300), (0, None))]
Share = Annotated[float, Notation(share, _plain, "A share from 0 to 1, or a percentage.", (0.55, "55%"), (0, 1))]
Factor = Annotated[
    float,
    Notation(factor, _plain, "A multiple (1 = unchanged), or a change in per cent.", (0.4, "+500%", "-60%"), (0, None)),
]
__all__ = [
    "Amount", "DayWindow", "Distance", "Duration", "Factor", "Moment", "Money", "Rate", "Share", "Speed", "Start",
    "TimeOfDay", "Weight", "amount", "day_window", "distance", "duration", "duration_text", "factor", "money", "rate",
    "share", "speed", "start", "time_of_day", "weight",
]  # fmt: skip
