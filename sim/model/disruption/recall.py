"""A recall: trace lots to orders, freeze them everywhere, tell customers, take goods back, send new ones."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.model.engine import Engine
from sim.model.labour import Process
from sim.model.outbound.site import Outbound
from sim.model.selling.desk import Desk
from sim.state.control import Recall
from sim.state.ledger import Exit, Kind, Status
from sim.state.stock import Elsewhere, Quality

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
STEP = 60.0
"""Minutes between rounds of calls."""


class RecallTask:
    """One recall, from discovery to the last exchange."""

    def __init__(
        self,
        engine: Engine,
        desk: Desk,
        sites: Sequence[Outbound],
        products: Sequence[str],
        made_since: float,
        how: Recall,
    ) -> None:
        self.engine, self._desk, self._sites, self._how = engine, desk, sites, how
        self._products = tuple(products)
        self._skus = [engine.codes.items[product] for product in products]
        self._since = made_since

    def run(self) -> Process:
        """The recall as a process."""
        lots = self._suspects()
        for site in self._sites:
            site.advance()
        orders = self._trace(lots)
        self.engine.stock.quarantine(self.engine.now, lots)
        for point in self.engine.points:
            point.changed()
        self._note("recall_issued", len(orders), lots=len(lots))
        stopped = self._stop(orders)
        rest = np.setdiff1d(orders, stopped)
        yield from self._tell(rest)

    def _suspects(self) -> Ints:
        lots = self.engine.stock.lots
        suspect = np.isin(lots.sku, self._skus) & (lots.made >= self._since) & (lots.quality == Quality.GOOD)
        return np.flatnonzero(suspect)

    def _trace(self, lots: Ints) -> Ints:
        """Customers' orders that hold units of the lots."""
        stock, ledger = self.engine.stock, self.engine.ledger
        picks = stock.picks
        mine = np.flatnonzero(np.isin(picks.lot, lots))
        orders = ledger.lines.order[picks.line[mine]]
        theirs = (ledger.orders.kind[orders] != Kind.REPLENISHMENT) & (ledger.orders.status[orders] < Status.CANCELLED)
        self._pick_rows = mine[theirs]
        self._pick_orders = orders[theirs]
        return np.unique(self._pick_orders)

    def _stop(self, orders: Ints) -> Ints:
        """Orders that have not left yet are stopped; their goods go into quarantine, and they are sent anew."""
        if not len(orders):
            return orders
        stopped = np.unique(np.concatenate([site.block(orders) for site in self._sites]))
        if len(stopped):
            self.engine.ledger.orders.exit[stopped] = Exit.RECALLED
            self._take_back(stopped, self.engine.now)
            self._note("recall_blocked", len(stopped))
            self._replace(stopped)
        return stopped

    def _tell(self, orders: Ints) -> Process:
        """Reach customers at the pace of `notify_within`, faster when the lever `notify` is up; take back; exchange."""
        engine, how = self.engine, self._how
        ledger = engine.ledger.orders
        luck = engine.streams.uniforms("handed back", ledger.key[orders])
        wait = how.return_times(luck)
        back = np.full(len(orders), np.inf)
        told, reached = 0, 0.0
        collected = np.zeros(len(orders), dtype=bool)
        while not collected.all() and engine.now < engine.horizon:
            pace = engine.levers.value("notify", *self._products) / max(how.notify_within, STEP)
            yield engine.env.timeout(STEP)
            reached = min(reached + len(orders) * pace * STEP, float(len(orders)))
            upto = round(reached)
            if upto > told:
                for site in self._sites:
                    site.advance()
                back[told:upto] = engine.now + wait[told:upto]
                ledger.exit[orders[told:upto]] = Exit.RECALLED
                self._note("recall_notified", upto - told)
                told = upto
            # whoever has not got his goods yet hands them back when they have come
            there = ~np.isnan(ledger.delivered[orders])
            due = (back <= engine.now) & ~collected & there
            if due.any():
                chosen = orders[due]
                self._take_back(chosen, np.maximum(back[due], ledger.delivered[chosen]))
                self._note("recall_collected", len(chosen))
                self._settle(chosen)
                collected |= due
            if told == len(orders) and not np.isfinite(back[~collected]).all():
                break

    def _take_back(self, orders: Ints, at: Floats | float) -> None:
        """Goods of recalled orders go into quarantine, whether a customer or the packing bench had them."""
        engine, picks = self.engine, self.engine.stock.picks
        ledger = engine.ledger.orders
        mine = np.isin(self._pick_orders, orders)
        rows, owners = self._pick_rows[mine], self._pick_orders[mine]
        when = np.full(len(engine.ledger.orders), np.nan)
        when[orders] = at
        lots, units = picks.lot[rows], picks.qty[rows]
        skus = engine.stock.lots.sku[lots]
        away, quarantine = int(Elsewhere.CUSTOMER), int(Elsewhere.QUARANTINE)
        engine.stock.move(when[owners], away, quarantine, skus, lots, units, "quarantined")
        ledger.returned[orders] = at
        ledger.status[orders] = Status.RETURNED

    def _settle(self, orders: Ints) -> None:
        engine, how = self.engine, self._how
        if how.compensation:
            engine.cash.book("compensation", np.full(len(orders), engine.now), -how.compensation, orders)
        if how.exchange:
            self._replace(orders)
        else:
            engine.ledger.orders.refunded[orders] = engine.now

    def _replace(self, orders: Ints) -> None:
        """A new order for each recalled one, at once and first in line: the same site, the same goods."""
        engine, desk = self.engine, self._desk
        ledger = engine.ledger
        names = list(engine.codes.sources)
        sources = ledger.orders.source[orders]
        for code in np.unique(sources).tolist():
            mine = orders[sources == code]
            lines = ledger.lines_of(mine)
            lines = lines[np.isin(ledger.lines.sku[lines], self._skus)]
            owner = np.searchsorted(mine, ledger.lines.order[lines])
            kept, owner = np.unique(owner, return_inverse=True)
            now = np.full(len(kept), engine.now)
            new = desk.place(
                names[code], now, ledger.orders.community[mine[kept]].astype(np.int64), ledger.lines.sku[lines],
                ledger.lines.qty[lines], owner=owner, price=np.zeros(len(lines)), kind=Kind.EXCHANGE,
            )  # fmt: skip
            for column in ("node", "mode"):
                ledger.orders[column][new] = ledger.orders[column][mine[kept]]
            ledger.orders.replaces[new] = mine[kept]
            desk.pay(new, now)
            ledger.orders.promise[new] = engine.now + 2 * 1440.0
            desk.release(new, now)

    def _note(self, event: str, orders: int, **more: float) -> None:
        self.engine.trace.add(self.engine.now, event, ",".join(self._products), orders=orders, **more)
