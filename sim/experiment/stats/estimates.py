"""Means with Student's interval and shares with Wilson's, over replications.

A value that is not finite is missing and does not count into n. One value has a mean and no interval.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from sim.arrays import Floats
from sim.results.study import Estimate

CONFIDENCE = 0.95


def mean_interval(values: ArrayLike, lowest: float = -np.inf, highest: float = np.inf) -> Estimate:
    """Mean m and Student's interval m -+ t(0.975, n - 1) s / sqrt(n), s with n - 1; shape (replications,).

    The interval is cut at `lowest` and `highest`, the values that the quantity can take.

    >>> mean_interval([1.0, 2.0, 3.0])
    Estimate(mean=2.0, ci_low=-0.4841377117195456, ci_high=4.484137711719546, n=3)
    """
    known = defined(values)
    n = len(known)
    if n == 0:
        return _estimate(np.nan, np.nan, np.nan, 0)
    mean = float(known.mean())
    if n == 1:
        return _estimate(mean, np.nan, np.nan, 1)
    half = float(_quantile(n - 1) * known.std(ddof=1) / np.sqrt(n))
    return _estimate(mean, max(mean - half, lowest), min(mean + half, highest), n)


def wilson(happened: ArrayLike) -> Estimate:
    """Share of replications in which something happened (1) or not (0), with Wilson's score interval; shape (n,).

    Centre (p + z^2 / 2n) / (1 + z^2 / n), half-width z sqrt(p (1 - p) / n + z^2 / 4n^2) / (1 + z^2 / n).
    Source: Wilson (1927). 9 of 10 is 0.596 to 0.982, not "90 %".
    """
    known = defined(happened)
    n = len(known)
    if n == 0:
        return _estimate(np.nan, np.nan, np.nan, 0)
    p, z = float(known.mean()), float(special.ndtri((1 + CONFIDENCE) / 2))
    if n == 1:
        return _estimate(p, np.nan, np.nan, 1)
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    # at 0 and 1 the bound is that value; rounding must not put it beyond the mean
    return _estimate(p, float(min(max(centre - half, 0.0), p)), float(max(min(centre + half, 1.0), p)), n)


def defined(values: ArrayLike) -> Floats:
    """The finite values."""
    array = np.asarray(values, dtype=np.float64)
    return np.asarray(array[np.isfinite(array)])


def _estimate(mean: float, low: float, high: float, n: int) -> Estimate:
    return Estimate(mean=mean, ci_low=low, ci_high=high, n=n)


def _quantile(degrees: int) -> float:
    """Student's t at 97.5 %; `scipy.special` loads five times faster than `scipy.stats`, which calls it."""
    return float(special.stdtrit(degrees, (1 + CONFIDENCE) / 2))
