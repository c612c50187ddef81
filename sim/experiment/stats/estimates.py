"""Statistics over replications: means with t-intervals, shares with Wilson's, paired differences, Holm.

A value that is not finite is missing and does not count into n. One value has a mean and no interval.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from sim.arrays import Floats

CONFIDENCE = 0.95
POWER = 0.8


@dataclass(frozen=True)
class Estimate:
    """A mean over `n` replications and the interval that holds the true one with 95 % confidence; NaN = unknown."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def half_width(self) -> float:
        """Half the length of the interval; NaN without one."""
        return (self.high - self.low) / 2

    def about(self) -> dict[str, float | int]:
        """As it stands in a result."""
        return {"mean": self.mean, "ci_low": self.low, "ci_high": self.high, "n": self.n}


def mean_interval(values: ArrayLike, lowest: float = -np.inf, highest: float = np.inf) -> Estimate:
    """Mean m and Student's interval m -+ t(0.975, n - 1) s / sqrt(n), s with n - 1; shape (replications,).

    The interval is cut at `lowest` and `highest`, the values that the quantity can take.

    >>> mean_interval([1.0, 2.0, 3.0])
    Estimate(mean=2.0, low=-0.4841377117195456, high=4.484137711719546, n=3)
    """
    known = _known(values)
    n = len(known)
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, 0)
    mean = float(known.mean())
    if n == 1:
        return Estimate(mean, np.nan, np.nan, 1)
    half = float(_quantile(n - 1) * known.std(ddof=1) / np.sqrt(n))
    return Estimate(mean, max(mean - half, lowest), min(mean + half, highest), n)


def wilson(happened: ArrayLike) -> Estimate:
    """Share of replications in which something happened (1) or not (0), with Wilson's score interval; shape (n,).

    Centre (p + z^2 / 2n) / (1 + z^2 / n), half-width z sqrt(p (1 - p) / n + z^2 / 4n^2) / (1 + z^2 / n).
    Source: Wilson (1927). 9 of 10 is 0.596 to 0.982, not "90 %".
    """
    known = _known(happened)
    n = len(known)
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, 0)
    p, z = float(known.mean()), float(special.ndtri((1 + CONFIDENCE) / 2))
    if n == 1:
        return Estimate(p, np.nan, np.nan, 1)
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    # at 0 and 1 the bound is that value; rounding must not put it beyond the mean
    return Estimate(p, float(min(max(centre - half, 0.0), p)), float(max(min(centre + half, 1.0), p)), n)


def paired(values: ArrayLike, base: ArrayLike) -> Estimate:
    """Mean of values - base, replication by replication under the same random numbers; shapes (n,), (n,)."""
    return mean_interval(np.asarray(values, dtype=np.float64) - np.asarray(base, dtype=np.float64))


def paired_p(values: ArrayLike, base: ArrayLike) -> float:
    """Two-sided p of the paired t-test; NaN for fewer than two pairs, 1 when nothing differs at all."""
    differences = _known(np.asarray(values, dtype=np.float64) - np.asarray(base, dtype=np.float64))
    n = len(differences)
    if n < 2:
        return float("nan")
    spread = float(differences.std(ddof=1))
    if spread == 0:
        return 1.0 if differences[0] == 0 else 0.0
    t = abs(float(differences.mean())) / (spread / np.sqrt(n))
    return float(2 * special.stdtr(n - 1, -t))


def replications_needed(values: ArrayLike, base: ArrayLike, comparisons: int = 1, most: int = 10_000) -> int | None:
    """How many pairs would tell two ways apart, if their difference is what it seems to be; None above `most`.

    The smallest n at which the paired t-test finds the difference four times out of five (power 0.8), at level
    0.05 / comparisons, the strictest that Holm asks of one among them: P(|T| > t(1 - level / 2, n - 1)) >= 0.8, where T
    has the non-central t-distribution with n - 1 degrees of freedom around sqrt(n) |mean| / s; mean and s of the
    differences that were played. Source: Cohen (1988), section 2.3. None too when nothing differs at all, or with fewer
    than two pairs.

    >>> replications_needed([1.0, -0.2, 0.7], [0.0, 0.0, 0.0])
    15
    """
    differences = _known(np.asarray(values, dtype=np.float64) - np.asarray(base, dtype=np.float64))
    if len(differences) < 2 or differences.mean() == 0:
        return None
    spread = differences.std(ddof=1)
    if spread == 0:
        return 2
    effect, level = abs(differences.mean()) / spread, (1 - CONFIDENCE) / comparisons

    def power(n: int) -> float:
        t, around = special.stdtrit(n - 1, 1 - level / 2), np.sqrt(n) * effect
        return float(special.nctdtr(n - 1, around, -t) + 1 - special.nctdtr(n - 1, around, t))

    tried = range(2, most + 1)
    found = bisect_left(tried, POWER, key=power)
    return tried[found] if found < len(tried) else None


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values of several comparisons, adjusted so that one false alarm among them all stays at its level.

    In rising order the k-th of m (from 0) is multiplied by m - k, never below the one before. NaN stays NaN and does
    not count. Source: Holm (1979).
    """
    p = np.asarray(p_values, dtype=np.float64)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    factors = len(order) - np.arange(len(order))
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * factors), 1.0) if len(order) else ()
    return [float(value) for value in adjusted]


def _known(values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    return np.asarray(array[np.isfinite(array)])


def _quantile(degrees: int) -> float:
    """Student's t at 97.5 %; `scipy.special` loads five times faster than `scipy.stats`, which calls it."""
    return float(special.stdtrit(degrees, (1 + CONFIDENCE) / 2))
