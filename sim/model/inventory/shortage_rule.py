"""Shortage rule: what an allocation policy sees of a queue, and how it shares out what is too little."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.backlog import LineQueue
from sim.policies.view import SITE, QueueView, StockView, frozen
from sim.state.ledger import Kind

Destination = Callable[[int], str]
"""The name of the site to which a replenishment order goes."""


class ShortageRule:
    """The allocation policy of one site; first come, first served when there is none.

    `keeps_back`: whether the policy keeps units on the shelf for more urgent claims.
    """

    def __init__(self, engine: Engine, name: str, destination: Destination) -> None:
        self.engine, self._name, self._destination = engine, name, destination
        self._policy = engine.world.sites[name].allocation or engine.world.service.allocation
        self.keeps_back = self._policy is not None and self._policy.reserves

    def share(self, item: int, queue: LineQueue, available: float) -> Floats:
        """Units for the lines of a queue from the front, of `available` units; lines beyond the array get nothing."""
        if self._policy is None or (not self.keeps_back and queue.left.sum() <= available):
            return queue.front(available)
        orders = self.engine.ledger.lines.order[queue.line]
        view = QueueView(
            self._name,
            self.engine.codes.item_names[item],
            available,
            frozen(queue.left),
            frozen(queue.since),
            lambda: self._urgency(orders),
            lambda: self._claimants(orders),
            lambda: self._shelves(item, orders),
        )
        return np.clip(self._policy.decide(view, self.engine.now), 0.0, queue.left)

    def reserve(self, lines: Ints) -> Floats:
        """Units of its item that must stay on the shelf when a line is served, shape (lines,)."""
        assert self._policy is not None
        return self._policy.reserve(self._urgency(self.engine.ledger.lines.order[lines]))

    def _urgency(self, orders: NDArray[np.int32]) -> Ints:
        ledger = self.engine.ledger.orders
        urgency = np.where(ledger.kind[orders] == Kind.REPLENISHMENT, SITE, ledger.priority[orders]).astype(np.int64)
        urgency.flags.writeable = False
        return urgency

    def _claimants(self, orders: NDArray[np.int32]) -> tuple[str, ...]:
        inner = self.engine.ledger.orders.kind[orders] == Kind.REPLENISHMENT
        return tuple(
            self._destination(order) if is_inner else "" for order, is_inner in zip(orders.tolist(), inner, strict=True)
        )

    def _shelves(self, item: int, orders: NDArray[np.int32]) -> Mapping[str, StockView]:
        engine, row = self.engine, np.array([item])
        sites = [site for site in dict.fromkeys(self._claimants(orders)) if site]
        return MappingProxyType({site: engine.points[engine.codes.sites[site]].view(row) for site in sites})
