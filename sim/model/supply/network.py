"""The network: builds stock points, lanes, suppliers and factories, and carries every order to its source."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.rationing import distinct
from sim.model.inventory.stock_point import StockPoint
from sim.model.supply.factory import Factory
from sim.model.supply.lane import Lane, Parcel
from sim.model.supply.lateral_transshipment import LateralTransshipment
from sim.model.supply.order_transmission import OrderTransmission
from sim.model.supply.origins import Origins
from sim.model.supply.policy_review import PolicyReview
from sim.model.supply.replenishment import ReplenishmentProcess
from sim.model.supply.source_selection import Way
from sim.model.supply.supplier import Supplier
from sim.schema.selection import sites_of
from sim.schema.sourcing import Origin
from sim.state.ledger import Kind, Mode, Status
from sim.state.stock import EPSILON, Elsewhere


class Network:
    """All that lies upstream of the customers' orders."""

    def __init__(
        self, engine: Engine, hand_over: Callable[[int, Ints, Floats], None], deadlines: Callable[[Ints], Floats]
    ) -> None:
        self.engine, world = engine, engine.world
        self._items = engine.codes.item_names
        for site in range(len(world.sites)):
            engine.points.append(
                StockPoint(engine, site, _for(site, hand_over), self._ship, deadlines, self._bound_for)
            )
        self.suppliers = {name: Supplier(engine, name, model) for name, model in world.suppliers.items()}
        self.factories = {
            name: Factory(engine, engine.points[code])
            for name, code in engine.codes.sites.items()
            if world.sites[name].lines
        }
        self.lanes = {
            (model.start, end): Lane(engine, model, model.start, end, self._arrive)
            for model in world.lanes
            for end in sites_of(world, model.to)
        }
        self.mail = OrderTransmission(engine.env, self._see)
        self._route: dict[int, Lane] = {}
        self._on_the_way: dict[int, float] = {}
        self._origins = Origins(engine, self._way)
        self._open_stock()
        self._rules = [ordering for number in range(len(world.replenishment)) for ordering in self._orderings(number)]

    def _open_stock(self) -> None:
        for name, site in self.engine.world.sites.items():
            for item, units in site.opening.items():
                if units > 0:
                    self.add_stock(name, item, units, int(Elsewhere.OPENING), "opening")

    def add_stock(self, site: str, item: str, units: float, source: int, why: str) -> None:
        """A fresh lot on a site's shelf, now."""
        engine = self.engine
        sku, code = engine.codes.items[item], engine.codes.sites[site]
        engine.points[code].receive(np.array([engine.new_lot(sku, code)]), np.array([float(units)]), source, why)

    def _orderings(self, number: int) -> Iterator[PolicyReview]:
        """A rule at each of its sites, for the items that it can get there; a composed policy asks for each part."""
        engine, rule = self.engine, self.engine.world.replenishment[number]
        here: dict[str, list[int]] = {}
        for site, item, _ in self._origins.sourcing.covered[number]:
            if self._origins.add(rule, site, item):
                here.setdefault(site, []).append(engine.codes.items[item])
        for site, items in here.items():
            point, codes = engine.points[engine.codes.sites[site]], np.array(sorted(items), dtype=np.int64)
            for policy, rows in rule.policy.parts([engine.codes.grades[item] for item in codes.tolist()]):
                if len(rows):
                    mine = codes[rows]
                    yield ReplenishmentProcess(
                        engine, rule, policy, point, mine, self.order, partial(self._echelon, site, mine)
                    )
            if rule.transfer is not None:
                near = [other for other in here if (other, site) in self.lanes]
                points = [engine.points[engine.codes.sites[other]] for other in near]
                coming = partial(self._coming, near, site)
                yield LateralTransshipment(engine, rule, rule.transfer, point, codes, points, self.order, coming)

    def _echelon(self, site: str, items: Ints) -> Floats:
        """Position of items from a site down: the positions of it and of all sites that get them from it, added up."""
        total = np.zeros(len(items))
        for row, sku in enumerate(items.tolist()):
            for name in self._origins.supplied_from(site, self._items[sku]):
                point, stock = self.engine.points[self.engine.codes.sites[name]], self.engine.stock
                point.sync()
                here = point.site, sku
                total[row] += stock.on_hand[here] + stock.on_order[here] - stock.backlog[here]
        return total

    def _coming(self, starts: Sequence[str], end: str) -> Floats:
        """Units of every item on the way between sites, of orders of which anything still is."""
        ledger, units = self.engine.ledger, np.zeros(len(self._items))
        for order, left in self._on_the_way.items():
            if left > EPSILON and self._route[order].end == end and self._route[order].start in starts:
                lines = ledger.lines_of(np.array([order]))
                np.add.at(units, ledger.lines.sku[lines], ledger.lines.qty[lines])
        return units

    def order(self, site: str, items: Ints, units: Floats, source: str | None = None) -> None:
        """Send an order of a site to `source`, or to wherever it gets the items from; it is on order from now on.

        A supplier named as `source` that is not active takes no orders.
        """
        engine = self.engine
        code = engine.codes.sites[site]
        if source in self.suppliers and not self.suppliers[source].active:
            return
        engine.stock.on_order[code, items] += units
        engine.requests.append(len(items), time=engine.now, site=code, sku=items, units=units)
        self._send(site, items, units, source)

    def _send(self, site: str, items: Ints, units: Floats, source: str | None = None) -> None:
        """Pass on what is on order already."""
        point = self.engine.points[self.engine.codes.sites[site]]
        inner: dict[str, list[tuple[int, float]]] = {}
        for sku, wanted in zip(items.tolist(), units.tolist(), strict=True):
            if source in self.suppliers:
                self.suppliers[source].order(point, sku, wanted)
                continue
            item = self._items[sku]
            given = [(Origin("lane", source), wanted)] if source else self._origins.divide(site, item, wanted)
            for origin, part in given:
                if origin.by == "line":
                    self.factories[site].order(sku, part)
                elif origin.by == "lane":
                    inner.setdefault(origin.name, []).append((sku, part))
                elif self._origins.chooses(site, item):
                    self.suppliers[origin.name].order(point, sku, part)
                else:
                    self._buy(point, sku, part)
        for start, rows in inner.items():
            self._order_from(start, site, np.array([sku for sku, _ in rows]), np.array([part for _, part in rows]))

    def _way(self, site: str, origin: Origin) -> Way:
        if origin.by == "line":
            return Way(origin, factory=self.factories[site])
        if origin.by == "lane":
            return Way(origin, lane=self.lanes[origin.name, site])
        return Way(origin, supplier=self.suppliers[origin.name])

    def _buy(self, point: StockPoint, sku: int, units: float) -> None:
        """From the supplier that the rule names, or a backup that a plan has activated; else from the quickest."""
        item = self._items[sku]
        everyone = [self.suppliers[name] for name in self._origins.sourcing.suppliers[item]]
        able = [self.suppliers[name] for name in self._origins.able(point.name, item) if self.suppliers[name].active]
        able = able or [one for one in everyone if one.active]
        min(able, key=lambda supplier: supplier.expected(sku)).order(point, sku, units)

    def _order_from(self, start: str, end: str, items: Ints, units: Floats) -> None:
        engine, now = self.engine, self.engine.now
        node, lane = engine.codes.sites[start], self.lanes[start, end]
        seen = now + lane.model.orders_take
        (order,) = engine.ledger.orders.append(
            1, kind=Kind.REPLENISHMENT, node=node, mode=Mode.LANE, status=Status.RELEASED, lines=len(items),
            open=len(items), units=units.sum(), placed=now, paid=now, released=seen,
        ).tolist()  # fmt: skip
        lines = engine.ledger.lines.append(len(items), order=order, sku=items, qty=units)
        engine.ledger.orders.first[order] = lines[0]
        self._route[order] = lane
        self._on_the_way[order] = float(units.sum())
        self.mail.post(lines, lane.model.orders_take)

    def _see(self, lines: Ints) -> None:
        """A site sees lines of another site's order."""
        ledger = self.engine.ledger
        self.engine.points[int(ledger.orders.node[ledger.lines.order[lines[0]]])].claim(lines)

    def _ship(self, lines: Ints, lots: Ints, units: Floats) -> None:
        orders = self.engine.ledger.lines.order[lines]
        for order in distinct(orders):
            mine = orders == order
            self._route[order].load(lines[mine], lots[mine], units[mine])

    def _arrive(self, aboard: list[Parcel]) -> None:
        engine = self.engine
        line = np.array([parcel.line for parcel in aboard])
        lots = np.array([parcel.lot for parcel in aboard])
        units = np.array([parcel.units for parcel in aboard])
        orders, sku = engine.ledger.lines.order[line], engine.ledger.lines.sku[line]
        end = engine.codes.sites[self._route[int(orders[0])].end]
        np.subtract.at(engine.stock.on_order[end], sku, units)
        for order, amount in zip(orders.tolist(), units.tolist(), strict=True):
            self._underway(order, amount, Status.DELIVERED)
        engine.points[end].receive(lots, units, int(Elsewhere.TRANSIT), "received")

    def _bound_for(self, order: int) -> str:
        return self._route[order].end

    def route(self, order: int) -> Lane:
        """The lane that brings an order of one site to another."""
        return self._route[order]

    def activate_supplier(self, name: str, surcharge: float) -> None:
        """Open a backup supplier; what the others have not begun of its items goes to whoever is quickest."""
        self.suppliers[name].activate(surcharge)
        for item, sku in self.engine.codes.items.items():
            listed = self._origins.sourcing.suppliers.get(item, [])
            if name not in listed:
                continue
            waiting = [(other, request) for other in listed for request in self.suppliers[other].give_up(sku)]
            for other, request in waiting:
                if self._origins.chooses(request.point.name, item):
                    self._origins.take_back(request.point.name, item, other, request.units)
                    self._send(request.point.name, np.array([sku]), np.array([request.units]))
                else:
                    self._buy(request.point, sku, request.units)

    def switch_source(self, sites: Sequence[str], source: str | None) -> None:
        """Sites order what `source` carries from there from now on, also what has not left their old source.

        None = back to the usual source; what is underway still comes.
        """
        lines = self.engine.ledger.lines
        for site in sites:
            self._origins.switch(site, source)
            if source is None:
                continue
            theirs = [o for o, lane in self._route.items() if lane.end == site and lane.start != source]
            carried = [sku for item, sku in self.engine.codes.items.items() if self._origins.carries(source, item)]
            moved = np.flatnonzero(np.isin(lines.order, theirs) & np.isin(lines.sku, carried))
            self._take_over(site, moved)

    def _take_over(self, site: str, lines: Ints) -> None:
        """What these lines wait for elsewhere, or have at a dock, is ordered anew; what is on the road still comes."""
        engine, ledger = self.engine, self.engine.ledger
        posted = self.mail.recall(lines)
        back = self._withdrawn(posted, ledger.lines.qty[posted])
        for lane in [lane for lane in self.lanes.values() if lane.end == site]:
            point = engine.points[engine.codes.sites[lane.start]]
            line, units = point.withdraw(lines)
            docked = lane.unload(lines)
            line = np.concatenate((line, np.array([parcel.line for parcel in docked], dtype=np.int64)))
            units = np.concatenate((units, np.array([parcel.units for parcel in docked])))
            if docked:
                rows = slice(len(line) - len(docked), None)
                point.unpack(line[rows], np.array([parcel.lot for parcel in docked]), units[rows])
            back += self._withdrawn(line, units)
        items = np.flatnonzero(back > EPSILON)
        code = engine.codes.sites[site]
        engine.stock.on_order[code] -= back
        engine.requests.append(len(items), time=engine.now, site=code, sku=items, units=-back[items])
        if len(items):
            self.order(site, items, back[items])

    def _withdrawn(self, lines: Ints, units: Floats) -> Floats:
        """Units of lines that will not come; returns them by item."""
        ledger = self.engine.ledger.lines
        orders, items = ledger.order[lines].tolist(), ledger.sku[lines].tolist()
        for order, sku, amount in zip(orders, items, units.tolist(), strict=True):
            self._underway(order, amount, Status.CANCELLED)
            self._origins.take_back(self._route[order].end, self._items[sku], self._route[order].start, amount)
        return np.bincount(ledger.sku[lines], units, minlength=len(self._items)).astype(np.float64)

    def _underway(self, order: int, less: float, ends: Status) -> None:
        """So much less of an order is still to come; the last unit ends it."""
        self._on_the_way[order] -= less
        if self._on_the_way[order] <= EPSILON:
            ledger = self.engine.ledger.orders
            (ledger.delivered if ends == Status.DELIVERED else ledger.cancelled)[order] = self.engine.now
            ledger.status[order] = ends


def _for(site: int, hand_over: Callable[[int, Ints, Floats], None]) -> Callable[[Ints, Floats], None]:
    return lambda orders, at: hand_over(site, orders, at)
