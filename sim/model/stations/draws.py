"""Numbers drawn per order and visit, asked for by the block and looked up one by one."""

from __future__ import annotations

import numpy as np

from sim.model.stations.spec import PerVisit


class VisitDraws:
    """`draw(orders, visit)` kept as lists; entry j is the j-th order that came to the floor, `orders[j]`."""

    def __init__(self, draw: PerVisit, orders: list[int], least: float) -> None:
        self._draw, self._orders, self._least = draw, orders, least
        self._known: list[list[float]] = []

    def at(self, entry: int, visit: int) -> float:
        """The number of one entry; at the first look, those of all entries so far are drawn.

        Raises:
            ValueError: a number is NaN or below the least one allowed.
        """
        while visit >= len(self._known):
            self._known.append([])
        known = self._known[visit]
        if entry >= len(known):
            values = np.asarray(self._draw(np.array(self._orders[len(known) :], np.int64), visit), np.float64)
            if not bool(np.all(values >= self._least)):
                raise ValueError(f"a number drawn for an order must be >= {self._least:g}, not {values.min()}")
            known.extend(values.tolist())
        return known[entry]
