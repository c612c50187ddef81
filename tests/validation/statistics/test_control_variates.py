"""Control variates are counted exactly, and their expectation is that of the formula."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validation.formulas.loss_functions import compound_poisson_loss, poisson_loss
from validation.statistics.control_variates import arrival_rate, excess_arrivals, excess_work


def at_every_instant(arrived, window, level, begin, end, grid=20_000):
    """The excess of recent arrivals, evaluated on a fine grid."""
    instants = begin + (np.arange(grid) + 0.5) * (end - begin) / grid
    inside = [sum(1 for time in arrived if time <= now < time + window) for now in instants]
    return float(np.mean(np.maximum(np.array(inside) - level, 0.0)))


def test_the_rate_counts_the_arrivals_of_the_window():
    assert arrival_rate(np.array([0.5, 1.0, 2.0, 3.0]), 1.0, 3.0) == 1.0


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 9), st.integers(0, 3))
@settings(max_examples=15, deadline=None)
def test_the_excess_of_arrivals_is_that_of_every_instant(times, window, level):
    arrived = np.array(sorted(times), dtype=float) / 4
    found = excess_arrivals(arrived, window / 4, level, 2.0, 8.0)
    assert found == pytest.approx(at_every_instant(arrived.tolist(), window / 4, level, 2.0, 8.0, 960), abs=1e-9)


def test_the_expectation_of_the_excess_of_poisson_arrivals_is_the_poisson_loss():
    rng = np.random.default_rng(8)
    runs = [np.sort(rng.uniform(0, 40, rng.poisson(40 * 3.0))) for _ in range(400)]
    found = [excess_arrivals(arrived, 1.5, 6, 1.5, 40.0) for arrived in runs]
    assert abs(np.mean(found) - poisson_loss(4.5, 6)) < 4 * np.std(found) / np.sqrt(len(found))


def test_the_excess_of_work_is_that_of_the_last_window_at_four_instants_an_arrival():
    arrived, work = np.array([1.0, 2.0, 2.5]), np.array([3.0, 1.0, 2.0])

    def recent(now):
        return sum(minutes for time, minutes in zip(arrived, work, strict=True) if now - 2.0 < time <= now)

    # the last two minutes hold 3 from 1, 4 from 2, 6 from 2.5, 3 from 3 on
    assert [recent(now) for now in (0.5, 1.0, 2.0, 2.5, 3.0)] == [0, 3, 4, 6, 3]
    expected = np.mean([max(recent(now) - 2.0, 0.0) for now in np.arange(12) * 4 / 12])
    assert excess_work(arrived, work, 2.0, 2.0, 0.0, 4.0) == pytest.approx(expected)
    assert excess_work(arrived, work, 2.0, 2.0, 4.0, 4.0) == 0.0


def test_the_expectation_of_the_excess_of_exponential_work_is_the_compound_poisson_loss():
    rng, found = np.random.default_rng(9), []
    for _ in range(400):
        arrived = np.sort(rng.uniform(0, 60, rng.poisson(60 * 0.8)))
        found.append(excess_work(arrived, rng.exponential(1.5, len(arrived)), 5.0, 8.0, 5.0, 60.0))
    expected = compound_poisson_loss(0.8 * 5.0, 1.5, 8.0)
    assert abs(np.mean(found) - expected) < 4 * np.std(found) / np.sqrt(len(found))
