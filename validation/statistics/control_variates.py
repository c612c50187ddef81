"""How lucky a run was with its customers: numbers whose true mean is known when they come as a Poisson process.

They are never a result. What follows them from run to run is luck, and `Steadied` takes it out of the values.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammainc, gammaincc, gammaln

from sim.arrays import Floats
from sim.kpi.steps import Steps, count_between
from validation.measures.inventory import count


def pace(asked: Floats, begin: float, end: float) -> float:
    """Customers a minute in [begin, end); its mean is their rate."""
    return count(asked, begin, end) / (end - begin)


def crowding(asked: Floats, window: float, level: float, begin: float, end: float) -> float:
    """By how much the customers of the last `window` minutes exceed `level`, on average over [begin, end).

    Its mean is `excess(rate x window, level)` where `begin` is at least a window after the first customer can come.
    """
    inside = count_between(asked, asked + window)
    return Steps(inside.times, np.maximum(inside.values - level, 0.0)).mean(begin, end)


def rush(asked: Floats, work: Floats, window: float, level: float, begin: float, end: float) -> float:
    """By how much the work that the customers of the last `window` minutes brought exceeds `level`, on average.

    `asked`, `work`: when each came, in order, and minutes of work. Over [begin, end), looked at four times a customer.
    Its mean is `excess_work(rate x window, mean work, level)` where the work is exponential.
    """
    if not end > begin:
        return 0.0
    brought = np.concatenate(([0.0], np.cumsum(work)))
    instants = np.linspace(begin, end, 4 * len(asked) + 1)[:-1]
    until, before = (np.searchsorted(asked, at, side="right") for at in (instants, instants - window))
    return float(np.mean(np.maximum(brought[until] - brought[before] - level, 0.0)))


def excess_work(customers: float, mean: float, level: float) -> float:
    """E[(X - level)+] of X the sum of Poisson(customers) exponential works of this mean.

    Of k works it is k mean Q(k + 1, level / mean) - level Q(k, level / mean), Q the regularised upper gamma function.

    >>> round(excess_work(3.0, 2.0, 0.0), 9)
    6.0
    """
    count = np.arange(1, math.ceil(customers + 12 * math.sqrt(customers) + 30))
    chance = np.exp(count * math.log(customers) - customers - gammaln(count + 1))
    scaled = level / mean
    beyond = count * mean * gammaincc(count + 1, scaled) - level * gammaincc(count, scaled)
    return float(chance @ beyond)


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
