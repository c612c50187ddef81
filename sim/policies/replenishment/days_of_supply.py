"""Days of supply: keep enough for so many days of expected demand, with safety for the forecast's error."""

from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from sim.arrays import Floats
from sim.policies.forecast import AnyForecaster
from sim.policies.forecast.exponential_smoothing import ExponentialSmoothing
from sim.policies.replenishment import Replenishment
from sim.policies.safety import factor_for_cycles
from sim.policies.view import StockView
from sim.units import Duration, Share, duration_text


class DaysOfSupply(Replenishment):
    """Order up to `high` days of expected demand when the position covers no more than `low` days.

    IP <= D(low) + z sigma(low): order D(high) + z sigma(low) - IP; D(t), sigma(t) = forecast mean and standard
    deviation of the demand of the time t, Phi(z) = service, IP = inventory position. `low` must cover lead time +
    review (forward coverage; Silver, Pyke & Thomas 2017, section 6.5).

    >>> week = np.full((1, 7), 20.0)
    >>> DaysOfSupply(low="2d", high="5d").decide(StockView.of([30.0], usage=week), now=0.0)
    array([70.])
    """

    kind: Literal["days_of_supply"] = "days_of_supply"
    low: Duration = Field(gt=0, description="reorder when the position covers no more than this", examples=["2d"])
    high: Duration = Field(gt=0, description="order as much as covers this", examples=["5d"])
    service: Share = Field(default=0.95, lt=1, description="share of cycles without stock-out; 50% = no safety stock")
    forecast: AnyForecaster = Field(default=ExponentialSmoothing(), description="where demand is expected from")

    @model_validator(mode="after")
    def _ordered(self) -> "DaysOfSupply":
        if self.high < self.low:
            low, high = duration_text(self.low), duration_text(self.high)
            raise ValueError(f"`high` ({high}) must cover at least as long as `low` ({low})")
        return self

    def levels(self, view: StockView) -> tuple[Floats, Floats]:
        """The position at which to order, and up to which; shape (items,) each."""
        mean, sd = self.forecast.demand(view, self.low)
        safety = factor_for_cycles(self.service) * sd
        return mean + safety, self.forecast.demand(view, self.high)[0] + safety

    def decide(self, view: StockView, now: float) -> Floats:
        """Up to the higher level where the position is at or below the lower one."""
        low, high = self.levels(view)
        wanted = np.where(view.position <= low, high - view.position, 0.0)
        return np.maximum(wanted, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """The lower level."""
        return self.levels(view)[0]
