"""Recall: how many orders are traced, told, stopped, collected and made good, and how fast."""

import json

import numpy as np

from sim.arrays import Bools, Floats
from sim.kpi.counted import INSTANT, is_customer, is_in_hand, share
from sim.kpi.registry import kpi
from sim.results.record import Record
from sim.state.ledger import Exit, Kind
from sim.state.stock import Quality

SOURCE = "docs/measures.md#recall"
ISSUED = "recall_issued"


def is_traced(record: Record) -> Bools:
    """Customers' orders that hold goods of a suspect or quarantined lot. Shape (orders,)."""
    picks, orders = record.picks, record.orders
    bad = record.lots["quality"][picks["lot"]] != Quality.GOOD
    owner = record.lines["order"][picks["line"][bad]]
    held = np.bincount(owner, picks["qty"][bad], record.rows("orders"))
    return np.asarray((held > INSTANT) & is_customer(record) & ~(orders["cancelled"] <= record.horizon))


def issued_at(record: Record) -> float:
    """Minute at which the first recall was issued, NaN without one."""
    times = record.trace["time"][record.trace["event"] == ISSUED]
    return float(times.min()) if times.size else float("nan")


def due_at(record: Record) -> float:
    """Minute by which the first recall promised to make everything good, NaN without one."""
    rows = np.flatnonzero(record.trace["event"] == ISSUED)
    if not rows.size:
        return float("nan")
    first = rows[np.argmin(record.trace["time"][rows])]
    return float(record.trace["time"][first] + json.loads(record.trace["what"][first])["within"])


def made_good_at(record: Record) -> Floats:
    """Minute at which each recalled order got its exchange or its money back, NaN = neither. Shape (orders,)."""
    orders = record.orders
    at = np.where(orders["exit"] == Exit.RECALLED, orders["refunded"], np.nan)
    if "replaces" in orders:
        exchanges = np.flatnonzero((orders["replaces"] >= 0) & (orders["kind"] != Kind.PART))
        np.fmin.at(at, orders["replaces"][exchanges], orders["delivered"][exchanges])
    return np.where(at <= record.horizon, at, np.nan)


@kpi(unit="orders", better="higher", title_zh="召回进度", title_en="Recall progress", source=SOURCE, by="step")
def recall(record: Record) -> dict[str, float]:
    """How far recalls came within the run, in orders; all 0 without one.

    traced     customers' orders that hold goods of suspect lots
    blocked    of these, stopped before they left (`recall_blocked` in the trace)
    notified   of the others, told (`recall_notified`)
    collected  goods taken back from the customer
    replaced   exchanges delivered
    """
    orders = record.orders
    back = is_in_hand(record) & (orders["exit"] == Exit.RECALLED) & (orders["returned"] <= record.horizon)
    exchanged = (orders["kind"] == Kind.EXCHANGE) & (orders["delivered"] <= record.horizon)
    return {
        "traced": float(is_traced(record).sum()),
        "blocked": _noted(record, "recall_blocked"),
        "notified": _noted(record, "recall_notified"),
        "collected": float(back.sum()),
        "replaced": float(exchanged.sum()),
    }


@kpi(unit="share", better="higher", title_zh="48 小时内解决", title_en="Made good within 48 h", source=SOURCE)
def recall_within_48h(record: Record) -> float:
    """Traced orders whose exchange was delivered, or money paid back, within 48 h of the recall / traced orders.

    NaN when nothing was recalled. The clock starts when the recall is issued (`recall_issued` in the trace, which also
    says what `exchange_within` the recall has set itself when that is not 48 h).
    """
    traced = is_traced(record) & np.isfinite(issued_at(record))
    in_time = made_good_at(record) <= due_at(record)
    return share((traced & in_time).sum(), traced.sum())


def _noted(record: Record, event: str) -> float:
    """Orders that all trace entries of one kind speak of."""
    trace = record.trace
    chosen = trace["what"][(trace["event"] == event) & (trace["time"] <= record.horizon)]
    return float(sum(json.loads(what)["orders"] for what in chosen))
