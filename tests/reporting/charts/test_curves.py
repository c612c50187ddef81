"""Curves of fulfilment: days since the shock, bands, target and the lowest point in words."""

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from sim.reporting.charts.curves import BandCurve, CurveAnnotations, curves
from sim.reporting.charts.palette import light

from .looking import drawn, lines, texts, ticks

HOURS = np.arange(0.0, 240.0, 24.0)
MEDIAN = np.array([np.nan, 0.97, 0.97, 0.8, 0.5569, 0.7, 0.9, 0.96, 0.97, 0.97])
BARE = BandCurve("no plan", "bare", HOURS, MEDIAN, MEDIAN - 0.05, MEDIAN + 0.02)
BASE = BandCurve("", "base", HOURS, np.full(10, 0.97), np.full(10, 0.96), np.full(10, 0.98))
WINDOW = CurveAnnotations("A Rush", 0.95, "target 95 %", (48.0, 96.0), "shock", "days since the shock")


def test_time_counts_in_days_from_the_beginning_of_the_shock():
    ax = drawn(curves, [BASE, BARE], WINDOW).axes[0]
    days = lines(ax)[2][0]
    assert days[0] == -2.0
    assert days[-1] == 7.0
    assert ax.get_xlim() == (-2.0, 7.0)


def test_without_a_shock_time_counts_from_the_start():
    ax = drawn(curves, [BARE], CurveAnnotations("x", None, "", None, "shock", "days")).axes[0]
    assert ax.get_xlim() == (0.0, 9.0)
    assert "shock" not in texts(ax.figure)


def test_the_shock_is_shaded_from_its_beginning_to_its_end():
    ax = drawn(curves, [BARE], WINDOW).axes[0]
    (span,) = ax.patches
    assert (span.get_x(), span.get_width()) == (0.0, 2.0)
    assert texts(ax.figure).count("shock") == 1
    endless = drawn(curves, [BARE], CurveAnnotations("x", 0.95, "t", (48.0, None), "shock", "days")).axes[0]
    assert not endless.patches


def test_the_lowest_point_is_marked_and_written_rounded_down():
    figure = drawn(curves, [BASE, BARE], WINDOW)
    assert "no plan 55 %" in texts(figure)
    assert ([2.0], [0.5569], light("bare")) in lines(figure.axes[0])


def test_the_baseline_has_no_band_no_dot_and_no_words():
    figure = drawn(curves, [BASE], WINDOW)
    assert not [item for item in figure.axes[0].collections if isinstance(item, PolyCollection)]
    assert not [words for words in texts(figure) if words.endswith("97 %")]
    shown = drawn(curves, [BASE, BARE], WINDOW)
    (band,) = [item for item in shown.axes[0].collections if isinstance(item, PolyCollection)]
    heights = band.get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == pytest.approx((0.5069, 0.99))


def test_the_target_is_a_line_with_its_word():
    figure = drawn(curves, [BARE], WINDOW)
    assert ([0.0, 1.0], [0.95, 0.95], light("target")) in lines(figure.axes[0])
    assert "target 95 %" in texts(figure)
    bare = drawn(curves, [BARE], CurveAnnotations("x", None, "target", None, "shock", "days"))
    assert "target" not in texts(bare)


def test_the_scale_reaches_below_the_band_and_is_in_per_cent():
    ax = drawn(curves, [BARE], WINDOW).axes[0]
    assert ax.get_ylim() == pytest.approx((0.4, 1.02))
    assert "100" in ticks(ax)
    assert "50" in ticks(ax)
    high = drawn(curves, [BASE], WINDOW).axes[0]
    assert high.get_ylim()[0] == pytest.approx(0.8)


def test_heading_and_axis_are_written():
    written = texts(drawn(curves, [BARE], WINDOW))
    assert "A Rush" in written
    assert "days since the shock" in written


def test_a_curve_with_gaps_and_nothing_else_can_be_drawn():
    nothing = np.full(5, np.nan)
    figure = drawn(curves, [BandCurve("x", "bare", np.arange(5.0), nothing, nothing, nothing)], WINDOW)
    assert figure.axes[0].get_ylim()[1] == pytest.approx(1.02)
    assert not [words for words in texts(figure) if words.startswith("x ")]


def test_no_curve_at_all_can_be_drawn():
    assert "A Rush" in texts(drawn(curves, [], WINDOW))
