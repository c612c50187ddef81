"""Settlement of a sale: groups form or fail, balances are paid or lapse, thresholds are met or all are refunded."""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.instants import DAY
from sim.model.demand.presale import PayCurve, judge_thresholds, settle
from sim.model.engine import Engine
from sim.model.selling.order_entry import Drawn, OrderEntry
from sim.schema.selling import Grouping, Presale
from sim.state.ledger import Exit

THRESHOLD = ("threshold_met", "threshold_failed")


@dataclass(frozen=True, eq=False)
class Pools:
    """The pools of a sale, shape (pools,): a key of their own, product (item code), community, window, members.

    `of` = pool per order.
    """

    key: Ints
    product: Ints
    community: Ints
    opened: Floats
    closes: Floats
    joined: Ints
    formed: Floats
    of: Ints


class SaleSettlement:
    """Settles the sale of one source that ends at `ends`: everything it decides lies now or later."""

    def __init__(
        self,
        engine: Engine,
        entry: OrderEntry,
        name: str,
        grouping: Grouping | None,
        presale: Presale | None,
        ends: float,
    ) -> None:
        self.engine, self.entry, self.name = engine, entry, name
        self._grouping, self._presale, self._ends = grouping, presale, ends
        self._promise = entry.sources[name].promise
        self._rows: dict[int, int] = {}
        self._formations = engine.future.queue(self._note_formed)
        self._settled_until = -np.inf

    def settle(self, sold: Drawn, pools: Pools | None) -> None:
        """Settle all orders of the sale, which are placed now or later."""
        (orders, placed), presale, grouping = sold, self._presale, self._grouping
        free = placed.copy()  # the instant from which nothing but money and the threshold holds an order back
        alive = np.ones(len(orders), dtype=bool)
        over = np.full(len(orders), np.inf)  # when an order's group has failed
        if pools is not None and grouping is not None:
            alive, free = self._form(sold, pools, grouping)
            over[~alive] = np.maximum(pools.closes[pools.of], placed)[~alive]
        paid, lapsed = (placed, np.full(len(orders), np.nan)) if presale is None else self._balance(orders, presale)
        paid = np.where(paid <= over, paid, np.nan)  # no balance is paid once the group has failed
        pays, lapses = ~np.isnan(paid), alive & ~np.isnan(lapsed)
        self._pay(orders[pays], paid[pays])
        self._refund(orders[~alive], over[~alive], Exit.GROUP_FAILED)
        self._refund(orders[lapses], lapsed[lapses], Exit.BALANCE_LAPSED)
        good = alive & pays
        if presale is not None and presale.threshold:
            self._produce(sold, alive, good, np.maximum(paid, free), presale)
        else:
            self._release(orders[good], np.maximum(paid, free)[good])

    def resettle(self, known: Ints, sold: Drawn, pools: Pools | None) -> None:
        """Settle the sale anew, because from now on other orders come in than were foreseen.

        `known`: every order that it ever had; `sold`, `pools`: those that it has now. A verdict follows from what
        went before it, so that what has been decided by now comes out again as it was.
        """
        self.entry.revoke(known)
        self._settled_until = self.engine.now
        self.engine.trace.forget(self.name, self._settled_until, *THRESHOLD)
        self.settle(sold, pools)

    # --- groups

    def _form(self, sold: Drawn, pools: Pools, grouping: Grouping) -> tuple[Bools, Floats]:
        """Write the pools; which orders stay, and when their pool lets them go.

        Lines and orders get the price at which their pool will settle, as things stand.
        """
        (orders, placed), ledger = sold, self.engine.ledger
        rows = self._write(pools, grouping.size)
        ledger.orders.group[orders] = rows[pools.of] if len(rows) else -1
        formed = pools.formed[pools.of]
        # an order that joins a group which has formed is grouped at once
        grouped = np.maximum(formed, placed)
        together = ~np.isnan(formed)
        new = together & np.isnan(ledger.orders.grouped[orders])
        self.entry.group(orders[new], grouped[new])
        lines = ledger.lines_of(orders)
        price = self.engine.codes.price[ledger.lines.sku[lines]] * np.where(together, 1 - grouping.discount, 1.0)
        ledger.lines.price[lines] = price
        ledger.orders.value[orders] = price * ledger.lines.qty[lines]
        if grouping.otherwise == "single":
            return np.ones(len(orders), dtype=bool), np.where(together, grouped, pools.closes[pools.of])
        return together, grouped

    def _write(self, pools: Pools, size: int) -> Ints:
        """The rows of the pools in the table of groups; a pool without orders is void there.

        `joined` counts the orders that are expected by the close.
        """
        table = self.engine.groups
        new = [key for key in pools.key.tolist() if key not in self._rows]
        first = table.append(len(new), size=size)
        self._rows |= dict(zip(new, first.tolist(), strict=True))
        every = list(self._rows.values())
        table.joined[every], table.opened[every], table.closes[every], table.formed[every] = 0, np.nan, np.nan, np.nan
        rows = np.array([self._rows[key] for key in pools.key.tolist()], dtype=np.int64)
        for column in ("product", "community", "opened", "closes", "joined"):
            table[column][rows] = getattr(pools, column)
        forms = ~np.isnan(pools.formed)
        self._formations.remove(np.array(every, dtype=np.int64))
        self._formations.add(rows[forms], pools.formed[forms])
        return rows

    def _note_formed(self, groups: Ints, at: Floats) -> None:
        self.engine.groups.formed[groups] = at

    # --- money

    def _balance(self, orders: Ints, presale: Presale) -> tuple[Floats, Floats]:
        """When each balance is paid after the show, and when it lapses, so that the deposit goes back; NaN = never."""
        keys, streams = self.engine.ledger.orders.key[orders], self.engine.streams
        share = float(_pay_curve(presale).at(self._promise))
        if presale.certainty is not None and 0 < share < 1:
            rng, trials = streams.rng("share that pays", self.name), presale.certainty
            share = rng.beta(share * trials, (1 - share) * trials)
        due = self._ends + presale.balance_within
        balance = settle(share, self._ends, due, streams.uniforms("pays", keys), streams.uniforms("pays when", keys))
        return balance.paid, balance.lapsed

    def _produce(self, sold: Drawn, alive: Bools, good: Bools, at: Floats, presale: Presale) -> None:
        """Let `good` orders go once their product has reached its threshold; refund the products that never do.

        `alive`: those whose group does not fail.
        """
        (orders, placed), ledger, deadline = sold, self.engine.ledger, self._ends + presale.balance_within
        sku = ledger.lines.sku[ledger.orders.first[orders]]
        products, which = np.unique(sku, return_inverse=True)
        # a deposit counts when it is placed, unless its group fails
        by_payment = presale.counts == "paid"
        counted = np.where(good if by_payment else alive, at if by_payment else placed, np.nan)
        verdict = judge_thresholds(which, counted, 1.0, np.full(len(products), float(presale.threshold)), deadline)
        names = self.engine.codes.item_names
        for product, when in zip(products.tolist(), verdict.met.tolist(), strict=True):
            met, failed = THRESHOLD
            word, time = (failed, deadline) if np.isnan(when) else (met, when)
            if time > self._settled_until:
                self.engine.trace.add(time, word, self.name, product=names[product])
        met_at = verdict.met[which]
        go, stop = good & ~np.isnan(met_at), good & np.isnan(met_at)
        self._release(orders[go], np.maximum(at, met_at)[go])
        self._refund(orders[stop], np.maximum(deadline, at[stop]), Exit.THRESHOLD_FAILED)

    # --- what has been decided before stays as it is

    def _pay(self, orders: Ints, at: Floats) -> None:
        open_ = np.isnan(self.engine.ledger.orders.paid[orders])
        self.entry.pay(orders[open_], at[open_])

    def _release(self, orders: Ints, at: Floats) -> None:
        open_ = np.isnan(self.engine.ledger.orders.released[orders])
        self.entry.release(orders[open_], at[open_])

    def _refund(self, orders: Ints, at: Floats, why: Exit) -> None:
        open_ = np.isnan(self.engine.ledger.orders.refunded[orders])
        self.entry.refund(orders[open_], at[open_], why)


def _pay_curve(presale: Presale) -> PayCurve:
    """The share that pays by the promised wait: flat up to `patience_for`, then `loses` a day fewer, down to 0."""
    if not (presale.pays and presale.loses):
        return PayCurve((presale.patience_for,), (presale.pays,))
    none_pays = presale.patience_for + presale.pays / presale.loses * DAY
    return PayCurve((presale.patience_for, none_pays), (presale.pays, 0.0))
