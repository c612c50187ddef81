"""The nearest origin."""

from typing import Literal

from sim.arrays import Floats
from sim.policies.sourcing import SourceView, SourcingPolicy, all_from_best


class Nearest(SourcingPolicy):
    """x(k) = Q for the open k with the least distance, km (docs/policies.md).

    Own lines are at 0 km; suppliers, which have no position, come last.

    >>> view = SourceView.of(9.0, ("north", "south", "west"), km=[8, 3, 1], is_open=[True, True, False])
    >>> Nearest().decide(view, now=0.0)
    array([0., 9., 0.])
    """

    kind: Literal["nearest"] = "nearest"

    def decide(self, view: SourceView, now: float) -> Floats:
        """All from the nearest."""
        return all_from_best(view, view.km)
