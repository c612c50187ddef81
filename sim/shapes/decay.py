"""A burst that decays exponentially."""

from typing import Literal

from pydantic import Field

from sim.clock import Calendar
from sim.rates.intensity import Decay, Intensity
from sim.shapes import Shape
from sim.units import Duration, Rate


class Ebb(Shape):
    """base + peak exp(-t / fade): the order curve after a link opens at time 0."""

    kind: Literal["ebb"] = "ebb"
    base: Rate = Field(description="rate that stays", examples=["50/h"])
    peak: Rate = Field(description="rate on top of it at time 0", examples=["1200/h"])
    fade: Duration = Field(gt=0, description="time constant", examples=["45min"])

    def intensity(self, calendar: Calendar, horizon: float) -> Intensity:
        """The decaying rate."""
        return Decay(self.base, self.peak, self.fade)
