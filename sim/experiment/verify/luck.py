"""How lucky a run was with its customers: numbers whose true mean is known when they come as a Poisson process.

They are never a result. What follows them from run to run is luck, and `Steadied` takes it out of the values.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammainc

from sim.experiment.verify.statistic import Floats
from sim.kpi.inventory import count
from sim.kpi.steps import Steps, count_between


def pace(asked: Floats, begin: float, end: float) -> float:
    """Customers a minute in [begin, end); its mean is their rate."""
    return count(asked, begin, end) / (end - begin)


def crowding(asked: Floats, window: float, level: float, begin: float, end: float) -> float:
    """By how much the customers of the last `window` minutes exceed `level`, on average over [begin, end).

    Its mean is `excess(rate x window, level)` where `begin` is at least a window after the first customer can come.
    """
    inside = count_between(asked, asked + window)
    return Steps(inside.times, np.maximum(inside.values - level, 0.0)).mean(begin, end)


def excess(mean: float, level: float) -> float:
    """E[(X - level)+] of X ~ Poisson(mean): mean P(X >= k - 1) - level P(X >= k), k the least number >= level.

    >>> round(excess(1.0, 1), 9), excess(2.5, 0), excess(2.5, -1)
    (0.367879441, 2.5, 3.5)
    """
    least = max(math.ceil(level), 0)
    return mean * _at_least(least - 1, mean) - level * _at_least(least, mean)


def _at_least(number: int, mean: float) -> float:
    """P(X >= number) of X ~ Poisson(mean): the regularised incomplete gamma function (Abramowitz & Stegun 26.4.21)."""
    return 1.0 if number <= 0 else float(gammainc(number, mean))
