"""Group buys and pre-sales, one by one: orders that joined a group, its time to form, balances that were paid."""

import numpy as np

from sim.arrays import Bools, Floats
from sim.results.record import Record


def orders_joined(record: Record) -> Floats:
    """Orders that joined each group. Shape (groups,)."""
    return np.asarray(record.groups["joined"], dtype=np.float64)


def time_to_form(record: Record) -> Floats:
    """Minutes from opening to forming, NaN where a group never formed. Shape (groups,)."""
    return np.asarray(record.groups["formed"] - record.groups["opened"])


def paid_balance(record: Record) -> Bools:
    """Orders of a pre-sale whose balance was paid, in the order of arrival. Shape (orders,)."""
    return np.asarray(np.isfinite(record.orders["paid"]))
