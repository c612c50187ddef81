"""Base stock (S - 1, S): every unit of demand is ordered again at once."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView


class BaseStock(Replenishment):
    """(S - 1, S): every unit demanded is ordered again at once.

    Order max(S - IP, 0) whenever IP < S; IP = inventory position (Zipkin 2000, chapter 6).

    >>> view = StockView("dc", ("milk",), np.array([7.0]), np.array([0.0]), np.array([0.0]), np.empty((1, 0)), 0.0)
    >>> BaseStock(level=8).decide(view, 0.0)
    array([1.])
    """

    kind: Literal["base_stock"] = "base_stock"
    level: PerItem = Field(description="S, units (or per item)", examples=[8])

    def decide(self, view: StockView, now: float) -> Floats:
        """S - position, never negative."""
        return np.maximum(view.per_item(self.level) - view.position, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """Just below S."""
        return np.nextafter(view.per_item(self.level), -np.inf)
