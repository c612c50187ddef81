"""Steady states: how much of a run is warm-up (MSER-5), and a mean with an interval from batches of what is left.

A series is what was observed at equal steps, shape (observations,). Only for questions about the long run; a drill is a
terminating run and has no warm-up.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.arrays import Floats
from sim.experiment.stats.estimates import mean_interval
from sim.results.study import Estimate

GROUP = 5
BATCHES = 20
FEWEST = 10


class WarmUp(NamedTuple):
    """How many observations to leave out, and the statistic at every cut that was tried (one each `group`)."""

    observations: int
    statistic: Floats
    group: int


@dataclass(frozen=True)
class SteadyEstimate:
    """A warm-up, the mean of what follows, and whether to trust them.

    `batches` are the means of the batches after the warm-up (with several runs, one each); `correlation` is that of
    neighbouring batches: well above 0 the interval is too short. `long_enough` is false when the best cut lies in the
    last possible place, so that the run may still have been warming up.
    """

    series: Floats
    warm_up: WarmUp
    mean: Estimate
    batches: Floats
    correlation: float
    long_enough: bool


def mser(series: Floats, group: int = GROUP) -> WarmUp:
    """The cut that makes the mean of what is left most certain, by means of `group` neighbours.

    Over the group means z_1 .. z_m, the cut d <= m / 2 that minimises sum_{i > d} (z_i - mean_{> d})^2 / (m - d)^2; the
    first of equals. Source: White, Cobb & Spratt (2000), MSER-5. Raises `ValueError` when there are too few
    observations.

    >>> mser(np.array([50.0] * 10 + [1.0, 2.0] * 45)).observations
    10
    """
    count = len(series) // group
    if count < FEWEST:
        raise ValueError(f"a series of {len(series)} observations is too short for a warm-up: needs {FEWEST * group}")
    means = series[: count * group].reshape(count, group).mean(axis=1)
    means = means - means.mean()  # shifted, so that the sums of squares below lose no digits
    left = np.arange(count, 0, -1)
    sums, squares = (np.cumsum(part[::-1])[::-1] for part in (means, means**2))
    spread = np.maximum(squares - sums**2 / left, 0.0)
    statistic = (spread / left**2)[: count // 2 + 1]
    return WarmUp(int(np.argmin(statistic)) * group, statistic, group)


def batch_means(series: Floats, batches: int = BATCHES) -> Floats:
    """Means of `batches` equal, consecutive parts; a rest at the beginning is left out. Shape (batches,).

    Source: Law (2015), section 9.5.3.
    """
    size = len(series) // batches
    if size < 1:
        raise ValueError(f"{len(series)} observations cannot fill {batches} batches")
    return np.asarray(series[len(series) - size * batches :].reshape(batches, size).mean(axis=1))


def steady(runs: Floats, batches: int = BATCHES) -> SteadyEstimate:
    """Leave out the warm-up and estimate the long-run mean of what is left; shape (replications, observations).

    The average over the runs finds the warm-up (Welch 1983). With one run its mean comes from batches, with several
    each run's own mean is one. Raises `ValueError` when the runs are too short or hold what is not a number.
    """
    if not np.isfinite(runs).all():
        raise ValueError("a series must be known at every step")
    average = runs.mean(axis=0)
    cut = mser(average)
    left = runs[:, cut.observations :]
    found = batch_means(left[0], batches) if len(runs) == 1 else np.asarray(left.mean(axis=1))
    last = (len(cut.statistic) - 1) * cut.group
    return SteadyEstimate(average, cut, mean_interval(found), found, _correlation(found), cut.observations < last)


def _correlation(batches: Floats) -> float:
    """Correlation of neighbours; 0 when nothing varies."""
    apart = batches - batches.mean()
    total = float(apart @ apart)
    return float(apart[:-1] @ apart[1:]) / total if total > 0 else 0.0
