"""The inverse of a rising integral equals a search by halving, whatever the slope does on the way."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rates.intensity import PiecewiseRate
from sim.rates.solve import solve_rising


class Powers:
    """t ** power for t >= 0: flat at first, or endlessly steep; no knot says so."""

    knots = np.zeros(0)

    def __init__(self, power: float) -> None:
        self.power = power
        self.asked = 0

    def rate(self, t):
        with np.errstate(divide="ignore"):
            return self.power * np.asarray(t, dtype=np.float64) ** (self.power - 1)

    def cumulative(self, t):
        self.asked += 1
        return np.asarray(t, dtype=np.float64) ** self.power


def halved(of, c: float, low: float, high: float) -> float:
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if float(of.cumulative(middle)) < c else (low, middle)
    return high


def bounds(count: int, low: float, high: float):
    return np.full(count, low), np.full(count, high)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([0.3, 0.5, 1.0, 2.0, 7.0]), st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6))
def test_flat_and_steep_beginnings_are_solved_like_by_halving(power, shares):
    of, c = Powers(power), np.array(shares) * 9.0**power
    found = solve_rising(of, c, *bounds(c.size, 0.0, 9.0))
    slow = np.array([halved(of, one, 0.0, 9.0) for one in c.tolist()])
    same_time = np.abs(found - slow) <= 1e-13 * np.maximum(1.0, slow)
    same_count = np.isclose(of.cumulative(found), c, rtol=1e-12, atol=0.0)
    assert np.all(
        same_time | same_count
    )  # where it is endlessly steep only the time can be right, where flat the count


gaps = st.lists(st.floats(0.1, 3.0), min_size=2, max_size=6)
rates = st.lists(st.sampled_from([0.0, 1e-3, 1.0, 500.0]), min_size=7, max_size=7)


@settings(max_examples=60, deadline=None)
@given(gaps, rates, rates, st.lists(st.floats(0.001, 0.999), min_size=1, max_size=6))
def test_jumps_and_stretches_without_arrivals_are_solved_like_by_halving(lengths, first, last, shares):
    times, count = np.cumsum([0.0, *lengths]), len(lengths)
    of = PiecewiseRate(times, np.array(first[:count]), np.array(last[:count]))
    if of.total <= 0:
        return
    c = of.total * np.array(shares)
    found = solve_rising(of, c, *bounds(c.size, 0.0, float(times[-1])))
    np.testing.assert_allclose(of.cumulative(found), c, rtol=1e-9, atol=1e-9 * of.total)
    assert np.all((found >= 0.0) & (found <= times[-1]))


def test_the_shape_is_kept_and_nothing_asked_is_nothing_answered():
    of = Powers(2.0)
    c = np.array([[1.0, 4.0], [9.0, 16.0]])
    np.testing.assert_allclose(solve_rising(of, c, np.zeros((2, 2)), np.full((2, 2), 9.0)), [[1.0, 2.0], [3.0, 4.0]])
    assert solve_rising(of, np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3))).shape == (0, 3)


def test_a_bracket_of_one_instant_is_the_answer():
    assert solve_rising(Powers(1.0), np.array([2.0]), np.array([2.0]), np.array([2.0])).tolist() == [2.0]


def test_few_steps_are_enough():
    of = Powers(2.0)
    solve_rising(of, np.linspace(0.1, 80.0, 500), *bounds(500, 0.0, 9.0))
    assert of.asked < 12
