"""Forecast x cycle + safety stock: expected demand until the next delivery, and a reserve, perhaps more at weekends."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.instants import DAY
from sim.policies.forecast import AnyForecaster
from sim.policies.forecast.show_regression import ShowRegression
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView
from sim.units import Duration

SATURDAY = 5


class ForecastUpTo(Replenishment):
    """At each review order the demand that is forecast for cycle + lead time, plus safety stock, less the position.

    Order max(D(R + L) + safety - IP, 0); D(t) = forecast demand of the time t, R = review, L = lead time, IP =
    inventory position; safety is `weekend_safety` when the time covered touches a Saturday or Sunday. The forecast
    sees promotions and weather. Class A goods, row N4 of docs/scenarios.md (milk: 20, at weekends 35).

    >>> from sim.policies.forecast.known import Known
    >>> milk = ForecastUpTo(lead="1d", safety=20, weekend_safety=35, forecast=Known(mean=30))
    >>> monday, friday = (StockView.of([40.0], as_of=day * 1440.0) for day in (0, 4))  # the run begins on a Monday
    >>> milk.decide(monday, 0.0), milk.decide(friday, 4 * 1440.0)
    (array([40.]), array([55.]))
    """

    kind: Literal["forecast_up_to"] = "forecast_up_to"
    review: Duration = Field(default=DAY, gt=0, description="R, the cycle between reviews", examples=["1d"])
    lead: Duration = Field(default=0.0, ge=0, description="time from order to delivery", examples=["1d"])
    safety: PerItem = Field(default=0.0, description="safety stock, units (or per item)", examples=[20])
    weekend_safety: PerItem | None = Field(
        default=None, description="safety stock when a weekend is ahead (or per item); none = the same", examples=[35]
    )
    forecast: AnyForecaster = Field(default=ShowRegression(), description="where demand is expected from")

    def level(self, view: StockView) -> Floats:
        """The position up to which to order, shape (items,)."""
        ahead = self.review + self.lead
        first, last = int(view.as_of // DAY), int(np.ceil((view.as_of + ahead) / DAY))
        weekend = (view.days.weekdays(first, max(last - first, 1)) >= SATURDAY).any()
        safety = self.weekend_safety if weekend and self.weekend_safety is not None else self.safety
        return self.forecast.demand(view, ahead)[0] + view.per_item(safety)

    def decide(self, view: StockView, now: float) -> Floats:
        """The level less the position, never negative."""
        return np.maximum(self.level(view) - view.position, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """Just below the level."""
        return np.nextafter(self.level(view), -np.inf)
