"""Choosing: what a sourcing policy is shown of an order, and where the order goes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.model.engine import Engine
from sim.model.supply.factory import Factory
from sim.model.supply.lane import Lane
from sim.model.supply.supplier import Supplier
from sim.policies.sourcing import SourceView, SourcingPolicy
from sim.policies.view import frozen
from sim.schema.sourcing import Origin
from sim.state.stock import EPSILON


@dataclass(frozen=True, eq=False)
class Way:
    """An origin and what brings the goods from there: exactly one of the three."""

    origin: Origin
    factory: Factory | None = None
    lane: Lane | None = None
    supplier: Supplier | None = None

    @property
    def takes_orders(self) -> bool:
        """Whether it is a candidate at all: a backup supplier is one when it has been activated."""
        return self.supplier is None or self.supplier.active


class Choosing:
    """One item at one site that has several origins, and how much of it the policy has ordered from each so far."""

    def __init__(self, engine: Engine, policy: SourcingPolicy, site: str, item: str, ways: Sequence[Way]) -> None:
        self.engine, self.policy, self.site, self.item, self.ways = engine, policy, site, item, ways
        self._sku = engine.codes.items[item]
        self._ordered = dict.fromkeys((way.origin for way in ways), 0.0)
        product = engine.world.products.get(item)
        parts = product.bom if product else {}
        # what is made here costs its materials
        self._cost = sum(float(engine.codes.cost[engine.codes.items[part]]) * need for part, need in parts.items())
        self._cost = self._cost or float(engine.codes.cost[self._sku])

    def divide(self, units: float) -> list[tuple[Origin, float]]:
        """Where an order goes: origins and units, together all of it."""
        ways = [way for way in self.ways if way.takes_orders]
        parts = self.policy.decide(self._look(ways, units), self.engine.now)
        chosen = [(way.origin, part) for way, part in zip(ways, parts.tolist(), strict=True) if part > EPSILON]
        for origin, part in chosen:
            self._ordered[origin] += part
        return chosen

    def take_back(self, name: str, units: float) -> None:
        """Units that were ordered from an origin and will not come from there after all."""
        for origin in self._ordered:
            if origin.name == name:
                self._ordered[origin] = max(self._ordered[origin] - units, 0.0)

    def _look(self, ways: Sequence[Way], units: float) -> SourceView:
        seen = [self._seen(way, units) for way in ways]
        km, lead, price, stock = (frozen(column) for column in zip(*seen, strict=True))
        is_open = np.array([self._is_open(way) for way in ways])
        is_open.flags.writeable = False
        names, by = tuple(way.origin.name for way in ways), tuple(way.origin.by for way in ways)
        ordered = frozen([self._ordered[way.origin] for way in ways])
        return SourceView(self.site, self.item, units, names, by, km, lead, price, stock, is_open, ordered)

    def _seen(self, way: Way, units: float) -> tuple[float, float, float, float]:
        """Distance, expected lead time, price and stock."""
        if way.lane is not None:
            return way.lane.km, way.lane.expected(), self._cost + way.lane.price, self._stock(way.origin.name)
        if way.supplier is not None:
            return math.nan, way.supplier.expected(self._sku), way.supplier.price(self._sku), 0.0
        assert way.factory is not None
        return 0.0, way.factory.expected(self._sku, units), self._cost, 0.0

    def _stock(self, site: str) -> float:
        engine = self.engine
        point = engine.points[engine.codes.sites[site]]
        if point.endless:
            return math.inf
        point.sync()
        here = point.site, self._sku
        return float(engine.stock.on_hand[here] - engine.stock.backlog[here])

    def _is_open(self, way: Way) -> bool:
        if way.lane is not None:
            return way.lane.is_open
        if way.supplier is not None:
            return way.supplier.expected(self._sku) < math.inf
        return way.factory is not None and way.factory.expected(self._sku, 0.0) < math.inf
