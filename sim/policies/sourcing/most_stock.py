"""The origin with the most stock."""

from typing import Literal

from sim.arrays import Floats
from sim.policies.sourcing import SourceView, SourcingPolicy, all_from_best


class MostStock(SourcingPolicy):
    """x(k) = Q for the open k with the most stock, less what is waited for there (docs/policies.md).

    Suppliers and lines make to order and count as 0: they come before a site that others already wait at.

    >>> view = SourceView.of(9.0, ("north", "south", "west"), stock=[40, 70, -5])
    >>> MostStock().decide(view, now=0.0)
    array([0., 9., 0.])
    """

    kind: Literal["most_stock"] = "most_stock"

    def decide(self, view: SourceView, now: float) -> Floats:
        """All from where most lies."""
        return all_from_best(view, -view.stock)
