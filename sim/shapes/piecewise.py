"""A piecewise linear or piecewise constant rate."""

from typing import Literal

from pydantic import Field, model_validator

from sim.clock import Calendar
from sim.rates.intensity import Intensity, piecewise_constant, piecewise_linear
from sim.shapes import Shape
from sim.units import Duration, Rate


class Piecewise(Shape):
    """Rates at times: joined by straight lines, or held from each time to the next (`steps`); 0 outside."""

    kind: Literal["piecewise"] = "piecewise"
    times: list[Duration] = Field(min_length=2, description="times after the start, rising", examples=[["0", "30min"]])
    rates: list[Rate] = Field(min_length=1, description="rates at those times", examples=[["50/h", "900/h"]])
    steps: bool = Field(default=False, description="hold each rate until the next time (one rate fewer than times)")

    @model_validator(mode="after")
    def _matched(self) -> "Piecewise":
        if len(self.rates) != len(self.times) - self.steps:
            raise ValueError(
                f"{len(self.times)} times need {len(self.times) - self.steps} rates; found {len(self.rates)}"
            )
        if any(b <= a for a, b in zip(self.times, self.times[1:], strict=False)):
            raise ValueError("the times must rise")
        return self

    def intensity(self, calendar: Calendar, horizon: float) -> Intensity:
        """The curve."""
        return (piecewise_constant if self.steps else piecewise_linear)(self.times, self.rates)
