"""Parting: an order of which only a part is there is cut in two, as the fulfilment policy of its site says.

What becomes of the second row (kind PART, `replaces` = the order): with a rest that comes later it is the delivery that
goes ahead, and the order itself waits on for what it lacks; with a rest that never comes it is the cancelled rest, and
the order goes as it is.
"""

from collections.abc import Callable

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.reservations import Claims
from sim.model.labour import Late
from sim.policies.fulfilment import Fulfilment, PartsView
from sim.policies.view import frozen
from sim.state.ledger import Exit, Kind, Status
from sim.state.stock import EPSILON

COPIED = ("key", "source", "channel", "community", "group", "node", "mode", "priority", "promise", "placed", "paid",
          "grouped", "released")  # fmt: skip


class OrderSplitting:
    """Cuts orders at one site. `complete(lines, at)` is told which lines have all that they still want;
    `hand_over(orders, at)` gets the parts that go ahead."""

    def __init__(
        self,
        engine: Engine,
        policy: Fulfilment,
        claims: Claims,
        site: str,
        complete: Callable[[Ints, Floats], None],
        hand_over: Callable[[Ints, Floats], None],
    ) -> None:
        self.engine, self.policy, self.claims, self._site = engine, policy, claims, site
        self._complete, self._hand_over = complete, hand_over
        self._now: dict[int, None] = {}

    def consider(self, orders: Ints, at: Floats, goods_come: bool) -> None:
        """Goods have been set aside for incomplete orders; when goods come, all that come at that instant count."""
        when = dict(sorted(zip(orders.tolist(), at.tolist(), strict=True), key=lambda pair: pair[1]))
        if not goods_come or max(when.values()) < self.engine.now:
            self._ask(when)
            return
        if not self._now:
            Late(self.engine.env).callbacks.append(lambda _event: self._ask_now())
        self._now |= dict.fromkeys(when)

    def _ask_now(self) -> None:
        orders, self._now = self._now, {}
        self._ask(dict.fromkeys(orders, self.engine.now))

    def _ask(self, when: dict[int, float]) -> None:
        """Ask about orders that still hold goods, and cut those that go ahead."""
        orders = np.array([order for order in when if self.claims.holds(order)], dtype=np.int64)
        if not len(orders):
            return
        ledger, at = self.engine.ledger, np.array([when[order] for order in orders.tolist()])
        held = np.array([self._held(order) for order in orders.tolist()])
        seen = PartsView(
            self._site, frozen(held), frozen(ledger.orders.units[orders]), frozen(ledger.orders.released[orders])
        )
        goes = self.policy.decide(seen, float(at.max()))
        for order, instant in zip(orders[goes].tolist(), at[goes].tolist(), strict=True):
            self._cut(order, instant)

    def _held(self, order: int) -> float:
        return float(self.engine.stock.picks.qty[self.claims.held(order)].sum())

    def _cut(self, order: int, at: float) -> None:
        ledger, picks = self.engine.ledger, self.engine.stock.picks
        lines = ledger.lines_of(np.array([order]))
        rows = self.claims.let_go(np.array([order]))
        there = np.bincount(picks.line[rows] - lines[0], picks.qty[rows], len(lines)).astype(np.float64)
        lacks = ledger.lines.qty[lines] - there
        if self.policy.rest == "later":
            part, new = self._second(order, lines, there)
            place = np.full(len(lines), -1)
            place[there > EPSILON] = new
            picks.line[rows] = place[picks.line[rows] - lines[0]]
            ledger.lines.allocated[new], ledger.orders.open[part] = at, 0
            ledger.orders.allocated[part], ledger.orders.status[part] = at, Status.ALLOCATED
            self._hand_over(np.array([part]), np.array([at]))
            return
        waits = lines[lacks > EPSILON]
        self.claims.remove(waits, ledger.lines.sku[waits])
        part, _ = self._second(order, lines, lacks)
        ledger.orders.status[part], ledger.orders.exit[part] = Status.CANCELLED, Exit.LOST_SALE
        ledger.orders.cancelled[part] = ledger.orders.refunded[part] = at
        self._complete(waits, np.full(len(waits), at))

    def _second(self, order: int, lines: Ints, units: Floats) -> tuple[int, Ints]:
        """A row for these units of an order's lines, which leave the order: row and lines."""
        ledger = self.engine.ledger
        moved = units > EPSILON
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
