"""Shortage at one place: when the shelf fails, when it is full again, what was missing and what that cost."""

import math

import numpy as np

from sim.kpi.counted import INSTANT
from sim.kpi.steps import Steps
from sim.results.record import Record
from sim.state.ledger import SOLD, Exit
from validation.measures.inventory import Wanted


def service_held_until(wanted: Wanted, since: float = 0.0) -> float:
    """Time to survive: minutes from `since` to the last line that found its goods before one did not.

    0 when the very first one did not, inf when all did: the shelf outlasted the run (Simchi-Levi et al. 2015).
    """
    after = wanted.asked >= since
    asked, short = wanted.asked[after], (wanted.units - wanted.at_once)[after] > INSTANT
    if not short.any():
        return math.inf
    first = int(np.argmax(short))
    return float(asked[first - 1] - since) if first else 0.0


def short_units(wanted: Wanted) -> float:
    """Units that were not there when they were wanted."""
    return float((wanted.units - wanted.at_once).sum())


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
    """Yuan that customers would have paid for what a site could not give them at once: lost sales at full price.

    Raises `ValueError` for a site that the run does not have.
    """
    orders, code = record.orders, list(record.names["site"]).index(site)
    lost = np.isin(orders["kind"], SOLD) & (orders["node"] == code) & (orders["exit"] == Exit.LOST_SALE)
    return float(orders["value"][lost].sum())
