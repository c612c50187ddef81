"""Curves the size of a word."""

import re

import pytest

from sim.reporting.charts.spark import PAD, TALL, WIDE, score_svg, spark_svg
from sim.reporting.values import Spark


def path(svg):
    return re.search(r'class="stroke" d="([^"]*)"', svg).group(1)


def test_a_curve_runs_from_left_to_right_with_full_service_on_top():
    svg = spark_svg(Spark((1.0, 0.0, 0.5)), "course")
    assert path(svg) == f"M{PAD:.1f} {PAD:.1f}L{WIDE / 2:.1f} {TALL - PAD:.1f}L{WIDE - PAD:.1f} {TALL / 2:.1f}"
    assert 'aria-label="course"' in svg


def test_the_dot_marks_the_lowest_point():
    svg = spark_svg(Spark((0.9, 0.2, 0.8)), "x")
    cx, cy = re.search(r'cx="([\d.]+)" cy="([\d.]+)"', svg).groups()
    assert float(cx) == WIDE / 2
    assert float(cy) == pytest.approx(PAD + 0.8 * (TALL - 2 * PAD), abs=0.05)


def test_a_gap_is_not_bridged():
    assert path(spark_svg(Spark((1.0, None, 0.5, 0.4)), "x")).count("M") == 2


def test_the_target_is_a_line_of_its_own_and_absent_without_one():
    assert f'class="goal" d="M0 {PAD + 0.05 * (TALL - 2 * PAD):.1f}H{WIDE}"' in spark_svg(Spark((0.5,), 0.95), "x")
    assert "goal" not in spark_svg(Spark((0.5,)), "x")


def test_nothing_known_draws_nothing():
    assert spark_svg(Spark((None, None), 0.9), "x") == ""
    assert spark_svg(Spark(()), "x") == ""


def test_shares_beyond_the_scale_stay_on_it():
    assert path(spark_svg(Spark((1.7, -0.4)), "x")) == f"M{PAD:.1f} {PAD:.1f}L{WIDE - PAD:.1f} {TALL - PAD:.1f}"


def test_scores_rise_upwards_and_the_first_and_last_are_written_rounded_down():
    svg = score_svg([67.9, 80.0, 89.9], "history")
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)"', svg)]
    assert heights == sorted(heights, reverse=True)
    assert re.findall(r">(\d+)</text>", svg) == ["67", "89"]
    assert svg.count("<circle") == 3


def test_one_score_is_no_history():
    assert score_svg([80.0], "x") == ""
    assert score_svg([], "x") == ""
    assert score_svg([80.0, 80.0], "x").count("<circle") == 2
