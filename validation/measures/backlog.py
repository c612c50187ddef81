"""Backlogs that a disruption leaves: how high, when, for how long, and what they cost in waiting. All exact steps.

A backlog is a step function of time (`sim.kpi.steps.Steps`), in units or orders; times are minutes. Fluid form of the
same quantities: with demand l, capacity m1 < l for D and m2 > l afterwards, the peak is (l - m1) D, it is cleared
peak / (m2 - l) after the capacity is back, and the area is peak (D + clear) / 2 (Newell 1982, chapter 2).
"""

import math

import numpy as np

from sim.arrays import Floats
from sim.kpi.steps import Steps, from_changes
from validation.measures.queueing import Visits


def highest(backlog: Steps) -> float:
    """The largest value; 0 when there never was any."""
    return float(backlog.values.max(initial=0.0))


def time_of_highest(backlog: Steps) -> float:
    """First instant at which the backlog is highest, minutes; NaN when there never was any."""
    return float(backlog.times[np.argmax(backlog.values)]) if highest(backlog) > 0 else math.nan


def waiting_area(backlog: Steps, until: float) -> float:
    """Integral of the backlog up to `until`: the minutes that all units together spent in it (Little 1961)."""
    return float(backlog.integral(np.array([until]))[0])


def held_up(visits: Visits, longer_than: float) -> Visits:
    """The visits that waited longer than `longer_than` minutes; those who are still in the queue did."""
    left = np.where(np.isnan(visits.started), np.inf, visits.started)
    return visits.only(np.asarray(left - visits.arrived > longer_than))


def units_between(came: Floats, in_units: Floats, went: Floats, out_units: Floats) -> Steps:
    """Units that have come and not gone: each column with its instants, minutes (NaN = never), and units.

    To a millionth of a unit: what a sum of floats leaves over is no backlog.
    """
    steps = from_changes(np.concatenate((came, went)), np.concatenate((in_units, -out_units)))
    return Steps(steps.times, np.round(steps.values, 6))
