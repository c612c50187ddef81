"""The funnel: bars on one scale, counts and shares of the first step."""

import pytest

from sim.reporting.charts.canvas import WIDTH
from sim.reporting.charts.funnel import END, NAME, funnel
from sim.reporting.charts.palette import light

from .looking import drawn, patches, texts

STEPS = [("Placed", 1000.0), ("In hand", 800.0)]
EXITS = [("Cancelled", 150.0), ("Lost", 0.0)]
ROOM = WIDTH - NAME - END


def test_steps_and_exits_share_one_scale():
    wide = [width / ROOM for _, _, width, _ in patches(drawn(funnel, "A", STEPS, EXITS, "Lost to", "bare"))]
    assert wide[:3] == pytest.approx([1.0, 0.8, 0.15])
    assert wide[3] * ROOM == 1.0, "an exit that nobody took is a hair"


def test_counts_are_whole_and_shares_are_of_the_first_step():
    assert texts(drawn(funnel, "A Rush", STEPS, EXITS, "Lost to", "bare")) == [
        "A Rush", "Placed", "1,000", "100 %", "In hand", "800", "80 %", "Lost to", "Cancelled", "150", "15.0 %",
        "Lost", "0", "0.0 %",
    ]  # fmt: skip


def test_steps_take_the_colour_of_the_run_and_exits_are_grey():
    colours = [colour for *_, colour in patches(drawn(funnel, "A", STEPS, EXITS, "x", "plan"))]
    assert colours == [light("plan"), light("plan"), light("base"), light("base")]


def test_without_exits_there_is_no_word_for_them():
    assert "Lost to" not in texts(drawn(funnel, "A", STEPS, [], "Lost to", "bare"))


def test_nothing_placed_has_no_shares():
    assert texts(drawn(funnel, "A", [("Placed", 0.0)], [], "x", "bare")) == ["A", "Placed", "0"]
    assert texts(drawn(funnel, "A", [], [], "x", "bare")) == ["A"]
