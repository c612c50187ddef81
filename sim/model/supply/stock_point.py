"""A stock point: one site's goods and everybody who wants them.

Lines of customers and of downstream sites come in at known instants. The point is lazy: it serves them when something
happens (goods arrive, a review, a lot expires, somebody looks), always up to now and always in order of time, unit by
unit, first come first served. A policy for scarce goods is asked when goods arrive and more is wanted than there is.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.clock import Alarm
from sim.model.engine import Engine
from sim.model.supply.coming import Coming
from sim.model.supply.waiting import Waiting
from sim.policies.view import QueueView
from sim.state.ledger import Exit, Kind, Status
from sim.state.stock import WHY, Elsewhere

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
EPSILON = 1e-9
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
    ) -> None:
        name = list(engine.world.sites)[site]
        self.engine, self.site, self.name = engine, site, name
        self._hand_over, self._ship, self._deadlines = hand_over, ship, deadlines
        self._endless = engine.world.sites[name].stock == "unlimited"
        self._lost = engine.world.sites[name].unmet == "lost"
        self._coming = Coming()
        self.waiting: dict[int, Waiting] = {}
        self._allocation = engine.world.service.allocation
        self._expiry = Alarm(engine.env, self._lots_expire)
        self.on_change: list[Callable[[], None]] = []
        self.demanded = np.zeros((len(engine.codes.items), math.ceil(engine.horizon / 1440.0) + 1))

    # --- demand

    def expect(self, lines: Ints, at: Floats) -> None:
        """Lines that will want goods at the instants `at` (now or later)."""
        if len(lines):
            self._coming.add(lines, at)
            self.changed()

    def next_demand(self, slack: Floats) -> float:
        """The first instant at which the demand to come of any item uses up its `slack` (inf = does not watch)."""
        watched = np.flatnonzero(slack < math.inf)
        if not len(watched):
            return math.inf
        first, count, used = 0, 64, np.zeros(len(slack))
        lines = self.engine.ledger.lines
        while True:
            line, at = self._coming.ahead(first, count)
            if not len(line):
                return math.inf
            sku, qty = lines.sku[line], lines.qty[line]
            order = np.argsort(sku, kind="stable")
            grouped = sku[order]
            before = _before(grouped, qty[order])
            reached = used[grouped] + before + qty[order] >= slack[grouped]
            if reached.any():
                return float(at[order[reached]].min())
            used += np.bincount(sku, qty, minlength=len(slack))
            first, count = first + len(line), count * 2

    def sync(self, now: float | None = None) -> None:
        """Serve everybody who has come by `now` (default: the current instant)."""
        now = self.engine.now if now is None else now
        lines, at = self._coming.until(now)
        if len(lines):
            kind = self.engine.ledger.orders.kind[self.engine.ledger.lines.order[lines]]
            if (kind < 0).any():
                lines, at = lines[kind >= 0], at[kind >= 0]
            self._serve(lines, at)
        for sku in [sku for sku, queue in self.waiting.items() if queue.next_deadline <= now]:
            self._give_up(sku, now)

    def _serve(self, lines: Ints, at: Floats) -> None:
        ledger = self.engine.ledger
        sku, qty = ledger.lines.sku[lines], ledger.lines.qty[lines]
        days = self.demanded.shape[1]
        flat = sku * days + np.minimum((at / 1440.0).astype(np.int64), days - 1)
        self.demanded += np.bincount(flat, qty, minlength=self.demanded.size).reshape(self.demanded.shape)
        if self._endless:
            self._complete(lines, at)
            return
        if self._lost:
            done = self._serve_or_lose(sku, lines, qty, at)
            self._complete(lines[done], at[done])
            return
        there = self.engine.stock.on_hand[self.site].copy()
        there[list(self.waiting)] = 0.0
        order = np.argsort(sku, kind="stable")
        given = np.empty(len(lines))
        given[order] = np.clip(there[sku[order]] - _before(sku[order], qty[order]), 0.0, qty[order])
        got, done = given > EPSILON, given >= qty - EPSILON
        self._issue(sku[got], lines[got], given[got], at[got])
        if not done.all():
            rest = np.flatnonzero(~done)
            self._keep_waiting(sku[rest], lines[rest], qty[rest] - given[rest], at[rest])
        self._complete(lines[done], at[done])

    def _serve_or_lose(self, sku: Ints, lines: Ints, qty: Floats, at: Floats) -> Ints:
        """Serve whole lines from what there is and lose the others; returns the positions of those served."""
        served: list[Ints] = []
        for item in np.unique(sku).tolist():
            mine = np.flatnonzero(sku == item)
            served.append(mine[_first_that_fit(qty[mine], float(self.engine.stock.on_hand[self.site, item]))])
        done = np.sort(np.concatenate(served))
        self._issue(sku[done], lines[done], qty[done], at[done])
        lost = np.setdiff1d(np.arange(len(lines)), done)
        self._leave(lines[lost], at[lost], Exit.LOST_SALE, Status.CANCELLED)
        return done

    def _keep_waiting(self, sku: Ints, lines: Ints, left: Floats, since: Floats) -> None:
        deadlines = self._deadlines(lines)
        for item in np.unique(sku).tolist():
            mine = sku == item
            self.engine.stock.backlog[self.site, item] += left[mine].sum()
            self.waiting.setdefault(item, Waiting()).append(lines[mine], left[mine], since[mine], deadlines[mine])

    # --- goods

    def receive(self, lots: Ints, units: Floats, source: int, why: str) -> None:
        """Goods arrive now: onto the shelf, and on to whoever waits for them."""
        self.sync()
        stock, now = self.engine.stock, self.engine.now
        for lot, qty in zip(lots.tolist(), units.tolist(), strict=True):
            stock.put(now, self.site, lot, qty, source, why)
        self._expiry.set(stock.next_expiry(self.site))
        for sku in np.unique(stock.lots.sku[lots]).tolist():
            self._serve_waiting(sku)
        self.changed()

    def _serve_waiting(self, sku: int) -> None:
        queue = self.waiting.get(sku)
        there = float(self.engine.stock.on_hand[self.site, sku])
        if not queue or there <= EPSILON:
            return
        units = self._share(sku, queue, there)
        lines, amounts, complete = queue.give(units)
        self.engine.stock.backlog[self.site, sku] -= amounts.sum()
        if not len(queue):
            del self.waiting[sku]
        at = np.full(len(lines), self.engine.now)
        self._issue(np.full(len(lines), sku), lines, amounts, at)
        self._complete(complete, np.full(len(complete), self.engine.now))

    def _share(self, sku: int, queue: Waiting, there: float) -> Floats:
        if self._allocation is None or queue.left.sum() <= there:
            return queue.front(there)
        ledger = self.engine.ledger
        priority = ledger.orders.priority[ledger.lines.order[queue.line]].astype(np.float64)
        item = list(self.engine.codes.items)[sku]
        view = QueueView(self.name, item, there, queue.left.copy(), queue.since.copy(), priority)
        return np.clip(self._allocation.decide(view, self.engine.now), 0.0, queue.left)

    def _issue(self, sku: Ints, lines: Ints, units: Floats, at: Floats) -> None:
        """Draw goods for lines; customers' goods are sold, other sites' goods go to the dock."""
        if not len(lines):
            return
        engine = self.engine
        which, lots, amounts = engine.stock.take(self.site, sku, units)
        line, time = lines[which], at[which]
        engine.stock.picks.append(len(line), line=line, lot=lots, qty=amounts, time=time, site=self.site)
        inner = engine.ledger.orders.kind[engine.ledger.lines.order[line]] == Kind.REPLENISHMENT
        target = np.where(inner, int(Elsewhere.TRANSIT), int(Elsewhere.CUSTOMER))
        engine.stock.moves.append(
            len(line), time=time, source=self.site, target=target, sku=sku[which], lot=lots, qty=amounts, why=PICKED
        )
        if inner.any():
            self._ship(line[inner], lots[inner], amounts[inner])

    def _complete(self, lines: Ints, at: Floats) -> None:
        """Note that lines have all their goods; orders without open lines go on."""
        ledger = self.engine.ledger
        ledger.lines.allocated[lines] = at
        orders = ledger.lines.order[lines]
        if (ledger.orders.lines[orders] == 1).all():
            ledger.orders.open[orders] = 0
            ledger.orders.allocated[orders] = at
            ready = orders
        else:
            np.subtract.at(ledger.orders.open, orders, 1)
            np.fmax.at(ledger.orders.allocated, orders, at)
            ready = orders[ledger.orders.open[orders] == 0]
            ready = ready[np.sort(np.unique(ready, return_index=True)[1])]
        if not len(ready):
            return
        ledger.orders.status[ready] = Status.ALLOCATED
        ready = ready[ledger.orders.kind[ready] != Kind.REPLENISHMENT]
        if len(ready):
            when = ledger.orders.allocated[ready]
            order = np.argsort(when, kind="stable")
            self._hand_over(ready[order], when[order])

    # --- goods and people that leave

    def _lots_expire(self) -> None:
        self.sync(np.nextafter(self.engine.now, -np.inf))
        self.engine.stock.expire(self.site, self.engine.now)
        self._expiry.set(self.engine.stock.next_expiry(self.site))
        self.changed()

    def _give_up(self, sku: int, now: float) -> None:
        lines, left, when = self.waiting[sku].expire(now)
        if not len(self.waiting[sku]):
            del self.waiting[sku]
        if len(lines):
            self.engine.stock.backlog[self.site, sku] -= left.sum()
            self._leave(lines, when, Exit.IMPATIENT, Status.CANCELLED)

    def _leave(self, lines: Ints, at: Floats, exit_: Exit, status: Status) -> None:
        """Orders of these lines are off: their other lines stop waiting, and their goods go back on the shelf."""
        if not len(lines):
            return
        ledger = self.engine.ledger
        orders = ledger.lines.order[lines]
        fresh = ledger.orders.status[orders] < Status.CANCELLED
        orders, at = orders[fresh], at[fresh]
        ledger.orders.status[orders], ledger.orders.exit[orders] = status, exit_
        ledger.orders.cancelled[orders] = at
        ledger.orders.refunded[orders] = at
        if (ledger.orders.lines[orders] > 1).any():
            self._put_back(orders)

    def _put_back(self, orders: Ints) -> None:
        """Undo what other lines of cancelled orders already hold or wait for."""
        engine = self.engine
        picks, lines = engine.stock.picks, engine.ledger.lines
        theirs = np.flatnonzero(np.isin(lines.order, orders))
        for sku in sorted(self.waiting):
            engine.stock.backlog[self.site, sku] -= self._remove(sku, theirs)
        held = np.flatnonzero(np.isin(picks.line, theirs))
        for lot, qty, line in zip(picks.lot[held], picks.qty[held], picks.line[held], strict=True):
            engine.stock.picks.append(1, line=line, lot=lot, qty=-qty, time=engine.now, site=self.site)
            engine.stock.put(engine.now, self.site, int(lot), float(qty), int(Elsewhere.CUSTOMER), "put back")
        for sku in np.unique(engine.stock.lots.sku[picks.lot[held]]).tolist():
            self._serve_waiting(sku)

    def _remove(self, sku: int, lines: Ints) -> float:
        """Take lines out of the queue of an item; returns the units that they still lacked."""
        queue = self.waiting[sku]
        units = queue.remove(lines)
        if not len(queue):
            del self.waiting[sku]
        return units

    def withdraw(self, lines: Ints) -> Ints:
        """Lines that no longer want goods (their order goes elsewhere); returns those that were still waiting."""
        self.sync()
        found: list[Ints] = []
        for sku in sorted(self.waiting):
            there = np.intersect1d(self.waiting[sku].line, lines)
            if len(there):
                self.engine.stock.backlog[self.site, sku] -= self._remove(sku, there)
                found.append(there)
        return np.concatenate(found) if found else lines[:0]

    def changed(self) -> None:
        """Tell those who watch this point that its position, or what it holds, may have changed."""
        for listener in self.on_change:
            listener()


def _before(sku: Ints, qty: Floats) -> Floats:
    """Units of the same item in the rows above, for rows grouped by item."""
    total = np.cumsum(qty)
    begins = np.flatnonzero(np.r_[True, sku[1:] != sku[:-1]])
    return total - qty - np.repeat(total[begins] - qty[begins], np.diff(np.r_[begins, len(sku)]))


def _first_that_fit(qty: Floats, there: float) -> Ints:
    """Positions of the lines that are served in turn from `there` units, whole or not at all."""
    taken: list[Ints] = []
    rows = np.arange(len(qty))
    while len(rows) and there > EPSILON:
        rows = rows[qty[rows] <= there + EPSILON]
        fits = int(np.searchsorted(np.cumsum(qty[rows]), there + EPSILON, side="right"))
        taken.append(rows[:fits])
        there -= float(qty[rows[:fits]].sum())
        rows = rows[fits + 1 :] if fits < len(rows) and there < qty[rows[fits]] - EPSILON else rows[fits:]
    return np.concatenate(taken) if taken else rows[:0]
