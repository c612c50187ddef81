"""Demand shapes: the rate of orders over time."""

from abc import abstractmethod

from sim.arrays import Floats
from sim.clock import Calendar
from sim.plug import Plugin
from sim.rates.intensity import Intensity


class Shape(Plugin):
    """Base of all demand shapes."""

    @abstractmethod
    def intensity(self, calendar: Calendar, horizon: float) -> Intensity:
        """Expected orders per minute over [0, horizon]."""


class Timetable(Shape):
    """Base of shapes whose instants are fixed, not random."""

    @abstractmethod
    def times(self, horizon: float) -> Floats:
        """The instants in [0, horizon), sorted."""


BASE = Shape
