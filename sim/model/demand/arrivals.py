"""Arrival times drawn from a rate: Poisson, fixed count, batches, clockwork, overdispersed, surges and thinning.

All times come back sorted, shape (n,), inside [start, end). A non-homogeneous Poisson process is drawn as its count
and then the inverse of the cumulative rate at sorted uniforms: no candidate is thrown away, however high the peak
(Cinlar, Introduction to Stochastic Processes, 1975, ch. 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Bools, Floats, Ints
from sim.rates.intensity import Intensity


def expected(of: Intensity, start: float, end: float) -> float:
    """Arrivals expected in [start, end)."""
    mean = float(of.cumulative(end) - of.cumulative(start))
    if not 0 <= mean < np.inf:
        raise ValueError(f"the rate must give a finite number of arrivals between {start} and {end}, found {mean}")
    return mean


def times_at(of: Intensity, uniforms: Floats, start: float, end: float) -> Floats:
    """The arrival times that belong to uniforms in (0, 1), in their order: the inverse of the cumulative rate."""
    mean = expected(of, start, end)
    if uniforms.size and not mean:
        raise ValueError(f"the rate is 0 between {start} and {end}: no arrival can be placed there")
    times = of.inverse(float(of.cumulative(start)) + uniforms * mean)
    return np.asarray(np.clip(times, start, np.nextafter(end, start)))


def poisson_times(of: Intensity, start: float, end: float, rng: np.random.Generator) -> Floats:
    """A Poisson process with the rate `of` in [start, end)."""
    return fixed_count_times(of, int(rng.poisson(expected(of, start, end))), start, end, rng)


def fixed_count_times(of: Intensity, count: int, start: float, end: float, rng: np.random.Generator) -> Floats:
    """Exactly `count` arrivals, placed as a Poisson process places its own."""
    return times_at(of, _sorted_uniforms(count, rng), start, end) if count else np.zeros(0)


def even_times(of: Intensity, start: float, end: float) -> Floats:
    """As many arrivals as are expected, not random: the k-th when k - 1/2 of them are expected."""
    mean = expected(of, start, end)
    count = int(np.floor(mean + 0.5))
    return times_at(of, np.minimum((np.arange(count) + 0.5) / mean, 1.0), start, end) if count else np.zeros(0)


def negative_binomial_counts(mean: ArrayLike, cv2: float, rng: np.random.Generator) -> Ints:
    """Poisson counts whose mean is itself gamma with squared coefficient of variation `cv2`: variance m + cv2 * m**2.

    `mean`: shape of the answer, >= 0. cv2 = 0 is plain Poisson.
    """
    mean = np.asarray(mean, dtype=np.float64)
    return np.asarray(rng.poisson(mean * gamma_factors(mean.shape, cv2, rng)), dtype=np.int64)


def gamma_factors(shape: int | tuple[int, ...], cv2: float, rng: np.random.Generator) -> Floats:
    """Gamma multipliers of mean 1 and squared coefficient of variation `cv2` >= 0."""
    if not 0 <= cv2 < np.inf:
        raise ValueError(f"cv2 must be >= 0 and finite, found {cv2}")
    return np.asarray(rng.gamma(1 / cv2, cv2, shape)) if cv2 else np.ones(shape)


def overdispersed_times(of: Intensity, edges: Sequence[float], cv2: float, rng: np.random.Generator) -> Floats:
    """A Poisson process whose rate is multiplied, in each period between `edges`, by its own gamma factor.

    Real orders vary more than Poisson ones; with hourly edges the hourly counts are negative binomial.
    """
    means = np.diff(of.cumulative(np.asarray(edges, dtype=np.float64)))
    counts = negative_binomial_counts(means, cv2, rng)
    spans = zip(counts, edges[:-1], edges[1:], strict=True)
    return np.concatenate([fixed_count_times(of, int(count), low, high, rng) for count, low, high in spans])


def batch_sizes(count: int, size: float, kind: Literal["fixed", "geometric"], rng: np.random.Generator) -> Ints:
    """Sizes of `count` batches: always `size`, or geometric on 1, 2, ... with mean `size` >= 1."""
    if size < 1 or (kind == "fixed" and size != int(size)):
        raise ValueError(f"a batch holds at least 1 order, a fixed one a whole number; found {size}")
    if kind == "fixed":
        return np.full(count, int(size), dtype=np.int64)
    return np.asarray(rng.geometric(1 / size, count), dtype=np.int64)


def batch_arrivals(times: Floats, sizes: Ints) -> tuple[Floats, Ints]:
    """Every batch's orders at the batch's time: (times, batch), shape (sum of sizes,) each."""
    batch = np.repeat(np.arange(times.size), sizes)
    return times[batch], batch


def keeps(uniforms: Floats, factor: float) -> Bools:
    """Which arrivals stay when a rate falls to `factor` times itself; `uniforms`: one number in (0, 1) an arrival.

    A smaller factor keeps a subset of what a larger one keeps.
    """
    return np.asarray(uniforms < factor)


def _sorted_uniforms(count: int, rng: np.random.Generator) -> Floats:
    """Sorted uniforms as normalised partial sums of exponentials: no sort needed (Devroye 1986, V.3)."""
    sums = np.cumsum(rng.standard_exponential(count + 1))
    return np.asarray(sums[:-1] / sums[-1])
