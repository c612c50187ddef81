"""(s, S) with safety stock: the levels follow from a level of service."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.forecast import AnyForecaster
from sim.policies.forecast.moving_average import MovingAverage
from sim.policies.replenishment import Replenishment
from sim.policies.safety import factor_for_cycles, factor_for_fill
from sim.policies.view import StockView
from sim.units import Duration, Share


class SafetyMinMax(Replenishment):
    """(s, S) with safety stock that a level of service and the forecast's error call for.

    IP <= s: order S - IP with s = x + k sigma, S = s + Q; x and sigma = mean and standard deviation of the demand over
    lead time + review, Q = mean demand over `cycle`, IP = inventory position. k from the share of cycles without
    stock-out, Phi(k) = P1, or from the fill rate, G(k) = (1 - P2) Q / sigma
    (Silver, Pyke & Thomas 2017, sections 6.5-6.9).

    >>> from sim.policies.forecast.known import Known
    >>> policy = SafetyMinMax(lead="4d", cycle="5d", service=0.95, forecast=Known(mean=25, sd=5))
    >>> policy.decide(StockView.of([116.0, 117.0]), now=0.0).round(1)  # s = 100 + 1.645 x 10
    array([125.4,   0. ])
    """

    kind: Literal["safety_min_max"] = "safety_min_max"
    lead: Duration = Field(ge=0, description="time from order to delivery", examples=["2d"])
    cycle: Duration = Field(default=7 * 1440.0, gt=0, description="demand that one order covers", examples=["7d"])
    service: Share = Field(default=0.95, lt=1, description="share of cycles without stock-out, or fill rate")
    measure: Literal["cycles", "fill"] = Field(default="cycles", description="what `service` is a share of")
    forecast: AnyForecaster = Field(default=MovingAverage(), description="where demand is expected from")

    def levels(self, view: StockView) -> tuple[Floats, Floats]:
        """s and S, shape (items,) each."""
        mean, sd = self.forecast.demand(view, self.lead + (self.review or 0.0))
        quantity = self.forecast.demand(view, self.cycle)[0]
        fill = self.measure == "fill"
        k = factor_for_fill(self.service, quantity, sd) if fill else factor_for_cycles(self.service)
        low = mean + k * sd
        return low, low + quantity

    def decide(self, view: StockView, now: float) -> Floats:
        """S - position where position <= s, else 0."""
        low, high = self.levels(view)
        return np.where(view.position <= low, np.maximum(high - view.position, 0.0), 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """s."""
        return self.levels(view)[0]
