"""From without to with a plan: an open and a full point, each with its interval, and the difference in words."""

import pytest

from sim.reporting.charts.effect import EffectRow, effect
from sim.reporting.charts.palette import light
from sim.reporting.values import quantity

from .looking import drawn, lines, texts

STEPS = [
    EffectRow("A+", quantity(0.8, "share", 0.78, 0.83), quantity(0.96, "share", 0.95, 0.97), "+16.0 pp"),
    EffectRow("B+", quantity(0.93, "share"), quantity(0.94, "share"), "+1.0 pp"),
]


def figure(steps=STEPS, goal=0.95):
    return drawn(effect, "Fulfilment", steps, goal, "target 95 %", "per cent")


def test_both_points_stand_at_their_shares_in_the_row_of_the_plan():
    found = lines(figure().axes[0])
    assert ([0.8], [0.0], light("bare")) in found
    assert ([0.96], [0.0], light("plan")) in found
    assert ([0.93], [1.0], light("bare")) in found


def test_the_point_without_the_plan_is_open_and_the_other_full():
    marks = [line for line in figure().axes[0].lines if line.get_marker() == "o"]
    assert [mark.get_markerfacecolor() for mark in marks[:2]] == [light("paper"), light("plan")]


def test_an_interval_is_a_thick_line_from_its_low_to_its_high_end():
    thick = [line for line in figure().axes[0].lines if line.get_linewidth() == 3.2]
    assert [list(line.get_xdata()) for line in thick] == [[0.78, 0.83], [0.95, 0.97]]
    assert {line.get_color() for line in thick} == {light("bare"), light("plan")}


def test_names_differences_heading_axis_and_target_are_written():
    written = texts(figure())
    assert [words for words in written if words in ("A+", "+16.0 pp", "B+", "+1.0 pp")] == [
        "A+", "+16.0 pp", "B+", "+1.0 pp",
    ]  # fmt: skip
    assert {"Fulfilment", "per cent", "target 95 %"} <= set(written)


def test_the_target_is_a_line_across_and_absent_without_a_goal():
    assert ([0.95, 0.95], [0.0, 1.0], light("target")) in lines(figure().axes[0])
    assert "target 95 %" not in texts(figure(goal=None))


def test_everything_lies_within_the_scale():
    low, high = figure().axes[0].get_xlim()
    assert low == pytest.approx(0.75)
    assert 0.97 < high <= 1.03
    worse = figure([EffectRow("A", quantity(0.2, "share", 0.1, 0.3), quantity(0.4, "share"), "x")])
    assert worse.axes[0].get_xlim()[0] == pytest.approx(0.07)


def test_a_share_that_nobody_knows_leaves_its_point_out():
    only = figure([EffectRow("A", quantity(None, "share"), quantity(0.9, "share"), "—")])
    marks = [line for line in only.axes[0].lines if line.get_marker() == "o"]
    assert len(marks) == 1
