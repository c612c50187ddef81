"""A livestream: a burst of orders, drawn when it starts and again when demand moves; a pre-sale is settled later."""

from typing import NamedTuple

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.demand.arrivals import expected, fixed_count_times
from sim.model.demand.pools import ProgressFactor, fill, join_times
from sim.model.demand.referral import cascade
from sim.model.engine import Engine
from sim.model.labour import Process
from sim.model.selling.demand_multiplier import DemandMultiplier
from sim.model.selling.order_entry import Drawn, OrderEntry
from sim.model.selling.settlement import Pools, SaleSettlement
from sim.rates.intensity import Intensity
from sim.rates.show import show_burst
from sim.schema.selling import Show
from sim.state.table import Table

LINK_OPENS = 0.08
"""Share of a show that passes before the link opens."""
FLOOR = 0.1
"""The rate long after the link has opened, as a share of the spike."""


class Slot(NamedTuple):
    """A time in which products of a show, by their place in it, are sold: its own burst."""

    start: float
    lasts: float
    products: Ints

    @property
    def end(self) -> float:
        """The end of the slot."""
        return self.start + self.lasts


class Livestream:
    """One show; a `surprise` one waits until a shock starts it.

    A cell is a product in a room: `_mix` says which share of the show's orders each has, shape (products, rooms).
    """

    def __init__(self, engine: Engine, entry: OrderEntry, name: str, model: Show) -> None:
        self.engine, self.entry, self.name, self.model = engine, entry, name, model
        self._sku = np.array([engine.codes.items[product] for product in model.products])
        rooms = model.rooms or {model.channel: 1.0}
        self._room = np.array([engine.codes.channels[room] for room in rooms])
        self._mix = np.outer(_shares(model.products), _shares(rooms))
        self._multiplier = DemandMultiplier(engine, name, list(model.products), list(rooms))
        self._sold = Table({"order": "i8", "placed": "f8", "product": "i8", "room": "i8", "root": "i8", "surge": "?"})
        self._round = 0

    def start(self) -> None:
        """Begin when it is time, unless the show is a surprise."""
        if not self.model.surprise:
            self.engine.env.process(self._wait())

    def _wait(self) -> Process:
        start = self.model.start.minutes(self.engine.world.start)
        yield self.engine.env.timeout(max(start - self.engine.now, 0.0))
        self.begin()

    def begin(self) -> None:
        """The show begins now: draw its orders, and settle the sale as things stand."""
        engine, model, now = self.engine, self.model, self.engine.now
        self._start, self._ends = now, now + model.lasts
        self._slots = _slots(model, now)
        self._opens = np.empty(len(self._sku))
        for slot in self._slots:
            self._opens[slot.products] = slot.start
        self._base = self._mix * self._multiplier.factors()
        wanted = float(model.orders * self._base.sum())
        engine.trace.add(now, "show_started", self.name, orders=wanted, streamer=model.streamer)
        engine.trace.add(self._ends, "show_ended", self.name)
        self._settlement = SaleSettlement(engine, self.entry, self.name, model.groups, model.presale, self._ends)
        self._sell(self._base, engine.streams.rng("show", self.name), surge=False)
        self._settlement.settle(*self._alive())
        self._multiplier.watch(self._demand_moves)

    # --- the lever

    def _demand_moves(self) -> None:
        """From now on other orders come in than were drawn: fewer of them, or more from a stream of their own.

        Where the rate of a pool depends on its members, pools go on from where they are and all joins are drawn anew.
        """
        if self.engine.now >= self._ends:
            return
        wanted, anew = self._mix * self._multiplier.factors(), self._has_feedback()
        share = np.divide(wanted, self._base, out=np.zeros_like(wanted), where=self._base > 0)
        self._thin(np.zeros_like(share) if anew else share)
        more = wanted if anew else np.maximum(wanted - self._base, 0.0)
        self._round += 1
        if more.sum() > 0:
            self._sell(more, self.engine.streams.rng("surge", f"{self.name}#{self._round}"), surge=True)
        self._settlement.resettle(self._sold.order, *self._alive())

    def _thin(self, share: Floats) -> None:
        """Of the orders still to come that were drawn at the start, keep a share; a referred order follows its root."""
        ledger, sold, streams = self.engine.ledger.orders, self._sold, self.engine.streams
        later, own = sold.placed > self.engine.now, sold.order == sold.root
        stays = streams.uniforms("stays", ledger.key[sold.order]) < share[sold.product, sold.room]
        ledger.called_off[sold.order[own & later]] = (~stays | sold.surge)[own & later]
        ledger.called_off[sold.order[~own & later]] = ledger.called_off[sold.root[~own & later]]

    def _has_feedback(self) -> bool:
        grouping = self.model.groups
        return grouping is not None and grouping.pull > 0 and self._joins()

    # --- orders

    def _joins(self) -> bool:
        """Whether orders are joins of pools, rather than a number of orders that is shared out among communities."""
        return (
            self.model.groups is not None and not self.model.exactly and bool(len(self.entry.communities(self.model)))
        )

    def _sell(self, cells: Floats, rng: np.random.Generator, surge: bool) -> None:
        """Draw and place what comes in from now on, `cells` times the show's expected orders."""
        times, product, community = self._draw(cells, rng)
        qty = self.entry.quantities(self.model, len(times), rng)
        room = _rooms(cells, product, rng)
        orders = self.entry.place(self.name, times, community, self._sku[product], qty, channel=self._room[room])
        self._sold.append(len(orders), order=orders, placed=times, product=product, room=room, root=orders, surge=surge)
        if self.model.referrals and self.model.groups is None:
            self._refer(Drawn(orders, times), product, room, community, surge)

    def _draw(self, cells: Floats, rng: np.random.Generator) -> tuple[Floats, Ints, Ints]:
        """Instants, products and communities of buyers, sorted by time."""
        parts, due = [], 0.0
        for slot in self._slots:
            if slot.end > self.engine.now:
                drawn, mean = self._draw_slot(slot, cells[slot.products], due, rng)
                parts.append(drawn)
                due += mean
        if not parts:
            return np.empty(0), np.empty(0, np.int64), np.empty(0, np.int64)
        times, product, community = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(times, kind="stable")
        return times[order], product[order], community[order]

    def _draw_slot(
        self, slot: Slot, cells: Floats, due: float, rng: np.random.Generator
    ) -> tuple[tuple[Floats, Ints, Ints], float]:
        """The buyers of a slot, and how many are expected; of those before it `due` were."""
        shape, now = self._shape(slot, cells), max(self.engine.now, slot.start)
        if self._joins():
            times, place, community = self._draw_joins(slot, cells, shape, now, rng)
            return (times, slot.products[place], community), 0.0
        mean = expected(shape, now, slot.end)
        # the slots of a show that is exact are so together
        count = round(due + mean) - round(due) if self.model.exactly else int(rng.poisson(mean))
        times = fixed_count_times(shape, count, now, slot.end, rng)
        edges = np.cumsum(cells.sum(axis=1) / (cells.sum() or 1.0))
        place = np.minimum(np.searchsorted(edges, rng.random(count)), len(edges) - 1)
        return (times, slot.products[place], self.entry.draw_communities(self.model, count, rng)), mean

    def _draw_joins(
        self, slot: Slot, cells: Floats, shape: Intensity, now: float, rng: np.random.Generator
    ) -> tuple[Floats, Ints, Ints]:
        """The same when orders are joins: those of each pool of the slot's products."""
        where, grouping = self.entry.communities(self.model), self.model.groups
        assert grouping is not None
        size = self.engine.codes.households[where]
        weight = np.outer(cells.sum(axis=1) / (cells.sum() or 1.0), size / size.sum()).ravel()
        pull = ProgressFactor(float(grouping.size), grouping.pull)
        already = self._joined(slot.products, where)
        joins = join_times(shape, now, slot.end, rng, weight, pull, already=already)
        by_time = np.argsort(joins.time, kind="stable")
        pool, times = joins.pool[by_time], joins.time[by_time]
        return times, pool // len(where), where[pool % len(where)]

    def _shape(self, slot: Slot, cells: Floats) -> Intensity:
        """The rate of a slot, or of a show without slots."""
        opens = slot.start + LINK_OPENS * slot.lasts
        orders = float(self.model.orders * cells.sum())
        return show_burst(orders, slot.start, opens, slot.end, _fade(self.model.rush, slot.lasts), FLOOR)

    def _refer(self, seeds: Drawn, product: Ints, room: Ints, community: Ints, surge: bool) -> None:
        """Buyers refer further buyers, of the same product and community, as long as the show lasts."""
        ledger, streams, model = self.engine.ledger.orders, self.engine.streams, self.model

        def delay(u: Floats) -> Floats:
            return -0.1 * model.lasts * np.log1p(-u)

        keys = ledger.key[seeds.order]
        spread = cascade(seeds.placed, keys, model.referrals, delay, streams.uniforms, until=self._ends)
        new = np.arange(len(keys), len(spread.time))
        root = spread.root[new]
        rng = streams.rng("referral units", f"{self.name}#{self._round}" if self._round else self.name)
        qty = self.entry.quantities(model, len(new), rng)
        sku, channel = self._sku[product[root]], self._room[room[root]]
        placed = spread.time[new]
        rows = self.entry.place(self.name, placed, community[root], sku, qty, channel=channel)
        self._sold.append(
            len(rows), order=rows, placed=placed, product=product[root], room=room[root], root=seeds.order[root],
            surge=surge,
        )  # fmt: skip

    # --- pools

    def _alive(self) -> tuple[Drawn, Pools | None]:
        """The orders that the show has now, and their pools."""
        ledger, sold = self.engine.ledger.orders, self._sold
        alive = ~ledger.called_off[sold.order]
        orders, placed = sold.order[alive], sold.placed[alive]
        if self.model.groups is None:
            return Drawn(orders, placed), None
        pools = self._pools(placed, sold.product[alive], ledger.community[orders].astype(np.int64))
        return Drawn(orders, placed), pools

    def _joined(self, products: Ints, where: Ints) -> Ints:
        """How many have joined each pool by now, shape (`products` x communities `where`,)."""
        ledger, sold = self.engine.ledger.orders, self._sold
        came = ~ledger.called_off[sold.order] & (sold.placed <= self.engine.now)
        joined = np.zeros((len(self._sku), len(self.engine.codes.communities)), np.int64)
        np.add.at(joined, (sold.product[came], ledger.community[sold.order[came]]), 1)
        return np.asarray(joined[products[:, None], where].ravel())

    def _pools(self, times: Floats, product: Ints, community: Ints) -> Pools:
        """The pool of each (product, community) that has orders."""
        grouping = self.model.groups
        assert grouping is not None
        count = len(self.engine.codes.communities) + 1
        keys, of = np.unique(product * count + community + 1, return_inverse=True)
        opened = self._opens[keys // count]
        closes = opened + grouping.within
        joined, formed = fill(of, times, closes, grouping.size)
        return Pools(keys, self._sku[keys // count], keys % count - 1, opened, closes, joined, formed, of)


def _shares(weights: dict[str, float]) -> Floats:
    every = np.array(list(weights.values()))
    return np.asarray(every / every.sum())


def _rooms(cells: Floats, product: Ints, rng: np.random.Generator) -> Ints:
    """The room of each buyer of a `product`."""
    room = np.zeros(len(product), np.int64)
    if cells.shape[1] > 1:
        edges, draws = np.cumsum(cells, axis=1), rng.random(len(product))
        for row in np.unique(product).tolist():
            mine = product == row
            room[mine] = np.searchsorted(edges[row] / edges[row, -1], draws[mine])
    return np.asarray(np.minimum(room, cells.shape[1] - 1))


def _slots(model: Show, start: float) -> list[Slot]:
    """Products that are presented at one time are sold together; those without a time of their own all the while."""
    together: dict[tuple[float, float], list[int]] = {}
    for place, product in enumerate(model.products):
        together.setdefault(model.talks.get(product, (0.0, model.lasts)), []).append(place)
    return [Slot(start + since, until - since, np.array(products)) for (since, until), products in together.items()]


def _fade(rush: float, lasts: float) -> float:
    """The time constant that makes the spike `rush` times the mean rate while the link is open (bisection).

    scipy's `brentq` and `lambertw` give other last digits, and so other instants of all orders; once a show, the time
    does not matter.
    """
    length = (1 - LINK_OPENS) * lasts
    low, high = length * 1e-3, length * 1e3
    for _ in range(60):
        fade = (low * high) ** 0.5
        mean = FLOOR + (1 - FLOOR) * fade / length * (1 - np.exp(-length / fade))
        low, high = (fade, high) if 1 / mean > rush else (low, fade)
    return float(low)
