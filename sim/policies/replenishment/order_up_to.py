"""(R, S): at every review, order up to S."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView
from sim.units import Duration


class OrderUpTo(Replenishment):
    """(R, S): at each review order up to S, which covers review + lead time.

    Order max(S - IP, 0); IP = inventory position (Hadley & Whitin 1963, chapter 5).

    >>> view = StockView("dc", ("milk",), np.array([30.0]), np.array([50.0]), np.array([0.0]), np.empty((1, 0)), 0.0)
    >>> OrderUpTo(order_up_to=100).decide(view, 0.0)
    array([20.])
    """

    kind: Literal["order_up_to"] = "order_up_to"
    review: Duration | None = Field(default=1440.0, gt=0, description="R, time between reviews", examples=["1d"])
    order_up_to: PerItem = Field(description="S, units (or per item)", examples=[120])

    def decide(self, view: StockView, now: float) -> Floats:
        """S - position, never negative."""
        return np.maximum(view.per_item(self.order_up_to) - view.position, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """Just below S: without a review period every demand triggers an order."""
        return np.nextafter(view.per_item(self.order_up_to), -np.inf)
