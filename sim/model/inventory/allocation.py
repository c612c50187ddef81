"""Allocation: which order lines get goods from the shelf of a site, which ones wait, and which orders are lost."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.backlog import Backlog
from sim.model.inventory.completed_orders import REPLENISHMENT, CompletedOrders
from sim.model.inventory.order_splitting import OrderSplitting
from sim.model.inventory.put_back import put_back
from sim.model.inventory.rationing import critical_level, first_come_first_served, suffices, whole_orders
from sim.model.inventory.reservations import Reservations
from sim.model.inventory.shortage_rule import ShortageRule
from sim.state.ledger import Exit, Kind, Status
from sim.state.stock import Elsewhere, Why
from sim.tolerance import SAME_UNITS

PICKED, EXCHANGE = int(Why.PICKED), int(Kind.EXCHANGE)
Deadlines = Callable[[Ints], Floats]
"""When the customers of lines give up, minutes, shape (lines,); inf = never."""


class Shipping(Protocol):
    """What takes goods from here to other sites."""

    def ship(self, lines: Ints, lots: Ints, units: Floats) -> None:
        """Units of lots have been allocated to lines of replenishment orders now, and stand at the dock."""

    def destination(self, order: int) -> str:
        """The site to which a replenishment order goes."""


class StockAllocation:
    """The shelf and the queues of one site.

    It allocates when it is called; the stock point decides in which order lines come and up to which instant.
    """

    def __init__(self, engine: Engine, site: int, shipping: Shipping, deadlines: Deadlines) -> None:
        self.engine, self.site = engine, site
        self._shipping, self._deadlines = shipping, deadlines
        name = engine.codes.site_names[site]
        model = engine.world.sites[name]
        self.backlog = Backlog(engine.stock, site)
        self.reservations = Reservations()
        self.completed = CompletedOrders(engine.ledger, self.reservations)
        self._shortage = ShortageRule(engine, name, shipping.destination)
        self._lost, self._splits_to_leave = model.unmet == "lost", False
        self._splitting: OrderSplitting | None = None
        if model.fulfilment is not None:
            self._splits_to_leave = model.fulfilment.rest == "never"
            self._splitting = OrderSplitting(
                engine, name, model.fulfilment, self.backlog, self.reservations, self.completed
            )

    # --- what is available, and who gets it

    def wanted(self, lines: Ints) -> tuple[Ints, Floats]:
        """Items and units of lines."""
        ledger = self.engine.ledger.lines
        return ledger.sku[lines], ledger.qty[lines]

    def suffices(self, sku: Ints, qty: Floats) -> bool:
        """Whether each line gets all it wants in whichever order they come, and nothing is kept back."""
        return not self._shortage.keeps_back and suffices(sku, qty, self._available())

    def shares(self, lines: Ints) -> Floats:
        """Units for each of the lines that come next, as things stand."""
        if not self._lost or self._splits_to_leave:
            return self.unit_by_unit(lines)
        level = self._shortage.reserve(lines) if self._shortage.keeps_back else None
        return whole_orders(self.engine.ledger.lines.order[lines], *self.wanted(lines), self._available(), level)

    def unit_by_unit(self, lines: Ints) -> Floats:
        """Units for each of the lines when orders may be served in part, as things stand."""
        sku, qty = self.wanted(lines)
        if self._shortage.keeps_back:
            return critical_level(sku, qty, self._shortage.reserve(lines), self._available())
        return first_come_first_served(sku, qty, self._available())

    def next_release(self, lines: Ints, given: Floats) -> float:
        """When the next order gives up that holds goods, if these lines get what is `given` (inf = none does)."""
        soonest = self.reservations.next_deadline()
        short = given < self.wanted(lines)[1] - SAME_UNITS
        if self._lost or not short.any():
            return soonest
        orders = self.engine.ledger.lines.order[lines]
        holding = short & np.isin(orders, orders[given > SAME_UNITS])
        return min(soonest, float(self._deadline(lines[holding]).min(initial=np.inf)))

    def commit(self, lines: Ints, at: Floats, given: Floats) -> None:
        """Carry out what each line gets; the other lines wait, or their orders are lost."""
        if not len(lines):
            return
        sku, qty = self.wanted(lines)
        got, done = given > SAME_UNITS, given >= qty - SAME_UNITS
        owners, rows = self.issue(sku[got], lines[got], given[got], at[got])
        if not done.all():
            rest = np.flatnonzero(~done)
            inner = self.engine.ledger.orders.kind[self.engine.ledger.lines.order[lines[rest]]] == REPLENISHMENT
            stays = inner | self._leaves_in_part(lines, rest, got) if self._lost else inner
            if self._lost and not stays.all():
                self._cancel(lines[rest[~stays]], at[rest[~stays]], Exit.LOST_SALE)
                rest = rest[stays]
            since = self._waiting_since(lines[rest], at[rest])
            self.backlog.add(sku[rest], lines[rest], qty[rest] - given[rest], since, self._deadline(lines[rest]))
        self.completed.fill(lines[done], at[done])
        if not done.all():
            self._reserve(owners, rows, on_receipt=False)

    def _leaves_in_part(self, lines: Ints, rest: Ints, got: Bools) -> Bools:
        """Whether the order of each of the lines `rest` got something that it will leave with."""
        orders = self.engine.ledger.lines.order[lines]
        return np.isin(orders[rest], orders[got]) if self._splits_to_leave else np.zeros(len(rest), dtype=bool)

    def serve_backlog(self, items: list[int], now: float) -> None:
        """Share out what lies on the shelf of these items between the lines that wait for them."""
        reserved: list[tuple[Ints, Ints]] = []
        for item in items:
            available = float(self.engine.stock.on_hand[self.site, item])
            if item not in self.backlog.queues or available <= SAME_UNITS:
                continue
            units = self._shortage.share(item, self.backlog.queues[item], available)
            lines, amounts, complete = self.backlog.give(item, units)
            reserved.append(self.issue(np.full(len(lines), item), lines, amounts, np.full(len(lines), now)))
            self.completed.fill(complete, np.full(len(complete), now))
        if reserved:
            # once for all items, so that an order that gets several is split once
            owners, rows = (np.concatenate(column) for column in zip(*reserved, strict=True))
            self._reserve(owners, rows, on_receipt=True)

    def issue(self, sku: Ints, lines: Ints, units: Floats, at: Floats) -> tuple[Ints, Ints]:
        """Draw goods for lines: customers' goods are picked, other sites' goods go to the dock.

        Returns the line of each new row of `picks`, and these rows.
        """
        if not len(lines):
            return lines, lines
        engine = self.engine
        which, lots, amounts = engine.stock.take(self.site, sku, units)
        line, time = lines[which], at[which]
        rows = engine.stock.picks.append(len(line), line=line, lot=lots, qty=amounts, time=time, site=self.site)
        inner = engine.ledger.orders.kind[engine.ledger.lines.order[line]] == REPLENISHMENT
        target = np.where(inner, int(Elsewhere.TRANSIT), int(Elsewhere.CUSTOMER))
        engine.stock.moves.append(
            len(line), time=time, source=self.site, target=target, sku=sku[which], lot=lots, qty=amounts, why=PICKED
        )
        if inner.any():
            self._shipping.ship(line[inner], lots[inner], amounts[inner])
        return line, rows

    # --- who waits, and who leaves

    def _reserve(self, lines: Ints, rows: Ints, on_receipt: bool) -> None:
        """Customers' orders that still lack goods hold those of these rows of `picks`."""
        ledger = self.engine.ledger
        orders, lots = ledger.lines.order[lines], self.engine.stock.lots
        holds = (ledger.orders.open[orders] > 0) & (ledger.orders.kind[orders] != REPLENISHMENT)
        if holds.any():
            expires = lots.expires[self.engine.stock.picks.lot[rows[holds]]]
            self.reservations.hold(orders[holds], rows[holds], self._deadline(lines[holds]), expires)
            if self._splitting is not None:
                self._splitting.consider(orders[holds], self.engine.stock.picks.time[rows[holds]], on_receipt)

    def may_give_up(self, until: float) -> bool:
        """Whether an order may give up by `until`; False is certain, True may turn out to be nothing."""
        return self.backlog.next_deadline <= until or self.reservations.may_give_up(until)

    def give_up(self, now: float) -> None:
        """Cancel the orders whose deadline is `now` or earlier."""
        if self.backlog.next_deadline > now:
            return
        lines, when = self.backlog.expire(now)
        self.reservations.drop_deadlines(now)
        if len(lines):
            self._cancel(lines, when, Exit.IMPATIENT)

    def _cancel(self, lines: Ints, at: Floats, why: Exit) -> None:
        """Cancel the orders of these lines: their other lines stop waiting, and what they hold returns to the shelf."""
        ledger = self.engine.ledger
        orders, first = np.unique(ledger.lines.order[lines], return_index=True)
        ledger.orders.status[orders], ledger.orders.exit[orders] = Status.CANCELLED, why
        ledger.orders.cancelled[orders] = ledger.orders.refunded[orders] = at[first]
        if (ledger.orders.lines[orders] > 1).any():
            theirs = ledger.lines_of(orders)
            self.backlog.remove(theirs, ledger.lines.sku[theirs])
        held = self.reservations.release(orders)
        if len(held):
            now = float(at.max())
            self.serve_backlog(put_back(self.engine.stock, held, now), now)

    # --- small questions

    def _available(self) -> Floats:
        """Units of each item that no line waits for; a rule that keeps some back lets lines wait beside them."""
        available: Floats = self.engine.stock.on_hand[self.site].copy()
        if not self._shortage.keeps_back:
            available[list(self.backlog.queues)] = 0.0
        return available

    def _waiting_since(self, lines: Ints, at: Floats) -> Floats:
        """Since when lines that come at the instants `at` wait: an exchange since its first order was released."""
        ledger = self.engine.ledger.orders
        orders = self.engine.ledger.lines.order[lines].astype(np.int64)
        new = exchanged = ledger.kind[orders] == EXCHANGE
        while new.any():
            orders[new] = ledger.replaces[orders[new]]
            new = ledger.kind[orders] == EXCHANGE
        return np.where(exchanged, ledger.released[orders], at)

    def _deadline(self, lines: Ints) -> Floats:
        """When lines give up: at the end of their customers' patience, but not before the order was released."""
        ledger = self.engine.ledger
        return np.asarray(np.maximum(self._deadlines(lines), ledger.orders.released[ledger.lines.order[lines]]))
