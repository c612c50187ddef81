"""Complete orders only."""

from typing import Literal

import numpy as np

from sim.arrays import Bools
from sim.policies.fulfilment import Fulfilment, PartsView


class Complete(Fulfilment):
    """goes = (there = wanted): an order waits until all its lines are there (docs/policies.md).

    >>> Complete().decide(PartsView.of(there=[3, 1], wanted=[4, 2]), now=0.0)
    array([False, False])
    """

    kind: Literal["complete"] = "complete"

    def decide(self, view: PartsView, now: float) -> Bools:
        """Only orders that lack nothing."""
        return np.zeros(len(view.there), dtype=bool)
