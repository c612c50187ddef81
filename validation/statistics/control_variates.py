"""Control variates of Poisson demand: statistics of a run whose expectation is known.

They are never an output. `ControlledMean` removes from an output what follows them from run to run.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.kpi.steps import Steps, count_between
from validation.measures.inventory import count_in


def arrival_rate(arrived: Floats, begin: float, end: float) -> float:
    """Arrivals a minute in [begin, end); the expectation is the rate of the process."""
    return count_in(arrived, begin, end) / (end - begin)


def excess_arrivals(arrived: Floats, window: float, level: float, begin: float, end: float) -> float:
    """Time average over [begin, end) of max(N - level, 0), N the arrivals of the last `window` minutes.

    The expectation is `poisson_loss(rate x window, level)` when `begin` is at least a window after the start.
    """
    recent = count_between(arrived, arrived + window)
    return Steps(recent.times, np.maximum(recent.values - level, 0.0)).mean(begin, end)


def excess_work(arrived: Floats, work: Floats, window: float, level: float, begin: float, end: float) -> float:
    """Average over [begin, end) of max(W - level, 0), W the work brought by the arrivals of the last `window` minutes.

    `arrived`, `work`: instants in order, and minutes of work; evaluated at four instants for each arrival. The
    expectation is `compound_poisson_loss(rate x window, mean work, level)` when the work is exponential.
    """
    if not end > begin:
        return 0.0
    brought = np.concatenate(([0.0], np.cumsum(work)))
    instants = np.linspace(begin, end, 4 * len(arrived) + 1)[:-1]
    until, before = (np.searchsorted(arrived, at, side="right") for at in (instants, instants - window))
    return float(np.mean(np.maximum(brought[until] - brought[before] - level, 0.0)))
