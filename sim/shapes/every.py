"""Orders at fixed intervals, or at given instants: no randomness."""

from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from sim.arrays import Floats
from sim.clock import Calendar
from sim.rates.intensity import ConstantRate, Intensity
from sim.shapes import Timetable
from sim.units import Duration

WHOLE = 1e-12
"""A horizon of a whole number of intervals, but for rounding, has no order at its very end."""


class Every(Timetable):
    """Orders at fixed intervals from `first` on."""

    kind: Literal["every"] = "every"
    interval: Duration = Field(gt=0, description="time between orders", examples=["2d"])
    first: Duration = Field(default=0.0, description="time of the first order")

    def times(self, horizon: float) -> Floats:
        """first, first + interval, ..., before the horizon."""
        count = max(int(np.ceil((horizon - self.first) / self.interval - WHOLE)), 0)
        return np.asarray(self.first + self.interval * np.arange(count), dtype=np.float64)

    def intensity(self, calendar: Calendar, horizon: float) -> Intensity:
        """The mean rate."""
        return ConstantRate(1 / self.interval)


class At(Timetable):
    """Orders at given times after the start."""

    kind: Literal["at"] = "at"
    at: list[Duration] = Field(description="times of the orders, rising", examples=[["30min", "2h"]])

    @model_validator(mode="after")
    def _rising(self) -> "At":
        if any(b < a for a, b in zip(self.at, self.at[1:], strict=False)):
            raise ValueError("the times must not fall")
        return self

    def times(self, horizon: float) -> Floats:
        """Those before the horizon."""
        times = np.asarray(self.at, dtype=np.float64)
        return times[times < horizon]

    def intensity(self, calendar: Calendar, horizon: float) -> Intensity:
        """The mean rate."""
        return ConstantRate(len(self.at) / horizon)
