"""Everyday orders: drawn ahead from their shape; what a lever adds comes from a stream of its own."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.instants import DAY
from sim.model.demand.arrivals import (
    batch_arrivals,
    batch_sizes,
    even_times,
    expected,
    fixed_count_times,
    overdispersed_times,
    poisson_times,
)
from sim.model.engine import Engine
from sim.model.labour import Process
from sim.model.selling.desk import Desk
from sim.model.selling.pull import Pull
from sim.schema.selling import Regular
from sim.shapes import Timetable
from sim.state.ledger import VOID, Kind

SLICE = 360.0
"""Minutes for which extra orders are drawn ahead while a lever is up."""


class Stream:
    """One regular source of orders."""

    def __init__(self, engine: Engine, desk: Desk, name: str, model: Regular) -> None:
        self.engine, self.desk, self.name, self.model = engine, desk, name, model
        codes = engine.codes.items
        weights = model.products or dict.fromkeys(engine.world.products, 1.0)
        self._sku = np.array([codes[product] for product in weights])
        self._weight = np.array(list(weights.values())) / sum(weights.values())
        self._shape = model.arrives.intensity(engine.calendar, engine.horizon)
        self._ahead: list[Ints] = []
        self._thinned = np.empty(0, np.int64)
        self._surge, self._round = np.zeros(len(weights)), 0
        self._base = np.empty(0, np.int64)
        self._pull = Pull(engine, name, list(weights), [model.channel])

    def start(self) -> None:
        """Draw the orders of the whole run, and follow the lever on demand."""
        self._base = self._draw_base()
        self._pull.watch(self._demand_changes)

    def _draw_base(self) -> Ints:
        model, engine = self.model, self.engine
        rng, horizon = engine.streams.rng("regular", self.name), engine.horizon
        if isinstance(model.arrives, Timetable):
            times = model.arrives.times(horizon)
        elif model.evenly:
            times = even_times(self._shape, 0.0, horizon)
        elif model.exactly is not None:
            times = fixed_count_times(self._shape, model.exactly, 0.0, horizon, rng)
        elif model.overdispersion:
            days = [*np.arange(0.0, horizon, DAY), horizon]
            times = overdispersed_times(self._shape, days, model.overdispersion, rng)
        else:
            times = poisson_times(self._shape, 0.0, horizon, rng)
        if model.batch:
            times, _ = batch_arrivals(times, batch_sizes(len(times), model.batch.size, model.batch.kind, rng))
        return self._sell(times, self._weight, rng)

    def _sell(self, times: Floats, weights: Floats, rng: np.random.Generator) -> Ints:
        """Place, pay and release one order at each instant at which anything is wanted."""
        model, desk, count = self.model, self.desk, len(times)
        community = desk.where(model, count, rng)
        owner: Ints | None = None
        if model.lines > 1 and len(self._sku) > 1:
            sku, owner = _baskets(count, model.lines, weights, rng)
        else:
            sku = _choose(weights, count, rng)
        qty = desk.quantities(model, len(sku), rng)
        wanted = qty > 0
        if not wanted.all():
            owner = np.arange(count) if owner is None else owner
            some, owner = np.unique(owner[wanted], return_inverse=True)
            times, community, sku, qty = times[some], community[some], sku[wanted], qty[wanted]
        orders = desk.place(self.name, times, community, self._sku[sku], qty, owner)
        desk.pay(orders, times)
        desk.release(orders, times)
        return orders

    # --- the lever

    def _demand_changes(self) -> None:
        """Forget what was drawn ahead under the old factor; thin or add under the new one."""
        now, ledger = self.engine.now, self.engine.ledger.orders
        for orders in self._ahead:
            future = orders[ledger.placed[orders] > now]
            ledger.kind[future] = VOID
        self._ahead = []
        back = self._thinned[ledger.placed[self._thinned] > now]
        ledger.kind[back] = Kind.CUSTOMER
        factors = self._pull.factors()[:, 0]
        first = self._base[ledger.placed[self._base] > now]
        row = np.zeros(len(self.engine.codes.items), dtype=np.int64)
        row[self._sku] = np.arange(len(self._sku))
        share = factors[row[self.engine.ledger.lines.sku[ledger.first[first]]]]
        luck = self.engine.streams.uniforms("stays", ledger.key[first])
        self._thinned = first[luck >= share]
        ledger.kind[self._thinned] = VOID
        self._surge = self._weight * np.maximum(factors - 1.0, 0.0)
        self._round += 1
        if self._surge.sum() > 0:
            self.engine.env.process(self._add(self._round))

    def _add(self, round_: int) -> Process:
        """Draw extra orders slice by slice for as long as this round lasts."""
        env, extra = self.engine.env, self._surge.sum()
        rng = self.engine.streams.rng("surge", f"{self.name}#{round_}")
        while self._round == round_ and env.now < self.engine.horizon:
            start, end = env.now, min(env.now + SLICE, self.engine.horizon)
            count = rng.poisson(extra * expected(self._shape, start, end))
            times = fixed_count_times(self._shape, int(count), start, end, rng)
            self._ahead = [self._sell(times, self._surge / extra, rng)]
            yield env.timeout(end - start)


def _choose(weights: Floats, count: int, rng: np.random.Generator) -> Ints:
    if len(weights) == 1:
        return np.zeros(count, np.int64)
    return np.minimum(np.searchsorted(np.cumsum(weights), rng.random(count)), len(weights) - 1)


def _baskets(count: int, lines: float, weights: Floats, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Products and owners of the lines of `count` baskets: 1 + Poisson(lines - 1) draws, equal products merged."""
    draws = 1 + rng.poisson(lines - 1.0, count)
    owner = np.repeat(np.arange(count), draws)
    product = _choose(weights, len(owner), rng)
    both = np.unique(owner * len(weights) + product)
    return both % len(weights), both // len(weights)
