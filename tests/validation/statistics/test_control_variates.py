"""The luck of a run with its customers: what is counted, and what its true mean is."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validation.statistics.control_variates import crowding, excess, excess_work, pace, rush


def one_by_one(asked, window, level, begin, end, grid=20_000):
    """The same crowding, looked at on a fine grid."""
    instants = begin + (np.arange(grid) + 0.5) * (end - begin) / grid
    inside = [sum(1 for time in asked if time <= now < time + window) for now in instants]
    return float(np.mean(np.maximum(np.array(inside) - level, 0.0)))


def test_the_pace_counts_who_comes_in_the_stretch():
    assert pace(np.array([0.5, 1.0, 2.0, 3.0]), 1.0, 3.0) == 1.0


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 9), st.integers(0, 3))
@settings(max_examples=15, deadline=None)
def test_crowding_is_what_a_look_at_every_instant_finds(times, window, level):
    asked = np.array(sorted(times), dtype=float) / 4
    found = crowding(asked, window / 4, level, 2.0, 8.0)
    assert found == pytest.approx(one_by_one(asked.tolist(), window / 4, level, 2.0, 8.0, 960), abs=1e-9)


@pytest.mark.parametrize(("mean", "level"), [(1.0, 0), (1.0, 1), (4.0, 8), (16.0, 22), (0.0, 2), (3.0, 2.5), (2.0, -1)])
def test_the_excess_is_the_sum_over_all_counts(mean, level):
    share = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(90)]
    assert excess(mean, level) == pytest.approx(sum(max(k - level, 0) * p for k, p in enumerate(share)), abs=1e-12)


def test_the_crowding_of_poisson_customers_is_the_excess_on_average():
    rng = np.random.default_rng(8)
    runs = [np.sort(rng.uniform(0, 40, rng.poisson(40 * 3.0))) for _ in range(400)]
    found = [crowding(asked, 1.5, 6, 1.5, 40.0) for asked in runs]
    assert abs(np.mean(found) - excess(4.5, 6)) < 4 * np.std(found) / np.sqrt(len(found))


def test_a_rush_is_the_work_of_a_window_above_a_level():
    asked, work = np.array([1.0, 2.0, 2.5]), np.array([3.0, 1.0, 2.0])
    # of [0, 4) the last two minutes hold 3 from 1, 4 from 2, 6 from 2.5, 3 from 3: a half, a half, a half, one minute
    found = rush(asked, work, 2.0, 2.0, 0.0, 4.0)
    assert found == pytest.approx((1.0 * 1.0 + 2.0 * 0.5 + 4.0 * 0.5 + 1.0 * 1.0) / 4, abs=0.4)
    assert rush(asked, work, 2.0, 2.0, 4.0, 4.0) == 0.0


def test_the_rush_of_poisson_customers_with_exponential_work_is_the_excess_on_average():
    rng, found = np.random.default_rng(9), []
    for _ in range(400):
        asked = np.sort(rng.uniform(0, 60, rng.poisson(60 * 0.8)))
        found.append(rush(asked, rng.exponential(1.5, len(asked)), 5.0, 8.0, 5.0, 60.0))
    assert abs(np.mean(found) - excess_work(0.8 * 5.0, 1.5, 8.0)) < 4 * np.std(found) / np.sqrt(len(found))


@pytest.mark.parametrize(("customers", "mean"), [(0.5, 2.0), (30.0, 0.25), (400.0, 1.0)])
def test_all_the_work_is_beyond_a_level_of_nothing(customers, mean):
    assert excess_work(customers, mean, 0.0) == pytest.approx(customers * mean)
