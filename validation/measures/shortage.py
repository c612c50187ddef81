"""Shortage at one site: when service fails, when stock is restored, the units that were missing and their value."""

import math

import numpy as np

from sim.kpi.steps import Steps
from sim.results.record import Record
from sim.state.ledger import SOLD, Exit
from sim.tolerance import SAME_INSTANT
from validation.measures.inventory import DemandLines


def time_to_survive(demand: DemandLines, since: float = 0.0) -> float:
    """Minutes from `since` to the last line that was filled at once before one was not (Simchi-Levi et al. 2015).

    0 when the first line was not filled, inf when all were.
    """
    after = demand.arrived >= since
    arrived, short = demand.arrived[after], (demand.units - demand.filled_at_once)[after] > SAME_INSTANT
    if not short.any():
        return math.inf
    first = int(np.argmax(short))
    return float(arrived[first - 1] - since) if first else 0.0


def units_short(demand: DemandLines) -> float:
    """Units that were not on hand when they were demanded."""
    return float((demand.units - demand.filled_at_once).sum())


def first_at_or_above(steps: Steps, level: float, since: float) -> float:
    """First instant from `since` on at which the steps stand at `level` or higher, minutes; inf = never."""
    if float(steps.at(np.array([since]))[0]) >= level:
        return since
    later = np.flatnonzero((steps.times > since) & (steps.values >= level))
    return float(steps.times[later[0]]) if later.size else math.inf


def first_below(steps: Steps, level: float) -> float:
    """First instant at which the steps are below `level`, minutes; 0 when they begin so, inf = never."""
    if level > 0 and not (steps.times.size and steps.times[0] <= 0):
        return 0.0
    low = np.flatnonzero(steps.values < level)
    return float(steps.times[low[0]]) if low.size else math.inf


def lost_value(record: Record, site: str) -> float:
    """Lost sales of a site at full price, yuan.

    Raises `ValueError` for a site that the run does not have.
    """
    orders, code = record.orders, list(record.names["site"]).index(site)
    lost = np.isin(orders["kind"], SOLD) & (orders["node"] == code) & (orders["exit"] == Exit.LOST_SALE)
    return float(orders["value"][lost].sum())
