"""Reservations: goods that are picked for customers' orders which still lack others."""

import heapq
import math

import numpy as np

from sim.arrays import Floats, Ints


class Reservations:
    """Rows of `picks` by the incomplete order that holds them, and when each of these orders gives up."""

    def __init__(self) -> None:
        self._held: dict[int, list[int]] = {}
        self._deadlines: list[tuple[float, int]] = []
        self._expiries: set[float] = set()

    def hold(self, orders: Ints, picks: Ints, deadline: Floats, expires: Floats) -> None:
        """Reserve rows of `picks` for orders that wait until `deadline`; the picked lots expire at `expires`."""
        self._expiries.update(expires[deadline < expires].tolist())
        for order, pick, when in zip(orders.tolist(), picks.tolist(), deadline.tolist(), strict=True):
            self._held.setdefault(order, []).append(pick)
            if when < math.inf:
                heapq.heappush(self._deadlines, (when, order))

    def holds(self, order: int) -> bool:
        """Whether an order holds goods."""
        return order in self._held

    def held(self, order: int) -> list[int]:
        """The rows of `picks` that an order holds."""
        return self._held[order]

    def release(self, orders: Ints) -> Ints:
        """End the reservations of orders, which are complete or cancelled; returns their rows of `picks`."""
        if not self._held:
            return np.empty(0, np.int64)
        rows = [row for order in dict.fromkeys(orders.tolist()) for row in self._held.pop(order, ())]
        return np.array(rows, dtype=np.int64)

    # --- deadlines

    def may_give_up(self, until: float) -> bool:
        """Whether an order that holds goods may give up by `until`; True too for deadlines of ended reservations."""
        return bool(self._deadlines) and self._deadlines[0][0] <= until

    def next_deadline(self) -> float:
        """The next instant at which an order gives up that holds goods (inf = none)."""
        while self._deadlines and self._deadlines[0][1] not in self._held:
            heapq.heappop(self._deadlines)
        return self._deadlines[0][0] if self._deadlines else math.inf

    def drop_deadlines(self, now: float) -> None:
        """Forget deadlines up to `now`: their orders have been cancelled."""
        while self._deadlines and self._deadlines[0][0] <= now:
            heapq.heappop(self._deadlines)

    # --- lots that may be back on the shelf when they expire

    def next_expiry(self) -> float:
        """When the next lot expires that is or was reserved, and may lie on the shelf again by then (inf = none)."""
        return min(self._expiries, default=math.inf)

    def drop_expiries(self, now: float) -> None:
        """Forget expiries up to `now`."""
        self._expiries = {when for when in self._expiries if when > now}
