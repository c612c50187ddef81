"""Everyday orders: drawn ahead from their rate; what a lever adds comes from a stream of its own."""

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
from sim.model.selling.demand_multiplier import DemandMultiplier
from sim.model.selling.order_entry import Drawn, OrderEntry
from sim.schema.selling import Regular
from sim.shapes import Timetable

SLICE = 360.0
"""Minutes for which extra orders are drawn ahead while a lever is up."""


class RegularDemand:
    """One regular source of orders."""

    def __init__(self, engine: Engine, entry: OrderEntry, name: str, model: Regular) -> None:
        self.engine, self.entry, self.name, self.model = engine, entry, name, model
        codes = engine.codes.items
        weights = model.products or dict.fromkeys(engine.world.products, 1.0)
        self._sku = np.array([codes[product] for product in weights])
        self._weight = np.array(list(weights.values())) / sum(weights.values())
        self._shape = model.arrives.intensity(engine.calendar, engine.horizon)
        self._extra = Drawn(np.empty(0, np.int64), np.empty(0))
        self._surge, self._round = np.zeros(len(weights)), 0
        self._base = Drawn(np.empty(0, np.int64), np.empty(0))
        self._multiplier = DemandMultiplier(engine, name, list(weights), [model.channel])

    def start(self) -> None:
        """Draw the orders of the whole run, and follow the lever on demand."""
        self._base = self._draw_base()
        self._multiplier.watch(self._demand_changes)

    def _draw_base(self) -> Drawn:
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

    def _sell(self, times: Floats, weights: Floats, rng: np.random.Generator) -> Drawn:
        """Place, pay and release one order at each instant at which anything is wanted."""
        model, entry, count = self.model, self.entry, len(times)
        community = entry.draw_communities(model, count, rng)
        owner: Ints | None = None
        if model.lines > 1 and len(self._sku) > 1:
            sku, owner = _baskets(count, model.lines, weights, rng)
        else:
            sku = _choose(weights, count, rng)
        qty = entry.quantities(model, len(sku), rng)
        wanted = qty > 0
        if not wanted.all():
            owner = np.arange(count) if owner is None else owner
            some, owner = np.unique(owner[wanted], return_inverse=True)
            times, community, sku, qty = times[some], community[some], sku[wanted], qty[wanted]
        orders = entry.place(self.name, times, community, self._sku[sku], qty, owner)
        entry.pay(orders, times)
        entry.release(orders, times)
        return Drawn(orders, times)

    # --- the lever

    def _demand_changes(self) -> None:
        """Call off what was drawn ahead under the old factor; thin or add under the new one."""
        now, ledger = self.engine.now, self.engine.ledger.orders
        ledger.called_off[self._extra.after(now)] = True
        factors, later = self._multiplier.factors()[:, 0], self._base.after(now)
        row = np.zeros(len(self.engine.codes.items), dtype=np.int64)
        row[self._sku] = np.arange(len(self._sku))
        share = factors[row[self.engine.ledger.lines.sku[ledger.first[later]]]]
        ledger.called_off[later] = self.engine.streams.uniforms("stays", ledger.key[later]) >= share
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
            self._extra = self._sell(times, self._surge / extra, rng)
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
