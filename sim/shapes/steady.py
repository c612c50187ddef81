"""A constant rate of orders."""

from typing import Literal

from pydantic import Field

from sim.clock import Calendar
from sim.rates.intensity import ConstantRate, Intensity
from sim.shapes import Shape
from sim.units import Rate


class Steady(Shape):
    """The same rate all the time: a Poisson process."""

    kind: Literal["steady"] = "steady"
    rate: Rate = Field(description="orders per time", examples=["100/h"])

    def intensity(self, calendar: Calendar, horizon: float) -> Intensity:
        """A constant rate."""
        return ConstantRate(self.rate)
