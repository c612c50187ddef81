"""Which orders a measure counts: the customers', those owed to them, and when each was complete in their hands."""

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.results.record import Record
from sim.state.ledger import Exit, Kind

Rows = Ints

INSTANT = 1e-6
_BY_CUSTOMER = (Exit.NONE, Exit.IMPATIENT, Exit.RENEGED)
_CONDITION_FAILED = (Exit.GROUP_FAILED, Exit.THRESHOLD_FAILED)


def share(part: float, whole: float) -> float:
    """`part / whole`, NaN when there is no whole."""
    return float(part) / float(whole) if whole else float("nan")


def is_customer(record: Record) -> Bools:
    """Orders of customers: neither replenishment, exchanges after a recall, nor parts of an order. Shape (orders,)."""
    return np.asarray(record.orders["kind"] == Kind.CUSTOMER)


def complete_at(record: Record) -> Floats:
    """Minute from which each order is complete in the customer's hands for good, NaN = not within the run.

    A recalled order is not complete until the exchange that replaces it is delivered; one that was delivered in parts
    is with the last of them, and never when the rest was cancelled. Shape (orders,).
    """
    orders = record.orders
    own = np.where(orders["exit"] == Exit.RECALLED, np.nan, _within(record, orders["delivered"]))
    return _with_the_last(np.fmin(own, exchanged_at(record)), record, parts_of(record))


def parts_of(record: Record) -> Rows:
    """Rows of the parts into which orders were cut, delivered by themselves or cancelled. Shape (parts,)."""
    return np.flatnonzero(record.orders["kind"] == Kind.PART)


def whole(record: Record, column: str) -> Floats:
    """`units` or `value` of each order together with the parts that were cut from it. Shape (orders,)."""
    orders, parts = record.orders, parts_of(record)
    if not len(parts):
        return np.asarray(orders[column])
    return np.asarray(
        orders[column] + np.bincount(orders["replaces"][parts], orders[column][parts], len(orders[column]))
    )


def delivered_at(record: Record) -> Floats:
    """Minute at which the last delivery of each order came, NaN = not all came. Shape (orders,).

    What was cancelled of an order is not waited for.
    """
    orders, parts = record.orders, parts_of(record)
    return _with_the_last(orders["delivered"], record, parts[~(orders["cancelled"][parts] <= record.horizon)])


def settled_at(record: Record) -> Floats:
    """As `complete_at`, but an order of which the rest was cancelled is settled with what was delivered of it."""
    orders, parts = record.orders, parts_of(record)
    at = complete_at(record)
    if len(parts):
        cut = orders["replaces"][parts[orders["cancelled"][parts] <= record.horizon]]
        at[cut] = _within(record, delivered_at(record))[cut]
    return at


def exchanged_at(record: Record) -> Floats:
    """Minute at which the exchange for each order came, NaN = none within the run. Shape (orders,)."""
    orders = record.orders
    at = np.full(record.rows("orders"), np.nan)
    if "replaces" in orders:
        exchanges = np.flatnonzero((orders["replaces"] >= 0) & (orders["kind"] != Kind.PART))
        np.fmin.at(at, orders["replaces"][exchanges], _within(record, orders["delivered"][exchanges]))
    return at


def in_hand_spells(record: Record) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """When each order lay complete in the customer's hands: two spells [from, until), shapes (orders,); NaN = never.

    The first runs from the delivery, for a recalled order until its goods were taken back (`returned`), at the latest
    until its exchange comes; the second from the delivery of that exchange. A customer's own return ends neither.
    """
    orders = record.orders
    recalled = orders["exit"] == Exit.RECALLED
    again = exchanged_at(record)
    first = _within(record, orders["delivered"])
    taken = np.fmin(_within(record, orders["returned"]), again)
    until = np.where(recalled & ~np.isnan(taken), taken, np.inf)
    return (first, until), (again, np.full(len(again), np.inf))


def is_owed(record: Record) -> Bools:
    """Customers' orders that are owed: paid in full, due within the run, not cancelled by the customer before that.

    A group or threshold that failed pays the money back as agreed, and nothing is owed. Shape (orders,).
    """
    orders = record.orders
    left = np.isin(orders["exit"], _BY_CUSTOMER) & (orders["cancelled"] < orders["promise"])
    due = np.isfinite(orders["paid"]) & (orders["promise"] <= record.horizon)
    return np.asarray(is_customer(record) & due & ~left & ~np.isin(orders["exit"], _CONDITION_FAILED))


def is_in_hand(record: Record) -> Bools:
    """Customers' orders delivered within the run (whatever happened to them later). Shape (orders,)."""
    return np.asarray(is_customer(record) & (delivered_at(record) <= record.horizon))


def _with_the_last(at: Floats, record: Record, parts: Rows) -> Floats:
    """Instants of orders, no earlier than those of their parts; NaN = never stays."""
    if not len(parts):
        return at
    latest = np.where(np.isnan(at), np.inf, at)
    np.maximum.at(latest, record.orders["replaces"][parts], latest[parts])
    return np.where(np.isinf(latest), np.nan, latest)


def _within(record: Record, at: Floats) -> Floats:
    """Instants within the run, NaN for those after its end."""
    return np.where(at <= record.horizon, at, np.nan)
