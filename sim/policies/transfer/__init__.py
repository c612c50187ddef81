"""Transfer policies: what a site takes from its neighbours, the other sites of its rule with a lane to it."""

from abc import abstractmethod
from collections.abc import Mapping

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.plug import Plugin
from sim.policies.view import PerItem, StockView
from sim.tolerance import SAME_UNITS
from sim.units import Duration


class Transfer(Plugin):
    """Base of all transfer policies; they act on net stock (on hand - backlog), not on the position."""

    review: Duration | None = Field(
        default=None, gt=0, description="time between reviews; none = watched all the time", examples=["1d"]
    )
    first_review: Duration = Field(default=0.0, description="time of the first review after the start", examples=["6h"])
    keeps: PerItem = Field(
        default=0.0, description="units that a neighbour never gives away (or per item)", examples=[5]
    )

    @abstractmethod
    def decide(self, view: StockView, now: float) -> Mapping[str, Floats]:
        """Units to take from each of `view.neighbours` by name, whole units >= 0, shape (items,) each."""

    @abstractmethod
    def asks_at(self, view: StockView) -> Floats:
        """Net stock at or below which a continuously reviewed item triggers a transfer, shape (items,)."""

    @property
    def watched(self) -> bool:
        """Whether net stock is watched between reviews."""
        return self.review is None

    def from_the_richest(self, need: Floats, view: StockView, keeps: list[Floats]) -> Mapping[str, Floats]:
        """`need` taken from the neighbour with most to spare, then the next; `keeps[j]` stays with neighbour j."""
        order, given = view.neighbours, np.zeros((len(view.neighbours), len(need)))
        if not order:
            return {}
        own = view.per_item(self.keeps)
        spare = np.stack([net(one) - np.maximum(own, kept) for one, kept in zip(order, keeps, strict=True)])
        spare = np.floor(np.maximum(spare, 0.0) + SAME_UNITS)
        ranked = np.argsort(-spare, axis=0, kind="stable")
        rich = np.take_along_axis(spare, ranked, axis=0)
        taken = np.clip(np.floor(need + SAME_UNITS) - (np.cumsum(rich, axis=0) - rich), 0.0, rich)
        np.put_along_axis(given, ranked, taken, axis=0)
        return {one.site: units for one, units in zip(order, given, strict=True)}


def net(view: StockView) -> Floats:
    """Net stock = on hand - backlog, shape (items,)."""
    return view.on_hand - view.backlog


BASE = Transfer
