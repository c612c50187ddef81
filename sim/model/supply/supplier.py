"""A supplier: makes what is ordered ready as fast as its capacity allows, and delivers after its lead time."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from sim.distributions import Draws
from sim.instants import DAY
from sim.model.engine import Engine
from sim.model.labour import SMALL, Change, Process, labour
from sim.model.supply.stock_point import StockPoint
from sim.schema.catalogue import Supplier as SupplierModel
from sim.state.stock import EPSILON, Elsewhere

INSTANT = 2 * SMALL
"""Minutes of work that stand for none: it still waits while the supplier stands still."""


@dataclass
class Request:
    """Units of one item that a site has ordered and the supplier has not made ready."""

    point: StockPoint
    sku: int
    units: float


class Supplier:
    """Each item has its own queue and its own capacity; unlimited capacity makes everything ready at once."""

    def __init__(self, engine: Engine, name: str, model: SupplierModel) -> None:
        self.engine, self.name, self.model = engine, name, model
        self.active, self.surcharge = model.active, model.surcharge
        self.queues: dict[int, deque[Request]] = {}
        self._items = list(engine.codes.items)
        self._draws = Draws(model.lead, engine.streams.rng("supplier", name).random)
        self._changed = Change(engine.env)
        self._in_hand: dict[int, float] = {}
        for lever, places in (("supply", (name, *engine.codes.items)), ("receives", tuple(engine.codes.sites))):
            engine.levers.watch(lever, places, before=_nothing, after=self._changed.ring)

    def order(self, point: StockPoint, sku: int, units: float) -> None:
        """Take an order."""
        queue = self.queues.get(sku)
        if queue is None:
            queue = self.queues[sku] = deque()
            self.engine.env.process(self._make_ready(sku, queue))
        queue.append(Request(point, sku, units))
        self._changed.ring()

    def owed(self, sku: int) -> float:
        """Units ordered and not yet made ready."""
        return sum(request.units for request in self.queues.get(sku, ()))

    def expected(self, sku: int) -> float:
        """Minutes until a new order would be delivered, as things stand (inf = not while this lasts)."""
        share = self._share(sku)
        if share <= 0:
            return float("inf")
        rate = self.model.capacity
        return self.model.lead.average + (self.owed(sku) / (rate * share) if rate else 0.0)

    def give_up(self, sku: int) -> list[Request]:
        """Hand back what has not been begun, for another supplier; when nothing moves here, that is everything."""
        queue = self.queues.get(sku, deque())
        kept = self._in_hand.get(sku, 0.0) if self._share(sku) > 0 else 0.0
        back: list[Request] = []
        for request in queue:
            rest = request.units - kept
            kept = 0.0
            if rest > EPSILON:
                back.append(Request(request.point, request.sku, rest))
                request.units -= rest
        return back

    def _share(self, sku: int) -> float:
        return self.engine.levers.value("supply", self.name, self._items[sku])

    def _make_ready(self, sku: int, queue: "deque[Request]") -> Process:
        rate = self.model.capacity
        while True:
            while not queue:
                yield self._changed.wait()
            request = queue[0]
            # goods leave day by day, so that a large order on a slow supplier does not come all at its end
            parcel = request.units if rate is None else min(request.units, rate * DAY)
            self._in_hand[sku] = parcel
            work = parcel / rate if rate else INSTANT
            if rate or self._share(sku) <= 0:
                yield from labour(self.engine.env, work, lambda: self._share(sku), self._changed)
            parcel = min(parcel, request.units)
            self._in_hand[sku] = 0.0
            request.units -= parcel
            if request.units <= EPSILON:
                queue.popleft()
            if parcel > EPSILON:
                self.engine.env.process(self._deliver(request.point, sku, parcel))

    def _deliver(self, point: StockPoint, sku: int, units: float) -> Process:
        engine = self.engine
        yield engine.env.timeout(float(self._draws.take(1)[0]))
        while engine.levers.value("receives", point.name) <= 0:
            yield self._changed.wait()
        cost = float(engine.codes.cost[sku])
        # goods are worth their own cost; what haste costs above it is spent when they come
        lot = engine.stock.new_lot(sku, engine.now, engine.now + float(engine.codes.life[sku]), point.site, cost=cost)
        engine.stock.on_order[point.site, sku] -= units
        engine.cash.book("material", engine.now, -cost * units)
        if self.surcharge:
            engine.cash.book("production_surcharge", engine.now, -cost * self.surcharge * units)
        point.receive(np.array([lot]), np.array([units]), int(Elsewhere.SUPPLIER), "received")


def _nothing() -> None:
    """A supplier's state is a process: there is nothing to bring up to date before a change."""
