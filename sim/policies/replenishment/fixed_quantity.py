"""(s, Q) and (s, nQ): order a fixed quantity when the position falls to the reorder point."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView


class FixedQuantity(Replenishment):
    """(s, Q), (s, nQ): order Q when the position is at or below s; with `multiples`, the fewest Q that lift it above s.

    IP <= s: order Q, or n Q with n = floor((s - IP) / Q) + 1; IP = inventory position (Hadley & Whitin 1963,
    chapter 4).

    >>> view = StockView("dc", ("milk",), np.array([30.0]), np.array([0.0]), np.array([5.0]), np.empty((1, 0)), 0.0)
    >>> FixedQuantity(reorder_point=25, quantity=40).decide(view, 0.0)
    array([40.])
    >>> FixedQuantity(reorder_point=25, quantity=12, multiples=True).decide(StockView.of([0.0], backlog=[5.0]), 0.0)
    array([36.])
    """

    kind: Literal["fixed_quantity"] = "fixed_quantity"
    reorder_point: PerItem = Field(description="s, units (or per item)", examples=[40])
    quantity: PerItem = Field(description="Q, units (or per item)", examples=[120])
    multiples: bool = Field(default=False, description="(s, nQ): as many Q as it takes to come above s")

    def decide(self, view: StockView, now: float) -> Floats:
        """Q or nQ where position <= s, else 0."""
        s, q = view.per_item(self.reorder_point), view.per_item(self.quantity)
        short = view.position <= s
        with np.errstate(divide="ignore", invalid="ignore"):
            times = np.where(q > 0, np.floor((s - view.position) / q) + 1, 0) if self.multiples else np.ones(len(q))
        return np.where(short, times * q, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """The reorder point."""
        return view.per_item(self.reorder_point)
