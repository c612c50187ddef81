"""A stock point: one site's goods and everybody who wants them.

Lines of customers come in at known instants, those of other sites when they are ordered. The point is lazy: it serves
them when something happens or somebody looks, always in order of time, unit by unit, first come first served; looking
changes nothing. A policy for scarce goods is asked when goods arrive and more is wanted than there is.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.clock import Alarm
from sim.model.engine import Engine
from sim.model.supply.claims import Claims
from sim.model.supply.coming import Coming
from sim.model.supply.put_back import put_back, undo
from sim.model.supply.scarcity import BoundFor, Scarcity
from sim.model.supply.sharing import enough, in_turn, rationed, whole_orders
from sim.model.supply.usage import Usage
from sim.state.ledger import Exit, Kind, Status
from sim.state.stock import EPSILON, WHY, Elsewhere

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
PICKED = WHY.index("picked")
Deadlines = Callable[[Ints], Floats]


class StockPoint:
    """The goods of one site. `hand_over(orders, at)` gets customers' orders whose lines are all complete;
    `ship(lines, lots, units)` gets what was allocated to orders of other sites, at the instant it was."""

    def __init__(
        self,
        engine: Engine,
        site: int,
        hand_over: Callable[[Ints, Floats], None],
        ship: Callable[[Ints, Ints, Floats], None],
        deadlines: Deadlines,
        bound_for: BoundFor = lambda _: "",
    ) -> None:
        name = list(engine.world.sites)[site]
        self.engine, self.site, self.name = engine, site, name
        self._hand_over, self._ship, self._deadlines = hand_over, ship, deadlines
        self.endless = engine.world.sites[name].stock == "unlimited"
        self._lost = engine.world.sites[name].unmet == "lost"
        self._coming, self.news = Coming(), 0
        self.claims = Claims(engine.stock, site)
        self._scarcity = Scarcity(engine, name, bound_for)
        self._reserves = self._scarcity.reserves
        self._expiry = Alarm(engine.env, self._lots_expire)
        self.on_change: list[Callable[[], None]] = []
        self.usage = Usage(len(engine.codes.items), engine.horizon)

    # --- demand

    def expect(self, lines: Ints, at: Floats) -> None:
        """Lines that will want goods at the instants `at` (now or later)."""
        if len(lines):
            self._coming.add(lines, at)
            self.news += 1
            self.changed()

    def forget(self, lines: Ints) -> None:
        """Lines that were expected later will not come, unless they are expected anew."""
        self._coming.remove(lines)
        self.news += 1
        self.changed()

    def claim(self, lines: Ints) -> None:
        """Lines of another site want goods now; what is not there they wait for, whatever customers do here."""
        self.sync()
        at = np.full(len(lines), self.engine.now)
        self.usage.add(*self._wanted(lines), at)
        if self.endless:
            # where goods are always there, what another site orders comes into being when it is ordered
            for item, units in zip(*(column.tolist() for column in self._wanted(lines)), strict=True):
                lot = self.engine.new_lot(item, self.site)
                self.engine.stock.put(self.engine.now, self.site, lot, units, int(Elsewhere.SUPPLIER), "received")
        self._commit(lines, at, self._in_turn(lines))
        self.changed()

    def next_demand(self, slack: Floats) -> float:
        """The first instant at which the demand to come of any item uses up its `slack` (inf = does not watch)."""
        return self._coming.uses_up(slack, self._wanted)

    def sync(self, with_now: bool = True) -> None:
        """Serve everybody who has come by now, or `with_now=False` before now; what expires by now goes first.

        Whoever gives up by now has gone.
        """
        now = self.engine.now
        self._bring_up_to(now if with_now else np.nextafter(now, -np.inf))
        if not with_now:
            self._give_up(now)

    def _bring_up_to(self, until: float) -> None:
        while (last := self._last_good()) <= until:
            self._serve_until(last)
            self.engine.stock.expire(self.site, np.nextafter(last, np.inf))
        self._serve_until(until)

    def _last_good(self) -> float:
        """The last instant at which nothing that lies here has expired."""
        return float(np.nextafter(self.engine.stock.next_expiry(self.site), -np.inf))

    def _serve_until(self, until: float) -> None:
        lines, at = self._coming.until(until)
        quiet = self.claims.quiet(until)
        if quiet and not len(lines):
            return
        if len(lines):
            kept = self.engine.ledger.orders.kind[self.engine.ledger.lines.order[lines]] >= 0
            lines, at = (lines, at) if kept.all() else (lines[kept], at[kept])
            sku, qty = self._wanted(lines)
            self.usage.add(sku, qty, at)
            if quiet and not self.endless and not self._reserves and enough(sku, qty, self._free()):
                self._issue(sku, lines, qty, at)
                self._complete(lines, at)
                return
        if self.endless:
            self._complete(lines, at)
            return
        while True:
            given = self._shares(lines)
            stop = min(self.claims.next_release(), self._first_release(lines, given))
            if stop > until:
                break
            # goods of an order that gives up then are there for whoever comes later
            upto = int(np.searchsorted(at, stop, side="right"))
            self._commit(lines[:upto], at[:upto], given[:upto])
            self._give_up(stop)
            lines, at = lines[upto:], at[upto:]
            if self._last_good() < until:
                # what came back expires on the way: the others are served in turn with that
                sku, qty = self._wanted(lines)
                self.usage.add(sku, -qty, at)
                self._coming.add(lines, at)
                self._bring_up_to(until)
                return
        self._commit(lines, at, given)
        self._give_up(until)

    def _shares(self, lines: Ints) -> Floats:
        """Units for each line that comes next, as things stand."""
        if not self._lost:
            return self._in_turn(lines)
        keeps = self._scarcity.keeps(lines) if self._reserves else None
        return whole_orders(self.engine.ledger.lines.order[lines], *self._wanted(lines), self._free(), keeps)

    def _in_turn(self, lines: Ints) -> Floats:
        sku, qty = self._wanted(lines)
        if self._reserves:
            return rationed(sku, qty, self._scarcity.keeps(lines), self._free())
        return in_turn(sku, qty, self._free())

    def _first_release(self, lines: Ints, given: Floats) -> float:
        """When the first of these orders gives up that gets some goods but not all (inf = none)."""
        short = given < self._wanted(lines)[1] - EPSILON
        if self._lost or not short.any():
            return math.inf
        orders = self.engine.ledger.lines.order[lines]
        holding = short & np.isin(orders, orders[given > EPSILON])
        return float(self._until(lines[holding]).min(initial=math.inf))

    def _commit(self, lines: Ints, at: Floats, given: Floats) -> None:
        """Carry out what each line gets; the others wait, or are lost."""
        if not len(lines):
            return
        sku, qty = self._wanted(lines)
        got, done = given > EPSILON, given >= qty - EPSILON
        owners, rows = self._issue(sku[got], lines[got], given[got], at[got])
        if not done.all():
            rest = np.flatnonzero(~done)
            inner = self.engine.ledger.orders.kind[self.engine.ledger.lines.order[lines[rest]]] == Kind.REPLENISHMENT
            if self._lost and not inner.all():
                self._leave(lines[rest[~inner]], at[rest[~inner]], Exit.LOST_SALE)
                rest = rest[inner]
            self.claims.add(sku[rest], lines[rest], qty[rest] - given[rest], at[rest], self._until(lines[rest]))
        self._complete(lines[done], at[done])
        if not done.all():
            self._set_aside(owners, rows)

    # --- goods

    def receive(self, lots: Ints, units: Floats, source: int, why: str) -> None:
        """Goods arrive now: onto the shelf, and on to whoever waits for them; who comes at this instant comes after."""
        self.sync(with_now=False)
        stock, now = self.engine.stock, self.engine.now
        for lot, qty in zip(lots.tolist(), units.tolist(), strict=True):
            stock.put(now, self.site, lot, qty, source, why)
        self._expiry.set(stock.next_expiry(self.site))
        self._serve_waiting(np.unique(stock.lots.sku[lots]).tolist(), now)
        self.changed()

    def _serve_waiting(self, items: list[int], now: float) -> None:
        for item in items:
            there = float(self.engine.stock.on_hand[self.site, item])
            if item not in self.claims.queues or there <= EPSILON:
                continue
            lines, amounts, complete = self.claims.give(
                item, self._scarcity.share(item, self.claims.queues[item], there)
            )
            owners, rows = self._issue(np.full(len(lines), item), lines, amounts, np.full(len(lines), now))
            self._complete(complete, np.full(len(complete), now))
            self._set_aside(owners, rows)

    def _issue(self, sku: Ints, lines: Ints, units: Floats, at: Floats) -> tuple[Ints, Ints]:
        """Draw goods for lines: customers' goods are sold, other sites' goods go to the dock.

        Returns the line of each new row of `picks`, and these rows.
        """
        if not len(lines):
            return lines, lines
        engine = self.engine
        which, lots, amounts = engine.stock.take(self.site, sku, units)
        line, time = lines[which], at[which]
        rows = engine.stock.picks.append(len(line), line=line, lot=lots, qty=amounts, time=time, site=self.site)
        inner = engine.ledger.orders.kind[engine.ledger.lines.order[line]] == Kind.REPLENISHMENT
        target = np.where(inner, int(Elsewhere.TRANSIT), int(Elsewhere.CUSTOMER))
        engine.stock.moves.append(
            len(line), time=time, source=self.site, target=target, sku=sku[which], lot=lots, qty=amounts, why=PICKED
        )
        if inner.any():
            self._ship(line[inner], lots[inner], amounts[inner])
        return line, rows

    def _complete(self, lines: Ints, at: Floats) -> None:
        """Note that lines have all their goods; orders without open lines go on."""
        if not len(lines):
            return
        ledger = self.engine.ledger
        ready = ledger.fill(lines, at)
        self.claims.let_go(ready)
        ledger.orders.status[ready] = Status.ALLOCATED
        ready = ready[ledger.orders.kind[ready] != Kind.REPLENISHMENT]
        if len(ready):
            when = ledger.orders.allocated[ready]
            order = np.argsort(when, kind="stable")
            self._hand_over(ready[order], when[order])

    # --- goods and people that leave

    def _lots_expire(self) -> None:
        stock = self.engine.stock
        if stock.next_expiry(self.site) <= self.engine.now:
            self.sync()
            self.changed()
        self._expiry.set(stock.next_expiry(self.site))

    def _set_aside(self, lines: Ints, rows: Ints) -> None:
        """Customers' orders that still lack goods hold those of these rows of `picks`."""
        ledger = self.engine.ledger
        orders = ledger.lines.order[lines]
        holds = (ledger.orders.open[orders] > 0) & (ledger.orders.kind[orders] != Kind.REPLENISHMENT)
        if holds.any():
            self.claims.hold(orders[holds], rows[holds], self._until(lines[holds]))

    def _give_up(self, now: float) -> None:
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
            self._serve_waiting(put_back(self.engine.stock, held, now), now)

    def withdraw(self, lines: Ints) -> tuple[Ints, Floats]:
        """Lines that no longer want goods here: those that were still waiting, and the units that they lacked."""
        self.sync()
        return self.claims.remove(lines, self.engine.ledger.lines.sku[lines])

    def unpack(self, lines: Ints, lots: Ints, units: Floats) -> None:
        """Goods that were brought to the dock go back on the shelf."""
        now, site = self.engine.now, np.full(len(lines), self.site)
        self.engine.ledger.lines.allocated[lines] = np.nan
        self._serve_waiting(undo(self.engine.stock, lines, lots, units, site, now, Elsewhere.TRANSIT), now)
        self.changed()

    def stop(self, orders: Ints, rows: Ints) -> None:
        """Orders that will not leave: their lines stop waiting, and these rows of `picks` go back on the shelf."""
        ledger, picks = self.engine.ledger, self.engine.stock.picks
        theirs = ledger.lines_of(orders)
        self.claims.remove(theirs, ledger.lines.sku[theirs])
        self.claims.let_go(orders)
        ledger.lines.allocated[picks.line[rows]] = np.nan
        self._serve_waiting(put_back(self.engine.stock, rows, self.engine.now), self.engine.now)

    def changed(self) -> None:
        """Tell those who watch this point that its position, or what lies here, may have changed."""
        for listener in self.on_change:
            listener()

    # --- small questions

    def _wanted(self, lines: Ints) -> tuple[Ints, Floats]:
        ledger = self.engine.ledger.lines
        return ledger.sku[lines], ledger.qty[lines]

    def _free(self) -> Floats:
        """Units of each item that nobody waits for; who keeps some back lets others wait beside them."""
        there: Floats = self.engine.stock.on_hand[self.site].copy()
        if not self._reserves:
            there[list(self.claims.queues)] = 0.0
        return there

    def _until(self, lines: Ints) -> Floats:
        """When lines give up: their customers' patience, but never before they came."""
        ledger = self.engine.ledger
        return np.asarray(np.maximum(self._deadlines(lines), ledger.orders.released[ledger.lines.order[lines]]))
