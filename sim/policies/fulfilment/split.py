"""Split deliveries: what is there goes ahead, the rest follows."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Bools
from sim.policies.fulfilment import Fulfilment, PartsView
from sim.tolerance import SAME_UNITS
from sim.units import Share


class Split(Fulfilment):
    """goes = (there >= a wanted), a = `at_least`: what is there is a delivery of its own (docs/policies.md).

    The rest waits on with its own place in the queue, and goes when it is there, or in parts again. An order is
    complete with the last of its deliveries.

    >>> Split(at_least=0.5).decide(PartsView.of(there=[3, 1], wanted=[4, 4]), now=0.0)
    array([ True, False])
    """

    kind: Literal["split"] = "split"
    at_least: Share = Field(default=0.0, description="share of what is still wanted that must be there", examples=[0.5])

    def decide(self, view: PartsView, now: float) -> Bools:
        """Those of which enough is there."""
        return np.asarray(view.there >= self.at_least * view.wanted - SAME_UNITS)
