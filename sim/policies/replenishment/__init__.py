"""Replenishment policies: how much to order now, per item of one site.

A policy acts on the inventory *position* (on hand + on order - backlog) and triggers at or below its level. It is
asked at fixed reviews when `review` is given, and otherwise at the very instant at which the position falls to
`asks_at`.
"""

from abc import abstractmethod

from pydantic import Field

from sim.plug import Plugin
from sim.policies.view import Floats, StockView
from sim.units import Duration


class Replenishment(Plugin):
    """Base of all replenishment policies."""

    review: Duration | None = Field(
        default=None, gt=0, description="time between reviews; none = watched all the time", examples=["1d"]
    )
    first_review: Duration = Field(default=0.0, description="time of the first review after the start", examples=["6h"])

    @abstractmethod
    def decide(self, view: StockView, now: float) -> Floats:
        """Units to order of each item, shape (items,), >= 0."""

    @abstractmethod
    def asks_at(self, view: StockView) -> Floats:
        """Position at or below which a continuously watched item wants an order, shape (items,)."""


BASE = Replenishment
