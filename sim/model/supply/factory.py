"""A factory: work orders wait for a suitable line and for materials, and are made batch by batch."""

import math
from dataclasses import dataclass

import numpy as np

from sim.model.engine import Engine
from sim.model.inventory.stock_point import StockPoint
from sim.model.labour import Notifier, Process, labour, open_for
from sim.schema.network import Line
from sim.state.stock import Elsewhere, Why
from sim.tolerance import SAME_UNITS


@dataclass
class WorkOrder:
    """Units of one product that have been ordered and not been begun (工单)."""

    number: int
    sku: int
    units: float


class Factory:
    """The lines of one site. Materials are reserved (as backlog) when a work order is created, and drawn per batch.

    `orders`   work orders that no line has begun, the oldest first
    `in_hand`  the batch that each line is making, by line
    """

    def __init__(self, engine: Engine, point: StockPoint) -> None:
        self.engine, self.point = engine, point
        self.orders: list[WorkOrder] = []
        self.in_hand: dict[str, WorkOrder] = {}
        self.changed = Notifier(engine.env)
        self._created = 0
        codes = engine.codes.items
        self._bom = {
            codes[name]: {codes[part]: need for part, need in product.bom.items()}
            for name, product in engine.world.products.items()
        }
        lines = engine.world.sites[point.name].lines
        self._lines = [ProductionLine(self, name, model) for name, model in lines.items()]

    def start(self) -> None:
        """Start the lines; they look for work whenever something changes at the stock point."""
        self.point.on_change.append(self.changed.notify)
        for line in self._lines:
            line.start()

    def expected(self, sku: int, units: float) -> float:
        """Expected minutes until units that are ordered now are made, with lines at work all day and all materials.

        inf = no line works. Batches in hand are left out.
        """
        least = math.inf
        for line in self._lines:
            speed = line.speed()
            if sku in line.rates and speed > 0:
                ahead = sum(order.units / line.rates[order.sku] for order in self.orders if order.sku in line.rates)
                least = min(least, (ahead + units / line.rates[sku]) / speed)
        return least

    def order(self, sku: int, units: float) -> None:
        """Create a work order now."""
        self._created += 1
        self.orders.append(WorkOrder(self._created, sku, units))
        for part, need in self._bom[sku].items():
            self.engine.stock.backlog[self.point.site, part] += need * units
        product = self.engine.codes.item_names[sku]
        self.engine.trace.add(self.engine.now, "work_order", self.point.name, product=product, units=units)
        self.point.changed()

    def next_batch(self, rates: dict[int, float], most: float) -> WorkOrder | None:
        """Take from the oldest work order for these items as much as the batch size `most` and the materials allow."""
        for row, order in enumerate(self.orders):
            if order.sku not in rates:
                continue
            units = min(order.units, most, self._possible(order.sku))
            if units < min(1.0, order.units) - SAME_UNITS:
                continue
            units = units if units >= order.units - SAME_UNITS else max(math.floor(units + SAME_UNITS), 0.0) or units
            order.units -= units
            if order.units <= SAME_UNITS:
                del self.orders[row]
            return WorkOrder(order.number, order.sku, units)
        return None

    def _possible(self, sku: int) -> float:
        """Units for which the materials on the shelf suffice."""
        if self.point.endless:
            return math.inf
        here = self.engine.stock.on_hand[self.point.site]
        return min((here[part] / need for part, need in self._bom[sku].items() if need > 0), default=math.inf)

    def draw_materials(self, sku: int, units: float) -> tuple[float, float]:
        """Take the materials of a batch from the shelf; returns what they cost, and what of it was paid in this run."""
        stock, site, cost, paid = self.engine.stock, self.point.site, 0.0, 0.0
        for part, need in self._bom[sku].items():
            stock.backlog[site, part] -= need * units
            wanted = min(need * units, float(stock.on_hand[site, part]))
            if self.point.endless or wanted <= SAME_UNITS:
                continue
            _, lots, amounts = stock.take(site, np.array([part]), np.array([wanted]))
            stock.move(self.engine.now, site, Elsewhere.PRODUCTION, part, lots, amounts, Why.USED)
            cost += float(stock.lots.cost[lots] @ amounts)
            paid += float(stock.lots.paid[lots] @ amounts)
        if self._bom[sku]:
            self.engine.env.timeout(0.0).callbacks.append(lambda _event: self.point.changed())
        return cost, paid

    def finish(
        self, batch: WorkOrder, share: float, rng: np.random.Generator, worth: tuple[float, float], job: int
    ) -> None:
        """A batch is done, `share` of it good: its row of `jobs` is completed, the good units go onto the shelf."""
        engine, now, site, units = self.engine, self.engine.now, self.point.site, batch.units
        good = units if share >= 1 else _good_units(units, share, rng)
        life = float(engine.codes.life[batch.sku])
        lot = engine.stock.new_lot(batch.sku, now, now + life, site, batch.number, *worth)
        jobs = engine.jobs
        jobs.lot[job], jobs.finished[job], jobs.good[job], jobs.bad[job] = lot, now, good, units - good
        engine.stock.on_order[site, batch.sku] -= units
        if good > 0:
            self.point.receive(np.array([lot]), np.array([good]), int(Elsewhere.PRODUCTION), Why.MADE)
        if units - good > SAME_UNITS:
            self.point.changed()


class ProductionLine:
    """One line of a factory: it makes batches in its shift, at its speed, one after the other."""

    def __init__(self, factory: Factory, name: str, model: Line) -> None:
        self.factory, self.engine, self.name, self.model = factory, factory.engine, name, model
        place = f"{factory.point.name}.{name}"
        self.rates = {self.engine.codes.items[product]: rate for product, rate in model.rate.items()}
        self._places = (name, place, factory.point.name)
        self._resource = self.engine.resource(place)
        self._rng = self.engine.streams.rng("line", place)
        self._shifts = [model.shift] if model.shift else []
        self._set_up_for = -1

    def start(self) -> None:
        """Record the hours of work, follow the lever, and begin to work."""
        self.engine.levers.watch("line", self._places, before=lambda: None, after=self._speed_changed)
        self.engine.env.process(self._record_hours())
        self.engine.env.process(self._work())

    def speed(self) -> float:
        """The share of its rate at which it makes goods in its shift."""
        return self.engine.levers.value("line", *self._places)

    def _hours(self) -> tuple[bool, float]:
        return open_for(self._shifts, self.engine.calendar, self.engine.now)

    # --- when it works, in the record: 1 in its shift, 0 outside it and while lever `line` is 0

    def _record_capacity(self) -> float:
        """Record whether it works from now on; returns when its shift begins or ends (inf = never)."""
        is_open, until = self._hours()
        works = is_open and self.speed() > 0
        self.engine.capacity.append(1, resource=self._resource, time=self.engine.now, servers=float(works))
        return until

    def _speed_changed(self) -> None:
        self._record_capacity()
        self.factory.changed.notify()

    def _record_hours(self) -> Process:
        while (until := self._record_capacity()) < math.inf:
            yield self.engine.env.timeout(until - self.engine.now)

    # --- what it makes

    def _work(self) -> Process:
        env, changed = self.engine.env, self.factory.changed
        while True:
            is_open, until = self._hours()
            self.factory.point.sync()  # demand before now is served first
            batch = self.factory.next_batch(self.rates, self.model.batch) if is_open and self.speed() > 0 else None
            if batch is not None:
                yield from self._make(batch)
                continue
            wake = env.timeout(until - env.now) if until < math.inf and not is_open else None
            yield changed.wait() if wake is None else wake | changed.wait()

    def _make(self, batch: WorkOrder) -> Process:
        """Set up where the product changes, make the batch, and put the good units on the shelf."""
        engine, factory, model, jobs = self.engine, self.factory, self.model, self.engine.jobs
        factory.in_hand[self.name] = batch
        (job,) = jobs.append(
            1, resource=self._resource, work_order=batch.number, sku=batch.sku, lot=-1, setup=engine.now,
            good=0.0, bad=0.0,
        ).tolist()  # fmt: skip
        cost, paid = factory.draw_materials(batch.sku, batch.units)
        if self._set_up_for != batch.sku:
            yield from labour(engine.env, model.setup, self.speed, factory.changed, self._hours)
            self._set_up_for = batch.sku
        jobs.started[job] = engine.now
        minutes = batch.units / self.rates[batch.sku]
        if model.takes == "exponential":
            minutes *= float(-np.log1p(-self._rng.random()))
        yield from labour(engine.env, minutes, self.speed, factory.changed, self._hours)
        share = model.good * engine.levers.value("yields", engine.codes.item_names[batch.sku], *self._places)
        del factory.in_hand[self.name]
        factory.finish(batch, share, self._rng, (cost / batch.units, paid / batch.units), job)


def _good_units(units: float, share: float, rng: np.random.Generator) -> float:
    """Good units of a batch: a Bernoulli draw for each whole unit, and one for the fraction that may be left."""
    whole = math.floor(units + SAME_UNITS)
    part = units - whole
    return float(rng.binomial(whole, share)) + (part if part > SAME_UNITS and rng.random() < share else 0.0)
