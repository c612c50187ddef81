"""Numbers drawn per order and visit, asked for by the block and looked up one by one."""

from __future__ import annotations

import numpy as np

from sim.model.stations.spec import Draw
from sim.model.stations.stage import Orders


class Draws:
    """`draw(orders, visit)` kept as lists; entry j is the j-th order that came in."""

    def __init__(self, draw: Draw, least: float) -> None:
        self._draw, self._least = draw, least
        self._known: list[list[float]] = []

    def at(self, entry: int, visit: int, orders: list[Orders], count: int) -> float:
        """The number of one entry; on a first look, of all the `count` entries whose `orders` came in so far.

        Raises:
            ValueError: a number is NaN or below the least one allowed.
        """
        while visit >= len(self._known):
            self._known.append([])
        known = self._known[visit]
        if entry >= len(known):
            missing = np.concatenate(orders)[len(known) : count]
            values = np.asarray(self._draw(missing, visit), np.float64)
            if not bool(np.all(values >= self._least)):
                raise ValueError(f"a number drawn for an order must be >= {self._least:g}, not {values.min()}")
            known.extend(values.tolist())
        return known[entry]
