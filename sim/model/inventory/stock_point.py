"""A stock point: the goods of one site and the demand for them, served in order of time.

Lines of customers arrive at known instants, those of other sites when they are ordered. The point is lazy: it serves
lines only when something happens or its state is read, always in order of time, unit by unit, first come, first
served; reading changes nothing. The shortage rule is asked when goods arrive and more is wanted than there is.
"""

import math
from collections.abc import Callable

import numpy as np

from sim.arrays import Floats, Ints
from sim.clock import Alarm
from sim.model.engine import Engine
from sim.model.inventory.allocation import StockAllocation
from sim.model.inventory.demand_history import DemandHistory
from sim.model.inventory.future_demand import FutureDemand
from sim.model.inventory.put_back import put_back, undo_picks
from sim.model.inventory.rationing import distinct
from sim.model.inventory.view_builder import ViewBuilder
from sim.policies.view import StockView
from sim.state.stock import Elsewhere, Why


class StockPoint:
    """The goods of one site; it is a `sim.model.engine.SiteStock`.

    `endless`    whether goods never run out
    `on_change`  called whenever the inventory position, or what lies here, may have changed
    """

    def __init__(self, engine: Engine, allocation: StockAllocation) -> None:
        self.engine, self.site, self._allocation = engine, allocation.site, allocation
        self.name = engine.codes.site_names[self.site]
        self.endless = engine.world.sites[self.name].stock == "unlimited"
        self.backlog = allocation.backlog
        self.demand_history = DemandHistory(len(engine.codes.items), engine.horizon)
        self.on_change: list[Callable[[], None]] = []
        self._future = FutureDemand()
        self._expiry = Alarm(engine.env, self._lots_expire)

    # --- demand

    def expect(self, lines: Ints, at: Floats) -> None:
        """Lines of customers will want goods at the instants `at` (now or later)."""
        if len(lines):
            self._future.add(lines, at)
            self.changed()

    def forget(self, lines: Ints) -> None:
        """Lines that were expected later will not come, unless they are expected anew."""
        self._future.remove(lines)
        self.changed()

    def claim(self, lines: Ints) -> None:
        """Lines of another site want goods now; they wait for what is lacking, even where customers' sales are lost."""
        self.sync()
        at = np.full(len(lines), self.engine.now)
        sku, qty = self._allocation.wanted(lines)
        self.demand_history.add(sku, qty, at)
        if self.endless:
            # goods without end come into being when another site orders them
            for item, units in zip(sku.tolist(), qty.tolist(), strict=True):
                lot = self.engine.new_lot(item, self.site)
                self.engine.stock.put(self.engine.now, self.site, lot, units, int(Elsewhere.SUPPLIER), Why.RECEIVED)
        self._allocation.commit(lines, at, self._allocation.unit_by_unit(lines))
        self.changed()

    def next_demand(self, slack: Floats) -> float:
        """The first instant at which future demand uses up the `slack` of any item, shape (items,); inf = never."""
        return self._future.uses_up(slack, self._allocation.wanted)

    def sync(self, with_now: bool = True) -> None:
        """Serve all demand up to now, or `with_now=False` before now; lots that expire by now expire first.

        Orders whose deadline is now are cancelled in either case.
        """
        now = self.engine.now
        self._bring_up_to(now if with_now else math.nextafter(now, -math.inf))
        if not with_now:
            self._allocation.give_up(now)

    def _bring_up_to(self, until: float) -> None:
        while (last := self._last_before_expiry()) <= until:
            self._serve_until(last)
            self.engine.stock.expire(self.site, math.nextafter(last, math.inf))
        self._serve_until(until)

    def _last_before_expiry(self) -> float:
        """The last instant at which no lot on the shelf has expired."""
        return math.nextafter(self.engine.stock.next_expiry(self.site), -math.inf)

    def _serve_until(self, until: float) -> None:
        allocation = self._allocation
        lines, at = self._future.until(until)
        certain = not allocation.may_give_up(until)
        if certain and not len(lines):
            return
        if len(lines):
            called_off = self.engine.ledger.orders.called_off[self.engine.ledger.lines.order[lines]]
            lines, at = (lines[~called_off], at[~called_off]) if called_off.any() else (lines, at)
            sku, qty = allocation.wanted(lines)
            self.demand_history.add(sku, qty, at)
            if certain and not self.endless and allocation.suffices(sku, qty):
                allocation.issue(sku, lines, qty, at)
                allocation.completed.fill(lines, at)
                return
        if self.endless:
            allocation.completed.fill(lines, at)
            return
        self.engine.future.advance(until)
        while True:
            given = allocation.shares(lines)
            stop = allocation.next_release(lines, given)
            if stop > until:
                break
            # goods of an order that gives up then are available to the lines that come later
            upto = int(np.searchsorted(at, stop, side="right"))
            allocation.commit(lines[:upto], at[:upto], given[:upto])
            allocation.give_up(stop)
            lines, at = lines[upto:], at[upto:]
            if self._last_before_expiry() < until:
                # what was put back expires before `until`: serve the other lines anew, with that expiry
                sku, qty = allocation.wanted(lines)
                self.demand_history.add(sku, -qty, at)
                self._future.add(lines, at)
                self._bring_up_to(until)
                return
        allocation.commit(lines, at, given)
        allocation.give_up(until)

    def collect(self) -> tuple[Ints, Floats]:
        """Take the customers' orders that have got all their goods since the last call, and when they did."""
        return self._allocation.completed.collect()

    # --- goods

    def receive(self, lots: Ints, units: Floats, source: int, why: Why) -> None:
        """Goods arrive now: onto the shelf, then to the backlog, then to the demand of this instant."""
        self.sync(with_now=False)
        stock, now = self.engine.stock, self.engine.now
        for lot, qty in zip(lots.tolist(), units.tolist(), strict=True):
            stock.put(now, self.site, lot, qty, source, why)
        self._allocation.serve_backlog(distinct(stock.lots.sku[lots]), now)
        self._expiry.set(self._next_expiry())
        self.changed()

    def receive_new(self, sku: int, units: float, source: int, why: Why) -> None:
        """A new lot of an item arrives now, fresh and at its cost."""
        self.receive(np.array([self.engine.new_lot(sku, self.site)]), np.array([float(units)]), source, why)

    # --- goods and orders that leave

    def _next_expiry(self) -> float:
        """When the next lot expires that lies here, or that returns when an order gives up which holds it."""
        return min(self.engine.stock.next_expiry(self.site), self._allocation.reservations.next_expiry())

    def _lots_expire(self) -> None:
        if self._next_expiry() <= self.engine.now:
            self.sync()
            self._allocation.reservations.drop_expiries(self.engine.now)
            self.changed()
        self._expiry.set(self._next_expiry())

    def withdraw(self, lines: Ints) -> tuple[Ints, Floats]:
        """Lines no longer want goods here: returns those that were still waiting, and the units that they lacked."""
        self.sync()
        return self.backlog.remove(lines, self.engine.ledger.lines.sku[lines])

    def unpack(self, lines: Ints, lots: Ints, units: Floats) -> None:
        """Goods that were brought to the dock for lines return to the shelf."""
        now, site = self.engine.now, np.full(len(lines), self.site)
        self.engine.ledger.lines.allocated[lines] = np.nan
        items = undo_picks(self.engine.stock, lines, lots, units, site, now, Elsewhere.TRANSIT)
        self._allocation.serve_backlog(items, now)
        self._expiry.set(self._next_expiry())
        self.changed()

    def stop(self, orders: Ints, rows: Ints) -> None:
        """Orders will not leave: their lines stop waiting, and these rows of `picks` return to the shelf."""
        ledger, picks = self.engine.ledger, self.engine.stock.picks
        theirs = ledger.lines_of(orders)
        self.backlog.remove(theirs, ledger.lines.sku[theirs])
        self._allocation.reservations.release(orders)
        ledger.lines.allocated[picks.line[rows]] = np.nan
        self._allocation.serve_backlog(put_back(self.engine.stock, rows, self.engine.now), self.engine.now)
        self._expiry.set(self._next_expiry())

    # --- those who watch

    def view(self, items: Ints) -> StockView:
        """What a policy may see of items now."""
        self.sync()
        return ViewBuilder(self.engine, self.site, items, self.demand_history).build()

    def changed(self) -> None:
        """Notify all who watch this point."""
        for notify in self.on_change:
            notify()
