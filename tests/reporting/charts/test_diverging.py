"""Differences: more to the right in one colour, less to the left in the other, each with its sign."""

import pytest

from sim.reporting.charts.diverging import END, NAME, diverging
from sim.reporting.charts.palette import light

from .looking import drawn, lines, patches, texts


def test_more_goes_right_of_zero_and_less_goes_left_in_other_colours():
    figure = drawn(diverging, "change", [("labour", 3.0), ("delivery", -1.0)], 2)
    (zero, _), _, _ = lines(figure.axes[0])[-1]
    more, less = patches(figure)
    assert more[0] == pytest.approx(zero)
    assert less[0] + less[2] == pytest.approx(zero)
    assert more[2] == pytest.approx(3 * less[2])
    assert (more[3], less[3]) == (light("bare"), light("plan"))


def test_numbers_carry_their_sign_and_decimals():
    assert texts(drawn(diverging, "change", [("a", 3.0), ("b", -1.5), ("c", 1234.5)], 2)) == [
        "change", "a", "+3.00", "b", "−1.50", "c", "+1,234.50",
    ]  # fmt: skip
    assert "+3.0" in texts(drawn(diverging, "change", [("a", 3.0)], 1))


def test_what_rounds_to_nothing_is_left_out():
    assert texts(drawn(diverging, "change", [("a", 0.004), ("b", 2.0)], 2)) == ["change", "b", "+2.00"]


def test_when_everything_rounds_to_nothing_one_row_says_so():
    assert texts(drawn(diverging, "change", [("a", 0.0), ("b", 0.001)], 2)) == ["change", "a", "+0.00"]


def test_without_losses_zero_stands_at_the_left():
    figure = drawn(diverging, "change", [("a", 2.0)], 1)
    assert patches(figure)[0][0] == NAME
    both = drawn(diverging, "change", [("a", 2.0), ("b", -2.0)], 1)
    assert patches(both)[1][0] == pytest.approx(NAME + END)
