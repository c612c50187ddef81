"""Source selection: where each site gets each item from at present: its one source, a plan's, or a policy's choice."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.model.engine import Engine
from sim.model.supply.factory import Factory
from sim.model.supply.lane import LaneProcess
from sim.model.supply.supplier import SupplierProcess
from sim.policies.sourcing import SourceView, SourcingPolicy
from sim.policies.view import frozen
from sim.schema.rules import Rule
from sim.schema.sourcing import Origin, Sourcing
from sim.tolerance import SAME_UNITS


@dataclass(frozen=True, eq=False)
class Route:
    """An origin and what brings goods from there: exactly one of the three."""

    origin: Origin
    factory: Factory | None = None
    lane: LaneProcess | None = None
    supplier: SupplierProcess | None = None

    @property
    def takes_orders(self) -> bool:
        """Whether it is a candidate at all; a backup supplier is one from its activation."""
        return self.supplier is None or self.supplier.active


class PolicyChoice:
    """A sourcing policy for one item at one site, and the units that it has ordered over each route so far."""

    def __init__(self, engine: Engine, policy: SourcingPolicy, site: str, item: str, routes: Sequence[Route]) -> None:
        self.engine, self.policy, self.site, self.item, self.routes = engine, policy, site, item, routes
        self._sku = engine.codes.items[item]
        self._ordered = dict.fromkeys((route.origin for route in routes), 0.0)
        product = engine.world.products.get(item)
        parts = product.bom if product else {}
        # an item that is made at a site costs its materials
        self._cost = sum(float(engine.codes.cost[engine.codes.items[part]]) * need for part, need in parts.items())
        self._cost = self._cost or float(engine.codes.cost[self._sku])

    def divide(self, units: float) -> list[tuple[Origin, float]]:
        """The origins of an order and the units from each; together all of it."""
        routes = [route for route in self.routes if route.takes_orders]
        parts = self.policy.decide(self._view(routes, units), self.engine.now)
        chosen = [(r.origin, part) for r, part in zip(routes, parts.tolist(), strict=True) if part > SAME_UNITS]
        for origin, part in chosen:
            self._ordered[origin] += part
        return chosen

    def take_back(self, name: str, units: float) -> None:
        """Units that were ordered from an origin will not come from there."""
        for origin in self._ordered:
            if origin.name == name:
                self._ordered[origin] = max(self._ordered[origin] - units, 0.0)

    def _view(self, routes: Sequence[Route], units: float) -> SourceView:
        seen = [self._columns(route, units) for route in routes]
        km, lead, price, stock = (frozen(column) for column in zip(*seen, strict=True))
        is_open = np.array([self._is_open(route) for route in routes])
        is_open.flags.writeable = False
        names, by = tuple(route.origin.name for route in routes), tuple(route.origin.by for route in routes)
        ordered = frozen([self._ordered[route.origin] for route in routes])
        return SourceView(self.site, self.item, units, names, by, km, lead, price, stock, is_open, ordered)

    def _columns(self, route: Route, units: float) -> tuple[float, float, float, float]:
        """Distance (km), expected lead time (minutes), price (yuan a unit) and stock (units)."""
        if route.lane is not None:
            lane = route.lane
            return lane.km, lane.expected(), self._cost + lane.price, self._net_stock(route.origin.name)
        if route.supplier is not None:
            return math.nan, route.supplier.expected(self._sku), route.supplier.price(self._sku), 0.0
        assert route.factory is not None
        return 0.0, route.factory.expected(self._sku, units), self._cost, 0.0

    def _net_stock(self, site: str) -> float:
        engine = self.engine
        point = engine.points[engine.codes.sites[site]]
        if point.endless:
            return math.inf
        point.sync()
        here = point.site, self._sku
        return float(engine.stock.on_hand[here] - engine.stock.backlog[here])

    def _is_open(self, route: Route) -> bool:
        if route.lane is not None:
            return route.lane.is_open
        if route.supplier is not None:
            return route.supplier.expected(self._sku) < math.inf
        return route.factory is not None and route.factory.expected(self._sku, 0.0) < math.inf


class SourceSelection:
    """The origin of every item at every site that a replenishment rule covers."""

    def __init__(
        self,
        engine: Engine,
        factories: Mapping[str, Factory],
        lanes: Mapping[tuple[str, str], LaneProcess],
        suppliers: Mapping[str, SupplierProcess],
    ) -> None:
        self.engine, self._factories, self._lanes, self._suppliers = engine, factories, lanes, suppliers
        self.sourcing = Sourcing(engine.world)
        self._usual: dict[tuple[str, str], Origin] = {}
        self._choices: dict[tuple[str, str], PolicyChoice] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._switched: dict[str, str] = {}

    def add(self, rule: Rule, site: str, item: str) -> bool:
        """A rule covers an item at a site; returns whether the item can be had there."""
        found = self.sourcing.origins(rule, site, item)
        if not found:
            return False
        self._usual[site, item] = found[0]
        if rule.sourcing is not None:
            routes = [self._route(site, origin) for origin in self.sourcing.candidates(rule.sourcing, site, item)]
            self._choices[site, item] = PolicyChoice(self.engine, rule.sourcing, site, item, routes)
        elif rule.source in self.engine.world.suppliers:
            self._named[site, item] = rule.source or ""
        return True

    def _route(self, site: str, origin: Origin) -> Route:
        if origin.by == "line":
            return Route(origin, factory=self._factories[site])
        if origin.by == "lane":
            return Route(origin, lane=self._lanes[origin.name, site])
        return Route(origin, supplier=self._suppliers[origin.name])

    def divide(self, site: str, item: str, units: float) -> list[tuple[Origin, float]]:
        """The origins of an order of one item, and the units from each."""
        choice = self._choices.get((site, item))
        if choice is None or self._switched_to(site, item):
            return [(self._single(site, item), units)]
        return choice.divide(units)

    def supplied_from(self, site: str, item: str) -> list[str]:
        """A site and all sites that may get the item from it, directly or through others, at present."""
        found = [site]
        for name in found:
            here = Origin("lane", name)
            found += [
                end
                for end, other in self._usual
                if other == item and end not in found and here in self._possible(end, item)
            ]
        return found

    def suppliers(self, item: str) -> list[str]:
        """All suppliers that list the item, backups among them."""
        return self.sourcing.suppliers.get(item, [])

    def eligible_suppliers(self, site: str, item: str) -> list[str]:
        """Suppliers that may serve an order of a rule without a sourcing policy: the one that it names, or any.

        Backups are among them in either case.
        """
        named, world = self._named.get((site, item)), self.engine.world.suppliers
        return [name for name in self.suppliers(item) if named in (None, name) or not world[name].active]

    def has_policy(self, site: str, item: str) -> bool:
        """Whether a sourcing policy decides where orders of the item go."""
        return (site, item) in self._choices

    def take_back(self, site: str, item: str, name: str, units: float) -> None:
        """Units that were ordered from `name` will not come from there."""
        if choice := self._choices.get((site, item)):
            choice.take_back(name, units)

    def switch(self, site: str, source: str | None) -> None:
        """A plan sends a site to `source` for all that it carries; None = back to the usual."""
        if source is None:
            self._switched.pop(site, None)
        else:
            self._switched[site] = source

    def carries(self, site: str, item: str) -> bool:
        """Whether the item can ever lie at the site."""
        return (site, item) in self.sourcing.holds

    def _single(self, site: str, item: str) -> Origin:
        """Where a site gets an item from at present, the first of several."""
        other = self._switched_to(site, item)
        return Origin("lane", other) if other else self._usual[site, item]

    def _possible(self, site: str, item: str) -> list[Origin]:
        """All origins from which a site may get an item at present."""
        choice = self._choices.get((site, item))
        if choice is None or self._switched_to(site, item):
            return [self._single(site, item)]
        return [route.origin for route in choice.routes]

    def _switched_to(self, site: str, item: str) -> str | None:
        """The source to which a plan has sent a site for an item."""
        other = self._switched.get(site)
        return other if other and self.carries(other, item) else None
