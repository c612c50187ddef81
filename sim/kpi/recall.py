"""Recall: how many orders are traced, told, stopped, collected and made good, and how fast."""

import numpy as np

from sim.kpi.counted import HOUR, Floats, Mask, is_customer, share
from sim.kpi.registry import kpi
from sim.results.record import Record
from sim.state.ledger import Exit, Kind
from sim.state.stock import Elsewhere, Quality

SOURCE = "domain.md R2, X4"
ISSUED = "recall_issued"
LIMIT = 48 * HOUR


def is_traced(record: Record) -> Mask:
    """Customers' orders that were served from a suspect or quarantined lot. Shape (orders,)."""
    traced = np.zeros(record.rows("orders"), dtype=np.bool_)
    picks = record.picks
    known = (picks["line"] >= 0) & (picks["lot"] >= 0)
    bad = record.lots["quality"][picks["lot"][known]] != Quality.GOOD
    traced[record.lines["order"][picks["line"][known][bad]]] = True
    return np.asarray(traced & is_customer(record))


def issued_at(record: Record) -> float:
    """Minute at which the first recall was issued, NaN without one."""
    times = record.trace["time"][record.trace["event"] == ISSUED]
    return float(times.min()) if times.size else float("nan")


def made_good_at(record: Record) -> Floats:
    """Minute at which each recalled order got its exchange or its money back, NaN = neither. Shape (orders,)."""
    orders = record.orders
    at = np.where(orders["exit"] == Exit.RECALLED, orders["refunded"], np.nan)
    if "replaces" in orders:
        exchanges = np.flatnonzero(orders["replaces"] >= 0)
        np.fmin.at(at, orders["replaces"][exchanges], orders["delivered"][exchanges])
    return np.where(at <= record.horizon, at, np.nan)


@kpi(unit="orders", better="higher", title_zh="召回进度", title_en="Recall progress", source=SOURCE, by="step")
def recall(record: Record) -> dict[str, float]:
    """How far the recall came within the run; all 0 without one.

    traced     customers' orders served from suspect lots
    notified   orders recalled: the customer was told
    blocked    units caught before they reached a customer (moved to quarantine)
    collected  recalled orders whose goods came back
    replaced   exchanges delivered
    """
    orders, moves = record.orders, record.moves
    recalled = is_customer(record) & (orders["exit"] == Exit.RECALLED)
    quarantined = (moves["target"] == Elsewhere.QUARANTINE) & (moves["time"] <= record.horizon)
    exchanged = (orders["kind"] == Kind.EXCHANGE) & (orders["delivered"] <= record.horizon)
    return {
        "traced": float(is_traced(record).sum()),
        "notified": float(recalled.sum()),
        "blocked": float(moves["qty"][quarantined].sum()),
        "collected": float((recalled & (orders["returned"] <= record.horizon)).sum()),
        "replaced": float(exchanged.sum()),
    }


@kpi(unit="share", better="higher", title_zh="48 小时内解决", title_en="Made good within 48 h", source=SOURCE)
def recall_within_48h(record: Record) -> float:
    """Recalled orders whose exchange was delivered, or money paid back, within 48 h of the recall / recalled orders.

    NaN when nothing was recalled. The clock starts when the recall is issued (`recall_issued` in the trace).
    """
    recalled = is_customer(record) & (record.orders["exit"] == Exit.RECALLED)
    in_time = made_good_at(record) <= issued_at(record) + LIMIT
    return share((recalled & in_time).sum(), recalled.sum())
