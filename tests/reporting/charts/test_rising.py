"""Rising lines: the share in hand by hours, each named with where it ends."""

import numpy as np
import pytest

from sim.reporting.charts.palette import light
from sim.reporting.charts.rising import rising

from .looking import drawn, lines, texts, ticks, where

HOURS = np.arange(0.0, 101.0, 10.0)
FAST = ("A", "kind0", HOURS, np.array([0.0, 0.5, 0.9, *[0.9999] * 8]))
SLOW = ("B", "kind1", HOURS, np.linspace(0.0, 0.8, 11))


def figure(which=(FAST, SLOW), promise=48.0):
    return drawn(rising, "Without a plan", list(which), promise, "P95 target 48 h", "hours")


def test_a_line_goes_through_its_shares_in_its_colour():
    xs, ys, colour = lines(figure().axes[0])[1]
    assert (xs, colour) == (list(HOURS), light("kind0"))
    assert ys == pytest.approx(list(FAST[3]))


def test_a_line_is_named_with_its_end_rounded_down():
    written = texts(figure())
    assert "A 99 %" in written, "what is not whole never reads as 100 %"
    assert "B 80 %" in written


def test_names_that_would_meet_are_spread_apart_in_their_order():
    low = ("C", "kind2", HOURS, np.linspace(0.0, 0.79, 11))
    found = figure((SLOW, low))
    assert where(found, "B 80 %")[1] - where(found, "C 79 %")[1] >= 14 / 172 - 1e-6


def test_the_promise_is_a_line_at_its_hour_with_its_word():
    found = figure()
    assert ([48.0, 48.0], [0.0, 1.0], light("target")) in lines(found.axes[0])
    assert "P95 target 48 h" in texts(found)
    assert "P95 target 48 h" not in texts(figure(promise=None))


def test_the_scale_ends_a_little_after_the_last_line_has_settled():
    assert figure((FAST,), None).axes[0].get_xlim() == (0.0, pytest.approx(30 * 1.15 + 1))
    assert figure((FAST,), 80.0).axes[0].get_xlim()[1] == pytest.approx(92.0)


def test_the_upright_axis_is_in_per_cent_and_heading_and_axis_are_written():
    found = figure()
    assert {"0", "100"} <= set(ticks(found.axes[0]))
    assert {"Without a plan", "hours"} <= set(texts(found))


def test_a_line_without_any_known_share_ends_at_nothing():
    blank = ("X", "kind3", HOURS, np.full(11, np.nan))
    assert "X 0 %" in texts(figure((blank,)))
