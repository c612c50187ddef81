"""How a sale closes: groups form or fail, balances are paid or lapse, thresholds are met or everybody is refunded."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.instants import DAY
from sim.model.demand.presale import PayCurve, judge_thresholds, settle
from sim.model.engine import Engine
from sim.model.selling.desk import Desk
from sim.schema.selling import Grouping, Presale
from sim.state.ledger import Exit

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Groups:
    """The pools of a sale, shape (pools,): product (item code), community, window, members; `of` = pool per order."""

    product: Ints
    community: Ints
    opened: Floats
    closes: Floats
    joined: Ints
    formed: Floats
    of: Ints


class Closing:
    """Closes the sale of one source: everything it decides lies now or later."""

    def __init__(self, engine: Engine, desk: Desk, name: str) -> None:
        self.engine, self.desk, self.name = engine, desk, name
        self._promise = desk.sources[name].promise

    def close(
        self, orders: Ints, groups: Groups | None, grouping: Grouping | None, presale: Presale | None, ends: float
    ) -> None:
        """Settle all `orders` of a sale that ends at `ends`."""
        placed = self.engine.ledger.orders.placed[orders]
        free = placed.copy()  # the instant from which nothing but money and the threshold holds an order back
        alive = np.ones(len(orders), dtype=bool)
        over = np.full(len(orders), np.inf)  # when an order's group has failed
        if groups is not None and grouping is not None:
            alive, free = self._form(orders, groups, grouping)
            over[~alive] = np.maximum(groups.closes[groups.of], placed)[~alive]
        if presale is None:
            paid = placed
            self.desk.pay(orders, paid)
        else:
            paid = self._balance(orders, presale, ends, over)
        self.desk.refund(orders[~alive], over[~alive], Exit.GROUP_FAILED)
        good = alive & ~np.isnan(paid)
        if presale is not None and presale.threshold:
            self._produce(orders, good, np.maximum(paid, free), presale, ends + presale.balance_within)
        else:
            self.desk.release(orders[good], np.maximum(paid, free)[good])

    def _form(self, orders: Ints, groups: Groups, grouping: Grouping) -> tuple[Bools, Floats]:
        """Write the pools; which orders stay, and when their pool let them go."""
        engine, ledger = self.engine, self.engine.ledger
        first = engine.groups.append(
            len(groups.product),
            product=groups.product,
            community=groups.community,
            opened=groups.opened,
            closes=groups.closes,
            size=grouping.size,
            joined=groups.joined,
            formed=groups.formed,
        )
        formed = groups.formed[groups.of]
        ledger.orders.group[orders] = first[groups.of] if len(first) else -1
        # once the group stands, whoever joins later is in at once
        grouped = np.maximum(formed, ledger.orders.placed[orders])
        ledger.orders.grouped[orders] = grouped
        together = ~np.isnan(formed)
        if grouping.discount:
            lines = ledger.lines_of(orders[together])
            ledger.lines.price[lines] *= 1 - grouping.discount
            ledger.orders.value[orders[together]] *= 1 - grouping.discount
        if grouping.otherwise == "single":
            return np.ones(len(orders), dtype=bool), np.where(together, grouped, groups.closes[groups.of])
        return together, grouped

    def _balance(self, orders: Ints, presale: Presale, ends: float, over: Floats) -> Floats:
        """Who pays the balance after the show, and when; the others' deposits go back. Nobody pays when it is over."""
        keys, streams = self.engine.ledger.orders.key[orders], self.engine.streams
        share = float(_pay_curve(presale).at(self._promise))
        if presale.certainty is not None and 0 < share < 1:
            luck, trials = streams.rng("share that pays", self.name), presale.certainty
            share = luck.beta(share * trials, (1 - share) * trials)
        due = ends + presale.balance_within
        balance = settle(share, ends, due, streams.uniforms("pays", keys), streams.uniforms("pays when", keys))
        at = np.where(balance.paid <= over, balance.paid, np.nan)
        paid = ~np.isnan(at)
        self.desk.pay(orders[paid], at[paid])
        lapsed = ~np.isnan(balance.lapsed)
        self.desk.refund(orders[lapsed], balance.lapsed[lapsed], Exit.BALANCE_LAPSED)
        return at

    def _produce(self, orders: Ints, good: Bools, at: Floats, presale: Presale, deadline: float) -> None:
        """Let `good` orders go once their product has reached its threshold; refund the products that never do."""
        ledger = self.engine.ledger
        sku = ledger.lines.sku[ledger.orders.first[orders]]
        products, which = np.unique(sku, return_inverse=True)
        # a deposit counts when it is placed, unless its group fails
        stays = ledger.orders.exit[orders] != Exit.GROUP_FAILED
        from_then = at if presale.counts == "paid" else ledger.orders.placed[orders]
        counted = np.where(good if presale.counts == "paid" else stays, from_then, np.nan)
        verdict = judge_thresholds(which, counted, 1.0, np.full(len(products), float(presale.threshold)), deadline)
        names = list(self.engine.codes.items)
        for product, when in zip(products.tolist(), verdict.met.tolist(), strict=True):
            word = "threshold_failed" if np.isnan(when) else "threshold_met"
            self.engine.trace.add(deadline if np.isnan(when) else when, word, self.name, product=names[product])
        met = verdict.met[which]
        go, stop = good & ~np.isnan(met), good & np.isnan(met)
        self.desk.release(orders[go], np.maximum(at, met)[go])
        self.desk.refund(orders[stop], np.maximum(deadline, at[stop]), Exit.THRESHOLD_FAILED)


def _pay_curve(presale: Presale) -> PayCurve:
    """The share that pays by the promised wait: flat up to `patience_for`, then `loses` a day fewer, down to nobody."""
    if not (presale.pays and presale.loses):
        return PayCurve((presale.patience_for,), (presale.pays,))
    nobody = presale.patience_for + presale.pays / presale.loses * DAY
    return PayCurve((presale.patience_for, nobody), (presale.pays, 0.0))
