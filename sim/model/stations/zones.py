"""Orders waiting by zone for a courier: those that are ready, and from when a zone may be served."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from heapq import heappop, heappush

import numpy as np

from sim.model.stations.stage import Column, Minutes, Orders, grown
from sim.policies.dispatch import ZonesView

Choice = Callable[[ZonesView, float], int]
"""`choose(view, now)`: the row of the zone that goes first, negative to wait."""
ROUNDING = 1e-9
"""Minutes. Two sums of the same minutes may differ by so much; far below any duration of a model."""


class Zone:
    """The orders of one zone in the order they became ready; those before `head` have departed.

    A trip may go when `carries` orders are ready or the oldest has waited `patience`; `due` is that instant as far as
    the arrivals are known (inf: never).
    """

    def __init__(self, carries: float, patience: float) -> None:
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
        """When the order now first in line became ready; inf when none is known to come."""
        return self.ready.item(self.head) if self.head < self.tail else math.inf

    @property
    def due(self) -> float:
        """The first instant at which a trip may go."""
        over = self.oldest + self._patience
        last = self.head + self._carries - 1
        return min(over, self.ready.item(int(last))) if last < self.tail else over

    def may_go(self, now: float) -> bool:
        """Whether a trip may go at `now`."""
        oldest = self.oldest
        last = self.head + self._carries - 1
        if oldest > now:
            return False
        return oldest + self._patience <= now + ROUNDING or (last < self.tail and self.ready.item(int(last)) <= now)

    def waiting(self, now: float) -> int:
        """Orders ready at `now` and not departed."""
        return bisect_right(self.ready, now, self.head, self.tail) - self.head

    def ready_by(self, now: float) -> Column:
        """The orders counted by `waiting`, and when they became ready."""
        rows = slice(self.head, self.head + self.waiting(now))
        return self.orders[rows], self.ready[rows]

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

    def take(self, now: float) -> Column:
        """The load of the next trip: the oldest orders ready at `now`, `carries` at most, and when they were ready."""
        first, end = self.head, int(min(self.head + self._carries, self.tail))
        if self.ready.item(end - 1) > now:
            end = bisect_right(self.ready, now, first, end)
        self.head = end
        return self.orders[first:end], self.ready[first:end]


class ZoneQueue:
    """Which zones may be served, the longest waiting first, and when the next one may.

    A zone with orders is in `_soon`, a heap of (due, zone), until it may go, then in `able`, a heap of (oldest, zone).
    `_due[zone]` is its valid entry in `_soon`, -inf while it is in `able`; other entries are stale and skipped.
    """

    def __init__(self, zones: Sequence[Zone]) -> None:
        self._zones = zones
        self._soon, self.able = list[tuple[float, int]](), list[tuple[float, int]]()
        self._due = [math.inf] * len(zones)

    def update(self, code: int) -> None:
        """Orders joined the line of a zone: it may become due earlier."""
        due = self._zones[code].due
        if self._due[code] > -math.inf and due != self._due[code]:
            self._due[code] = due
            if due < math.inf:
                heappush(self._soon, (due, code))

    def rebuild(self) -> None:
        """Orders were taken out of the lines: every zone is filed anew."""
        self._soon, self.able = [], []
        self._due = [math.inf] * len(self._zones)
        for code in range(len(self._zones)):
            self.update(code)

    def next_due(self) -> float:
        """When the next zone may go; inf without any."""
        soon = self._soon
        while soon and self._due[soon[0][1]] != soon[0][0]:
            heappop(soon)
        return soon[0][0] if soon else math.inf

    def release(self, now: float) -> bool:
        """Zones that may go by `now` join the able ones; whether there were any."""
        soon, able = self._soon, len(self.able)
        early: list[tuple[float, int]] = []
        while soon and soon[0][0] <= now + ROUNDING:
            due, code = entry = heappop(soon)
            if self._due[code] != due:
                continue
            if self._zones[code].may_go(now):
                self._due[code] = -math.inf
                heappush(self.able, (self._zones[code].oldest, code))
            else:
                early.append(entry)
        for entry in early:
            heappush(soon, entry)
        return len(self.able) > able

    def pop(self) -> int:
        """Take out the zone whose oldest order has waited longest."""
        return heappop(self.able)[1]

    def choose(self, choose: Choice, now: float) -> int:
        """Take out the zone that the policy chooses; -1 when it chooses none.

        Raises:
            ValueError: it chose a row that is not there.
        """
        self.able.sort()
        oldest, codes = zip(*self.able, strict=True)
        waiting = np.array([self._zones[code].waiting(now) for code in codes])
        row = choose(ZonesView(np.array(codes), np.array(oldest), waiting), now)
        if row >= len(codes):
            raise ValueError(f"the dispatch policy chose row {row} of {len(codes)} zones")
        return self.able.pop(row)[1] if row >= 0 else -1

    def put_back(self, code: int, now: float) -> None:
        """File a zone again after its trip has departed."""
        if self._zones[code].may_go(now):
            heappush(self.able, (self._zones[code].oldest, code))
        else:
            self._due[code] = math.inf
            self.update(code)
