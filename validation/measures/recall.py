"""Where the goods of a recall are: held at a station when it is issued, or back from the customers by an instant."""

import numpy as np

from sim.kpi.counted import is_customer
from sim.kpi.recall import issued_at
from sim.results.record import Record
from sim.state.ledger import Exit
from validation.measures.queueing import Visits


def frozen_at(record: Record, visits: Visits) -> float:
    """Units of the recalled orders that were at a station, in its queue or in service, when the recall was issued."""
    now, orders = issued_at(record), record.orders
    there = (visits.arrived <= now) & ~(visits.finished <= now)
    mine = visits.order[there]
    stopped = (orders["exit"][mine] == Exit.RECALLED) & np.isnan(orders["delivered"][mine])
    return float(orders["units"][mine[stopped]].sum())


def taken_back_by(record: Record, when: float) -> float:
    """Units of the recalled orders that customers had in hand and have handed back by `when`, minutes."""
    orders = record.orders
    back = is_customer(record) & (orders["exit"] == Exit.RECALLED) & (orders["delivered"] <= orders["returned"])
    return float(orders["units"][back & (orders["returned"] <= when)].sum())
