"""Backlogs after a disruption: the peak, its instant and the area, as exact step functions of time.

A backlog is a step function (`sim.kpi.steps.Steps`) in units or orders; times are minutes. Its fluid form: with demand
l, capacity m1 < l during D and m2 > l afterwards, the peak is (l - m1) D, it is cleared peak / (m2 - l) after the
capacity is restored, and the area is peak (D + clear) / 2 (Newell 1982, chapter 2).
"""

import math

import numpy as np

from sim.arrays import Floats
from sim.kpi.steps import Steps, from_changes
from validation.measures.queueing import Sojourns

DECIMALS = 6
"""Decimals to which units are rounded: what a sum of floats leaves over is no backlog."""


def peak(backlog: Steps) -> float:
    """The largest value; 0 when there is no step."""
    return float(backlog.values.max(initial=0.0))


def peak_time(backlog: Steps) -> float:
    """First instant at which the backlog is at its peak, minutes; NaN when the peak is 0."""
    return float(backlog.times[np.argmax(backlog.values)]) if peak(backlog) > 0 else math.nan


def area_until(backlog: Steps, until: float) -> float:
    """Integral of the backlog up to `until`: unit-minutes of waiting (Little 1961)."""
    return float(backlog.integral(np.array([until]))[0])


def waiting_longer(sojourns: Sojourns, than: float) -> Sojourns:
    """The sojourns that waited longer than `than` minutes; those still in the queue are among them."""
    started = np.where(np.isnan(sojourns.started), np.inf, sojourns.started)
    return sojourns.only(np.asarray(started - sojourns.arrived > than))


def outstanding_units(came: Floats, in_units: Floats, went: Floats, out_units: Floats) -> Steps:
    """Units that have come and not gone; instants in minutes (NaN = never), each with its units."""
    steps = from_changes(np.concatenate((came, went)), np.concatenate((in_units, -out_units)))
    return Steps(steps.times, np.round(steps.values, DECIMALS))
