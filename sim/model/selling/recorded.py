"""Recorded orders: a file instead of a generator; every line is replayed at its own instant."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.selling.demand_multiplier import DemandMultiplier
from sim.model.selling.order_entry import Drawn, OrderEntry
from sim.schema.orders import RecordedOrders, orders_of
from sim.schema.selling import RecordedSource


class Replay:
    """One file. When demand moves, orders to come are left out or repeated: a copy of each at its own instant.

    The factor of an order is that of its first line's product.
    """

    def __init__(
        self, engine: Engine, entry: OrderEntry, name: str, model: RecordedSource, rows: RecordedOrders | None = None
    ) -> None:
        """`rows`: the orders of the file, when it has been read already."""
        self.engine, self.entry, self.name, self.model = engine, entry, name, model
        self._rows = rows
        self._recorded = self._copies = Drawn(np.empty(0, np.int64), np.empty(0))

    def start(self) -> None:
        """Place all recorded orders, and follow the lever on demand."""
        codes, world = self.engine.codes, self.engine.world
        self._recorded = self._replay(orders_of(world, self.model) if self._rows is None else self._rows)
        self._channels = np.unique(self._column("channel"))
        channels = [codes.channel_names[code] for code in self._channels]
        self._multiplier = DemandMultiplier(self.engine, self.name, list(world.products), channels)
        self._multiplier.watch(self._demand_moves)

    def _replay(self, rows: RecordedOrders) -> Drawn:
        """Place, pay and release every order at its recorded instant; those after the horizon are left out."""
        engine, codes, model = self.engine, self.engine.codes, self.model
        begun = (rows.time >= 0) & (rows.time < engine.horizon)
        inside = begun[rows.order]
        single = len(rows.order) == len(rows.time)
        owner = None if single else (np.cumsum(begun) - 1)[rows.order[inside]]
        community = rows.community[begun] if codes.communities else np.full(int(begun.sum()), -1)
        unknown = community < 0
        if codes.communities and unknown.any():
            rng = engine.streams.rng("recorded", self.name)
            community[unknown] = self.entry.draw_communities(model, int(unknown.sum()), rng)
        price = np.where(np.isnan(rows.price), codes.price[rows.sku], rows.price)
        channel = np.where(rows.channel[begun] < 0, codes.channels[model.channel], rows.channel[begun])
        times = rows.time[begun]
        orders = self.entry.place(
            self.name,
            times,
            community,
            rows.sku[inside],
            rows.quantity[inside],
            owner=owner,
            channel=channel,
            price=price[inside],
        )
        for column, values in rows.extra.items():
            self._extend(column, orders, values if begun.all() else values[begun])
        return self._let_go(orders, times)

    def _extend(self, column: str, orders: Ints, values: Floats) -> None:
        """The values that the file has for these orders, the last ones of the ledger, in a column of their own."""
        before, held = int(orders[0]) if len(orders) else 0, self.engine.columns.get(column, np.empty(0))
        gap = np.full(before - len(held), np.nan)
        self.engine.columns[column] = np.concatenate((held, gap, values)) if before else values

    def _let_go(self, orders: Ints, times: Floats) -> Drawn:
        self.entry.pay(orders, times)
        self.entry.release(orders, times)
        return Drawn(orders, times)

    def _column(self, name: str) -> Ints:
        return np.asarray(self.engine.ledger.orders[name][self._recorded.order], dtype=np.int64)

    # --- the lever

    def _demand_moves(self) -> None:
        ledger, now, streams = self.engine.ledger, self.engine.now, self.engine.streams
        ledger.orders.called_off[self._copies.after(now)] = True
        channel = np.searchsorted(self._channels, self._column("channel"))
        factor = self._multiplier.factors()[ledger.lines.sku[self._column("first")], channel]
        later, keys = self._recorded.placed > now, ledger.orders.key[self._recorded.order]
        stays = streams.uniforms("stays", keys) < factor
        ledger.orders.called_off[self._recorded.order[later]] = ~stays[later]
        extra = np.maximum(factor - 1.0, 0.0)
        again = np.floor(extra) + (streams.uniforms("comes again", keys) < extra % 1.0)
        times = again[later].astype(np.int64)
        self._copy(np.repeat(self._recorded.order[later], times), np.repeat(self._recorded.placed[later], times))

    def _copy(self, orders: Ints, placed: Floats) -> None:
        """The same orders once more, with keys of their own."""
        if not len(orders):
            return
        engine, ledger = self.engine, self.engine.ledger
        lines = ledger.lines_of(orders)
        new = self.entry.place(
            self.name,
            placed,
            ledger.orders.community[orders].astype(np.int64),
            ledger.lines.sku[lines],
            ledger.lines.qty[lines],
            owner=np.repeat(np.arange(len(orders)), ledger.orders.lines[orders]),
            channel=ledger.orders.channel[orders],
            price=ledger.lines.price[lines],
        )
        for column, values in list(engine.columns.items()):
            if len(values) > orders.max():
                self._extend(column, new, values[orders])
        self._copies = self._copies.with_more(self._let_go(new, placed))
