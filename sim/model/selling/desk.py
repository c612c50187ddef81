"""The order desk: the only place where orders come into being and are let through to the sites."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.ending import NEVER
from sim.model.engine import Engine
from sim.quantities import draw
from sim.schema.reach import delivers_to, pickup_for
from sim.schema.selection import communities_of, sellers
from sim.schema.selling import Source
from sim.state.ledger import Exit, Kind, Mode, Status


class Desk:
    """Writes orders into the ledger, tells sites which lines will want goods, and lets orders go."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        world, codes = engine.world, engine.codes
        self.sources = sellers(world)
        self._next: dict[str, int] = {}
        names = codes.community_names
        self._door = np.array([_code(codes.sites, delivers_to(world, name)) for name in names] or [0])
        self._counter = np.array([_code(codes.sites, pickup_for(world, name)) for name in names] or [0])
        shares = codes.households / codes.households.sum() if names else np.ones(1)
        self._households = shares

    def where(self, source: Source, count: int, rng: np.random.Generator) -> Ints:
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
        """Units of each line; 0 where a drawn quantity says that nothing is wanted."""
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

        Without `owner` every order has one line. Returns the new rows; nothing is paid or released yet.
        """
        engine, model, count = self.engine, self.sources[name], len(placed)
        # exchanges have luck of their own, so that a recall moves nobody else's
        whose = name if kind == Kind.CUSTOMER else f"{name} {kind.name}"
        first = self._next.get(whose, 0)
        self._next[whose] = first + count
        keys = engine.streams.keys(whose, first, count)
        picks_up = engine.streams.uniforms("picks up", keys) < model.pickup if model.pickup else np.zeros(count, bool)
        price = engine.codes.price[sku] if price is None else price
        lines_each = np.ones(count, np.int64) if owner is None else np.bincount(owner, minlength=count)
        units = qty if owner is None else np.bincount(owner, qty, minlength=count)
        value = qty * price if owner is None else np.bincount(owner, qty * price, minlength=count)
        begin = len(engine.ledger.lines)
        orders = engine.ledger.orders.append(
            count,
            key=keys,
            kind=kind,
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
            placed=placed,
        )
        engine.ledger.lines.append(
            len(sku), order=orders if owner is None else orders[owner], sku=sku, qty=qty, price=price
        )
        return orders

    def pay(self, orders: Ints, at: Floats) -> None:
        """Orders are paid in full at the instants `at`; the promise counts from there."""
        ledger = self.engine.ledger.orders
        ledger.paid[orders] = at
        names = self.engine.codes.source_names
        promised = np.array([self.sources[name].promise for name in names])
        ledger.promise[orders] = at + promised[ledger.source[orders]]
        ledger.status[orders] = Status.PAID

    def release(self, orders: Ints, at: Floats) -> None:
        """Let orders through at the instants `at`: from then on their lines want goods at their sites."""
        if not len(orders):
            return
        ledger = self.engine.ledger
        ledger.orders.released[orders] = at
        ledger.orders.status[orders] = Status.RELEASED
        if (at[:-1] > at[1:]).any():
            by_time = np.argsort(at, kind="stable")
            orders, at = orders[by_time], at[by_time]
        node = ledger.orders.node[orders]
        for site in np.unique(node).tolist():
            mine = node == site
            lines = ledger.lines_of(orders[mine])
            self.engine.points[site].expect(lines, np.repeat(at[mine], ledger.orders.lines[orders[mine]]))

    def undo(self, orders: Ints) -> None:
        """What was foreseen for orders later than now has not been decided: they stand as they stand now."""
        ledger, now = self.engine.ledger, self.engine.now
        ahead = orders[ledger.orders.released[orders] > now]
        node = ledger.orders.node[ahead]
        for site in np.unique(node).tolist():
            self.engine.points[site].forget(ledger.lines_of(ahead[node == site]))
        back = orders[(ledger.orders.refunded[orders] > now) & np.isin(ledger.orders.exit[orders], NEVER)]
        ledger.orders.refunded[back], ledger.orders.exit[back] = np.nan, Exit.NONE
        for stamp in ("paid", "grouped", "released"):
            ledger.orders[stamp][orders[ledger.orders[stamp][orders] > now]] = np.nan

    def refund(self, orders: Ints, at: Floats | float, why: Exit) -> None:
        """Orders end here and get their money back."""
        ledger = self.engine.ledger.orders
        ledger.refunded[orders] = at
        ledger.status[orders] = Status.REFUNDED
        ledger.exit[orders] = why

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
                luck = self.engine.streams.uniforms("patience", ledger.orders.key[orders[mine]])
                until[mine] = ledger.orders.paid[orders[mine]] + patience.quantile(luck)
        return until


def _code(codes: dict[str, int], site: str | None) -> int:
    return 0 if site is None else codes[site]
