"""Every rate agrees with its integral, and its integral with its inverse."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate

from sim.rates.compose import Relay, Scaled, Shifted, Sum, Windowed, add
from sim.rates.intensity import (
    ConstantRate,
    Decay,
    Intensity,
    PiecewiseRate,
    Sinusoid,
    piecewise_constant,
    piecewise_linear,
)

STRAIGHT = piecewise_linear([0.0, 0.5, 1.0, 3.0, 4.0], [50.0, 900.0, 900.0, 300.0, 0.0])
STEPS = piecewise_constant([-2.0, 0.0, 1.0, 5.0], [3.0, 0.0, 7.0])
WAVE = Sinusoid(100.0, 60.0, 24.0)
TOUCHING = Sinusoid(5.0, 5.0, 10.0, phase=3.0)
BURST = Decay(2.0, 400.0, 1.5)

RATES: dict[str, Intensity] = {
    "constant": ConstantRate(4.0),
    "straight": STRAIGHT,
    "steps": STEPS,
    "jumps": PiecewiseRate(np.array([0.0, 1.0, 4.0]), np.array([2.0, 9.0]), np.array([6.0, 0.0])),
    "wave": WAVE,
    "wave that touches zero": TOUCHING,
    "wave downwards": Sinusoid(5.0, -5.0, 10.0),
    "burst": BURST,
    "burst without base": Decay(0.0, 40.0, 1.5),
    "base without burst": Decay(3.0, 0.0, 1.5),
    "scaled": Scaled(WAVE, 2.5),
    "shifted": Shifted(BURST, 3.0),
    "window": Windowed(WAVE, 3.0, 9.0),
    "relay": Relay((1.0, 2.0, 6.0), (STRAIGHT, BURST)),
    "sum of straight": add([STRAIGHT, STEPS]),
    "sum of all": add([STRAIGHT, STEPS, WAVE, Shifted(BURST, 2.0)]),
    "sum of windows": Sum((Windowed(ConstantRate(3.0), 0.0, 2.0), Windowed(ConstantRate(5.0), 4.0, 6.0))),
    "sum of fading bursts": Sum((Decay(0.0, 40.0, 1.5), Decay(0.0, 10.0, 9.0))),
}
each_rate = pytest.mark.parametrize("of", RATES.values(), ids=RATES.keys())


@each_rate
def test_the_integral_of_the_rate_is_the_cumulative(of: Intensity) -> None:
    knots = np.linspace(of.start, min(of.end, of.start + 12.0), 7)
    for low, high in pairwise(knots):
        area = integrate.quad(of.rate, low, high, limit=200, points=np.arange(np.ceil(low), high, 0.5))[0]
        assert area == pytest.approx(float(of.cumulative(high) - of.cumulative(low)), rel=1e-6, abs=1e-6)


@each_rate
def test_the_inverse_of_the_cumulative_comes_back_to_the_same_expected_count(of: Intensity) -> None:
    most = float(of.cumulative(min(of.end, of.start + 30.0)))
    c = np.linspace(0.0, most, 301)[:-1]
    t = of.inverse(c)
    assert np.all(np.diff(t) >= 0)
    np.testing.assert_allclose(of.cumulative(t), c, rtol=1e-9, atol=1e-8 * max(most, 1.0))


@each_rate
def test_where_the_rate_is_positive_the_inverse_gives_the_time_back(of: Intensity) -> None:
    t = np.linspace(of.start, min(of.end, of.start + 20.0), 401)
    t = t[of.rate(t) > 0.05]
    np.testing.assert_allclose(of.inverse(of.cumulative(t)), t, rtol=1e-7, atol=1e-6)


@each_rate
def test_nothing_comes_before_the_start_and_nothing_beyond_the_total(of: Intensity) -> None:
    assert float(of.rate(of.start - 1.0)) == 0.0
    assert float(of.cumulative(of.start - 1.0)) == pytest.approx(0.0, abs=1e-12)
    assert float(of.inverse(0.0)) == of.start
    if np.isfinite(of.total):
        assert float(of.inverse(of.total * 1.001 + 1e-9)) == np.inf
        assert float(of.cumulative(min(of.end, 1e6))) == pytest.approx(of.total)


@each_rate
def test_scalars_and_matrices_keep_their_shape(of: Intensity) -> None:
    grid = of.start + np.array([[0.1, 0.2], [0.3, 0.4]])
    assert of.rate(grid).shape == of.cumulative(grid).shape == of.inverse(of.cumulative(grid)).shape == (2, 2)
    assert float(of.inverse(of.cumulative(grid[1, 1]))) == pytest.approx(of.inverse(of.cumulative(grid))[1, 1])


def test_the_inverse_jumps_over_a_stretch_without_arrivals() -> None:
    gap = piecewise_constant([0.0, 1.0, 5.0, 6.0], [2.0, 0.0, 3.0])
    np.testing.assert_allclose(gap.inverse([2.0, 2.0 + 1e-9, 5.0]), [1.0, 5.0, 6.0], atol=1e-6)


def test_the_published_windows_of_case_q27_come_out_exactly() -> None:
    windows = np.array([[0.0, 0.5], [0.5, 1.0], [1.0, 3.0], [3.0, 4.0]])
    means = STRAIGHT.cumulative(windows[:, 1]) - STRAIGHT.cumulative(windows[:, 0])
    np.testing.assert_allclose(means, [237.5, 450.0, 1200.0, 150.0])
    assert STRAIGHT.total == pytest.approx(2037.5)


knots = st.lists(st.floats(0.1, 3.0), min_size=1, max_size=6)
levels = st.lists(st.one_of(st.just(0.0), st.floats(0.01, 50.0)), min_size=7, max_size=7)


@settings(max_examples=40, deadline=None)
@given(knots, levels, knots, levels)
def test_a_merged_sum_equals_the_plain_sum_of_its_parts(
    gaps_1: list[float], rates_1: list[float], gaps_2: list[float], rates_2: list[float]
) -> None:
    one = piecewise_linear(np.cumsum([0.0, *gaps_1]), rates_1[: len(gaps_1) + 1])
    two = piecewise_constant(np.cumsum([0.5, *gaps_2]), rates_2[: len(gaps_2)])
    merged = add([one, two])
    assert isinstance(merged, PiecewiseRate)
    t = np.linspace(-1.0, 20.0, 173)
    np.testing.assert_allclose(merged.cumulative(t), one.cumulative(t) + two.cumulative(t), rtol=1e-9, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(knots, levels, st.floats(0.0, 1.0))
def test_the_piecewise_inverse_equals_a_search_by_bisection(gaps: list[float], rates: list[float], u: float) -> None:
    of = piecewise_linear(np.cumsum([0.0, *gaps]), rates[: len(gaps) + 1])
    c = u * of.total
    low, high = of.start, of.end
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if float(of.cumulative(middle)) < c else (low, middle)
    assert float(of.cumulative(of.inverse(c))) == pytest.approx(float(of.cumulative(high)), rel=1e-9, abs=1e-9)
    assert float(of.inverse(c)) <= high + 1e-6


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: ConstantRate(-1.0), "level"),
        (lambda: piecewise_linear([0.0, 0.0], [1.0, 1.0]), "rise"),
        (lambda: piecewise_linear([0.0, 1.0], [1.0, -1.0]), "rates"),
        (lambda: piecewise_constant([0.0, 1.0], [1.0, 2.0]), "1"),
        (lambda: Sinusoid(1.0, 2.0, 24.0), "swing"),
        (lambda: Decay(1.0, 2.0, 0.0), "fade"),
        (lambda: Scaled(WAVE, -1.0), "factor"),
        (lambda: Windowed(WAVE, 2.0, 1.0), "start"),
        (lambda: Relay((0.0, 1.0), ()), "edges"),
        (lambda: add([]), "at least one"),
    ],
)
def test_an_impossible_rate_is_refused_with_its_value(make: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()  # type: ignore[operator]  # a lambda kept as a parameter
