"""Capacity options: a usual source with limited capacity, and capacity elsewhere that was bought ahead."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.forecast import AnyForecaster
from sim.policies.forecast.moving_average import MovingAverage
from sim.policies.replenishment import Replenishment
from sim.policies.safety import LEAST_RATIO, MOST_RATIO, TINY
from sim.policies.view import PerItem, StockView
from sim.units import Duration


class CapacityOption(Replenishment):
    """At each review fill up from the usual source as far as it goes, and exercise the option where that pays.

    q1 = min(max(S1 - IP, 0), C), q2 = min(max(S2 - IP - q1, 0), K); S1, S2 = F^-1(r) with r1 = u / (u + h) and
    r2 = (u - e) / (u - e + h); u = lost by a unit too few, h = by a unit too many, e = exercise price above the usual
    one, C = usual capacity a review, K = options a review, F = demand over lead time + review, normal; IP = inventory
    position (Barnes-Schuster, Bassok & Anupindi 2002; capacity as in Federgruen & Zipkin 1986). S2 < S1: the option is
    exercised only for what is needed most. The option's supplier charges e by its `surcharge`, and for the options by
    its `premium`.

    >>> from sim.policies.forecast.known import Known
    >>> policy = CapacityOption(supplier="partner", capacity=60, options=40, lead="1d", underage=9, overage=1,
    ...                         exercise=4, forecast=Known(mean=50, sd=10))
    >>> view = StockView.of([90.0, 20.0])
    >>> policy.decide(view, now=0.0).round(1), policy.elsewhere(view, now=0.0)["partner"].round(1)
    (array([28.1, 60. ]), array([ 0. , 33.7]))
    """

    kind: Literal["capacity_option"] = "capacity_option"
    review: Duration = Field(default=1440.0, gt=0, description="time between reviews", examples=["1d"])
    supplier: str = Field(
        description="where the option is exercised", examples=["partner"], json_schema_extra={"names": "supplier"}
    )
    capacity: PerItem = Field(description="C, units a review from the usual source (or per item)", examples=[500])
    options: PerItem = Field(description="K, units a review that were bought ahead (or per item)", examples=[200])
    lead: Duration = Field(ge=0, description="time from order to delivery", examples=["1d"])
    underage: PerItem = Field(description="u, yuan lost by a unit too few (or per item)", examples=[12])
    overage: PerItem = Field(description="h, yuan lost by a unit too many (or per item)", examples=[3])
    exercise: PerItem = Field(description="e, yuan above the usual price (or per item)", examples=[2])
    forecast: AnyForecaster = Field(default=MovingAverage(), description="where demand is expected from")

    def _level(self, view: StockView, gain: Floats) -> Floats:
        """Order-up-to level when a unit in time gains so much, shape (items,); -inf where it gains nothing."""
        from scipy.special import ndtri

        mean, sd = self.forecast.demand(view, self.lead + (self.review or 0.0))
        ratio = np.clip(gain / np.maximum(gain + view.per_item(self.overage), TINY), LEAST_RATIO, MOST_RATIO)
        return np.where(gain > 0, np.maximum(mean + sd * ndtri(ratio), 0.0), -np.inf)

    def decide(self, view: StockView, now: float) -> Floats:
        """The order from the usual source."""
        gap = np.maximum(self._level(view, view.per_item(self.underage)) - view.position, 0.0)
        return np.minimum(gap, view.per_item(self.capacity))

    def elsewhere(self, view: StockView, now: float) -> Mapping[str, Floats]:
        """What the option is exercised for."""
        gain = view.per_item(self.underage) - view.per_item(self.exercise)
        gap = np.maximum(self._level(view, gain) - view.position - self.order(view, now), 0.0)
        return {self.supplier: np.minimum(gap, view.per_item(self.options))}

    def asks_at(self, view: StockView) -> Floats:
        """Just below the usual level."""
        return np.nextafter(self._level(view, view.per_item(self.underage)), -np.inf)
