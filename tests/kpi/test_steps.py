"""Step functions agree with counting by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kpi.steps import count_between, from_changes, from_points, smaller_of

from .records import NAN

spells = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 15)), max_size=12)


def test_a_later_value_at_the_same_instant_holds():
    steps = from_points(np.array([10.0, 0.0, 10.0]), np.array([3.0, 1.0, 2.0]))
    assert steps.at(np.array([-1.0, 0.0, 9.9, 10.0, 99.0])).tolist() == [0.0, 1.0, 1.0, 2.0, 2.0]


def test_integral_and_mean():
    steps = from_points(np.array([10.0, 20.0]), np.array([2.0, 5.0]))
    assert steps.integral(np.array([0.0, 10.0, 15.0, 20.0, 22.0])).tolist() == [0.0, 0.0, 10.0, 20.0, 30.0]
    assert steps.mean(15.0, 25.0) == pytest.approx(3.5)
    assert np.isnan(steps.mean(5.0, 5.0))


def test_no_steps_at_all_are_zero():
    steps = count_between(np.empty(0), np.empty(0))
    assert steps.at(np.array([1.0])).tolist() == [0.0]
    assert steps.integral(np.array([1.0])).tolist() == [0.0]


def test_who_never_came_is_not_counted_and_who_never_left_stays():
    steps = count_between(np.array([NAN, 1.0, 2.0]), np.array([5.0, NAN, 3.0]))
    assert steps.at(np.array([0.0, 1.0, 2.0, 3.0, 1e9])).tolist() == [0.0, 1.0, 2.0, 1.0, 1.0]


def test_changes_at_infinity_never_come():
    assert from_changes(np.array([np.inf, NAN, 1.0]), np.array([1.0, 1.0, 1.0])).values.tolist() == [1.0]


@given(spells, spells)
def test_counts_minimum_and_integral_agree_with_asking_minute_by_minute(some, others):
    def slow(of, now):
        return sum(start <= now < start + length for start, length in of)

    def fast(of):
        start, length = np.array(of, dtype=float).reshape(-1, 2).T
        return count_between(start, start + length)

    minutes = np.arange(50.0)
    one, other = fast(some), fast(others)
    assert one.at(minutes).tolist() == [slow(some, now) for now in minutes]
    least = smaller_of(one, other)
    expected = [min(slow(some, now), slow(others, now)) for now in minutes]
    assert least.at(minutes).tolist() == expected
    np.testing.assert_allclose(least.integral(minutes), np.cumsum([0, *expected[:-1]]))
