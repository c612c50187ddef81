"""A livestream: a burst of orders, drawn when it starts; a pre-sale closes after it has ended."""

import numpy as np
from numpy.typing import NDArray

from sim.model.demand.arrivals import fixed_count_times
from sim.model.demand.pools import Progress, join_times
from sim.model.demand.referral import cascade
from sim.model.engine import Engine
from sim.model.labour import Process
from sim.model.selling.closing import Closing, Groups
from sim.model.selling.desk import Desk
from sim.rates.intensity import Intensity
from sim.rates.show import show_burst
from sim.schema.selling import Show

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
LINK_OPENS = 0.08
"""Share of a show that passes before the link opens."""
FLOOR = 0.1


class Livestream:
    """One show; a `surprise` one waits until a shock starts it."""

    def __init__(self, engine: Engine, desk: Desk, name: str, model: Show) -> None:
        self.engine, self.desk, self.name, self.model = engine, desk, name, model
        codes = engine.codes.items
        self._sku = np.array([codes[product] for product in model.products])
        self._weight = np.array(list(model.products.values())) / sum(model.products.values())
        if not model.surprise:
            engine.env.process(self._wait())

    def _wait(self) -> Process:
        start = self.model.start.minutes(self.engine.world.start)
        yield self.engine.env.timeout(max(start - self.engine.now, 0.0))
        self.begin()

    def begin(self) -> None:
        """The show begins now: draw its orders, and how the sale will close."""
        engine, model, now = self.engine, self.model, self.engine.now
        ends = now + model.lasts
        levers = engine.levers
        pull = np.array([levers.value("demand", product) for product in model.products])
        factor = levers.value("demand", self.name, model.channel, "*") * float(self._weight @ pull)
        expected = model.orders * factor
        engine.trace.add(now, "show_started", self.name, orders=expected, streamer=model.streamer)
        engine.trace.add(ends, "show_ended", self.name)
        rng = engine.streams.rng("show", self.name)
        shape = show_burst(expected, now, now + LINK_OPENS * model.lasts, ends, _fade(model), FLOOR)
        weight = self._weight * pull
        drawn = self._draw(shape, expected, weight / (weight.sum() or 1.0), ends, rng)
        times, product, community, groups = drawn
        orders = self.desk.place(
            self.name,
            times,
            community,
            self._sku[product],
            self.desk.quantities(model, len(times), rng),
            channel=self._rooms(len(times), rng),
        )
        if model.referrals and groups is None:
            orders = np.concatenate((orders, self._refer(orders, product, community, ends)))
        Closing(engine, self.desk, self.name).close(orders, groups, model.groups, model.presale, ends)

    def _draw(
        self, shape: Intensity, expected: float, weights: Floats, ends: float, rng: np.random.Generator
    ) -> tuple[Floats, Ints, Ints, Groups | None]:
        """Instants, products and communities of the orders; with groups, who joins which pool."""
        model, desk, start = self.model, self.desk, self.engine.now
        where = desk.communities(model)
        if model.groups is None or model.exactly or not len(where):
            count = round(expected) if model.exactly else int(rng.poisson(expected))
            times = fixed_count_times(shape, count, start, ends, rng)
            edges = np.cumsum(weights)
            product = np.minimum(np.searchsorted(edges, rng.random(count)), len(edges) - 1)
            community = desk.where(model, count, rng)
            groups = self._pools(times, product, community) if model.groups else None
            return times, product, community, groups
        size = self.engine.codes.households[where]
        weight = np.outer(weights, size / size.sum()).ravel()
        joins = join_times(shape, start, ends, rng, weight, Progress(float(model.groups.size), model.groups.pull))
        by_time = np.argsort(joins.time, kind="stable")
        pool, times = joins.pool[by_time], joins.time[by_time]
        product, community = pool // len(where), where[pool % len(where)]
        return times, product, community, self._pools(times, product, community)

    def _pools(self, times: Floats, product: Ints, community: Ints) -> Groups:
        """The pool of each (product, community) that anybody joined."""
        grouping = self.model.groups
        assert grouping is not None
        count = len(self.engine.codes.communities) + 1
        keys, of = np.unique(product * count + community + 1, return_inverse=True)
        opened = np.full(len(keys), self.engine.now)
        closes = opened + grouping.within
        by_pool = np.lexsort((times, of))
        joined = np.bincount(of, times <= closes[of], minlength=len(keys)).astype(np.int64)
        first = np.concatenate(([0], np.cumsum(np.bincount(of, minlength=len(keys)))[:-1])).astype(np.int64)
        enough = joined >= grouping.size
        formed = np.full(len(keys), np.nan)
        formed[enough] = times[by_pool[first[enough] + grouping.size - 1]]
        return Groups(self._sku[keys // count], keys % count - 1, opened, closes, joined, formed, of)

    def _rooms(self, count: int, rng: np.random.Generator) -> Ints:
        """The platform of each order."""
        channels = self.engine.codes.channels
        if not self.model.rooms:
            return np.full(count, channels[self.model.channel])
        codes = np.array([channels[room] for room in self.model.rooms])
        edges = np.cumsum(list(self.model.rooms.values()))
        return codes[np.minimum(np.searchsorted(edges / edges[-1], rng.random(count)), len(codes) - 1)]

    def _refer(self, orders: Ints, product: Ints, community: Ints, ends: float) -> Ints:
        """Buyers bring further buyers, of the same product and community, as long as the show lasts."""
        ledger, streams, model = self.engine.ledger.orders, self.engine.streams, self.model

        def delay(u: Floats) -> Floats:
            return -0.1 * model.lasts * np.log1p(-u)

        spread = cascade(
            ledger.placed[orders], ledger.key[orders], model.referrals, delay, streams.uniforms, until=ends
        )
        new = np.arange(len(orders), len(spread.time))
        root = spread.root[new]
        sku = self._sku[product[root]]
        rng = streams.rng("referral units", self.name)
        qty = self.desk.quantities(model, len(new), rng)
        return self.desk.place(self.name, spread.time[new], community[root], sku, qty)


def _fade(model: Show) -> float:
    """The time constant that makes the spike `model.rush` times the mean rate while the link is open (bisection)."""
    length = (1 - LINK_OPENS) * model.lasts
    low, high = length * 1e-3, length * 1e3
    for _ in range(60):
        fade = (low * high) ** 0.5
        mean = FLOOR + (1 - FLOOR) * fade / length * (1 - np.exp(-length / fade))
        low, high = (fade, high) if 1 / mean > model.rush else (low, fade)
    return float(low)
