"""The cheapest origin."""

from typing import Literal

from sim.arrays import Floats
from sim.policies.sourcing import SourceView, SourcingPolicy, all_from_best


class Cheapest(SourcingPolicy):
    """x(k) = Q for the open k with the least price of a unit, yuan (docs/policies.md).

    Price = cost of the goods x (1 + surcharge) + what a full vehicle of the lane costs a unit.

    >>> view = SourceView.of(9.0, ("north", "south"), price=[4.5, 4.2])
    >>> Cheapest().decide(view, now=0.0)
    array([0., 9.])
    """

    kind: Literal["cheapest"] = "cheapest"

    def decide(self, view: SourceView, now: float) -> Floats:
        """All from the cheapest."""
        return all_from_best(view, view.price)
