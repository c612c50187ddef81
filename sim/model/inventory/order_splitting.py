"""Order splitting: an order of which a part is available is cut in two, as the fulfilment policy of the site decides.

The second row (kind PART, `replaces` = the order) is, with `rest: later`, the part that is delivered ahead, while the
order itself waits for what it lacks; with `rest: never` it is the cancelled rest, and the order leaves as it is.
"""

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.backlog import Backlog
from sim.model.inventory.completed_orders import CompletedOrders
from sim.model.inventory.reservations import Reservations
from sim.model.labour import LowPriorityEvent
from sim.policies.fulfilment import Fulfilment, PartsView
from sim.policies.view import frozen
from sim.state.ledger import Exit, Kind, Status
from sim.tolerance import SAME_UNITS

COPIED = ("key", "source", "channel", "community", "group", "node", "mode", "priority", "promise", "placed", "paid",
          "grouped", "released")  # fmt: skip


class OrderSplitting:
    """Splits orders at one site."""

    def __init__(
        self,
        engine: Engine,
        site: str,
        policy: Fulfilment,
        backlog: Backlog,
        reservations: Reservations,
        completed: CompletedOrders,
    ) -> None:
        self.engine, self.policy, self._site = engine, policy, site
        self._backlog, self._reservations, self._completed = backlog, reservations, completed
        self._pending: dict[int, None] = {}

    def consider(self, orders: Ints, at: Floats, on_receipt: bool) -> None:
        """Ask the policy about incomplete orders for which goods have been reserved at the instants `at`.

        On receipt of goods, after everything that is received at this instant.
        """
        when = dict(sorted(zip(orders.tolist(), at.tolist(), strict=True), key=lambda pair: pair[1]))
        if not on_receipt or max(when.values()) < self.engine.now:
            self._decide(when)
            return
        if not self._pending:
            LowPriorityEvent(self.engine.env).callbacks.append(lambda _event: self._decide_pending())
        self._pending |= dict.fromkeys(when)

    def _decide_pending(self) -> None:
        orders, self._pending = self._pending, {}
        self._decide(dict.fromkeys(orders, self.engine.now))

    def _decide(self, when: dict[int, float]) -> None:
        """Ask about the orders that still hold goods, and split those that the policy lets go."""
        orders = np.array([order for order in when if self._reservations.holds(order)], dtype=np.int64)
        if not len(orders):
            return
        ledger, at = self.engine.ledger, np.array([when[order] for order in orders.tolist()])
        held = np.array([self._units_held(order) for order in orders.tolist()])
        view = PartsView(
            self._site, frozen(held), frozen(ledger.orders.units[orders]), frozen(ledger.orders.released[orders])
        )
        goes = self.policy.decide(view, float(at.max()))
        for order, instant in zip(orders[goes].tolist(), at[goes].tolist(), strict=True):
            self._split(order, instant)

    def _units_held(self, order: int) -> float:
        return float(self.engine.stock.picks.qty[self._reservations.held(order)].sum())

    def _split(self, order: int, at: float) -> None:
        ledger, picks = self.engine.ledger, self.engine.stock.picks
        lines = ledger.lines_of(np.array([order]))
        rows = self._reservations.release(np.array([order]))
        held = np.bincount(picks.line[rows] - lines[0], picks.qty[rows], len(lines)).astype(np.float64)
        lacking = ledger.lines.qty[lines] - held
        if self.policy.rest == "later":
            part, new = self._append_part(order, lines, held)
            place = np.full(len(lines), -1)
            place[held > SAME_UNITS] = new
            picks.line[rows] = place[picks.line[rows] - lines[0]]
            ledger.lines.allocated[new], ledger.orders.open[part] = at, 0
            ledger.orders.allocated[part], ledger.orders.status[part] = at, Status.ALLOCATED
            self._completed.add(np.array([part]), np.array([at]))
            return
        incomplete = lines[lacking > SAME_UNITS]
        self._backlog.remove(incomplete, ledger.lines.sku[incomplete])
        part, _ = self._append_part(order, lines, lacking)
        ledger.orders.status[part], ledger.orders.exit[part] = Status.CANCELLED, Exit.LOST_SALE
        ledger.orders.cancelled[part] = ledger.orders.refunded[part] = at
        self._completed.fill(incomplete, np.full(len(incomplete), at))

    def _append_part(self, order: int, lines: Ints, units: Floats) -> tuple[int, Ints]:
        """Move `units` of an order's lines into an order of their own; returns its row and its lines."""
        ledger = self.engine.ledger
        moved = units > SAME_UNITS
        sku, qty, price = ledger.lines.sku[lines[moved]], units[moved], ledger.lines.price[lines[moved]]
        root = int(ledger.orders.replaces[order]) if ledger.orders.kind[order] == Kind.PART else order
        same = {name: ledger.orders[name][order] for name in COPIED}
        value = float(np.nan_to_num(price) @ qty)
        (part,) = ledger.orders.append(
            1, **same, kind=Kind.PART, replaces=root, first=len(ledger.lines), lines=len(sku), open=len(sku),
            units=qty.sum(), value=value, status=Status.RELEASED,
        ).tolist()  # fmt: skip
        new = ledger.lines.append(len(sku), order=part, sku=sku, qty=qty, price=price)
        ledger.lines.qty[lines] -= units
        ledger.orders.units[order] -= qty.sum()
        ledger.orders.value[order] -= value
        return part, new
