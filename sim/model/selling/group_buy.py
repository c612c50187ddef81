"""A community group buy: pools open at one instant, people join, each pool forms or fails."""

import numpy as np
from numpy.typing import NDArray

from sim.model.demand.arrivals import gamma_factors
from sim.model.demand.groups import pack_groups
from sim.model.demand.pools import Bass, Joins, Progress, join_times
from sim.model.demand.referral import cascade
from sim.model.engine import Engine
from sim.model.labour import Process
from sim.model.selling.closing import Closing, Groups
from sim.model.selling.desk import Desk
from sim.rates.intensity import Constant
from sim.schema.selling import GroupBuy

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class GroupSale:
    """One group buy."""

    def __init__(self, engine: Engine, desk: Desk, name: str, model: GroupBuy) -> None:
        self.engine, self.desk, self.name, self.model = engine, desk, name, model
        engine.env.process(self._run())

    def _run(self) -> Process:
        engine, model = self.engine, self.model
        yield engine.env.timeout(max(model.opens.minutes(engine.world.start) - engine.now, 0.0))
        where = self.desk.communities(model)
        home = np.repeat(where if len(where) else np.array([-1]), model.pools)
        closes = engine.now + model.groups.within
        engine.trace.add(engine.now, "group_buy_opened", self.name, pools=len(home))
        joins = self._joins(len(home), closes)
        by_time = np.argsort(joins.time, kind="stable")
        pool, times = joins.pool[by_time], joins.time[by_time]
        rng = engine.streams.rng("group buy units", self.name)
        sku = np.full(len(times), engine.codes.items[model.product])
        orders = self.desk.place(self.name, times, home[pool], sku, self.desk.quantities(model, len(times), rng))
        groups = self._groups(pool, times, home, closes)
        Closing(engine, self.desk, self.name).close(orders, groups, model.groups, None, closes)

    def _joins(self, pools: int, closes: float) -> Joins:
        """Who joins which pool, and when."""
        model, engine = self.model, self.engine
        rng, opens = engine.streams.rng("group buy", self.name), engine.now
        factor = engine.levers.value("demand", self.name, model.channel, model.product, "*")
        most = np.inf if model.keeps_open or model.repeats else float(model.groups.size)
        if model.cascade:
            seeds = np.repeat(np.arange(pools), round(model.cascade.seeds * factor))
            keys = engine.streams.keys(f"{self.name} seeds", 0, len(seeds))
            spread = cascade(
                np.full(len(seeds), opens), keys, model.cascade.brings, model.cascade.after.quantile,
                engine.streams.uniforms, until=closes,
            )  # fmt: skip
            return Joins(seeds[spread.root], spread.time)
        if model.bass:
            spread_by = Bass(model.bass.p, model.bass.q, model.bass.m)
            return join_times(Constant(factor), opens, np.full(pools, closes), rng, factor=spread_by, most=most)
        weight = gamma_factors(pools, model.uneven, rng)
        pull = Progress(float(model.groups.size), model.groups.pull)
        return join_times(
            Constant((model.joins or 0.0) * factor), opens, np.full(pools, closes), rng, weight, pull, most
        )

    def _groups(self, pool: Ints, times: Floats, home: Ints, closes: float) -> Groups:
        model, now, pools = self.model, self.engine.now, len(home)
        sku, size = self.engine.codes.items[model.product], model.groups.size
        if model.repeats:
            packed = pack_groups(pool, times, np.full(pools, closes), size)
            count = len(packed.pool)
            return Groups(
                np.full(count, sku), home[packed.pool], np.full(count, now), np.full(count, closes), packed.joined,
                packed.formed, packed.group,
            )  # fmt: skip
        by_pool = np.lexsort((times, pool))
        joined = np.bincount(pool, minlength=pools)
        first = np.concatenate(([0], np.cumsum(joined)[:-1]))
        formed = np.full(pools, np.nan)
        enough = joined >= size
        formed[enough] = times[by_pool[first[enough] + size - 1]]
        opened, ends = np.full(pools, now), np.full(pools, closes)
        return Groups(np.full(pools, sku), home, opened, ends, joined, formed, pool)
