"""Orders waiting by zone for a courier: who is ready, and from when a zone may be served."""

from __future__ import annotations

import math
from bisect import bisect_right

import numpy as np

from sim.model.stations.stage import Minutes, Orders, grown

SLACK = 1e-9


class Zone:
    """The orders of one zone in the order they became ready; those before `head` have departed.

    A trip may go when `carries` orders are ready or the oldest has waited `patience`; `due` is that instant as far as
    the arrivals are known (inf: never). A patience that ends within 1e-9 minutes counts as over, so that two sums of
    the same minutes agree.
    """

    def __init__(self, carries: int, patience: float) -> None:
        self._carries, self._patience = carries, patience
        self.orders, self.ready = np.empty(0, np.int64), np.empty(0)
        self.head = self.tail = 0

    def add(self, orders: Orders, ready: Minutes) -> None:
        """More orders become ready, none before the last one given."""
        end = self.tail + orders.size
        self.orders, self.ready = grown(self.orders, end), grown(self.ready, end)
        self.orders[self.tail : end], self.ready[self.tail : end] = orders, ready
        self.tail = end

    @property
    def oldest(self) -> float:
        """When the order now first in line became ready; inf when nobody is known to come."""
        return self.ready.item(self.head) if self.head < self.tail else math.inf

    @property
    def due(self) -> float:
        """The first instant at which a trip may go."""
        over = self.oldest + self._patience
        last = self.head + self._carries - 1
        return min(over, self.ready.item(last)) if last < self.tail else over

    def may_go(self, now: float) -> bool:
        """Whether a trip may go at `now`."""
        oldest = self.oldest
        last = self.head + self._carries - 1
        if oldest > now:
            return False
        return oldest + self._patience <= now + SLACK or (last < self.tail and self.ready.item(last) <= now)

    def waiting(self, now: float) -> int:
        """Orders ready at `now` and not departed."""
        return bisect_right(self.ready, now, self.head, self.tail) - self.head

    def withdraw(self, orders: Orders) -> Orders:
        """Take those of `orders` that have not departed out of the line; returns them, in its order."""
        line = slice(self.head, self.tail)
        gone = np.isin(self.orders[line], orders)
        taken = self.orders[line][gone]
        end = self.tail - taken.size
        rest, ready = self.orders[line][~gone], self.ready[line][~gone]
        self.orders[self.head : end], self.ready[self.head : end] = rest, ready
        self.tail = end
        return taken

    def take(self, now: float) -> slice:
        """The rows of the next trip: the oldest orders ready at `now`, `carries` at most."""
        first, end = self.head, min(self.head + self._carries, self.tail)
        if self.ready.item(end - 1) > now:
            end = bisect_right(self.ready, now, first, end)
        self.head = end
        return slice(first, end)
