"""Demand history: how much of each item was wanted at a site, day by day, whether it was available or not."""

import math

import numpy as np

from sim.arrays import Floats, Ints
from sim.instants import DAY

FEW = 16
"""Fewer than one line in so many cells are added one by one, more by a count over all cells."""


class DemandHistory:
    """Units by item and day of the run, shape (items, days)."""

    def __init__(self, items: int, horizon: float) -> None:
        self._units = np.zeros((items, math.ceil(horizon / DAY) + 1))

    def add(self, sku: Ints, qty: Floats, at: Floats) -> None:
        """`qty` units of items were wanted at the instants `at`, minutes; arrays of one shape."""
        days = self._units.shape[1]
        flat = sku * days + np.minimum((at / DAY).astype(np.int64), days - 1)
        if len(flat) * FEW < self._units.size:
            np.add.at(self._units.reshape(-1), flat, qty)
        else:
            self._units += np.bincount(flat, qty, minlength=self._units.size).reshape(self._units.shape)

    def whole_days(self, items: Ints, now: float) -> Floats:
        """Demand of items in the days that are over at `now`, oldest first, shape (items, days)."""
        return np.asarray(self._units[items, : int(now // DAY)])

    def total(self, items: Ints) -> Floats:
        """Demand of items so far, shape (items,)."""
        return np.asarray(self._units[items].sum(axis=1))
