"""A stock point: one site's goods and everybody who wants them.

Lines of customers come in at known instants, those of other sites when they are ordered. The point is lazy: it serves
them when something happens or somebody looks, always in order of time, unit by unit, first come first served; looking
changes nothing. A policy for scarce goods is asked when goods arrive and more is wanted than there is.
"""

import math
from collections.abc import Callable

import numpy as np

from sim.arrays import Floats, Ints
from sim.clock import Alarm
from sim.model.engine import Engine
from sim.model.inventory.allocation import Deadlines, StockAllocation
from sim.model.inventory.demand_history import DemandHistory
from sim.model.inventory.future_demand import FutureDemand
from sim.model.inventory.put_back import put_back, undo
from sim.model.inventory.rationing import distinct
from sim.model.inventory.shortage_rule import BoundFor, ShortageRule
from sim.state.stock import Elsewhere


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
        name = engine.codes.site_names[site]
        self.engine, self.site, self.name = engine, site, name
        self.endless = engine.world.sites[name].stock == "unlimited"
        self._coming = FutureDemand()
        self._counter = StockAllocation(engine, site, hand_over, ship, deadlines, ShortageRule(engine, name, bound_for))
        self.claims = self._counter.claims
        self._expiry = Alarm(engine.env, self._lots_expire)
        self.on_change: list[Callable[[], None]] = []
        self.usage = DemandHistory(len(engine.codes.items), engine.horizon)

    # --- demand

    def expect(self, lines: Ints, at: Floats) -> None:
        """Lines that will want goods at the instants `at` (now or later)."""
        if len(lines):
            self._coming.add(lines, at)
            self.changed()

    def forget(self, lines: Ints) -> None:
        """Lines that were expected later will not come, unless they are expected anew."""
        self._coming.remove(lines)
        self.changed()

    def claim(self, lines: Ints) -> None:
        """Lines of another site want goods now; what is not there they wait for, whatever customers do here."""
        self.sync()
        at = np.full(len(lines), self.engine.now)
        self.usage.add(*self._counter.wanted(lines), at)
        if self.endless:
            # where goods are always there, what another site orders comes into being when it is ordered
            for item, units in zip(*(column.tolist() for column in self._counter.wanted(lines)), strict=True):
                lot = self.engine.new_lot(item, self.site)
                self.engine.stock.put(self.engine.now, self.site, lot, units, int(Elsewhere.SUPPLIER), "received")
        self._counter.commit(lines, at, self._counter.in_turn(lines))
        self.changed()

    def next_demand(self, slack: Floats) -> float:
        """The first instant at which the demand to come of any item uses up its `slack` (inf = does not watch)."""
        return self._coming.uses_up(slack, self._counter.wanted)

    def sync(self, with_now: bool = True) -> None:
        """Serve everybody who has come by now, or `with_now=False` before now; what expires by now goes first.

        Whoever gives up by now has gone.
        """
        now = self.engine.now
        self._bring_up_to(now if with_now else math.nextafter(now, -math.inf))
        if not with_now:
            self._counter.give_up(now)

    def _bring_up_to(self, until: float) -> None:
        while (last := self._last_good()) <= until:
            self._serve_until(last)
            self.engine.stock.expire(self.site, math.nextafter(last, math.inf))
        self._serve_until(until)

    def _last_good(self) -> float:
        """The last instant at which nothing that lies here has expired."""
        return math.nextafter(self.engine.stock.next_expiry(self.site), -math.inf)

    def _serve_until(self, until: float) -> None:
        lines, at = self._coming.until(until)
        quiet = self.claims.quiet(until)
        if quiet and not len(lines):
            return
        if len(lines):
            kept = self.engine.ledger.orders.kind[self.engine.ledger.lines.order[lines]] >= 0
            lines, at = (lines, at) if kept.all() else (lines[kept], at[kept])
            sku, qty = self._counter.wanted(lines)
            self.usage.add(sku, qty, at)
            if quiet and not self.endless and self._counter.suffices(sku, qty):
                self._counter.issue(sku, lines, qty, at)
                self._counter.complete(lines, at)
                return
        if self.endless:
            self._counter.complete(lines, at)
            return
        while True:
            given = self._counter.shares(lines)
            stop = self._counter.next_release(lines, given)
            if stop > until:
                break
            # goods of an order that gives up then are there for whoever comes later
            upto = int(np.searchsorted(at, stop, side="right"))
            self._counter.commit(lines[:upto], at[:upto], given[:upto])
            self._counter.give_up(stop)
            lines, at = lines[upto:], at[upto:]
            if self._last_good() < until:
                # what came back expires on the way: the others are served in turn with that
                sku, qty = self._counter.wanted(lines)
                self.usage.add(sku, -qty, at)
                self._coming.add(lines, at)
                self._bring_up_to(until)
                return
        self._counter.commit(lines, at, given)
        self._counter.give_up(until)

    # --- goods

    def receive(self, lots: Ints, units: Floats, source: int, why: str) -> None:
        """Goods arrive now: onto the shelf, and on to whoever waits for them; who comes at this instant comes after."""
        self.sync(with_now=False)
        stock, now = self.engine.stock, self.engine.now
        for lot, qty in zip(lots.tolist(), units.tolist(), strict=True):
            stock.put(now, self.site, lot, qty, source, why)
        self._counter.serve_waiting(distinct(stock.lots.sku[lots]), now)
        self._expiry.set(self._next_expiry())
        self.changed()

    # --- goods and people that leave

    def _next_expiry(self) -> float:
        """When the next lot expires that lies here, or that comes back when an order gives up which holds it."""
        return min(self.engine.stock.next_expiry(self.site), self.claims.next_to_spoil())

    def _lots_expire(self) -> None:
        if self._next_expiry() <= self.engine.now:
            self.sync()
            self.claims.spoiled(self.engine.now)
            self.changed()
        self._expiry.set(self._next_expiry())

    def withdraw(self, lines: Ints) -> tuple[Ints, Floats]:
        """Lines that no longer want goods here: those that were still waiting, and the units that they lacked."""
        self.sync()
        return self.claims.remove(lines, self.engine.ledger.lines.sku[lines])

    def unpack(self, lines: Ints, lots: Ints, units: Floats) -> None:
        """Goods that were brought to the dock go back on the shelf."""
        now, site = self.engine.now, np.full(len(lines), self.site)
        self.engine.ledger.lines.allocated[lines] = np.nan
        self._counter.serve_waiting(undo(self.engine.stock, lines, lots, units, site, now, Elsewhere.TRANSIT), now)
        self._expiry.set(self._next_expiry())
        self.changed()

    def stop(self, orders: Ints, rows: Ints) -> None:
        """Orders that will not leave: their lines stop waiting, and these rows of `picks` go back on the shelf."""
        ledger, picks = self.engine.ledger, self.engine.stock.picks
        theirs = ledger.lines_of(orders)
        self.claims.remove(theirs, ledger.lines.sku[theirs])
        self.claims.let_go(orders)
        ledger.lines.allocated[picks.line[rows]] = np.nan
        self._counter.serve_waiting(put_back(self.engine.stock, rows, self.engine.now), self.engine.now)
        self._expiry.set(self._next_expiry())

    def changed(self) -> None:
        """Tell those who watch this point that its position, or what lies here, may have changed."""
        for listener in self.on_change:
            listener()
