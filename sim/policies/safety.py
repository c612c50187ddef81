"""Safety factors: how many standard deviations of stock a level of service takes, when demand is normal."""

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Floats

STEPS = 60
LEAST_RATIO, MOST_RATIO = 1e-9, 1 - 1e-9
"""Bounds of a critical ratio: the normal quantiles of 0 and 1 are infinite."""
TINY = 1e-12
"""In place of 0 in a denominator, or as the argument of a quantile that is not used."""


def loss(k: ArrayLike) -> Floats:
    """G(k) = phi(k) - k (1 - Phi(k)): units short per standard deviation (Silver, Pyke & Thomas 2017, appendix II).

    >>> loss([0.0, 0.8416]).round(3)
    array([0.399, 0.112])
    """
    from scipy.special import ndtr

    value = np.asarray(k, dtype=np.float64)
    return np.asarray(np.exp(-(value**2) / 2) / np.sqrt(2 * np.pi) - value * ndtr(-value))


def factor_for_cycles(share: float) -> float:
    """k with Phi(k) = `share`: no stock-out in that share of cycles (P1; ibid., equation 6.13), never below 0.

    >>> round(factor_for_cycles(0.95), 3)
    1.645
    """
    from scipy.special import ndtri

    return max(float(ndtri(share)), 0.0)


def factor_for_fill(share: float, quantity: Floats, sd: Floats) -> Floats:
    """k with G(k) = (1 - `share`) Q / sd: that share of units is served from the shelf (P2; ibid., equation 6.19).

    `quantity` Q per order and `sd` over the lead time, shape (items,). Never below 0; without variation 0.

    >>> factor_for_fill(0.99, np.array([200.0]), np.array([11.4])).round(2)
    array([0.58])
    """
    wanted = np.divide((1 - share) * quantity, sd, out=np.full(len(sd), np.inf), where=sd > 0)
    low, high = np.zeros(len(sd)), np.full(len(sd), 8.0)
    for _ in range(STEPS):
        middle = (low + high) / 2
        short = loss(middle) > wanted
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.where(loss(0.0) <= wanted, 0.0, high)
