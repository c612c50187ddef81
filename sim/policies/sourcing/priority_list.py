"""A list of origins in order of preference."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.plug import Places
from sim.policies.sourcing import SourceView, SourcingPolicy, all_from_best


class PriorityList(SourcingPolicy):
    """x(k) = Q for the first k of the list that is open (docs/policies.md).

    With `overflow` x(k) = min(rest, stock of k) down the open ones of the list; a supplier or line takes all the rest,
    and what none has is ordered from the first. Q = what is ordered.

    >>> view = SourceView.of(9.0, ("near", "far"), stock=[4, 100])
    >>> PriorityList(order=["near", "far"]).decide(view, now=0.0)
    array([9., 0.])
    >>> PriorityList(order=["near", "far"], overflow=True).decide(view, now=0.0)
    array([4., 5.])
    """

    kind: Literal["priority_list"] = "priority_list"
    order: Places = Field(
        description="sites and suppliers, the preferred one first",
        examples=[["dc", "mill"]],
        json_schema_extra={"names": "origin"},
    )
    overflow: bool = Field(default=False, description="take from the next what does not lie at the first")

    def decide(self, view: SourceView, now: float) -> Floats:
        """All from the first that is open, or whole units down the list."""
        rank = np.array([float(self.order.index(name)) for name in view.names])
        units = np.zeros(len(rank))
        if self.overflow:
            left = view.units
            for row in np.argsort(rank).tolist():
                if view.is_open[row]:
                    there = np.floor(max(float(view.stock[row]), 0.0)) if view.by[row] == "lane" else np.inf
                    units[row] = min(left, there)
                    left -= units[row]
            return units + np.where(all_from_best(view, rank) > 0, left, 0.0)
        return all_from_best(view, rank)

    def named(self) -> tuple[str, ...]:
        """Those on the list."""
        return tuple(self.order)
