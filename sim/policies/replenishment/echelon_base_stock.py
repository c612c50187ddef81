"""Echelon base stock: each stage keeps everything from itself down to the customers at its level."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView


class EchelonBaseStock(Replenishment):
    """Keep the echelon position at S: what is here, on order, and at or on the way to every site further down.

    Order max(S - EP, 0); EP = echelon inventory position = on hand + on order here and at all sites that are supplied
    from here, less what customers wait for (Clark & Scarf 1960). Without reviews it is called whenever stock, orders or
    backlog here change.

    >>> view = StockView.of([4.0], on_order=[6.0], echelon=np.array([15.0]))
    >>> EchelonBaseStock(level=18).decide(view, 0.0)
    array([3.])
    """

    kind: Literal["echelon_base_stock"] = "echelon_base_stock"
    level: PerItem = Field(description="S of the echelon, units (or per item)", examples=[120])

    def decide(self, view: StockView, now: float) -> Floats:
        """S - echelon position, never negative."""
        return np.maximum(view.per_item(self.level) - view.echelon, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """At every position: what happens further down is felt here as an order."""
        return np.full(len(view.items), np.inf)
