"""The fastest origin."""

from typing import Literal

from sim.arrays import Floats
from sim.policies.sourcing import SourceView, SourcingPolicy, all_from_best


class Fastest(SourcingPolicy):
    """x(k) = Q for the open k with the least expected lead time, minutes (docs/policies.md).

    Lead time = wait for the next departure or in the supplier's queue + mean time on the road, as things stand.

    >>> view = SourceView.of(9.0, ("north", "south"), lead=[300, 180])
    >>> Fastest().decide(view, now=0.0)
    array([0., 9.])
    """

    kind: Literal["fastest"] = "fastest"

    def decide(self, view: SourceView, now: float) -> Floats:
        """All from the fastest."""
        return all_from_best(view, view.lead)
