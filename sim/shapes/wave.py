"""A sinusoidal rate."""

from typing import Literal

from pydantic import Field, model_validator

from sim.clock import Calendar
from sim.rates.intensity import Intensity, Sinusoid
from sim.shapes import Shape
from sim.units import Duration, Rate


class Wave(Shape):
    """mean + swing sin(2 pi t / period)."""

    kind: Literal["wave"] = "wave"
    mean: Rate = Field(description="mean rate", examples=["100/h"])
    swing: Rate = Field(description="amplitude, at most the mean", examples=["60/h"])
    period: Duration = Field(default=1440.0, gt=0, description="length of a wave", examples=["24h"])

    @model_validator(mode="after")
    def _positive(self) -> "Wave":
        if self.swing > self.mean:
            raise ValueError("the swing must not exceed the mean: a rate is never negative")
        return self

    def intensity(self, calendar: Calendar, horizon: float) -> Intensity:
        """The sinusoid."""
        return Sinusoid(self.mean, self.swing, self.period)
