"""Arrival processes have the counts, windows and gaps their definitions promise."""

import numpy as np
import pytest
from scipy import stats

from sim.model.demand.arrivals import (
    batch_arrivals,
    batch_sizes,
    even_times,
    fixed_count_times,
    keeps,
    negative_binomial_counts,
    overdispersed_times,
    poisson_times,
    times_at,
)
from sim.rates.compose import Shifted, add
from sim.rates.intensity import ConstantRate, Sinusoid, piecewise_constant, piecewise_linear


def generator(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def near(samples: np.ndarray, expected: float) -> bool:
    """Within three standard errors of the mean."""
    return bool(abs(samples.mean() - expected) <= 3 * samples.std(ddof=1) / np.sqrt(samples.size))


STREAM = piecewise_linear([0.0, 0.5, 1.0, 3.0, 4.0], [50.0, 900.0, 900.0, 300.0, 0.0])


def test_window_counts_of_the_livestream_rate_have_the_mean_and_variance_of_case_q27() -> None:
    rng, edges = generator(), [0.0, 0.5, 1.0, 3.0, 4.0]
    counts = np.array([np.histogram(poisson_times(STREAM, 0.0, 4.0, rng), edges)[0] for _ in range(2000)])
    for column, mean in zip(counts.T, [237.5, 450.0, 1200.0, 150.0], strict=True):
        assert near(column, mean)
        # The variance of a sample variance of a Poisson count is about 2 m^2 / n.
        assert column.var(ddof=1) == pytest.approx(mean, abs=3 * mean * np.sqrt(2 / 2000))
    assert near(counts.sum(axis=1), 2037.5)
    assert abs(np.corrcoef(counts[:, 0], counts[:, 2])[0, 1]) < 3 / np.sqrt(2000)


def test_the_offered_load_of_a_sinusoidal_day_follows_case_q23() -> None:
    rng, at = generator(2), np.array([0.0, 6.0, 12.0, 18.0])
    day = Sinusoid(100.0, 60.0, 24.0)
    present = []
    for _ in range(400):
        arrived = poisson_times(day, 0.0, 72.0, rng)
        left = arrived + rng.exponential(2.0, arrived.size)
        present.append([np.sum((arrived <= t) & (left > t)) for t in 48.0 + at])
    for column, load in zip(np.array(present).T, [150.68746, 294.180014, 249.31254, 105.819986], strict=True):
        assert near(column, load)


def test_the_pulse_of_case_q25_fills_a_constant_process() -> None:
    rng, at = generator(3), np.array([1.0, 2.0, 3.0, 4.0, 4.9])
    pulse = add([Shifted(ConstantRate(20.0), -10.0), piecewise_constant([0.0, 2.0], [400.0])])
    present = []
    for _ in range(400):
        arrived = poisson_times(pulse, -10.0, 5.0, rng)
        present.append([np.sum((arrived <= t) & (arrived + 3.0 > t)) for t in at])
    for column, load in zip(np.array(present).T, [460.0, 860.0, 860.0, 460.0, 100.0], strict=True):
        assert near(column, load)


@pytest.mark.parametrize("kind", ["fixed", "geometric"])
def test_batches_of_case_q08_bring_the_orders_their_sizes_say(kind: str) -> None:
    rng = generator(4)
    times = poisson_times(ConstantRate(0.12), 0.0, 50_000.0, rng)
    sizes = batch_sizes(times.size, 5, kind, rng)  # type: ignore[arg-type]  # parametrised text is a literal
    orders, batch = batch_arrivals(times, sizes)
    assert orders.size == sizes.sum() == batch.size
    np.testing.assert_array_equal(np.bincount(batch), sizes)
    np.testing.assert_array_equal(orders, times[batch])
    assert sizes.min() >= 1
    assert near(sizes, 5.0) if kind == "geometric" else np.all(sizes == 5)


def test_waiting_behind_batches_of_five_matches_case_q08() -> None:
    """One exponential server by the Lindley recursion over 10 replications."""
    waits = []
    for seed in range(10):
        rng = generator(seed)
        times = poisson_times(ConstantRate(0.12), 0.0, 100_000.0, rng)
        at, _ = batch_arrivals(times, batch_sizes(times.size, 5, "fixed", rng))
        free = np.cumsum(rng.exponential(1.0, at.size))
        # Waiting time in queue = running maximum form of the Lindley recursion.
        work = free - np.diff(free, prepend=0.0)
        waits.append(float(np.mean(np.maximum.accumulate(at - work) - (at - work))))
    assert near(np.array(waits), 6.5)


def test_a_fixed_count_gives_exactly_that_many_sorted_times_in_the_shape_of_the_rate() -> None:
    times = fixed_count_times(STREAM, 20_000, 0.0, 4.0, generator(5))
    assert times.size == 20_000
    assert np.all(np.diff(times) >= 0)
    assert stats.kstest(STREAM.cumulative(times) / STREAM.total, "uniform").pvalue > 0.001
    assert fixed_count_times(STREAM, 0, 0.0, 4.0, generator()).size == 0


def test_a_fixed_count_cannot_be_placed_where_the_rate_is_zero() -> None:
    with pytest.raises(ValueError, match="rate is 0"):
        fixed_count_times(STREAM, 3, 5.0, 6.0, generator())


def test_a_rate_without_end_needs_a_window() -> None:
    with pytest.raises(ValueError, match="finite"):
        poisson_times(ConstantRate(1.0), 0.0, np.inf, generator())


def test_every_arrival_lies_before_the_end_even_at_the_last_uniform() -> None:
    times = times_at(STREAM, np.array([1e-18, np.nextafter(1.0, 0.0)]), 0.5, 3.0)
    assert times[0] >= 0.5
    assert times[1] < 3.0


def test_overdispersed_hourly_counts_are_negative_binomial() -> None:
    rng, edges = generator(6), [0.0, 1.0, 2.0, 3.0]
    counts = np.array(
        [np.histogram(overdispersed_times(ConstantRate(18.0), edges, 0.25, rng), edges)[0] for _ in range(4000)]
    )
    assert near(counts.ravel(), 18.0)
    spread = (counts.ravel() - 18.0) ** 2
    assert near(spread, 18.0 + 0.25 * 18.0**2)
    plain = negative_binomial_counts(np.full(20_000, 18.0), 0.0, rng)
    assert near((plain - 18.0) ** 2, 18.0)


def test_thinning_keeps_the_share_and_nests() -> None:
    uniforms = generator(8).random(20_000)
    assert near(keeps(uniforms, 0.4).astype(float), 0.4)
    assert not np.any(keeps(uniforms, 0.4) & ~keeps(uniforms, 0.7))


@pytest.mark.parametrize("size", [0.5, 2.5])
def test_a_batch_of_part_of_an_order_is_refused(size: float) -> None:
    with pytest.raises(ValueError, match="whole number"):
        batch_sizes(3, size, "fixed", generator())


@pytest.mark.parametrize("rates", [[3.0, 3.0], [10.0, 2.0], [0.0, 5.0]])
def test_even_arrivals_come_when_half_of_the_next_one_is_due(rates: list[float]) -> None:
    curve = piecewise_linear([0.0, 40.0], rates)
    times = even_times(curve, 0.0, 40.0)
    assert times.size == round(20 * sum(rates))
    # found again by small steps: the first instant at which k - 1/2 are due
    grid = np.linspace(0, 40, 400_001)
    due = np.asarray(curve.cumulative(grid))
    slow = grid[np.searchsorted(due, np.arange(times.size) + 0.5)]
    assert times == pytest.approx(slow, abs=2e-4)


def test_nobody_comes_evenly_where_less_than_half_an_order_is_due() -> None:
    assert even_times(ConstantRate(0.004), 0.0, 100.0).size == 0
