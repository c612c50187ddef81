"""Scarcity: what an allocation policy is shown of a queue, and what it says."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.backlog import LineQueue
from sim.model.inventory.view_builder import show
from sim.policies.view import SITE, QueueView, StockView, frozen
from sim.state.ledger import Kind

BoundFor = Callable[[int], str]


class ShortageRule:
    """The allocation policy of one site; first come when there is none.

    `bound_for(order)` is the site to which an order of another site goes.
    """

    def __init__(self, engine: Engine, name: str, bound_for: BoundFor) -> None:
        self.engine, self._name, self._bound_for = engine, name, bound_for
        self._policy = engine.world.sites[name].allocation or engine.world.service.allocation
        self.reserves = self._policy is not None and self._policy.reserves
        self._items = engine.codes.item_names

    def share(self, item: int, queue: LineQueue, there: float) -> Floats:
        """Units for the lines of a queue from the front, of `there` units; the rest of them get nothing."""
        if self._policy is None or (not self.reserves and queue.left.sum() <= there):
            return queue.front(there)
        orders = self.engine.ledger.lines.order[queue.line]
        view = QueueView(
            self._name,
            self._items[item],
            there,
            frozen(queue.left),
            frozen(queue.since),
            lambda: self._urgency(orders),
            lambda: self._claimants(orders),
            lambda: self._shelves(item, orders),
        )
        return np.clip(self._policy.decide(view, self.engine.now), 0.0, queue.left)

    def keeps(self, lines: Ints) -> Floats:
        """Units of its item that stay on the shelf when a line is met."""
        assert self._policy is not None
        return self._policy.reserve(self._urgency(self.engine.ledger.lines.order[lines]))

    def _urgency(self, orders: NDArray[np.int32]) -> Ints:
        ledger = self.engine.ledger.orders
        urgency = np.where(ledger.kind[orders] == Kind.REPLENISHMENT, SITE, ledger.priority[orders]).astype(np.int64)
        urgency.flags.writeable = False
        return urgency

    def _claimants(self, orders: NDArray[np.int32]) -> tuple[str, ...]:
        inner = self.engine.ledger.orders.kind[orders] == Kind.REPLENISHMENT
        return tuple(self._bound_for(o) if is_inner else "" for o, is_inner in zip(orders.tolist(), inner, strict=True))

    def _shelves(self, item: int, orders: NDArray[np.int32]) -> Mapping[str, StockView]:
        engine, name, row = self.engine, self._items[item], np.array([item])
        sites = [site for site in dict.fromkeys(self._claimants(orders)) if site]
        points = {site: engine.points[engine.codes.sites[site]] for site in sites}
        for point in points.values():
            point.sync()
        return MappingProxyType({site: show(engine, point, (name,), row) for site, point in points.items()})
