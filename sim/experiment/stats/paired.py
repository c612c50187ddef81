"""Differences of two ways, replication by replication under the same random numbers: interval, p, sample size."""

from bisect import bisect_left

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from sim.arrays import Floats
from sim.experiment.stats.estimates import CONFIDENCE, defined, mean_interval
from sim.results.study import Estimate

POWER = 0.8


def paired(values: ArrayLike, base: ArrayLike) -> Estimate:
    """Mean of values - base with Student's interval; shapes (replications,), (replications,)."""
    return mean_interval(_differences(values, base))


def paired_p(values: ArrayLike, base: ArrayLike) -> float:
    """Two-sided p of the paired t-test; NaN for fewer than two pairs, 1 when nothing differs at all."""
    differences = _differences(values, base)
    n = len(differences)
    if n < 2:
        return float("nan")
    spread = float(differences.std(ddof=1))
    if spread == 0:
        return 1.0 if differences[0] == 0 else 0.0
    t = abs(float(differences.mean())) / (spread / np.sqrt(n))
    return float(2 * special.stdtr(n - 1, -t))


def replications_needed(values: ArrayLike, base: ArrayLike, comparisons: int = 1, most: int = 10_000) -> int | None:
    """How many pairs would find two ways different, if their difference is what it seems to be; None above `most`.

    The smallest n at which the paired t-test finds the difference four times out of five (power 0.8), at level
    0.05 / comparisons, the strictest that Holm asks of one among them: P(|T| > t(1 - level / 2, n - 1)) >= 0.8, where T
    has the non-central t-distribution with n - 1 degrees of freedom around sqrt(n) |mean| / s; mean and s of the
    differences that were played. Source: Cohen (1988), section 2.3. None too when nothing differs at all, or with fewer
    than two pairs.

    >>> replications_needed([1.0, -0.2, 0.7], [0.0, 0.0, 0.0])
    15
    """
    differences = _differences(values, base)
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


def _differences(values: ArrayLike, base: ArrayLike) -> Floats:
    """Those pairs of which both are defined."""
    return defined(np.asarray(values, dtype=np.float64) - np.asarray(base, dtype=np.float64))
