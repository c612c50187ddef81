"""Recorded orders: a file instead of a generator; every line is replayed at its own instant."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.selling.desk import Desk
from sim.model.selling.pull import Pull
from sim.schema.orders import RecordedOrders, orders_of
from sim.schema.selling import Recorded
from sim.state.ledger import VOID, Kind


class Replay:
    """One file. Where demand is moved, orders to come are left out, or come again: a copy of each at its own instant.

    The factor of an order is that of its first line's product.
    """

    def __init__(
        self, engine: Engine, desk: Desk, name: str, model: Recorded, rows: RecordedOrders | None = None
    ) -> None:
        """`rows`: what the file says, when somebody has read it already."""
        self.engine, self.desk, self.name, self.model = engine, desk, name, model
        self._rows = rows
        self._recorded = self._copies = np.empty(0, np.int64)

    def start(self) -> None:
        """Place all recorded orders, and follow the lever on demand."""
        codes, world = self.engine.codes, self.engine.world
        self._recorded = self._replay(orders_of(world, self.model) if self._rows is None else self._rows)
        self._channels = np.unique(self._column("channel"))
        channels = [codes.channel_names[code] for code in self._channels]
        self._pull = Pull(self.engine, self.name, list(world.products), channels)
        self._pull.watch(self._demand_moves)

    def _replay(self, rows: RecordedOrders) -> Ints:
        """Place, pay and release every order at its recorded instant; later ones than the horizon are left."""
        engine, codes, model = self.engine, self.engine.codes, self.model
        begun = (rows.time >= 0) & (rows.time < engine.horizon)
        inside = begun[rows.order]
        single = len(rows.order) == len(rows.time)
        owner = None if single else (np.cumsum(begun) - 1)[rows.order[inside]]
        community = rows.community[begun] if codes.communities else np.full(int(begun.sum()), -1)
        unknown = community < 0
        if codes.communities and unknown.any():
            rng = engine.streams.rng("recorded", self.name)
            community[unknown] = self.desk.where(model, int(unknown.sum()), rng)
        price = np.where(np.isnan(rows.price), codes.price[rows.sku], rows.price)
        channel = np.where(rows.channel[begun] < 0, codes.channels[model.channel], rows.channel[begun])
        orders = self.desk.place(
            self.name,
            rows.time[begun],
            community,
            rows.sku[inside],
            rows.quantity[inside],
            owner=owner,
            channel=channel,
            price=price[inside],
        )
        for column, values in rows.extra.items():
            self._extend(column, orders, values if begun.all() else values[begun])
        self._let_go(orders)
        return orders

    def _extend(self, column: str, orders: Ints, values: Floats) -> None:
        """What the file says of these orders, the last ones of the ledger, in a column of its own."""
        before, held = int(orders[0]) if len(orders) else 0, self.engine.columns.get(column, np.empty(0))
        gap = np.full(before - len(held), np.nan)
        self.engine.columns[column] = np.concatenate((held, gap, values)) if before else values

    def _let_go(self, orders: Ints) -> None:
        times = self.engine.ledger.orders.placed[orders]
        self.desk.pay(orders, times)
        self.desk.release(orders, times)

    def _column(self, name: str) -> Ints:
        return np.asarray(self.engine.ledger.orders[name][self._recorded], dtype=np.int64)

    # --- the lever

    def _demand_moves(self) -> None:
        ledger, now, streams = self.engine.ledger, self.engine.now, self.engine.streams
        ledger.orders.kind[self._copies[ledger.orders.placed[self._copies] > now]] = VOID
        channel = np.searchsorted(self._channels, self._column("channel"))
        factor = self._pull.factors()[ledger.lines.sku[self._column("first")], channel]
        later, keys = ledger.orders.placed[self._recorded] > now, ledger.orders.key[self._recorded]
        stays = streams.uniforms("stays", keys) < factor
        ledger.orders.kind[self._recorded[later]] = np.where(stays, int(Kind.CUSTOMER), VOID)[later]
        extra = np.maximum(factor - 1.0, 0.0)
        again = np.floor(extra) + (streams.uniforms("comes again", keys) < extra % 1.0)
        self._copy(np.repeat(self._recorded[later], again[later].astype(np.int64)))

    def _copy(self, orders: Ints) -> None:
        """The same orders once more, by other people of the same places."""
        if not len(orders):
            return
        engine, ledger = self.engine, self.engine.ledger
        lines = ledger.lines_of(orders)
        new = self.desk.place(
            self.name,
            ledger.orders.placed[orders],
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
        self._let_go(new)
        self._copies = np.concatenate((self._copies, new))
