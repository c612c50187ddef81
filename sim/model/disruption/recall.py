"""A recall: trace lots to orders, quarantine them everywhere, notify customers, take goods back, replace them."""

from collections.abc import Sequence

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.labour import Process
from sim.model.outbound.site import Outbound
from sim.model.selling.order_entry import OrderEntry
from sim.state.control import Recall
from sim.state.ledger import Exit, Kind, Status
from sim.state.stock import Elsewhere, Quality, Why

STEP = 60.0
"""Minutes between rounds of notification."""


class RecallTask:
    """One recall, from discovery to the last exchange."""

    def __init__(
        self,
        engine: Engine,
        entry: OrderEntry,
        sites: Sequence[Outbound],
        products: Sequence[str],
        made_since: float,
        how: Recall,
    ) -> None:
        self.engine, self._entry, self._sites, self._how = engine, entry, sites, how
        self._products = tuple(products)
        self._skus = [engine.codes.items[product] for product in products]
        self._since = made_since

    def run(self) -> Process:
        """The recall as a process."""
        lots = self._suspect_lots()
        for site in self._sites:
            site.advance()
        orders = self._affected_orders(lots)
        self.engine.stock.quarantine(self.engine.now, lots)
        self._note("recall_issued", len(orders), lots=len(lots), within=self._how.exchange_within)
        stopped = self._stop(orders)
        for point in self.engine.points:
            point.changed()
        yield from self._notify(np.setdiff1d(orders, stopped))

    def _suspect_lots(self) -> Ints:
        lots = self.engine.stock.lots
        suspect = np.isin(lots.sku, self._skus) & (lots.made >= self._since) & (lots.quality == Quality.GOOD)
        return np.flatnonzero(suspect)

    def _affected_orders(self, lots: Ints) -> Ints:
        """Customers' orders that hold units of the lots."""
        stock, ledger = self.engine.stock, self.engine.ledger
        mine = np.flatnonzero(np.isin(stock.picks.lot, lots))
        orders = ledger.lines.order[stock.picks.line[mine]]
        theirs = (ledger.orders.kind[orders] != Kind.REPLENISHMENT) & (ledger.orders.status[orders] < Status.CANCELLED)
        self._rows, self._owners = mine[theirs], orders[theirs].astype(np.int64)
        return np.unique(self._owners)

    def _stop(self, orders: Ints) -> Ints:
        """Stop orders that have not left, and replace them in whole; what is not suspect returns to the shelf."""
        engine = self.engine
        parts = [site.block(orders) for site in self._sites]
        stopped = np.unique(np.concatenate([np.empty(0, np.int64), *parts]))
        if not len(stopped):
            return stopped
        self._take_back(stopped, engine.now)
        ledger, picks = engine.ledger, engine.stock.picks
        ledger.orders.exit[stopped] = Exit.RECALLED
        picked = np.flatnonzero(np.isin(picks.line, ledger.lines_of(stopped)))
        picked = np.setdiff1d(picked, self._rows)
        for site, mine in zip(self._sites, parts, strict=True):
            if len(mine):
                theirs = picked[np.isin(ledger.lines.order[picks.line[picked]], mine)]
                engine.points[site.code].stop(mine, theirs)
        self._note("recall_blocked", len(stopped))
        lines = ledger.lines_of(stopped)
        self._replace_or_refund(stopped, lines, ledger.lines.qty[lines])
        return stopped

    def _notify(self, orders: Ints) -> Process:
        """Notify customers at the pace of `notify_within` times the lever `notify`; take goods back; replace them."""
        engine, how = self.engine, self._how
        ledger = engine.ledger.orders
        wait = how.return_times(engine.streams.uniforms("handed back", ledger.key[orders]))
        back = np.full(len(orders), np.inf)
        notified, reached = 0, 0.0
        settled = np.zeros(len(orders), dtype=bool)
        while not settled.all():
            pace = engine.levers.value("notify", *self._products) / max(how.notify_within, STEP)
            yield engine.env.timeout(STEP)
            reached = min(reached + len(orders) * pace * STEP, float(len(orders)))
            upto = round(reached)
            for site in self._sites:
                site.advance()
            if upto > notified:
                back[notified:upto] = engine.now + wait[notified:upto]
                ledger.exit[orders[notified:upto]] = Exit.RECALLED
                self._note("recall_notified", upto - notified)
                notified = upto
            # goods that were returned as an ordinary return are not handed over again
            settled |= ledger.status[orders] == Status.RETURNED
            # goods that have not been delivered yet are handed over on delivery at the earliest
            due = (back <= engine.now) & ~settled & ~np.isnan(ledger.delivered[orders])
            if due.any():
                chosen = orders[due]
                self._take_back(chosen, np.maximum(back[due], ledger.delivered[chosen]))
                self._note("recall_collected", len(chosen))
                if how.compensation:
                    engine.cash.book("compensation", np.full(len(chosen), engine.now), -how.compensation, chosen)
                self._replace_or_refund(chosen, *self._suspect_units(chosen))
                settled |= due

    def _take_back(self, orders: Ints, at: Floats | float) -> None:
        """Suspect goods of recalled orders go into quarantine, from customers or from the floor of the site."""
        engine, picks = self.engine, self.engine.stock.picks
        ledger = engine.ledger.orders
        mine = np.isin(self._owners, orders)
        rows, owners = self._rows[mine], self._owners[mine]
        when = np.broadcast_to(np.asarray(at, dtype=np.float64), orders.shape)[np.searchsorted(orders, owners)]
        lots, units = picks.lot[rows], picks.qty[rows]
        skus = engine.stock.lots.sku[lots]
        away, quarantine = int(Elsewhere.CUSTOMER), int(Elsewhere.QUARANTINE)
        engine.stock.move(when, away, quarantine, skus, lots, units, Why.QUARANTINED)
        ledger.returned[orders] = at
        ledger.status[orders] = Status.RETURNED

    def _suspect_units(self, orders: Ints) -> tuple[Ints, Floats]:
        """Lines of orders that were served from suspect lots, and how many units of them."""
        picks, mine = self.engine.stock.picks, np.isin(self._owners, orders)
        lines, which = np.unique(picks.line[self._rows[mine]], return_inverse=True)
        return lines.astype(np.int64), np.bincount(which, picks.qty[self._rows[mine]]).astype(np.float64)

    def _replace_or_refund(self, orders: Ints, lines: Ints, units: Floats) -> None:
        """Refund recalled orders, or place a new order for each: the same site, `units` of the same goods."""
        engine, entry = self.engine, self._entry
        ledger = engine.ledger
        if not self._how.exchange:
            ledger.orders.refunded[orders] = engine.now
            return
        names = engine.codes.source_names
        sources = ledger.orders.source[orders]
        for code in np.unique(sources).tolist():
            mine = orders[sources == code]
            chosen = np.isin(ledger.lines.order[lines], mine)
            rows, qty = lines[chosen], units[chosen]
            now = np.full(len(mine), engine.now)
            new = entry.place(
                names[code], now, ledger.orders.community[mine].astype(np.int64), ledger.lines.sku[rows], qty,
                owner=np.searchsorted(mine, ledger.lines.order[rows]), price=np.zeros(len(rows)), kind=Kind.EXCHANGE,
            )  # fmt: skip
            for column in ("node", "mode"):
                ledger.orders[column][new] = ledger.orders[column][mine]
            ledger.orders.replaces[new] = mine
            entry.pay(new, now)
            entry.release(new, now)
            engine.future.advance(engine.now)
            ledger.orders.promise[new] = engine.now + self._how.exchange_within

    def _note(self, event: str, orders: int, **more: float) -> None:
        self.engine.trace.add(self.engine.now, event, ",".join(self._products), orders=orders, **more)
