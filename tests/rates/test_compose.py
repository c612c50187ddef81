"""Rates made of rates, however they are nested, equal what adding, moving and cutting by hand gives at each instant."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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

LEAVES = st.one_of(
    st.builds(ConstantRate, st.sampled_from([0.5, 3.0])),
    st.builds(Sinusoid, st.just(4.0), st.floats(-4.0, 4.0), st.floats(2.0, 9.0)),
    st.builds(Decay, st.sampled_from([0.0, 0.01, 2.0]), st.floats(0.5, 9.0), st.floats(0.5, 3.0)),
    st.builds(lambda a, b: piecewise_constant([0.0, 1.5, 4.0], [a, b]), st.floats(0.0, 5.0), st.floats(0.1, 5.0)),
    st.builds(lambda a, b: piecewise_linear([-1.0, 2.0, 5.0], [a, b, 0.0]), st.floats(0.0, 5.0), st.floats(0.1, 5.0)),
)
SPANS = st.tuples(st.floats(-2.0, 3.0), st.floats(0.5, 5.0))


def grown(inner: st.SearchStrategy[Intensity]) -> st.SearchStrategy[Intensity]:
    return st.one_of(
        st.builds(Scaled, inner, st.sampled_from([0.0, 0.25, 3.0])),
        st.builds(Shifted, inner, st.floats(-3.0, 3.0)),
        st.builds(lambda of, span: Windowed(of, span[0], span[0] + span[1]), inner, SPANS),
        st.builds(
            lambda one, two, span: Relay((span[0], span[0] + 1.0, span[0] + 1.0 + span[1]), (one, two)),
            inner, inner, SPANS,
        ),
        st.builds(lambda one, two: Sum((one, two)), inner, inner),
    )  # fmt: skip


TREES = st.recursive(LEAVES, grown, max_leaves=4)


def slow_rate(of: Intensity, t: float) -> float:
    """The rate at one instant, by what each part means."""
    if isinstance(of, Scaled):
        return slow_rate(of.of, t) * of.factor
    if isinstance(of, Shifted):
        return slow_rate(of.of, t - of.by)
    if isinstance(of, Windowed):
        return slow_rate(of.of, t) if of.start <= t <= of.end else 0.0
    if isinstance(of, Relay):
        spans = zip(of.edges[:-1], of.edges[1:], of.parts, strict=True)
        return next((slow_rate(part, t - low) for low, high, part in spans if low <= t < high), 0.0)
    if isinstance(of, Sum):
        return sum(slow_rate(part, t) for part in of.parts)
    return float(of.rate(t))


def slow_count(of: Intensity, t: float) -> float:
    """The events up to one instant, likewise."""
    if isinstance(of, Scaled):
        return slow_count(of.of, t) * of.factor
    if isinstance(of, Shifted):
        return slow_count(of.of, t - of.by)
    if isinstance(of, Windowed):
        return slow_count(of.of, min(max(t, of.start), of.end)) - slow_count(of.of, of.start)
    if isinstance(of, Relay):
        spans = zip(of.edges[:-1], of.edges[1:], of.parts, strict=True)
        return sum(slow_count(p, min(t, b) - a) - slow_count(p, 0.0) for a, b, p in spans if t > a)
    if isinstance(of, Sum):
        return sum(slow_count(part, t) for part in of.parts)
    return float(of.cumulative(t))


TIMES = np.linspace(-4.0, 14.0, 37) + 0.00137  # off every edge: at a jump either side is right


@settings(max_examples=60, deadline=None)
@given(TREES)
def test_rates_and_counts_equal_those_worked_out_one_instant_at_a_time(of: Intensity) -> None:
    np.testing.assert_allclose(of.rate(TIMES), [slow_rate(of, t) for t in TIMES.tolist()], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(of.cumulative(TIMES), [slow_count(of, t) for t in TIMES.tolist()], rtol=1e-9, atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(TREES, st.lists(st.floats(0.01, 0.99), min_size=1, max_size=5))
def test_the_inverse_is_the_first_instant_at_which_so_much_has_come(of: Intensity, shares: list[float]) -> None:
    most = min(of.total, float(of.cumulative(40.0)))
    if most < 1e-3:
        return
    c = most * np.array(shares)
    t = of.inverse(c)
    step = 1e-6 * np.maximum(1.0, np.abs(t))
    assert np.all(of.cumulative(t - step) <= c + 1e-9)
    assert np.all(of.cumulative(t + step) >= c - 1e-9)


@settings(max_examples=40, deadline=None)
@given(TREES)
def test_knots_lie_between_start_and_end_and_jumps_lie_on_them(of: Intensity) -> None:
    knots = of.knots
    assert np.all((knots >= of.start - 1e-9) & (knots <= of.end + 1e-9))
    smooth = TIMES[np.array([not knots.size or np.abs(knots - t).min() > 0.02 for t in TIMES])]
    near = np.abs(of.rate(smooth + 1e-7) - of.rate(smooth - 1e-7))
    assert np.all(near < 1e-3 * (1.0 + of.rate(smooth)))


def test_every_jump_of_a_nested_rate_is_among_its_knots() -> None:
    steps = piecewise_constant([0.0, 1.0, 2.0, 3.0], [5.0, 1.0, 7.0])
    assert Windowed(steps, 0.5, 2.5).knots.tolist() == [1.0, 2.0, 0.5, 2.5]
    assert Shifted(steps, 2.0).knots.tolist() == [2.0, 3.0, 4.0, 5.0]
    assert Relay((0.0, 1.5, 4.0), (steps, steps)).knots.tolist() == [0.0, 1.0, 1.5, 2.5, 3.5, 4.0]
    assert Sum((steps, Shifted(steps, 0.5))).knots.tolist() == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5]


def test_after_the_whole_there_is_no_more_and_half_of_nothing_never_comes() -> None:
    nothing = Scaled(ConstantRate(3.0), 0.0)
    assert nothing.total == 0.0
    assert nothing.inverse([0.0, 1e-9]).tolist() == [0.0, np.inf]
    relay = Relay((0.0, 1.0, 3.0), (ConstantRate(2.0), ConstantRate(5.0)))
    assert relay.total == pytest.approx(12.0)
    assert relay.inverse([2.0, 2.5, 12.0, 12.1]).tolist() == pytest.approx([1.0, 1.1, 3.0, np.inf])
    assert relay.rate([1.0, 3.0]).tolist() == [5.0, 5.0]


def test_straight_rates_merge_into_one_and_one_rate_stays_itself() -> None:
    steps, wave = piecewise_constant([0.0, 1.0], [2.0]), Sinusoid(4.0, 1.0, 3.0)
    assert add([wave]) is wave
    assert add([steps]) is steps
    assert isinstance(add([steps, steps]), PiecewiseRate)
    mixed = add([steps, wave, steps])
    assert isinstance(mixed, Sum)
    assert [type(part) for part in mixed.parts] == [PiecewiseRate, Sinusoid]
    assert float(mixed.rate(0.5)) == pytest.approx(4.0 + float(wave.rate(0.5)))
