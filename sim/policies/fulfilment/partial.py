"""Partial deliveries: what is there goes, the rest is cancelled and paid back."""

from typing import ClassVar, Literal

import numpy as np

from sim.arrays import Bools
from sim.policies.fulfilment import Fulfilment, PartsView


class Partial(Fulfilment):
    """delivered = there, refund = price x (wanted - there), as soon as there > 0 (docs/policies.md).

    With `unmet: lost` an order that finds nothing is lost, with `unmet: backorder` it waits for the first goods.

    >>> Partial().decide(PartsView.of(there=[3, 1], wanted=[4, 4]), now=0.0)
    array([ True,  True])
    """

    kind: Literal["partial"] = "partial"
    rest: ClassVar[Literal["later", "never"]] = "never"

    def decide(self, view: PartsView, now: float) -> Bools:
        """Every order with at least something there."""
        return np.ones(len(view.there), dtype=bool)
