"""VMI: the supplier sees the shelf and keeps it between two agreed levels."""

from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from sim.arrays import Floats
from sim.policies.levels import check_levels
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView


class Vmi(Replenishment):
    """Vendor-managed inventory: as soon as one item is at its minimum, the truck fills all of them to their maximum.

    If IP_i <= min_i for any i: ship max_j - IP_j of every j that is below its maximum; IP = what lies there and is on
    the way, less what is owed (a (z, Z) agreement: Fry, Kapuscinski & Olsen 2001). The vendor pays for its trips, so
    that it fills them: the items of one rule travel together.

    >>> Vmi(minimum=20, maximum=60).decide(StockView.of([20.0, 45.0, 60.0]), now=0.0)
    array([40., 15.,  0.])
    """

    kind: Literal["vmi"] = "vmi"
    minimum: PerItem = Field(description="agreed minimum, units (or per item)", examples=[20])
    maximum: PerItem = Field(description="agreed maximum, units (or per item)", examples=[60])
    joint: ClassVar[bool] = True

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_levels(("minimum", self.minimum), ("maximum", self.maximum))
        return self

    def decide(self, view: StockView, now: float) -> Floats:
        """Everything up to its maximum when anything is at its minimum."""
        if not (view.position <= view.per_item(self.minimum)).any():
            return np.zeros(len(view.items))
        return np.maximum(view.per_item(self.maximum) - view.position, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """The agreed minimum."""
        return view.per_item(self.minimum)
