"""A supplier: makes what is ordered ready as fast as its capacity allows, and delivers after its lead time."""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.distributions import Draws
from sim.instants import DAY
from sim.model.engine import Engine
from sim.model.inventory.stock_point import StockPoint
from sim.model.labour import SMALL, Change, Late, Process, labour
from sim.model.supply.capacity_agreement import CapacityAgreement
from sim.model.supply.transit import Transit
from sim.schema.catalogue import Outages
from sim.schema.catalogue import Supplier as SupplierModel
from sim.schema.sourcing import suppliers_by_item
from sim.state.stock import EPSILON, Elsewhere

INSTANT = 2 * SMALL
"""Minutes of work that stand for none: it still waits while the supplier stands still."""


@dataclass
class Request:
    """Units of one item that a site has ordered and the supplier has not made ready; `extra`: yuan above their cost."""

    point: StockPoint
    sku: int
    units: float
    extra: float = 0.0


class Supplier:
    """Each item has its own queue and its own capacity; unlimited capacity makes everything ready at once.

    `queues`  what has not been made ready, by item
    """

    def __init__(self, engine: Engine, name: str, model: SupplierModel) -> None:
        self.engine, self.name, self.model = engine, name, model
        self.active, self.surcharge = model.active, model.surcharge
        self.queues: dict[int, deque[Request]] = {}
        self._agreement = CapacityAgreement(model.tiers, model.per)
        self._items = engine.codes.item_names
        self._draws = Draws(model.lead, engine.streams.rng("supplier", name).random)
        self._changed = Change(engine.env)
        self._in_hand: dict[int, float] = {}
        self._road: Transit[list[Request]] = Transit(engine.env, self._deliver, self._is_let_in)
        self._loaded: tuple[float, StockPoint, float] | None = None
        self._load: list[Request] = []
        engine.levers.watch("supply", (name, *engine.codes.items), before=_nothing, after=self._changed.ring)
        engine.levers.watch("receives", tuple(engine.codes.sites), before=_nothing, after=self._road.changed)
        if model.every is not None:
            engine.env.process(self._consignments(model.every))
        if model.outages is not None:
            engine.env.process(self._stop_and_go(model.outages))
        self._resources = self._named_resources()
        for sku in self._resources:
            self._post(sku)
            places = (name, self._items[sku])
            engine.levers.watch("supply", places, before=_nothing, after=partial(self._post, sku))

    def _named_resources(self) -> dict[int, int]:
        """The resource of each item whose capacity is limited, by item."""
        if self.model.capacity is None:
            return {}
        supplied = suppliers_by_item(self.engine.world)
        mine = [sku for sku, item in enumerate(self._items) if self.name in supplied.get(item, ())]
        return {sku: self.engine.resource(f"{self.name}.{self._items[sku]}") for sku in mine}

    def _post(self, sku: int) -> None:
        """Write into the record which share of the capacity is there from now on."""
        there = self._share(sku) if self.active else 0.0
        self.engine.capacity.append(1, resource=self._resources[sku], time=self.engine.now, servers=there)

    def activate(self, surcharge: float) -> None:
        """Take orders from now on, at least at this price above the items' cost, share."""
        self.active, self.surcharge = True, max(self.surcharge, surcharge)
        for sku in self._resources:
            self._post(sku)

    def order(self, point: StockPoint, sku: int, units: float) -> None:
        """Take an order."""
        queue = self.queues.get(sku)
        if self._is_ready and not queue and self._share(sku) > 0:
            self._set_out(Request(point, sku, units))
            return
        if queue is None:
            queue = self.queues[sku] = deque()
            if self.model.every is None:
                self.engine.env.process(self._make_ready(sku, queue))
        queue.append(Request(point, sku, units))
        self._changed.ring()

    @property
    def _is_ready(self) -> bool:
        """Whether nothing but an outage keeps an order from leaving at once."""
        return self.model.capacity is None and self.model.every is None and not self.model.tiers

    @property
    def sent(self) -> Iterator[Request]:
        """What is on its way to the sites."""
        return (parcel for load in self._road.loads() for parcel in load)

    def owed(self, sku: int) -> float:
        """Units ordered and not yet made ready."""
        return sum(request.units for request in self.queues.get(sku, ()))

    def price(self, sku: int) -> float:
        """What one unit of an item costs at its surcharge, yuan; steps of a capacity agreement come on top."""
        return float(self.engine.codes.cost[sku]) * (1 + self.surcharge)

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

    def _stop_and_go(self, outages: Outages) -> Process:
        """Nothing is made ready during an outage."""
        env, streams = self.engine.env, self.engine.streams
        up = Draws(outages.up, streams.rng("supplier up", self.name).random)
        down = Draws(outages.down, streams.rng("supplier down", self.name).random)
        while True:
            yield env.timeout(float(up.take(1)[0]))
            with self.engine.levers.hold("supply", (self.name,), 0.0):
                yield env.timeout(float(down.take(1)[0]))

    def _share(self, sku: int) -> float:
        return self.engine.levers.value("supply", self.name, self._items[sku])

    def _make_ready(self, sku: int, queue: "deque[Request]") -> Process:
        engine, rate = self.engine, self.model.capacity
        while True:
            while not queue:
                yield self._changed.wait()
            request = queue[0]
            if self._agreement.room(engine.now) <= EPSILON:
                yield engine.env.timeout(self._agreement.renewed(engine.now) - engine.now)
                continue
            # goods leave day by day, so that a large order on a slow supplier does not come all at its end
            parcel = request.units if rate is None else min(request.units, rate * DAY)
            parcel = min(parcel, self._agreement.room(engine.now))
            extra = self._agreement.draw(parcel, engine.now)
            self._in_hand[sku] = parcel
            job = self._note_begun(sku) if rate else None
            work = parcel / rate if rate else INSTANT
            if rate or self._share(sku) <= 0:
                yield from labour(engine.env, work, lambda: self._share(sku), self._changed)
            parcel = min(parcel, request.units)
            self._in_hand[sku] = 0.0
            request.units -= parcel
            if job is not None:
                engine.jobs.finished[job], engine.jobs.good[job] = engine.now, parcel
            if request.units <= EPSILON:
                queue.popleft()
            if parcel > EPSILON:
                self._set_out(Request(request.point, sku, parcel, extra))

    def _consignments(self, every: float) -> Process:
        """At the end of each period what is owed leaves, as far as the capacity of the period goes."""
        env, count = self.engine.env, 0
        while True:
            count += 1
            yield env.timeout(count * every - env.now)
            yield Late(env, 2)  # what reviews order at this very instant is owed already
            for sku, queue in self.queues.items():
                self._consign(sku, queue, every)

    def _consign(self, sku: int, queue: "deque[Request]", every: float) -> None:
        rate, share = self.model.capacity, self._share(sku)
        room = rate * every * share if rate else math.inf if share > 0 else 0.0
        while queue and room > EPSILON:
            request = queue[0]
            units = min(request.units, room)
            request.units, room = request.units - units, room - units
            if rate:
                job = self._note_begun(sku)
                jobs, now = self.engine.jobs, self.engine.now
                jobs.setup[job] = jobs.started[job] = now - units / rate
                jobs.finished[job], jobs.good[job] = now, units
            if request.units <= EPSILON:
                queue.popleft()
            self._set_out(Request(request.point, sku, units))

    def _note_begun(self, sku: int) -> int:
        """A row of `jobs` for units that are being made ready; they have no lot before they come."""
        now, resource = self.engine.now, self._resources[sku]
        (job,) = self.engine.jobs.append(
            1, resource=resource, work_order=-1, sku=sku, lot=-1, setup=now, started=now, good=0.0, bad=0.0
        )
        return int(job)

    def _set_out(self, parcel: Request) -> None:
        """Units leave now. What leaves at one instant for one site and takes as long travels together."""
        lead = float(self._draws.take(1)[0])
        loaded = (self.engine.now, parcel.point, lead)
        if self._loaded == loaded:
            self._load.append(parcel)
            return
        self._loaded, self._load = loaded, [parcel]
        self._road.set_out(self._load, lead)

    def _is_let_in(self, load: list[Request]) -> bool:
        return self.engine.levers.value("receives", load[0].point.name) > 0

    def _deliver(self, load: list[Request]) -> None:
        if load is self._load:
            self._loaded = None
        engine, point, now = self.engine, load[0].point, self.engine.now
        sku = np.array([parcel.sku for parcel in load])
        units = np.array([parcel.units for parcel in load])
        cost = engine.codes.cost[sku]
        # goods are worth their own cost; what haste costs above it is spent when they come
        dies = now + engine.codes.life[sku]
        lots = engine.stock.lots.append(
            len(load), sku=sku, made=now, expires=dies, site=point.site, origin=-1, cost=cost, paid=cost
        )
        np.subtract.at(engine.stock.on_order[point.site], sku, units)
        engine.cash.book("material", now, -cost * units)
        extra = cost * self.surcharge * units + np.array([parcel.extra for parcel in load])
        if extra.any():
            engine.cash.book("production_surcharge", now, -extra[extra != 0])
        point.receive(lots, units, int(Elsewhere.SUPPLIER), "received")


def _nothing() -> None:
    """A supplier's state is a process: there is nothing to bring up to date before a change."""
