"""Curve measures against answers worked out by hand, and against loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kpi.curves import (
    Dip,
    dips,
    greatest_depth,
    hours_below,
    loss_area,
    lowest_point,
    resilience_integral,
    time_to_recover,
)

from .records import NAN

INF = math.inf


def at_hours(*curve):
    return np.arange(len(curve), dtype=float), np.array(curve, dtype=float)


def test_the_resilience_triangle_of_bruneau():
    """Falls by 0.6, stays 2 h, recovers linearly over 6 h: 0.6 x (2 + 6 / 2) = 3.0 share-hours lost in 30 h."""
    hours = np.concatenate(([0.0, 0.0], np.linspace(2.0, 8.0, 7), [30.0]))
    curve = np.concatenate(([1.0, 0.4], np.linspace(0.4, 1.0, 7), [1.0]))
    area = loss_area(hours, curve, np.ones(len(hours)))
    assert area == pytest.approx(3.0)
    assert 1 - area / 30 == pytest.approx(0.9)


def test_depth_lowest_point_and_hours_below():
    hours, curve = at_hours(1.0, 0.5, NAN, 0.7, 1.0, 0.2)
    assert lowest_point(curve) == 0.2
    assert greatest_depth(curve, np.array([1.0, 0.6, 1.0, 1.0, 1.0, 0.4])) == pytest.approx(0.3)
    assert hours_below(hours, curve, 0.7) == 1.0  # the last sample stands for no time
    assert hours_below(hours, curve, 0.71) == 2.0


def test_a_curve_above_its_reference_has_no_depth_but_gains_area():
    hours, curve = at_hours(1.0, 1.0, 1.0)
    assert greatest_depth(curve, curve - 0.1) == 0.0
    assert loss_area(hours, curve, curve - 0.1) == pytest.approx(-0.2)


def test_nothing_known_is_undefined():
    _, curve = at_hours(NAN, NAN)
    assert math.isnan(lowest_point(curve))
    assert math.isnan(greatest_depth(curve, np.ones(2)))
    assert dips(*at_hours(NAN, NAN), 0.9, 0.95, 2.0) == []
    assert hours_below(np.empty(0), np.empty(0), 0.9) == 0.0


# fail below 0.8, recovered at 0.9 or above held for 2 hours; (curve, start, recovered) of the only dip
VECTORS = [
    ((1, 1, 1, 1), None, None),
    ((1, 0.8, 0.8, 1), None, None),  # at the failure level is not below it
    ((1, 0.85, 0.85, 1, 1, 1), None, None),  # between the levels without failing first
    ((1, 0.5, 1, 1, 1, 1), 1, 2),
    ((1, 0.5, 0.85, 0.9, 0.9, 0.9), 1, 3),  # above the failure level is not yet recovered
    ((1, 0.5, 1, 1, 0.85, 1, 1, 1), 1, 5),  # held one hour only: not yet
    ((1, 0.5, 1, 0.5, 1, 1, 1), 1, 4),
    ((1, 0.5, 1, 1), 1, INF),  # the end cuts the hold short
    ((1, 0.5, 0.6, 0.7), 1, INF),
    ((0.5, 1, 1, 1), 0, 1),
    ((1, 0.5, NAN, 1, NAN, 1, 1), 1, 3),  # an unknown hour breaks no spell
    ((1, 1, 0.5), 2, INF),
]


@pytest.mark.parametrize(("curve", "start", "recovered"), VECTORS)
def test_recovery_vectors(curve, start, recovered):
    found = dips(*at_hours(*curve), fail=0.8, recovered=0.9, hold=2.0)
    assert [(dip.start, dip.recovered) for dip in found] == ([] if start is None else [(start, recovered)])
    expected = 0.0 if recovered is None else recovered
    assert time_to_recover(*at_hours(*curve), fail=0.8, recovered=0.9, hold=2.0) == expected


def test_two_failures_are_told_apart_and_each_knows_its_trough():
    hours, curve = at_hours(1, 0.7, 0.6, 0.95, 0.95, 0.95, 0.3, 0.5, 1, 1, 1)
    first, second = dips(hours, curve, fail=0.8, recovered=0.9, hold=2.0)
    assert first == Dip(1.0, 2.0, 3.0, pytest.approx(0.2))
    assert second == Dip(6.0, 6.0, 8.0, pytest.approx(0.5))


def test_the_time_to_recover_runs_from_the_shock_to_the_last_recovery_and_ignores_what_was_before():
    hours, curve = at_hours(0.1, 1, 1, 1, 0.7, 1, 1, 1, 0.7, 1, 1, 1)
    assert time_to_recover(hours, curve, 0.8, 0.9, 2.0, shock=3.0) == 6.0
    assert time_to_recover(hours, curve, 0.8, 0.9, 2.0, shock=9.0) == 0.0


def test_no_hold_means_back_at_the_first_good_sample():
    assert dips(*at_hours(0.5, 1.0), fail=0.8, recovered=0.9, hold=0.0)[0].recovered == 1.0


def test_a_failure_under_way_at_the_shock_counts_from_the_shock():
    hours, curve = at_hours(1.0, 0.5, 0.5, 0.5, 0.95, 0.95, 0.95)
    assert time_to_recover(hours, curve, 0.8, 0.9, 2.0, shock=2.0) == 2.0
    assert time_to_recover(hours, curve, 0.8, 0.9, 2.0, shock=4.0) == 0.0


def test_a_recovery_level_below_the_failure_level_is_refused():
    with pytest.raises(ValueError, match=r"recovered=0\.7 must not be below fail=0\.8"):
        dips(*at_hours(1.0), fail=0.8, recovered=0.7, hold=1.0)


def slow_dips(hours, curve, fail, recovered, hold):
    """A walk along the curve, sample by sample."""
    known = [(hour, value) for hour, value in zip(hours, curve, strict=True) if not math.isnan(value)]
    found, start, trough = [], None, None
    for row, (hour, value) in enumerate(known):
        if start is None and value < fail:
            start, trough = hour, (hour, value)
        if start is None:
            continue
        if value < trough[1]:
            trough = (hour, value)
        spell = []
        for later, level in known[row:]:
            if level < recovered:
                break
            spell.append(later)
        if spell and spell[-1] - hour >= hold:
            found.append((start, trough[0], hour, fail - trough[1]))
            start = None
    return found if start is None else [*found, (start, trough[0], INF, fail - trough[1])]


samples = st.lists(st.sampled_from([0.2, 0.5, 0.79, 0.8, 0.85, 0.9, 1.0, NAN]), max_size=40)


@given(samples, st.sampled_from([0.0, 1.0, 2.0, 5.0]))
def test_dips_agree_with_a_walk_along_the_curve(values, hold):
    hours, curve = at_hours(*values)
    found = [(d.start, d.trough, d.recovered, d.depth) for d in dips(hours, curve, 0.8, 0.9, hold)]
    assert found == slow_dips(hours, curve, 0.8, 0.9, hold)


NONE = np.empty(0)


def test_of_no_sample_at_all_nothing_is_known_lost_or_low():
    assert math.isnan(lowest_point(NONE))
    assert math.isnan(greatest_depth(NONE, NONE))
    assert hours_below(NONE, NONE, 0.9) == 0.0
    assert loss_area(NONE, NONE, NONE) == 0.0
    assert dips(NONE, NONE, 0.8, 0.9, 1.0) == []
    assert time_to_recover(NONE, NONE, 0.8, 0.9, 1.0) == 0.0


def test_one_sample_stands_for_no_time_but_may_be_a_failure():
    one = at_hours(0.5)
    assert hours_below(*one, 0.9) == 0.0
    assert time_to_recover(*one, 0.8, 0.9, 1.0) == INF
    assert time_to_recover(*one, 0.8, 0.9, 1.0, shock=0.5) == 0.0


def test_two_samples_stand_for_the_time_between_them():
    assert hours_below(*at_hours(0.5, 1.0), 0.9) == 1.0
    assert hours_below(*at_hours(1.0, 0.5), 0.9) == 0.0
    assert hours_below(*at_hours(0.9, 0.9), 0.9) == 0.0


def test_unknown_samples_are_neither_low_nor_deep_nor_lost():
    hours, curve = at_hours(NAN, 0.7, NAN, 0.9)
    known, unknown = np.full(4, 1.0), np.array([1.0, NAN, 1.0, 1.0])
    assert lowest_point(curve) == 0.7
    assert greatest_depth(curve, known) == pytest.approx(0.3)
    assert greatest_depth(curve, unknown) == pytest.approx(0.1)
    assert hours_below(hours, curve, 0.8) == 1.0
    # trapezoids over losses 0, 0.3, 0, 0.1: half of 0.3 on either side, half of 0.1
    assert loss_area(hours, curve, known) == pytest.approx(0.35)
    assert loss_area(hours, curve, unknown) == pytest.approx(0.05)


def test_the_two_levels_may_be_one():
    (dip,) = dips(*at_hours(0.9, 0.5, 0.9, 0.9), fail=0.9, recovered=0.9, hold=1.0)
    assert (dip.start, dip.trough, dip.recovered) == (1.0, 1.0, 2.0)
    assert dip.depth == pytest.approx(0.4)


def test_a_spell_that_is_exactly_long_enough_holds_and_one_cut_short_by_the_end_does_not():
    assert time_to_recover(*at_hours(0.5, 0.9, 0.9, 0.9), fail=0.8, recovered=0.9, hold=2.0) == 1.0
    assert time_to_recover(*at_hours(0.5, 0.9, 0.9), fail=0.8, recovered=0.9, hold=2.0) == INF
    # the clock may be off by rounding
    assert time_to_recover(*at_hours(0.5, 0.9, 0.9, 0.9), fail=0.8, recovered=0.9, hold=2.0 + 1e-12) == 1.0


def test_of_two_lowest_samples_the_first_is_the_trough():
    (dip,) = dips(*at_hours(1.0, 0.7, 0.5, 0.5, 0.6, 1.0), fail=0.8, recovered=0.9, hold=0.0)
    assert (dip.start, dip.trough, dip.recovered) == (1.0, 2.0, 5.0)


@given(samples, samples)
def test_area_depth_and_low_point_agree_with_a_walk_along_both_curves(some, others):
    size = min(len(some), len(others))
    hours, curve = at_hours(*some[:size])
    reference = np.array(others[:size], dtype=float)
    gaps = [0.0 if math.isnan(r - c) else r - c for c, r in zip(curve, reference, strict=True)]
    assert loss_area(hours, curve, reference) == pytest.approx(
        sum((gaps[k] + gaps[k + 1]) / 2 for k in range(size - 1)), abs=1e-12
    )
    deep = [max(r - c, 0.0) for c, r in zip(curve, reference, strict=True) if not math.isnan(r - c)]
    np.testing.assert_equal(greatest_depth(curve, reference), max(deep, default=NAN))
    known = [value for value in curve if not math.isnan(value)]
    np.testing.assert_equal(lowest_point(curve), min(known, default=NAN))
    assert hours_below(hours, curve, 0.85) == sum(value < 0.85 for value in curve[:-1])


def test_the_integral_of_the_triangle_over_the_time_allowed():
    hours = np.array([0.0, 10.0, 10.0, 12.0, 18.0, 40.0])
    curve = np.array([1.0, 1.0, 0.4, 0.4, 1.0, 1.0])
    assert resilience_integral(hours, curve, 10.0, 8.0) == pytest.approx(1 - 3.0 / 8)
    assert resilience_integral(hours, curve, 10.0, 20.0) == pytest.approx(1 - 3.0 / 20)
    assert resilience_integral(hours, curve, 13.0, 1.0) == pytest.approx(0.55)
    assert resilience_integral(hours, curve, 30.0, 1000.0) == 1.0


def test_what_is_not_known_shortens_the_time_of_the_integral():
    hours, curve = at_hours(1.0, 0.5, NAN, 0.7, 0.9)
    assert resilience_integral(hours, curve, 0.0, 4.0) == pytest.approx((0.75 + 0.8) / 2)
    assert math.isnan(resilience_integral(hours, curve, 1.2, 1.5))
    assert math.isnan(resilience_integral(np.empty(0), np.empty(0), 0.0, 4.0))


@given(
    curve=st.lists(st.one_of(st.just(NAN), st.floats(0, 1)), min_size=2, max_size=12),
    begin=st.integers(-2, 12),
    allowed=st.integers(1, 12),
)
def test_the_integral_is_that_of_small_steps(curve, begin, allowed):
    total = known = 0.0
    for step in range(allowed * 8):
        time = begin + (step + 0.5) / 8
        left = math.floor(time)
        if 0 <= left < len(curve) - 1 and not math.isnan(curve[left] + curve[left + 1]):
            total += curve[left] + (curve[left + 1] - curve[left]) * (time - left)
            known += 1
    expected = total / known if known else NAN
    assert resilience_integral(*at_hours(*curve), begin, allowed) == pytest.approx(expected, nan_ok=True)
