"""What a policy is shown: read-only, and possibly stale. A policy cannot change the world through it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PerItem = float | Mapping[str, float]


@dataclass(frozen=True)
class StockView:
    """The items of one rule at one site, as far as the site knows; every array has shape (items,).

    `on_order` counts what was ordered (from a supplier, another site or the own factory) and has not arrived;
    `backlog` what customers and downstream sites are waiting for. `usage` is the demand of the last whole days,
    shape (items, days), oldest first. `as_of` is the minute at which the view was true.
    """

    site: str
    items: tuple[str, ...]
    on_hand: Floats
    on_order: Floats
    backlog: Floats
    usage: Floats
    as_of: float

    @property
    def position(self) -> Floats:
        """Inventory position = on hand + on order - backlog."""
        return self.on_hand + self.on_order - self.backlog

    def per_item(self, value: PerItem) -> Floats:
        """A knob given once for all items, or per item; an item that is not named gets 0."""
        if isinstance(value, Mapping):
            return np.array([float(value.get(item, 0.0)) for item in self.items])
        return np.full(len(self.items), float(value))


@dataclass(frozen=True)
class QueueView:
    """Who waits for one item at one site: arrays of shape (claims,), oldest first."""

    site: str
    item: str
    available: float
    wanted: Floats
    since: Floats
