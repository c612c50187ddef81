"""(s, S): order up to S when the position falls to s."""

from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from sim.arrays import Floats
from sim.policies.levels import check_levels
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView


class MinMax(Replenishment):
    """(s, S): order up to S when the position falls to s; with a review period (R, s, S).

    IP <= s: order S - IP; IP = inventory position (Scarf 1960).

    >>> view = StockView("dc", ("milk",), np.array([0.0]), np.array([0.0]), np.array([75.0]), np.empty((1, 0)), 0.0)
    >>> MinMax(reorder_point=75, order_up_to=100).decide(view, 0.0)
    array([175.])
    """

    kind: Literal["min_max"] = "min_max"
    reorder_point: PerItem = Field(description="s, units (or per item)", examples=[40])
    order_up_to: PerItem = Field(description="S, units (or per item)", examples=[120])

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_levels(("reorder_point", self.reorder_point), ("order_up_to", self.order_up_to))
        return self

    def decide(self, view: StockView, now: float) -> Floats:
        """S - position where position <= s, else 0."""
        short = view.position <= view.per_item(self.reorder_point)
        return np.where(short, np.maximum(view.per_item(self.order_up_to) - view.position, 0.0), 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """The reorder point s."""
        return view.per_item(self.reorder_point)
