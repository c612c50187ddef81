"""Replenishment policies: how much to order now, per item of one site.

A policy acts on the inventory *position* (on hand + on order - backlog) and triggers at or below its level. It is
called at fixed reviews when `review` is given, and otherwise at the instant at which the position falls to `asks_at`.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import numpy as np
from pydantic import Field

from sim.arrays import Floats, Ints
from sim.plug import Plugin
from sim.policies.view import PerItem, StockView
from sim.tolerance import SAME_UNITS
from sim.units import Duration


class Replenishment(Plugin):
    """Base of all replenishment policies.

    The engine calls `order`, which calls `decide` and fits its answer to `multiple`, `least` and `at_most`. A policy
    whose answer for one item depends on others sets `joint`.
    """

    review: Duration | None = Field(
        default=None, gt=0, description="time between reviews; none = watched all the time", examples=["1d"]
    )
    first_review: Duration = Field(default=0.0, description="time of the first review after the start", examples=["6h"])
    least: PerItem | None = Field(
        default=None, description="minimum order quantity: a smaller order is raised to it (or per item)", examples=[20]
    )
    multiple: PerItem | None = Field(
        default=None, description="orders come in multiples of this, rounded up (or per item)", examples=[12]
    )
    at_most: PerItem | None = Field(
        default=None, description="ceiling: no order takes the position above it (or per item)", examples=[400]
    )
    joint: ClassVar[bool] = False

    @abstractmethod
    def decide(self, view: StockView, now: float) -> Floats:
        """Units to order of each item, shape (items,), >= 0."""

    @abstractmethod
    def asks_at(self, view: StockView) -> Floats:
        """Position at or below which a continuously reviewed item is ordered, shape (items,)."""

    def elsewhere(self, view: StockView, now: float) -> Mapping[str, Floats]:
        """Additional orders from named suppliers: units by supplier, shape (items,) each."""
        return {}

    @property
    def watched(self) -> bool:
        """Whether the position is watched between reviews."""
        return self.review is None

    def parts(self, grades: Sequence[str]) -> Iterator[tuple["Replenishment", Ints]]:
        """The policies of items of these classes, each with the positions of its items; each has its own reviews."""
        yield self, np.arange(len(grades))

    def order(self, view: StockView, now: float) -> Floats:
        """The answer of `decide` in whole multiples, at least the minimum and below the ceiling; shape (items,)."""
        wanted = self.decide(view, now)
        if self.multiple is None and self.least is None and self.at_most is None:
            return np.where(wanted > SAME_UNITS, wanted, 0.0)
        lot = view.per_item(self.multiple or 0.0)
        raised = np.maximum(wanted, view.per_item(self.least or 0.0))
        raised = np.where(wanted > SAME_UNITS, np.where(lot > 0, _whole(np.ceil, raised, lot), raised), 0.0)
        if self.at_most is None:
            return raised
        room = np.maximum(view.per_item(self.at_most, np.inf) - view.position, 0.0)
        cut = np.where(lot > 0, _whole(np.floor, np.minimum(room, raised), lot), room)
        cut = np.where(cut >= view.per_item(self.least or 0.0), cut, 0.0)
        return np.where(raised > room, cut, raised)


def _whole(rounded: np.ufunc, units: Floats, lot: Floats) -> Floats:
    """Units in whole lots; a number within rounding of a whole one is that one."""
    times = units / np.where(lot > 0, lot, 1.0)
    near = np.round(times)
    return np.asarray(np.where(np.abs(times - near) < SAME_UNITS, near, rounded(times)) * lot)


BASE = Replenishment
