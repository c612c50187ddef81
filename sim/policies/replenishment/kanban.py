"""Kanban: a fixed number of containers, each with a card; an empty container's card orders a full one."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView
from sim.tolerance import SAME_UNITS


class Kanban(Replenishment):
    """Each card belongs to a container: full or begun on the shelf, or on order; free cards are ordered at once.

    Q = C x max(K - ceil(H / C) - ceil(O / C), 0); K = cards, C = units in a container, H = on hand, O = on order. What
    is owed raises no order: the cards alone limit what is underway (Hopp & Spearman 2011, chapter 10;
    Sugimori et al. 1977, who set K = ADU x lead time x (1 + safety) / C).

    >>> policy = Kanban(cards=4, container=10)
    >>> policy.decide(StockView.of([21.0, 20.0, 0.0], on_order=[10.0, 10.0, 10.0], backlog=[0, 0, 25.0]), now=0.0)
    array([ 0., 10., 30.])
    """

    kind: Literal["kanban"] = "kanban"
    cards: PerItem = Field(description="K, containers (or per item)", examples=[4])
    container: PerItem = Field(description="C, units in a container (or per item)", examples=[12])

    def decide(self, view: StockView, now: float) -> Floats:
        """A container for each free card."""
        return self._free(view) * view.per_item(self.container)

    def asks_at(self, view: StockView) -> Floats:
        """The position at which the begun container is empty; where a card is free, the position itself."""
        size = view.per_item(self.container)
        left = self._containers(view.on_hand, size) - 1
        empty = np.where(left >= 0, left * size - view.on_hand + view.position, -np.inf)
        return np.where(self._free(view) > 0, view.position, empty)

    def _free(self, view: StockView) -> Floats:
        size = view.per_item(self.container)
        used = self._containers(view.on_hand, size) + self._containers(view.on_order, size)
        return np.where(size > 0, np.maximum(np.floor(view.per_item(self.cards) - used + SAME_UNITS), 0.0), 0.0)

    @staticmethod
    def _containers(units: Floats, size: Floats) -> Floats:
        return np.ceil(np.divide(units, size, out=np.zeros(len(units)), where=size > 0) - SAME_UNITS)
