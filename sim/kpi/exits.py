"""How orders leave: cancellations, lapsed balances, lost sales, refunds, and the funnel from placed to in hand."""

import numpy as np

from sim.arrays import Bools
from sim.kpi.counted import INSTANT, is_customer, is_in_hand, share
from sim.kpi.registry import kpi
from sim.results.record import Record
from sim.state.ledger import Exit

SOURCE = "docs/measures.md#fulfilment"
STEPS = ("placed", "paid", "grouped", "released", "allocated", "ready", "departed", "delivered")
_CANCELLED = (Exit.IMPATIENT, Exit.RENEGED)


@kpi(unit="share", better="lower", title_zh="取消率", title_en="Cancellation rate", source=SOURCE)
def cancellation_rate(record: Record) -> float:
    """Customers' orders that the customer gave up (out of patience, left the queue) / customers' orders placed."""
    return _share_of_placed(record, np.isin(record.orders["exit"], _CANCELLED))


@kpi(unit="share", better="lower", title_zh="缺货流失率", title_en="Lost sales", source=SOURCE)
def lost_sale_rate(record: Record) -> float:
    """Customers' orders turned away (nothing on the shelf, no room) / customers' orders placed."""
    return _share_of_placed(record, np.isin(record.orders["exit"], (Exit.LOST_SALE, Exit.BLOCKED)))


@kpi(unit="share", better="lower", title_zh="退款率", title_en="Refund rate", source=SOURCE)
def refund_rate(record: Record) -> float:
    """Customers' orders whose money was paid back within the run / customers' orders placed."""
    return _share_of_placed(record, record.orders["refunded"] <= record.horizon)


@kpi(unit="share", better="lower", title_zh="退货率", title_en="Return rate", source=SOURCE)
def return_rate(record: Record) -> float:
    """Customers' orders handed back within the run, recalls aside / customers' orders delivered."""
    back = (record.orders["returned"] <= record.horizon) & (record.orders["exit"] != Exit.RECALLED)
    in_hand = is_in_hand(record)
    return share((in_hand & back).sum(), in_hand.sum())


@kpi(unit="share", better="higher", title_zh="尾款支付率", title_en="Balance payment", source=SOURCE)
def balance_payment(record: Record) -> float:
    """Deposits whose balance was paid / deposits whose balance was paid or lapsed; NaN without deposit pre-sale.

    An order paid in full later than placed is one whose balance was paid.
    """
    orders = record.orders
    paid = is_customer(record) & (orders["paid"] > orders["placed"] + INSTANT)
    lapsed = is_customer(record) & (orders["exit"] == Exit.BALANCE_LAPSED)
    return share(paid.sum(), paid.sum() + lapsed.sum())


@kpi(unit="orders", better="higher", title_zh="订单漏斗", title_en="Order funnel", source=SOURCE, by="step")
def funnel(record: Record) -> dict[str, float]:
    """Customers' orders that reached each step within the run; a step an order has no need of counts as reached.

    Reached: it has the stamp of that step or of a later one.
    """
    customers, reached = is_customer(record), np.zeros(record.rows("orders"), dtype=np.bool_)
    counts = {}
    for step in reversed(STEPS):
        reached |= record.orders[step] <= record.horizon
        counts[step] = float((customers & reached).sum())
    return {step: counts[step] for step in STEPS}


@kpi(unit="orders", better="lower", title_zh="流失原因", title_en="Exits", source=SOURCE, by="exit")
def exits(record: Record) -> dict[str, float]:
    """Customers' orders by the reason why they left, `none` aside."""
    counts = np.bincount(record.orders["exit"][is_customer(record)], minlength=len(Exit))
    return {reason.name.lower(): float(counts[reason]) for reason in Exit if reason != Exit.NONE}


def _share_of_placed(record: Record, which: Bools) -> float:
    placed = is_customer(record) & (record.orders["placed"] <= record.horizon)
    return share((placed & which).sum(), placed.sum())
