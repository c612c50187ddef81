"""What is known about days: weekdays, holidays, weather, community events, and the livestreams that are announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import numpy as np

from sim.arrays import Floats, Ints
from sim.instants import DAY

MARKS = ("holiday", "event", "heat", "rain")


@dataclass(frozen=True)
class ShowNotice:
    """A livestream that the calendar announces: minutes of the run, tier, expected units per product."""

    name: str
    start: float
    end: float
    streamer: str
    units: Mapping[str, float]


@dataclass(frozen=True)
class DayBook:
    """The calendars. Day d is the d-th 24 hours of the run, day 0 begins on the date `first`.

    `marks` has a column per sort of mark (`holiday` and `event` as 0 or how much above a plain day, `heat` in degrees
    above warm, `rain`), shape (days of the run,). A surprise show stands in no calendar.
    """

    first: date = date(2024, 1, 1)
    shows: tuple[ShowNotice, ...] = ()
    marks: Mapping[str, Floats] = field(default_factory=lambda: MappingProxyType({}))

    def weekdays(self, first: int, count: int) -> Ints:
        """Weekday of each day, Monday = 0; `first` may lie before the run."""
        return (self.first.weekday() + first + np.arange(count)) % 7

    def mark(self, name: str, first: int, count: int) -> Floats:
        """One sort of mark for each day; 0 outside the run."""
        column, days = self.marks.get(name, np.zeros(0)), first + np.arange(count)
        inside = (days >= 0) & (days < len(column))
        found = np.zeros(count)
        found[inside] = column[days[inside]]
        return found

    def show_units(self, items: Sequence[str], first: int, count: int, after: float = -np.inf) -> Floats:
        """Units that announced shows are expected to sell, on the day they begin; shape (items, count).

        Only shows that end later than the minute `after` count.
        """
        units = np.zeros((len(items), count))
        for show in [show for show in self.shows if show.end > after]:
            day = int(show.start // DAY) - first
            if 0 <= day < count:
                units[:, day] += [show.units.get(item, 0.0) for item in items]
        return units

    def on_air(self, item: str, since: float, until: float) -> list[ShowNotice]:
        """Announced shows that sell an item and are on at some instant of [since, until]."""
        return [show for show in self.shows if item in show.units and show.start <= until and show.end >= since]
