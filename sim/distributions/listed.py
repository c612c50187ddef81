"""Distributions of certain values only: one, a few, whole steps, or those that were recorded."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from sim.arrays import Floats
from sim.distributions.base import BaseDistribution
from sim.units import Duration


class Constant(BaseDistribution):
    """Always the same."""

    kind: Literal["constant"] = "constant"
    value: Duration = Field(description="the duration", examples=["45min"])

    @property
    def average(self) -> float:
        """The value itself."""
        return self.value

    def quantile(self, u: Floats) -> Floats:
        """The value, for every `u`."""
        return np.full(np.shape(u), self.value)


class Geometric(BaseDistribution):
    """Whole steps, at least one: after each of them it is over with the same chance."""

    kind: Literal["geometric"] = "geometric"
    step: Duration = Field(gt=0, description="one step", examples=["1d"])
    chance: float = Field(gt=0, le=1, description="chance that a step is the last one", examples=[0.25])

    @property
    def average(self) -> float:
        """Step / chance."""
        return self.step / self.chance

    def quantile(self, u: Floats) -> Floats:
        """Step x the least k with 1 - (1 - chance)^k >= u."""
        if self.chance == 1:
            return np.full(np.shape(u), self.step)
        return np.asarray(self.step * np.maximum(np.ceil(np.log1p(-u) / np.log1p(-self.chance)), 1.0))


class Discrete(BaseDistribution):
    """One of a few values, with weights (even when left out)."""

    kind: Literal["discrete"] = "discrete"
    values: list[Duration] = Field(min_length=1, description="the values", examples=[["1d", "2d"]])
    weights: list[Annotated[float, Field(ge=0)]] | None = Field(default=None, description="one weight a value")

    @model_validator(mode="after")
    def _matched(self) -> "Discrete":
        if self.weights is not None and (len(self.weights) != len(self.values) or sum(self.weights) <= 0):
            raise ValueError("weights must be as many as values and not all zero")
        return self

    @property
    def _shares(self) -> Floats:
        weights = np.asarray(self.weights or [1.0] * len(self.values))
        return np.asarray(weights / weights.sum())

    @property
    def average(self) -> float:
        """The weighted mean."""
        return float(self._shares @ np.asarray(self.values))

    def quantile(self, u: Floats) -> Floats:
        """The value whose cumulative share covers `u`."""
        last = len(self.values) - 1
        return np.asarray(self.values)[np.minimum(np.searchsorted(np.cumsum(self._shares), u, side="right"), last)]


class RecordedDurations(BaseDistribution):
    """RecordedDurations durations: the k-th draw takes the k-th value (kept in a file for long lists)."""

    kind: Literal["recorded"] = "recorded"
    values: list[Duration] = Field(min_length=1, description="in the order of use", examples=[["55min", "1h 5min"]])

    @property
    def average(self) -> float:
        """The mean of the record."""
        return float(np.mean(self.values))

    def quantile(self, u: Floats) -> Floats:
        """The empirical quantile, where a distribution is needed and not the sequence."""
        return np.asarray(np.quantile(np.asarray(self.values), u))


class OrderColumn(BaseDistribution):
    """The order's own recorded value, in minutes, from a column of the recorded order file."""

    kind: Literal["column"] = "column"
    name: str = Field(description="column of the recorded orders", examples=["pick_minutes"])

    @property
    def average(self) -> float:
        """Unknown until the file is read."""
        return float("nan")
