"""The counter of a stock point: what each line gets from the shelf, who goes on, who waits, and who leaves.

It does what it is told when it is told: in which order people come, and up to when they are served, is the business of
the stock point.
"""

import math
from collections.abc import Callable

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.order_splitting import OrderSplitting
from sim.model.inventory.put_back import put_back
from sim.model.inventory.rationing import enough, in_turn, rationed, whole_orders
from sim.model.inventory.reservations import Claims
from sim.model.inventory.shortage_rule import ShortageRule
from sim.state.ledger import Exit, Kind, Status
from sim.state.stock import EPSILON, WHY, Elsewhere

PICKED = WHY.index("picked")
INNER, EXCHANGE = int(Kind.REPLENISHMENT), int(Kind.EXCHANGE)
"""As plain numbers: NumPy takes many times as long to compare with a member of an enumeration."""
Deadlines = Callable[[Ints], Floats]


class StockAllocation:
    """The shelf and the queues of one site. `hand_over(orders, at)` gets customers' orders whose lines are all
    complete; `ship(lines, lots, units)` gets what was allocated to orders of other sites, at the instant it was."""

    def __init__(
        self,
        engine: Engine,
        site: int,
        hand_over: Callable[[Ints, Floats], None],
        ship: Callable[[Ints, Ints, Floats], None],
        deadlines: Deadlines,
        scarcity: ShortageRule,
    ) -> None:
        self.engine, self.site = engine, site
        self._hand_over, self._ship, self._deadlines = hand_over, ship, deadlines
        self._scarcity, self._reserves = scarcity, scarcity.reserves
        self.claims = Claims(engine.stock, site)
        name = engine.codes.site_names[site]
        self._lost, policy = engine.world.sites[name].unmet == "lost", engine.world.sites[name].fulfilment
        self._parting = OrderSplitting(engine, policy, self.claims, name, self.complete, hand_over) if policy else None
        self._cuts = policy is not None and policy.rest == "never"

    # --- what there is, and who gets it

    def wanted(self, lines: Ints) -> tuple[Ints, Floats]:
        """Items and units of lines."""
        ledger = self.engine.ledger.lines
        return ledger.sku[lines], ledger.qty[lines]

    def suffices(self, sku: Ints, qty: Floats) -> bool:
        """Whether everybody gets all he wants, whoever comes first, and nothing is kept back."""
        return not self._reserves and enough(sku, qty, self._free())

    def shares(self, lines: Ints) -> Floats:
        """Units for each line that comes next, as things stand."""
        if not self._lost or self._cuts:
            return self.in_turn(lines)
        keeps = self._scarcity.keeps(lines) if self._reserves else None
        return whole_orders(self.engine.ledger.lines.order[lines], *self.wanted(lines), self._free(), keeps)

    def in_turn(self, lines: Ints) -> Floats:
        """Units for each line when they are met unit by unit, as things stand."""
        sku, qty = self.wanted(lines)
        if self._reserves:
            return rationed(sku, qty, self._scarcity.keeps(lines), self._free())
        return in_turn(sku, qty, self._free())

    def next_release(self, lines: Ints, given: Floats) -> float:
        """When the next order gives up that holds goods, if these lines get what is `given` (inf = none does)."""
        soonest = self.claims.next_release()
        short = given < self.wanted(lines)[1] - EPSILON
        if self._lost or not short.any():
            return soonest
        orders = self.engine.ledger.lines.order[lines]
        holding = short & np.isin(orders, orders[given > EPSILON])
        return min(soonest, float(self._until(lines[holding]).min(initial=math.inf)))

    def commit(self, lines: Ints, at: Floats, given: Floats) -> None:
        """Carry out what each line gets; the others wait, or are lost."""
        if not len(lines):
            return
        sku, qty = self.wanted(lines)
        got, done = given > EPSILON, given >= qty - EPSILON
        owners, rows = self.issue(sku[got], lines[got], given[got], at[got])
        if not done.all():
            rest = np.flatnonzero(~done)
            inner = self.engine.ledger.orders.kind[self.engine.ledger.lines.order[lines[rest]]] == INNER
            stays = inner | self._goes_in_part(lines, rest, got) if self._lost else inner
            if self._lost and not stays.all():
                self._leave(lines[rest[~stays]], at[rest[~stays]], Exit.LOST_SALE)
                rest = rest[stays]
            since = self._age(lines[rest], at[rest])
            self.claims.add(sku[rest], lines[rest], qty[rest] - given[rest], since, self._until(lines[rest]))
        self.complete(lines[done], at[done])
        if not done.all():
            self._set_aside(owners, rows, goods_come=False)

    def _goes_in_part(self, lines: Ints, rest: Ints, got: Bools) -> Bools:
        """Of the lines `rest`, whose order got something that it will leave with."""
        orders = self.engine.ledger.lines.order[lines]
        return np.isin(orders[rest], orders[got]) if self._cuts else np.zeros(len(rest), dtype=bool)

    def serve_waiting(self, items: list[int], now: float) -> None:
        """Share out what lies on the shelf of these items between those who wait for them."""
        set_aside: list[tuple[Ints, Ints]] = []
        for item in items:
            there = float(self.engine.stock.on_hand[self.site, item])
            if item not in self.claims.queues or there <= EPSILON:
                continue
            lines, amounts, complete = self.claims.give(
                item, self._scarcity.share(item, self.claims.queues[item], there)
            )
            set_aside.append(self.issue(np.full(len(lines), item), lines, amounts, np.full(len(lines), now)))
            self.complete(complete, np.full(len(complete), now))
        if set_aside:
            # an order is looked at when it has got of all items what it gets now
            owners, rows = (np.concatenate(column) for column in zip(*set_aside, strict=True))
            self._set_aside(owners, rows, goods_come=True)

    def issue(self, sku: Ints, lines: Ints, units: Floats, at: Floats) -> tuple[Ints, Ints]:
        """Draw goods for lines: customers' goods are sold, other sites' goods go to the dock.

        Returns the line of each new row of `picks`, and these rows.
        """
        if not len(lines):
            return lines, lines
        engine = self.engine
        which, lots, amounts = engine.stock.take(self.site, sku, units)
        line, time = lines[which], at[which]
        rows = engine.stock.picks.append(len(line), line=line, lot=lots, qty=amounts, time=time, site=self.site)
        inner = engine.ledger.orders.kind[engine.ledger.lines.order[line]] == INNER
        target = np.where(inner, int(Elsewhere.TRANSIT), int(Elsewhere.CUSTOMER))
        engine.stock.moves.append(
            len(line), time=time, source=self.site, target=target, sku=sku[which], lot=lots, qty=amounts, why=PICKED
        )
        if inner.any():
            self._ship(line[inner], lots[inner], amounts[inner])
        return line, rows

    def complete(self, lines: Ints, at: Floats) -> None:
        """Note that lines have all their goods; orders without open lines go on."""
        if not len(lines):
            return
        ledger = self.engine.ledger
        ready = ledger.fill(lines, at)
        self.claims.let_go(ready)
        ledger.orders.status[ready] = Status.ALLOCATED
        ready = ready[ledger.orders.kind[ready] != INNER]
        if len(ready):
            when = ledger.orders.allocated[ready]
            order = np.argsort(when, kind="stable")
            self._hand_over(ready[order], when[order])

    # --- who waits, and who leaves

    def _set_aside(self, lines: Ints, rows: Ints, goods_come: bool) -> None:
        """Customers' orders that still lack goods hold those of these rows of `picks`."""
        ledger = self.engine.ledger
        orders, lots = ledger.lines.order[lines], self.engine.stock.lots
        holds = (ledger.orders.open[orders] > 0) & (ledger.orders.kind[orders] != INNER)
        if holds.any():
            expires = lots.expires[self.engine.stock.picks.lot[rows[holds]]]
            self.claims.hold(orders[holds], rows[holds], self._until(lines[holds]), expires)
            if self._parting is not None:
                self._parting.consider(orders[holds], self.engine.stock.picks.time[rows[holds]], goods_come)

    def give_up(self, now: float) -> None:
        """Whoever is out of patience by `now` goes."""
        lines, when = self.claims.overdue(now)
        if len(lines):
            self._leave(lines, when, Exit.IMPATIENT)

    def _leave(self, lines: Ints, at: Floats, why: Exit) -> None:
        """Orders of these lines are off: their other lines stop waiting, and their goods go back on the shelf."""
        ledger = self.engine.ledger
        orders, first = np.unique(ledger.lines.order[lines], return_index=True)
        ledger.orders.status[orders], ledger.orders.exit[orders] = Status.CANCELLED, why
        ledger.orders.cancelled[orders] = ledger.orders.refunded[orders] = at[first]
        if (ledger.orders.lines[orders] > 1).any():
            theirs = ledger.lines_of(orders)
            self.claims.remove(theirs, ledger.lines.sku[theirs])
        held = self.claims.let_go(orders)
        if len(held):
            now = float(at.max())
            self.serve_waiting(put_back(self.engine.stock, held, now), now)

    # --- small questions

    def _free(self) -> Floats:
        """Units of each item that nobody waits for; who keeps some back lets others wait beside them."""
        there: Floats = self.engine.stock.on_hand[self.site].copy()
        if not self._reserves:
            there[list(self.claims.queues)] = 0.0
        return there

    def _age(self, lines: Ints, at: Floats) -> Floats:
        """Since when lines that come `at` instants count as waiting: an exchange is as old as what it replaces."""
        ledger = self.engine.ledger.orders
        orders = self.engine.ledger.lines.order[lines].astype(np.int64)
        new = exchanged = ledger.kind[orders] == EXCHANGE
        while new.any():
            orders[new] = ledger.replaces[orders[new]]
            new = ledger.kind[orders] == EXCHANGE
        return np.where(exchanged, ledger.released[orders], at)

    def _until(self, lines: Ints) -> Floats:
        """When lines give up: their customers' patience, but never before they came."""
        ledger = self.engine.ledger
        return np.asarray(np.maximum(self._deadlines(lines), ledger.orders.released[ledger.lines.order[lines]]))
