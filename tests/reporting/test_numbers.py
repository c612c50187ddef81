"""How numbers are written: digits by unit and size, the worse side, signs, intervals that hold their mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.reporting.numbers import figure, interval, moment, points, written
from sim.reporting.values import quantity


@pytest.mark.parametrize(
    ("x", "unit", "said"),
    [
        (0.98765, "share", "98.8"),
        (0.5, "h", "0.50"),
        (12.34, "h", "12.3"),
        (123.4, "h", "123"),
        (7.0, "orders", "7"),
        (7.5, "orders", "7.5"),
        (12.345, "yuan/order", "12.35"),
        (12345.6, "yuan", "12,346"),
        (-0.001, "h", "0.00"),
    ],
)
def test_a_number_has_the_digits_of_its_unit_and_size(x, unit, said):
    assert figure(x, unit) == said


def test_the_last_digit_is_rounded_towards_the_worse_side():
    assert figure(0.9499, "share", better="higher") == "94.9"
    assert figure(0.9501, "share", better="lower") == "95.1"
    assert figure(0.95, "share", better="higher") == "95.0"  # what is exact stays


@pytest.mark.parametrize(
    ("x", "said"), [(0.019, "+1.9"), (-0.0004, "−0.04"), (0.00049, "+0.05"), (0.0, "0.0"), (-0.001, "−0.1")]
)
def test_a_small_difference_of_shares_is_told_as_small(x, said):
    assert figure(x, "share", signed=True) == said


@given(st.floats(-0.2, 0.2), st.floats(0, 0.05), st.sampled_from(["share", "h", "yuan/order"]))
def test_a_difference_is_written_within_its_interval_or_one_digit_from_it(mean, half, unit):
    found = quantity(mean, unit, mean - half, mean + half, signed=True, better="higher")
    low, high = (float(end.replace("−", "-")) for end in interval(found).split(" – "))
    shown = float(figure(mean, unit, signed=True, better="higher").replace("−", "-"))
    assert low - 0.11 <= shown <= high + 0.11


def test_a_gain_is_rounded_towards_the_worse_side_and_next_to_nothing_is_nothing():
    assert figure(0.01959, "share", signed=True, better="higher") == "+1.9"
    assert figure(-0.01951, "share", signed=True, better="higher") == "−2.0"
    assert figure(-4e-8, "share", signed=True, better="higher") == "0.00"


def test_a_number_and_its_unit_stand_together():
    assert written(quantity(0.5, "share"), "en") == "50.0%"
    assert written(quantity(0.5, "share", signed=True), "en") == "+50.0 pp"
    assert written(quantity(1.5, "h"), "en") == "1.5 h"
    assert written(quantity(None, "h"), "en") == "—"


def test_an_interval_without_an_end_is_not_written():
    assert interval(quantity(0.5, "share", 0.4, 0.6)) == "40.0 – 60.0"
    assert interval(quantity(0.5, "share", 0.4, None)) == ""


@pytest.mark.parametrize(("score", "said"), [(89.9, 89), (90.0, 90), (90 - 1e-12, 90), (0.0, 0)])
def test_a_score_is_rounded_down(score, said):
    assert points(score) == said


def test_a_moment_is_a_date_and_a_dash_where_there_is_none():
    assert moment(90.0, "2026-06-15T00:00:00+08:00", "zh") == "06-15\u00a001:30"
    assert moment(1440 + 61.0, "2026-06-15T00:00:00+08:00", "en") == "16 Jun\u00a001:01"
    assert moment(float("nan"), "2026-06-15T00:00:00+08:00", "en") == "—"
