"""How a sale closes: groups form or fail, balances are paid or lapse, thresholds are met or everybody is refunded."""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.instants import DAY
from sim.model.demand.presale import PayCurve, judge_thresholds, settle
from sim.model.engine import Engine
from sim.model.selling.desk import Desk
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


class Closing:
    """Closes the sale of one source that ends at `ends`: everything it decides lies now or later."""

    def __init__(
        self, engine: Engine, desk: Desk, name: str, grouping: Grouping | None, presale: Presale | None, ends: float
    ) -> None:
        self.engine, self.desk, self.name = engine, desk, name
        self._grouping, self._presale, self._ends = grouping, presale, ends
        self._promise = desk.sources[name].promise
        self._rows: dict[int, int] = {}
        self._told = -np.inf

    def settle(self, orders: Ints, pools: Pools | None) -> None:
        """Settle all `orders` of the sale, which are placed now or later."""
        ledger, presale, grouping = self.engine.ledger.orders, self._presale, self._grouping
        placed = ledger.placed[orders]
        free = placed.copy()  # the instant from which nothing but money and the threshold holds an order back
        alive = np.ones(len(orders), dtype=bool)
        over = np.full(len(orders), np.inf)  # when an order's group has failed
        if pools is not None and grouping is not None:
            alive, free = self._form(orders, pools, grouping)
            over[~alive] = np.maximum(pools.closes[pools.of], placed)[~alive]
        paid, lapsed = (placed, np.full(len(orders), np.nan)) if presale is None else self._balance(orders, presale)
        paid = np.where(paid <= over, paid, np.nan)  # nobody pays when it is over
        pays, late = ~np.isnan(paid), ~np.isnan(lapsed)
        self._pay(orders[pays], paid[pays])
        self._refund(orders[~alive], over[~alive], Exit.GROUP_FAILED)
        self._refund(orders[late], lapsed[late], Exit.BALANCE_LAPSED)
        good = alive & ~np.isnan(paid)
        if presale is not None and presale.threshold:
            self._produce(orders, good, np.maximum(paid, free), presale)
        else:
            self._release(orders[good], np.maximum(paid, free)[good])

    def resettle(self, known: Ints, orders: Ints, pools: Pools | None) -> None:
        """Settle the sale anew, because from now on other orders come in than were foreseen.

        `known`: every order that it ever had; `orders`, `pools`: those that it has now. A verdict follows from what
        went before it, so that what has been decided by now comes out again as it was.
        """
        self.desk.undo(known)
        self._told = self.engine.now
        self.engine.trace.forget(self.name, self._told, *THRESHOLD)
        self.settle(orders, pools)

    # --- groups

    def _form(self, orders: Ints, pools: Pools, grouping: Grouping) -> tuple[Bools, Floats]:
        """Write the pools; which orders stay, and when their pool let them go."""
        ledger = self.engine.ledger
        rows = self._write(pools, grouping.size)
        ledger.orders.group[orders] = rows[pools.of] if len(rows) else -1
        formed = pools.formed[pools.of]
        # once the group stands, whoever joins later is in at once
        grouped = np.maximum(formed, ledger.orders.placed[orders])
        ledger.orders.grouped[orders] = grouped
        together = ~np.isnan(formed)
        lines = ledger.lines_of(orders)
        price = self.engine.codes.price[ledger.lines.sku[lines]] * np.where(together, 1 - grouping.discount, 1.0)
        ledger.lines.price[lines] = price
        ledger.orders.value[orders] = price * ledger.lines.qty[lines]
        if grouping.otherwise == "single":
            return np.ones(len(orders), dtype=bool), np.where(together, grouped, pools.closes[pools.of])
        return together, grouped

    def _write(self, pools: Pools, size: int) -> Ints:
        """The rows of the pools in the table of groups; one that nobody joined after all is void there."""
        table = self.engine.groups
        new = [key for key in pools.key.tolist() if key not in self._rows]
        first = table.append(len(new), size=size)
        self._rows |= dict(zip(new, first.tolist(), strict=True))
        every = list(self._rows.values())
        table.joined[every], table.opened[every], table.closes[every], table.formed[every] = 0, np.nan, np.nan, np.nan
        rows = np.array([self._rows[key] for key in pools.key.tolist()], dtype=np.int64)
        for column in ("product", "community", "opened", "closes", "joined", "formed"):
            table[column][rows] = getattr(pools, column)
        return rows

    # --- money

    def _balance(self, orders: Ints, presale: Presale) -> tuple[Floats, Floats]:
        """When each balance is paid after the show, and when it lapses, so that the deposit goes back; NaN = never."""
        keys, streams = self.engine.ledger.orders.key[orders], self.engine.streams
        share = float(_pay_curve(presale).at(self._promise))
        if presale.certainty is not None and 0 < share < 1:
            luck, trials = streams.rng("share that pays", self.name), presale.certainty
            share = luck.beta(share * trials, (1 - share) * trials)
        due = self._ends + presale.balance_within
        balance = settle(share, self._ends, due, streams.uniforms("pays", keys), streams.uniforms("pays when", keys))
        return balance.paid, balance.lapsed

    def _produce(self, orders: Ints, good: Bools, at: Floats, presale: Presale) -> None:
        """Let `good` orders go once their product has reached its threshold; refund the products that never do."""
        ledger, deadline = self.engine.ledger, self._ends + presale.balance_within
        sku = ledger.lines.sku[ledger.orders.first[orders]]
        products, which = np.unique(sku, return_inverse=True)
        # a deposit counts when it is placed, unless its group fails
        stays = ledger.orders.exit[orders] != Exit.GROUP_FAILED
        from_then = at if presale.counts == "paid" else ledger.orders.placed[orders]
        counted = np.where(good if presale.counts == "paid" else stays, from_then, np.nan)
        verdict = judge_thresholds(which, counted, 1.0, np.full(len(products), float(presale.threshold)), deadline)
        names = self.engine.codes.item_names
        for product, when in zip(products.tolist(), verdict.met.tolist(), strict=True):
            met, failed = THRESHOLD
            word, time = (failed, deadline) if np.isnan(when) else (met, when)
            if time > self._told:
                self.engine.trace.add(time, word, self.name, product=names[product])
        met_at = verdict.met[which]
        go, stop = good & ~np.isnan(met_at), good & np.isnan(met_at)
        self._release(orders[go], np.maximum(at, met_at)[go])
        self._refund(orders[stop], np.maximum(deadline, at[stop]), Exit.THRESHOLD_FAILED)

    # --- what has been decided before stays as it is

    def _pay(self, orders: Ints, at: Floats) -> None:
        open_ = np.isnan(self.engine.ledger.orders.paid[orders])
        self.desk.pay(orders[open_], at[open_])

    def _release(self, orders: Ints, at: Floats) -> None:
        open_ = np.isnan(self.engine.ledger.orders.released[orders])
        self.desk.release(orders[open_], at[open_])

    def _refund(self, orders: Ints, at: Floats, why: Exit) -> None:
        open_ = np.isnan(self.engine.ledger.orders.refunded[orders])
        self.desk.refund(orders[open_], at[open_], why)


def _pay_curve(presale: Presale) -> PayCurve:
    """The share that pays by the promised wait: flat up to `patience_for`, then `loses` a day fewer, down to nobody."""
    if not (presale.pays and presale.loses):
        return PayCurve((presale.patience_for,), (presale.pays,))
    nobody = presale.patience_for + presale.pays / presale.loses * DAY
    return PayCurve((presale.patience_for, nobody), (presale.pays, 0.0))
