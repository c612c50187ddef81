"""Cost against fulfilment: an arrow from without to with the plan."""

import pytest

from sim.reporting.charts.palette import light
from sim.reporting.charts.trade import Move, trade

from .looking import drawn, lines, texts, ticks

MOVES = [Move("A", "A+", (24.0, 0.8), (22.0, 0.96)), Move("B", "B+", (20.5, 0.93), (20.6, 0.94))]


def figure(base=("Base", (20.0, 0.97)), goal=0.95):
    return drawn(trade, "What is paid", MOVES, base, goal, "target 95 %", "yuan per order")


def marks(found, shape="o"):
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]), line.get_markerfacecolor())
        for line in found.axes[0].lines
        if line.get_marker() == shape
    ]


def test_cost_goes_right_and_fulfilment_up_open_without_and_full_with_the_plan():
    assert marks(figure()) == [
        (24.0, 0.8, light("paper")),
        (22.0, 0.96, light("plan")),
        (20.5, 0.93, light("paper")),
        (20.6, 0.94, light("plan")),
    ]


def test_the_arrow_points_from_without_to_with():
    arrows = [text for text in figure().axes[0].texts if getattr(text, "arrow_patch", None)]
    assert [(arrow.xyann, arrow.xy) for arrow in arrows] == [(move.before, move.after) for move in MOVES]


def test_every_point_has_its_name_and_the_baseline_its_own_mark():
    found = figure()
    assert {"A", "A+", "B", "B+", "Base", "target 95 %", "What is paid", "yuan per order"} <= set(texts(found))
    assert marks(found, "D") == [(20.0, 0.97, light("base"))]
    assert marks(figure(base=None), "D") == []


def test_the_target_is_a_line_across():
    assert ([0.0, 1.0], [0.95, 0.95], light("target")) in lines(figure().axes[0])
    assert "target 95 %" not in texts(figure(goal=None))


def test_all_points_and_the_target_lie_within_the_scales_and_shares_are_in_per_cent():
    ax = figure().axes[0]
    assert all(ax.get_xlim()[0] < cost < ax.get_xlim()[1] for cost in (20.0, 24.0))
    assert all(ax.get_ylim()[0] < share < ax.get_ylim()[1] for share in (0.8, 0.97))
    assert "90" in ticks(ax)
    alone = drawn(trade, "x", [Move("A", "A+", (5.0, 0.9), (5.0, 0.9))], None, None, "", "yuan").axes[0]
    assert alone.get_xlim() == pytest.approx((4.95, 5.05))
    assert alone.get_ylim() == pytest.approx((0.89, 0.91))
