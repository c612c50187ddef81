"""Units of a recall: frozen at a station when it is issued, and returned by customers by an instant."""

import numpy as np

from sim.kpi.counted import is_customer
from sim.kpi.recall import issued_at
from sim.results.record import Record
from sim.state.ledger import Exit
from validation.measures.queueing import Sojourns


def units_frozen_at(record: Record, sojourns: Sojourns) -> float:
    """Units of the recalled orders in queue or in service at a station when the recall was issued."""
    now, orders = issued_at(record), record.orders
    there = (sojourns.arrived <= now) & ~(sojourns.finished <= now)
    mine = sojourns.order[there]
    stopped = (orders["exit"][mine] == Exit.RECALLED) & np.isnan(orders["delivered"][mine])
    return float(orders["units"][mine[stopped]].sum())


def units_returned_by(record: Record, when: float) -> float:
    """Units of the recalled orders that customers had received and have returned by `when`, minutes."""
    orders = record.orders
    back = is_customer(record) & (orders["exit"] == Exit.RECALLED) & (orders["delivered"] <= orders["returned"])
    return float(orders["units"][back & (orders["returned"] <= when)].sum())
