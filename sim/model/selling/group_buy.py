"""A community group buy: pools open at one instant, orders join, each pool forms or fails."""

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.model.demand.arrivals import gamma_factors
from sim.model.demand.groups import pack_groups
from sim.model.demand.pools import BassFactor, JoinFactor, Joins, ProgressFactor, fill, join_times
from sim.model.demand.referral import cascade
from sim.model.engine import Engine
from sim.model.labour import Process
from sim.model.selling.demand_multiplier import DemandMultiplier
from sim.model.selling.order_entry import Drawn, OrderEntry
from sim.model.selling.settlement import Pools, SaleSettlement
from sim.randoms import Keys
from sim.rates.intensity import ConstantRate
from sim.schema.selling import Cascade, GroupBuy
from sim.state.table import Table

MOST_GROUPS = 1 << 32
"""Groups that one pool may be packed into."""


class GroupSale:
    """One group buy. When demand moves, its pools go on from where they are and the joins to come are drawn anew."""

    def __init__(self, engine: Engine, entry: OrderEntry, name: str, model: GroupBuy) -> None:
        self.engine, self.entry, self.name, self.model = engine, entry, name, model
        self._multiplier = DemandMultiplier(engine, name, [model.product], [model.channel])
        self._sold = Table({"order": "i8", "placed": "f8", "pool": "i8", "key": "u8"})
        self._round = 0

    def start(self) -> None:
        """Open the pools when it is time."""
        self.engine.env.process(self._run())

    def _run(self) -> Process:
        engine, model = self.engine, self.model
        yield engine.env.timeout(max(model.opens.minutes(engine.world.start) - engine.now, 0.0))
        where = self.entry.communities(model)
        self._home = np.repeat(where if len(where) else np.array([-1]), model.pools)
        self._opens, self._closes = engine.now, engine.now + model.groups.within
        self._factor = float(self._multiplier.factors()[0, 0])
        engine.trace.add(engine.now, "group_buy_opened", self.name, pools=len(self._home))
        self._settlement = SaleSettlement(engine, self.entry, self.name, model.groups, None, self._closes)
        rng = engine.streams.rng("group buy", self.name)
        if model.cascade:
            self._place(*self._seeded(model.cascade))
        else:
            self._weight = np.ones(len(self._home)) if model.bass else gamma_factors(len(self._home), model.uneven, rng)
            self._place(*self._joins(rng, 0))
        self._settlement.settle(*self._alive())
        self._multiplier.watch(self._demand_moves)

    def _demand_moves(self) -> None:
        sold, now, before = self._sold, self.engine.now, self._factor
        self._factor = float(self._multiplier.factors()[0, 0])
        if now >= self._closes or self._factor == before:
            return
        self._round += 1
        called_off = self.engine.ledger.orders.called_off
        called_off[sold.order[sold.placed > now]] = True
        here = ~called_off[sold.order]
        if self.model.cascade:
            self._place(*self._spread(self.model.cascade, here, self._factor / before if before else self._factor))
        else:
            rng = self.engine.streams.rng("surge", f"{self.name}#{self._round}")
            joined = np.bincount(sold.pool[here], minlength=len(self._home))
            self._place(*self._joins(rng, joined))
        self._settlement.resettle(self._sold.order, *self._alive())

    # --- joins

    def _joins(self, rng: np.random.Generator, already: int | Ints) -> tuple[Joins, None]:
        model = self.model
        most = np.inf if model.keeps_open or model.repeats else float(model.groups.size)
        rate, pull = model.joins or 0.0, ProgressFactor(float(model.groups.size), model.groups.pull)
        factor: JoinFactor = pull
        if model.bass:
            rate, factor = 1.0, BassFactor(model.bass.p, model.bass.q, model.bass.m)
        closes = np.full(len(self._home), self._closes)
        shape = ConstantRate(rate * self._factor)
        return join_times(shape, self.engine.now, closes, rng, self._weight, factor, most, already), None

    def _seeded(self, model: Cascade) -> tuple[Joins, Keys]:
        """The first buyers of each pool, all at once, and those whom they refer."""
        streams = self.engine.streams
        seeds = np.repeat(np.arange(len(self._home)), round(model.seeds * self._factor))
        keys = streams.keys(f"{self.name} seeds", 0, len(seeds))
        times = np.full(len(seeds), self.engine.now)
        spread = cascade(times, keys, model.brings, model.after.quantile, streams.uniforms, until=self._closes)
        return Joins(seeds[spread.root], spread.time), spread.key

    def _spread(self, model: Cascade, here: Bools, boost: float) -> tuple[Joins, Keys]:
        """The buyers whom past buyers refer from now on, `boost` times as many as otherwise."""
        sold, engine = self._sold, self.engine
        times, keys = sold.placed[here], sold.key[here]
        spread = cascade(
            times, keys, model.brings, model.after.quantile, engine.streams.uniforms,
            until=self._closes, since=engine.now, boost=boost,
        )  # fmt: skip
        new = slice(len(times), None)
        return Joins(sold.pool[here][spread.root[new]], spread.time[new]), spread.key[new]

    def _place(self, joins: Joins, keys: Keys | None) -> None:
        by_time = np.argsort(joins.time, kind="stable")
        pool, times = joins.pool[by_time], joins.time[by_time]
        name = f"{self.name}#{self._round}" if self._round else self.name
        rng, engine = self.engine.streams.rng("group buy units", name), self.engine
        sku = np.full(len(times), engine.codes.items[self.model.product])
        qty = self.entry.quantities(self.model, len(times), rng)
        orders = self.entry.place(self.name, times, self._home[pool], sku, qty)
        key = 0 if keys is None else keys[by_time]
        self._sold.append(len(orders), order=orders, placed=times, pool=pool, key=key)

    # --- pools

    def _alive(self) -> tuple[Drawn, Pools]:
        """The orders of the sale now, and its pools."""
        sold = self._sold
        alive = ~self.engine.ledger.orders.called_off[sold.order]
        placed = sold.placed[alive]
        return Drawn(sold.order[alive], placed), self._pools(sold.pool[alive], placed)

    def _pools(self, pool: Ints, times: Floats) -> Pools:
        home, pools, closes = self._home, len(self._home), self._closes
        sku, size = self.engine.codes.items[self.model.product], self.model.groups.size
        if self.model.repeats:
            packed = pack_groups(pool, times, np.full(pools, closes), size)
            count = len(packed.pool)
            nth = np.arange(count) - np.searchsorted(packed.pool, packed.pool)
            return Pools(
                packed.pool * MOST_GROUPS + nth, np.full(count, sku), home[packed.pool], np.full(count, self._opens),
                np.full(count, closes), packed.joined, packed.formed, packed.group,
            )  # fmt: skip
        opened, ends = np.full(pools, self._opens), np.full(pools, closes)
        joined, formed = fill(pool, times, ends, size)
        return Pools(np.arange(pools), np.full(pools, sku), home, opened, ends, joined, formed, pool)
