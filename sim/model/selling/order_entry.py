"""Order entry: the only place where orders come into being and are let through to the sites.

Sources draw their orders ahead. What is foreseen of them, when each is placed, paid, grouped, released or refunded, is
a future event until it has happened: the ledger holds no later instant than now.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.quantities import draw
from sim.schema.reach import delivers_to, pickup_for
from sim.schema.selection import communities_of, sellers
from sim.schema.selling import Source
from sim.state.future_events import EventQueue
from sim.state.ledger import VOID, Exit, Kind, Mode, Status

BEFORE_RELEASE = (Exit.BALANCE_LAPSED, Exit.GROUP_FAILED, Exit.THRESHOLD_FAILED)
"""Exits of orders that are refunded before anything is let go."""


class Drawn(NamedTuple):
    """Orders that a source has drawn, and when each is placed: columns of one length."""

    order: Ints
    placed: Floats

    def after(self, now: float) -> Ints:
        """Those that are still to be placed."""
        return self.order[self.placed > now]

    def with_more(self, more: "Drawn") -> "Drawn":
        """These and more."""
        return Drawn(np.concatenate((self.order, more.order)), np.concatenate((self.placed, more.placed)))


class OrderEntry:
    """Writes orders into the ledger, announces to sites which lines will want goods, and lets orders go."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        world, codes = engine.world, engine.codes
        self.sources = sellers(world)
        self._next: dict[str, int] = {}
        self._promised = np.array([self.sources[name].promise for name in codes.sources])
        names = codes.community_names
        self._door = np.array([_code(codes.sites, delivers_to(world, name)) for name in names] or [0])
        self._counter = np.array([_code(codes.sites, pickup_for(world, name)) for name in names] or [0])
        self._households = codes.households / codes.households.sum() if names else np.ones(1)
        future = engine.future
        self._placements = future.queue(self._note_placed)
        self._payments = future.queue(self._note_paid)
        self._groupings = future.queue(self._note_grouped)
        self._releases = future.queue(self._note_released)
        self._refunds: dict[Exit, EventQueue] = {why: future.queue(self._refunded_for(why)) for why in BEFORE_RELEASE}

    def draw_communities(self, source: Source, count: int, rng: np.random.Generator) -> Ints:
        """A community for each of `count` orders, in proportion to households; -1 when the world has none."""
        chosen = self.communities(source)
        if not len(chosen):
            return np.full(count, -1)
        weights = self._households[chosen]
        edges = np.cumsum(weights / weights.sum())
        return chosen[np.minimum(np.searchsorted(edges, rng.random(count)), len(chosen) - 1)]

    def communities(self, source: Source) -> Ints:
        """Codes of the communities that a source sells to."""
        codes = self.engine.codes.communities
        chosen = communities_of(self.engine.world, source.communities)
        return np.array([codes[name] for name in chosen], dtype=np.int64)

    def quantities(self, source: Source, count: int, rng: np.random.Generator) -> Floats:
        """Units of each line; a drawn 0 means that the line is not ordered."""
        return draw(source.quantity, count, rng)

    def place(
        self,
        name: str,
        placed: Floats,
        community: Ints,
        sku: Ints,
        qty: Floats,
        owner: Ints | None = None,
        channel: Ints | int | None = None,
        price: Floats | None = None,
        kind: Kind = Kind.CUSTOMER,
    ) -> Ints:
        """Write orders of a source: `placed`, `community` per order; `sku`, `qty` per line; `owner` = order of a line.

        Without `owner` every order has one line. Customers' orders are placed now or later, others now. Returns the
        new rows; nothing is paid or released yet.
        """
        engine, model, count = self.engine, self.sources[name], len(placed)
        # exchanges have keys of their own, so that a recall leaves the random numbers of other orders as they are
        sequence = name if kind == Kind.CUSTOMER else f"{name} {kind.name}"
        first = self._next.get(sequence, 0)
        self._next[sequence] = first + count
        keys = engine.streams.keys(sequence, first, count)
        picks_up = engine.streams.uniforms("picks up", keys) < model.pickup if model.pickup else np.zeros(count, bool)
        price = engine.codes.price[sku] if price is None else price
        lines_each = np.ones(count, np.int64) if owner is None else np.bincount(owner, minlength=count)
        units = qty if owner is None else np.bincount(owner, qty, minlength=count)
        value = qty * price if owner is None else np.bincount(owner, qty * price, minlength=count)
        begin = len(engine.ledger.lines)
        orders = engine.ledger.orders.append(
            count,
            key=keys,
            kind=VOID,
            source=engine.codes.sources[name],
            channel=engine.codes.channels[model.channel] if channel is None else channel,
            community=community,
            node=np.where(picks_up, self._counter[community], self._door[community]),
            mode=np.where(picks_up, int(Mode.PICKUP), int(Mode.DELIVERY)),
            priority=model.priority,
            first=begin + np.cumsum(lines_each) - lines_each,
            lines=lines_each,
            open=lines_each,
            units=units,
            value=value,
        )
        engine.ledger.lines.append(
            len(sku), order=orders if owner is None else orders[owner], sku=sku, qty=qty, price=price
        )
        if kind == Kind.CUSTOMER:
            self._placements.add(orders, placed)
        else:
            engine.ledger.orders.kind[orders], engine.ledger.orders.placed[orders] = kind, placed
        return orders

    # --- what happens to orders, now or later

    def pay(self, orders: Ints, at: Floats) -> None:
        """Orders are paid in full at the instants `at`; the promise counts from there."""
        self._payments.add(orders, at)

    def group(self, orders: Ints, at: Floats) -> None:
        """The groups of orders stand at the instants `at`."""
        self._groupings.add(orders, at)

    def refund(self, orders: Ints, at: Floats, why: Exit) -> None:
        """Orders end at the instants `at` and get their money back; `why`: one of `BEFORE_RELEASE`."""
        self._refunds[why].add(orders, at)

    def release(self, orders: Ints, at: Floats) -> None:
        """Let orders through at the instants `at`: from then on their lines want goods at their sites."""
        if not len(orders):
            return
        if (at[:-1] > at[1:]).any():
            by_time = np.argsort(at, kind="stable")
            orders, at = orders[by_time], at[by_time]
        self._releases.add(orders, at)
        ledger = self.engine.ledger
        node = ledger.orders.node[orders]
        for site in np.unique(node).tolist():
            mine = node == site
            lines = ledger.lines_of(orders[mine])
            self.engine.points[site].expect(lines, np.repeat(at[mine], ledger.orders.lines[orders[mine]]))

    def revoke(self, orders: Ints) -> None:
        """What is foreseen for orders will not happen, but that they are placed; what has happened by now stays."""
        self.engine.future.advance(self.engine.now)
        for queue in (self._payments, self._groupings, *self._refunds.values()):
            queue.remove(orders)
        ledger, ahead = self.engine.ledger, self._releases.remove(orders)
        node = ledger.orders.node[ahead]
        for site in np.unique(node).tolist():
            self.engine.points[site].forget(ledger.lines_of(ahead[node == site]))

    def finish(self) -> None:
        """At the end of the run: rows not placed by then stay void, with the instant at which they would have been."""
        self.engine.future.advance(self.engine.horizon)
        orders, at = self._placements.rest()
        self.engine.ledger.orders.placed[orders] = at

    # --- what the ledger holds once it has happened

    def _note_placed(self, orders: Ints, at: Floats) -> None:
        ledger = self.engine.ledger.orders
        ledger.placed[orders] = at
        ledger.kind[orders] = np.where(ledger.called_off[orders], VOID, int(Kind.CUSTOMER))

    def _note_paid(self, orders: Ints, at: Floats) -> None:
        ledger = self.engine.ledger
        ledger.orders.paid[orders] = at
        ledger.orders.promise[orders] = at + self._promised[ledger.orders.source[orders]]
        ledger.reach(orders, Status.PAID)

    def _note_grouped(self, orders: Ints, at: Floats) -> None:
        self.engine.ledger.orders.grouped[orders] = at

    def _note_released(self, orders: Ints, at: Floats) -> None:
        self.engine.ledger.orders.released[orders] = at
        self.engine.ledger.reach(orders, Status.RELEASED)

    def _refunded_for(self, why: Exit) -> Callable[[Ints, Floats], None]:
        def note_refunded(orders: Ints, at: Floats) -> None:
            ledger = self.engine.ledger
            ledger.orders.refunded[orders], ledger.orders.exit[orders] = at, why
            ledger.reach(orders, Status.REFUNDED)

        return note_refunded

    def deadlines(self, lines: Ints) -> Floats:
        """Until when the owners of lines wait for goods, minutes (inf = for ever)."""
        ledger = self.engine.ledger
        orders = ledger.lines.order[lines]
        until = np.full(len(lines), np.inf)
        source = ledger.orders.source[orders]
        names = self.engine.codes.source_names
        for code in np.unique(source[source >= 0]).tolist():
            patience = self.sources[names[code]].patience
            if patience is not None:
                mine = source == code
                draws = self.engine.streams.uniforms("patience", ledger.orders.key[orders[mine]])
                until[mine] = ledger.orders.paid[orders[mine]] + patience.quantile(draws)
        return until


def _code(codes: dict[str, int], site: str | None) -> int:
    return 0 if site is None else codes[site]
