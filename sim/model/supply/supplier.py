"""A supplier: makes orders ready as fast as its capacity allows, and delivers after its lead time."""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.distributions import Draws
from sim.instants import DAY
from sim.model.engine import Engine
from sim.model.labour import NO_WORK, LowPriorityEvent, Notifier, Process, labour
from sim.model.site_stock import SiteStock
from sim.model.supply.capacity_agreement import CapacityAgreement
from sim.model.supply.transit import Transit
from sim.schema.catalogue import Outages, Supplier
from sim.schema.sourcing import suppliers_by_item
from sim.state.stock import Elsewhere, Why
from sim.tolerance import SAME_UNITS

INSTANT = 2 * NO_WORK
"""Minutes of work without a limit of capacity: just more than `labour` takes for none, so that outages stop it too."""


@dataclass
class PurchaseOrder:
    """Units of one item that a site has ordered and not received; `extra`: yuan above their cost."""

    point: SiteStock
    sku: int
    units: float
    extra: float = 0.0


class SupplierProcess:
    """One supplier. Each item has a queue and a capacity of its own; without limit everything is ready at once.

    `queues`  orders that have not been made ready, by item
    """

    def __init__(self, engine: Engine, name: str, model: Supplier) -> None:
        self.engine, self.name, self.model = engine, name, model
        self.active, self.surcharge = model.active, model.surcharge
        self.queues: dict[int, deque[PurchaseOrder]] = {}
        self._agreement = CapacityAgreement(model.tiers, model.per)
        self._items = engine.codes.item_names
        self._draws = Draws(model.lead, engine.streams.rng("supplier", name).random)
        self._changed = Notifier(engine.env)
        self._in_hand: dict[int, float] = {}
        self._transit: Transit[list[PurchaseOrder]] = Transit(engine.env, self._deliver, self._is_let_in)
        self._loaded: tuple[float, SiteStock, float] | None = None
        self._load: list[PurchaseOrder] = []
        self._resources: dict[int, int] = {}
        if model.capacity is not None:
            supplied = suppliers_by_item(engine.world)
            mine = [sku for sku, item in enumerate(self._items) if name in supplied.get(item, ())]
            self._resources = {sku: engine.resource(f"{name}.{self._items[sku]}") for sku in mine}

    def start(self) -> None:
        """Follow the levers, begin consignments and outages, and record the capacity at the start."""
        engine, model = self.engine, self.model
        engine.levers.watch("supply", (self.name, *self._items), before=_nothing, after=self._changed.notify)
        engine.levers.watch("receives", tuple(engine.codes.sites), before=_nothing, after=self._transit.changed)
        if model.every is not None:
            engine.env.process(self._consignments(model.every))
        if model.outages is not None:
            engine.env.process(self._outage_process(model.outages))
        for sku in self._resources:
            self._record_capacity(sku)
            places = (self.name, self._items[sku])
            engine.levers.watch("supply", places, before=_nothing, after=partial(self._record_capacity, sku))

    def _record_capacity(self, sku: int) -> None:
        """Record the share of the capacity of an item that is available from now on."""
        share = self._share(sku) if self.active else 0.0
        self.engine.capacity.append(1, resource=self._resources[sku], time=self.engine.now, servers=share)

    def activate(self, surcharge: float) -> None:
        """Take orders from now on, at least at this surcharge on the items' cost, share."""
        self.active, self.surcharge = True, max(self.surcharge, surcharge)
        for sku in self._resources:
            self._record_capacity(sku)

    def order(self, point: SiteStock, sku: int, units: float) -> None:
        """Take an order."""
        queue = self.queues.get(sku)
        if self._is_ready and not queue and self._share(sku) > 0:
            self._depart(PurchaseOrder(point, sku, units))
            return
        if queue is None:
            queue = self.queues[sku] = deque()
            if self.model.every is None:
                self.engine.env.process(self._make_ready(sku, queue))
        queue.append(PurchaseOrder(point, sku, units))
        self._changed.notify()

    @property
    def _is_ready(self) -> bool:
        """Whether an order departs at once unless there is an outage."""
        return self.model.capacity is None and self.model.every is None and not self.model.tiers

    @property
    def sent(self) -> Iterator[PurchaseOrder]:
        """Orders in transit to the sites."""
        return (parcel for load in self._transit.loads() for parcel in load)

    def owed(self, sku: int) -> float:
        """Units ordered and not yet made ready."""
        return sum(order.units for order in self.queues.get(sku, ()))

    def price(self, sku: int) -> float:
        """What one unit of an item costs at its surcharge, yuan; steps of a capacity agreement come on top."""
        return float(self.engine.codes.cost[sku]) * (1 + self.surcharge)

    def expected(self, sku: int) -> float:
        """Expected minutes until a new order is delivered, as things stand (inf = no capacity)."""
        share = self._share(sku)
        if share <= 0:
            return float("inf")
        rate = self.model.capacity
        return self.model.lead.average + (self.owed(sku) / (rate * share) if rate else 0.0)

    def withdraw(self, sku: int) -> list[PurchaseOrder]:
        """Take back what has not been begun; while no capacity is available, also the units in hand."""
        queue = self.queues.get(sku, deque())
        kept = self._in_hand.get(sku, 0.0) if self._share(sku) > 0 else 0.0
        back: list[PurchaseOrder] = []
        for order in queue:
            rest = order.units - kept
            kept = 0.0
            if rest > SAME_UNITS:
                back.append(PurchaseOrder(order.point, order.sku, rest))
                order.units -= rest
        return back

    def _outage_process(self, outages: Outages) -> Process:
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

    def _make_ready(self, sku: int, queue: "deque[PurchaseOrder]") -> Process:
        engine, rate = self.engine, self.model.capacity
        while True:
            while not queue:
                yield self._changed.wait()
            order = queue[0]
            if self._agreement.available(engine.now) <= SAME_UNITS:
                yield engine.env.timeout(self._agreement.next_period(engine.now) - engine.now)
                continue
            # goods depart day by day, so that a large order from a slow supplier does not all come at its end
            parcel = order.units if rate is None else min(order.units, rate * DAY)
            parcel = min(parcel, self._agreement.available(engine.now))
            extra = self._agreement.draw(parcel, engine.now)
            self._in_hand[sku] = parcel
            job = self._begin_job(sku) if rate else None
            work = parcel / rate if rate else INSTANT
            if rate or self._share(sku) <= 0:
                yield from labour(engine.env, work, lambda: self._share(sku), self._changed)
            parcel = min(parcel, order.units)
            self._in_hand[sku] = 0.0
            order.units -= parcel
            if job is not None:
                engine.jobs.finished[job], engine.jobs.good[job] = engine.now, parcel
            if order.units <= SAME_UNITS:
                queue.popleft()
            if parcel > SAME_UNITS:
                self._depart(PurchaseOrder(order.point, sku, parcel, extra))

    def _consignments(self, every: float) -> Process:
        """At the end of each period open orders depart, as far as the capacity of the period goes."""
        env, count = self.engine.env, 0
        while True:
            count += 1
            yield env.timeout(count * every - env.now)
            yield LowPriorityEvent(env, 2)  # after what reviews order at this instant
            for sku, queue in self.queues.items():
                self._consign(sku, queue, every)

    def _consign(self, sku: int, queue: "deque[PurchaseOrder]", every: float) -> None:
        rate, share = self.model.capacity, self._share(sku)
        room = rate * every * share if rate else math.inf if share > 0 else 0.0
        while queue and room > SAME_UNITS:
            order = queue[0]
            units = min(order.units, room)
            order.units, room = order.units - units, room - units
            if rate:
                job = self._begin_job(sku)
                jobs, now = self.engine.jobs, self.engine.now
                jobs.setup[job] = jobs.started[job] = now - units / rate
                jobs.finished[job], jobs.good[job] = now, units
            if order.units <= SAME_UNITS:
                queue.popleft()
            self._depart(PurchaseOrder(order.point, sku, units))

    def _begin_job(self, sku: int) -> int:
        """A row of `jobs` for units that are being made ready; their lot is created on delivery."""
        now, resource = self.engine.now, self._resources[sku]
        (job,) = self.engine.jobs.append(
            1, resource=resource, work_order=-1, sku=sku, lot=-1, setup=now, started=now, good=0.0, bad=0.0
        )
        return int(job)

    def _depart(self, parcel: PurchaseOrder) -> None:
        """Units depart now. What departs at one instant for one site with equal lead times is one load."""
        lead = float(self._draws.take(1)[0])
        loaded = (self.engine.now, parcel.point, lead)
        if self._loaded == loaded:
            self._load.append(parcel)
            return
        self._loaded, self._load = loaded, [parcel]
        self._transit.depart(self._load, lead)

    def _is_let_in(self, load: list[PurchaseOrder]) -> bool:
        return self.engine.levers.value("receives", load[0].point.name) > 0

    def _deliver(self, load: list[PurchaseOrder]) -> None:
        if load is self._load:
            self._loaded = None
        engine, point, now = self.engine, load[0].point, self.engine.now
        sku = np.array([parcel.sku for parcel in load])
        units = np.array([parcel.units for parcel in load])
        cost = engine.codes.cost[sku]
        # lots are worth the items' cost; surcharges are an expense on delivery
        dies = now + engine.codes.life[sku]
        lots = engine.stock.lots.append(
            len(load), sku=sku, made=now, expires=dies, site=point.site, origin=-1, cost=cost, paid=cost
        )
        np.subtract.at(engine.stock.on_order[point.site], sku, units)
        engine.cash.book("material", now, -cost * units)
        extra = cost * self.surcharge * units + np.array([parcel.extra for parcel in load])
        if extra.any():
            engine.cash.book("production_surcharge", now, -extra[extra != 0])
        point.receive(lots, units, int(Elsewhere.SUPPLIER), Why.RECEIVED)


def _nothing() -> None:
    """Nothing is to be brought up to date before a lever moves."""
