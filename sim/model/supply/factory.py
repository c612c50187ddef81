"""A factory: work orders wait for a suitable line and for materials, and are made batch by batch."""

import math
from dataclasses import dataclass

import numpy as np

from sim.model.engine import Engine
from sim.model.inventory.stock_point import StockPoint
from sim.model.labour import Change, Process, labour, open_for
from sim.schema.network import Line as LineModel
from sim.state.stock import Elsewhere
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
        self._made = 0
        self._changed = Change(engine.env)
        codes = engine.codes.items
        self._bom = {
            codes[name]: {codes[part]: need for part, need in product.bom.items()}
            for name, product in engine.world.products.items()
        }
        self._lines = engine.world.sites[point.name].lines
        self._hours = {name: [line.shift] if line.shift else [] for name, line in self._lines.items()}

    def start(self) -> None:
        """Start the lines; they look for work whenever something changes at the stock point."""
        self.point.on_change.append(self._changed.ring)
        for name, line in self._lines.items():
            self._start_line(name, line)

    def makes(self, sku: int) -> bool:
        """Whether a line here can make the item."""
        name = self.engine.codes.item_names[sku]
        return any(name in line.rate for line in self._lines.values())

    def expected(self, sku: int, units: float) -> float:
        """Expected minutes until units that are ordered now are made, with lines at work all day and all materials.

        inf = no line works. Batches in hand are left out.
        """
        levers, names, least = self.engine.levers, self.engine.codes.item_names, math.inf
        item = names[sku]
        for name, line in self._lines.items():
            speed = levers.value("line", name, f"{self.point.name}.{name}", self.point.name)
            if item in line.rate and speed > 0:
                ahead = sum(o.units / line.rate[names[o.sku]] for o in self.orders if names[o.sku] in line.rate)
                least = min(least, (ahead + units / line.rate[item]) / speed)
        return least

    def order(self, sku: int, units: float) -> None:
        """Create a work order now."""
        self._made += 1
        self.orders.append(WorkOrder(self._made, sku, units))
        for part, need in self._bom[sku].items():
            self.engine.stock.backlog[self.point.site, part] += need * units
        product = self.engine.codes.item_names[sku]
        self.engine.trace.add(self.engine.now, "work_order", self.point.name, product=product, units=units)
        self.point.changed()

    def _start_line(self, name: str, line: LineModel) -> None:
        engine = self.engine
        places = (name, f"{self.point.name}.{name}", self.point.name)
        resource = engine.resource(f"{self.point.name}.{name}")
        self._follow_hours(name, resource, places)
        engine.env.process(self._run(name, line, resource, places))

    def _follow_hours(self, name: str, resource: int, places: tuple[str, ...]) -> None:
        """Record when the line works: 1 in its shift, 0 outside it and while lever `line` is 0."""
        engine = self.engine

        def post() -> float:
            is_open, until = open_for(self._hours[name], engine.calendar, engine.now)
            works = is_open and engine.levers.value("line", *places) > 0
            engine.capacity.append(1, resource=resource, time=engine.now, servers=float(works))
            return until

        def moved() -> None:
            post()
            self._changed.ring()

        def by_the_clock() -> Process:
            while (until := post()) < math.inf:
                yield engine.env.timeout(until - engine.now)

        engine.levers.watch("line", places, before=lambda: None, after=moved)
        engine.env.process(by_the_clock())

    def _run(self, name: str, line: LineModel, resource: int, places: tuple[str, ...]) -> Process:
        engine = self.engine
        rng = engine.streams.rng("line", f"{self.point.name}.{name}")
        rates = {engine.codes.items[product]: rate for product, rate in line.rate.items()}
        set_up_for = -1

        def speed() -> float:
            return engine.levers.value("line", *places)

        def hours() -> tuple[bool, float]:
            return open_for(self._hours[name], engine.calendar, engine.now)

        while True:
            is_open, until = hours()
            self.point.sync()  # demand before now is served first
            batch = self._next_batch(rates, line.batch) if is_open and speed() > 0 else None
            if batch is None:
                wake = engine.env.timeout(until - engine.now) if until < math.inf and not is_open else None
                yield self._changed.wait() if wake is None else wake | self._changed.wait()
                continue
            self.in_hand[name] = batch
            (job,) = engine.jobs.append(
                1,
                resource=resource,
                work_order=batch.number,
                sku=batch.sku,
                lot=-1,
                setup=engine.now,
                good=0.0,
                bad=0.0,
            )
            cost, paid = self._draw_materials(batch.sku, batch.units)
            if set_up_for != batch.sku:
                yield from labour(engine.env, line.setup, speed, self._changed, hours)
                set_up_for = batch.sku
            engine.jobs.started[job] = engine.now
            minutes = batch.units / rates[batch.sku]
            if line.takes == "exponential":
                minutes *= float(-np.log1p(-rng.random()))
            yield from labour(engine.env, minutes, speed, self._changed, hours)
            share = line.good * engine.levers.value("yields", engine.codes.item_names[batch.sku], *places)
            del self.in_hand[name]
            self._finish(batch, share, rng, (cost / batch.units, paid / batch.units), int(job))

    def _next_batch(self, rates: dict[int, float], most: float) -> WorkOrder | None:
        """As much of the oldest work order that this line can make as the batch and the materials allow."""
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

    def _draw_materials(self, sku: int, units: float) -> tuple[float, float]:
        """Take the materials of a batch from the shelf; returns what they cost, and what of it was paid in this run."""
        stock, site, cost, paid = self.engine.stock, self.point.site, 0.0, 0.0
        for part, need in self._bom[sku].items():
            stock.backlog[site, part] -= need * units
            wanted = min(need * units, float(stock.on_hand[site, part]))
            if self.point.endless or wanted <= SAME_UNITS:
                continue
            _, lots, amounts = stock.take(site, np.array([part]), np.array([wanted]))
            stock.move(self.engine.now, site, Elsewhere.PRODUCTION, part, lots, amounts, "used")
            cost += float(stock.lots.cost[lots] @ amounts)
            paid += float(stock.lots.paid[lots] @ amounts)
        if self._bom[sku]:
            self.engine.env.timeout(0.0).callbacks.append(lambda _event: self.point.changed())
        return cost, paid

    def _finish(
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
            self.point.receive(np.array([lot]), np.array([good]), int(Elsewhere.PRODUCTION), "made")
        if units - good > SAME_UNITS:
            self.point.changed()


def _good_units(units: float, share: float, rng: np.random.Generator) -> float:
    """Good units of a batch: a Bernoulli draw for each whole unit, and one for the fraction that may be left."""
    whole = math.floor(units + SAME_UNITS)
    part = units - whole
    return float(rng.binomial(whole, share)) + (part if part > SAME_UNITS and rng.random() < share else 0.0)
