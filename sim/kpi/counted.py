"""Which orders a measure counts: the customers', those owed to them, and when each was complete in their hands."""

import numpy as np
from numpy.typing import NDArray

from sim.results.record import Record
from sim.state.ledger import Exit, Kind

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

HOUR = 60.0
DAY = 1440.0
INSTANT = 1e-6
_BY_CUSTOMER = (Exit.NONE, Exit.IMPATIENT, Exit.RENEGED)
_CONDITION_FAILED = (Exit.GROUP_FAILED, Exit.THRESHOLD_FAILED)


def share(part: float, whole: float) -> float:
    """`part / whole`, NaN when there is no whole."""
    return float(part) / float(whole) if whole else float("nan")


def is_customer(record: Record) -> Mask:
    """Orders of customers: neither replenishment nor exchanges after a recall. Shape (orders,)."""
    return np.asarray(record.orders["kind"] == Kind.CUSTOMER)


def complete_at(record: Record) -> Floats:
    """Minute at which each order was complete in the customer's hands, NaN = not within the run. Shape (orders,).

    A recalled order is not complete until the exchange that replaces it is delivered.
    """
    orders = record.orders
    at = np.where(orders["delivered"] <= record.horizon, orders["delivered"], np.nan)
    at[orders["exit"] == Exit.RECALLED] = np.nan
    if "replaces" in orders:
        exchanges = np.flatnonzero((orders["replaces"] >= 0) & (orders["delivered"] <= record.horizon))
        at[orders["replaces"][exchanges]] = orders["delivered"][exchanges]
    return np.asarray(at)


def is_owed(record: Record) -> Mask:
    """Customers' orders that are owed: paid in full, due within the run, not cancelled by the customer before that.

    A group or threshold that failed pays the money back as agreed, and nothing is owed. Shape (orders,).
    """
    orders = record.orders
    left = np.isin(orders["exit"], _BY_CUSTOMER) & (orders["cancelled"] < orders["promise"])
    due = np.isfinite(orders["paid"]) & (orders["promise"] <= record.horizon)
    return np.asarray(is_customer(record) & due & ~left & ~np.isin(orders["exit"], _CONDITION_FAILED))


def is_in_hand(record: Record) -> Mask:
    """Customers' orders delivered within the run (whatever happened to them later). Shape (orders,)."""
    return np.asarray(is_customer(record) & (record.orders["delivered"] <= record.horizon))
