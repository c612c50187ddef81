"""Instants as written in YAML: times of day, opening hours, the world's start, and moments counted from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.errors import refusal, short_text

HOUR, DAY = 60.0, 1440.0
"""Minutes."""
_CLOCK = r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?"
_DATED = re.compile(
    rf"([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}})[T ]\s*{_CLOCK}\s*(Z|[+-][0-9]{{2}}:?[0-9]{{2}})?", re.I
)
_COUNTED = re.compile(rf"d([0-9]{{1,5}})(?:[T ]\s*{_CLOCK})?", re.I)


def time_of_day(value: object) -> float:
    """Minutes of the day, 0 <= m < 1440, from `20:00` or `20:00:30`."""
    what = "a time of day like 20:00"
    match = re.fullmatch(_CLOCK, short_text(value))
    if not match:
        raise refusal(what, value)
    minutes = _clock(match.groups(), what, value)
    if minutes >= DAY:
        raise refusal(what, value, "the day ends at 23:59")
    return minutes


def day_window(value: object) -> tuple[float, float]:
    """(from, to) minutes of the day from `06:00-14:00`; `22:00-06:00` runs over midnight, `00:00-24:00` all day."""
    what = "hours of the day like 06:00-14:00 or 22:00-06:00"
    match = re.fullmatch(rf"{_CLOCK}\s*[-–~]\s*{_CLOCK}", short_text(value))
    if not match:
        raise refusal(what, value)
    opens, closes = _clock(match.groups()[:3], what, value), _clock(match.groups()[3:], what, value)
    if opens == closes or opens >= DAY:
        raise refusal(what, value, "it never opens; all day is 00:00-24:00")
    return opens, closes


def clock_text(minutes: float) -> str:
    """`20:00`, with seconds only where there are any."""
    seconds = round(minutes * 60)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if seconds % 60 else text


def window_text(window: tuple[float, float]) -> str:
    """`06:00-14:00`."""
    return f"{clock_text(window[0])}-{clock_text(window[1])}"


def start(value: object) -> datetime:
    """The world's beginning, always with its zone, from `2026-06-15 00:00 +08:00`."""
    what = "a date, time and zone like 2026-06-15 00:00 +08:00"
    if isinstance(value, datetime):
        moment = value
    else:
        match = _DATED.fullmatch(short_text(value))
        if not match:
            raise refusal(what, value)
        moment = _dated(match, what, value)
    if moment.tzinfo is None:
        raise refusal(what, value, "the time zone is missing: add +08:00 for China")
    return moment


@dataclass(frozen=True)
class Moment:
    """A point in time that may be counted from the world's start (`d3 20:00`) or dated (`2026-06-18 20:00 +08:00`).

    `d0` is the calendar day on which the world starts, so `d3 20:00` is eight in the evening three days later.
    A dated moment without a zone is in the zone of the world's start.
    """

    day: int = 0
    minute: float = 0.0
    date: datetime | None = None

    @classmethod
    def read(cls, value: object) -> Moment:
        """From text; a Moment is returned as it is."""
        what = "a moment like 'd3 20:00' or '2026-06-18 20:00 +08:00'"
        if isinstance(value, Moment):
            return value
        text = short_text(value)
        if counted := _COUNTED.fullmatch(text):
            groups = counted.groups()
            minute = _clock(groups[1:], what, value) if groups[1] else 0.0
            if minute >= DAY:
                raise refusal(what, value, "the day ends at 23:59")
            return cls(day=int(groups[0]), minute=minute)
        if dated := _DATED.fullmatch(text):
            return cls(date=_dated(dated, what, value))
        raise refusal(what, value)

    def minutes(self, start: datetime) -> float:
        """Minutes after the world's start (which has a zone); negative when the moment lies before it."""
        if self.date is None:
            midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
            return self.day * DAY + self.minute - (start - midnight) / timedelta(minutes=1)
        date = self.date if self.date.tzinfo is not None else self.date.replace(tzinfo=start.tzinfo)
        return (date - start) / timedelta(minutes=1)

    def __str__(self) -> str:
        return str(self.date) if self.date is not None else f"d{self.day} {clock_text(self.minute)}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A field of this type reads text and writes text."""
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(str, when_used="json")
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Text, in the JSON Schema."""
        return {
            "type": "string",
            "description": "A moment: days from the world's start and a time of day, or a date with its time zone.",
            "examples": ["d3 20:00", "d2", "2026-06-18 20:00 +08:00"],
        }


def _clock(parts: tuple[str | None, ...], what: str, value: object) -> float:
    """Minutes of the day, up to and including 24:00."""
    hours, minutes, seconds = (int(part or 0) for part in parts)
    if minutes > 59 or seconds > 59 or hours * 3600 + minutes * 60 + seconds > 86400:
        raise refusal(what, value, "hours go to 24, minutes and seconds to 59")
    return (hours * 3600 + minutes * 60 + seconds) / 60


def _dated(match: re.Match[str], what: str, value: object) -> datetime:
    *numbers, zone = match.groups()
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_zone(zone))
    except ValueError as error:
        raise refusal(what, value, str(error)) from None
    if not 1900 <= moment.year <= 2200:
        raise refusal(what, value, "the year must lie between 1900 and 2200")
    return moment


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(f"no time zone is {text} away from Greenwich")
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
