"""Demand shapes: the rate of orders over time."""

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sim.arrays import Floats
from sim.clock import Calendar
from sim.plug import Plugin
from sim.rates.intensity import Intensity


class DayMark(NamedTuple):
    """Something that is known ahead of one day, with its strength; 0 = a plain day.

    Forecasters know `holiday` (1), `event` (factor on demand less 1), `heat` (degrees above warm) and `rain`.
    """

    name: str
    day: date
    value: float


class Shape(Plugin):
    """Base of all demand shapes."""

    @abstractmethod
    def intensity(self, calendar: Calendar, horizon: float) -> Intensity:
        """Expected orders per minute over [0, horizon]."""

    def marks(self) -> Iterator[DayMark]:
        """What the shape announces of certain days: policies see it in the planning calendar."""
        yield from ()


class Timetable(Shape):
    """Base of shapes whose instants are fixed, not random."""

    @abstractmethod
    def times(self, horizon: float) -> Floats:
        """The instants in [0, horizon), sorted."""


BASE = Shape
