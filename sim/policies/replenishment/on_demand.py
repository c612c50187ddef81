"""Order on demand: no stock; what is owed is ordered, once enough of it has been collected."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView


class OnDemand(Replenishment):
    """Order what is waiting and not yet on order, once it is at least `collect` units (集单).

    -IP >= collect: order -IP; IP = inventory position. Row D7 of docs/scenarios.md.

    >>> view = StockView("dc", ("tea",), np.array([0.0]), np.array([3.0]), np.array([14.0]), np.empty((1, 0)), 0.0)
    >>> OnDemand(collect=10).decide(view, 0.0)
    array([11.])
    """

    kind: Literal["on_demand"] = "on_demand"
    collect: PerItem = Field(default=0.0, description="fewest units worth an order (or per item)", examples=[10])

    def decide(self, view: StockView, now: float) -> Floats:
        """-position where that is positive and at least `collect`."""
        owed = np.maximum(-view.position, 0.0)
        return np.where(owed >= view.per_item(self.collect), owed, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """Minus `collect`, and just below 0 when nothing is collected."""
        return np.minimum(-view.per_item(self.collect), np.nextafter(0.0, -1.0))
