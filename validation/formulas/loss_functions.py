"""Loss functions E[max(X - level, 0)] of Poisson and compound Poisson demand."""

import math

import numpy as np
from scipy.special import gammainc, gammaincc, gammaln


def poisson_loss(mean: float, level: float) -> float:
    """E[max(X - level, 0)], X ~ Poisson(mean): mean P(X >= k - 1) - level P(X >= k), k the least integer >= level.

    >>> round(poisson_loss(1.0, 1), 9), poisson_loss(2.5, 0), poisson_loss(2.5, -1)
    (0.367879441, 2.5, 3.5)
    """
    least = max(math.ceil(level), 0)
    return mean * _at_least(least - 1, mean) - level * _at_least(least, mean)


def compound_poisson_loss(customers: float, mean: float, level: float) -> float:
    """E[max(X - level, 0)], X the sum of Poisson(customers) exponential works of this mean.

    Given k works it is k mean Q(k + 1, level / mean) - level Q(k, level / mean), Q the regularised upper incomplete
    gamma function.

    >>> round(compound_poisson_loss(3.0, 2.0, 0.0), 9)
    6.0
    """
    count = np.arange(1, math.ceil(customers + 12 * math.sqrt(customers) + 30))
    chance = np.exp(count * math.log(customers) - customers - gammaln(count + 1))
    scaled = level / mean
    beyond = count * mean * gammaincc(count + 1, scaled) - level * gammaincc(count, scaled)
    return float(chance @ beyond)


def _at_least(number: int, mean: float) -> float:
    """P(X >= number), X ~ Poisson(mean): the regularised incomplete gamma function (Abramowitz & Stegun 26.4.21)."""
    return 1.0 if number <= 0 else float(gammainc(number, mean))
