"""Bars of a recall: as long as their shares, with their words at the end."""

import pytest

from sim.reporting.charts.bars import END, HEAD, NAME, ROW, bars
from sim.reporting.charts.canvas import WIDTH
from sim.reporting.charts.palette import light

from .looking import drawn, patches, texts

ROOM = WIDTH - NAME - END
ROWS = [("Traced", 1.0, "100 orders", "bare"), ("Collected", 0.6, "60 orders", "plan"), ("Over", 1.4, "x", "target")]


def test_a_bar_is_as_long_as_its_share_on_a_faint_full_one():
    found = patches(drawn(bars, "Recall", ROWS))
    assert [round(wide / ROOM, 6) for _, _, wide, _ in found] == [1, 1, 1, 0.6, 1, 1]
    assert [colour for *_, colour in found] == [
        light("faint"), light("bare"), light("faint"), light("plan"), light("faint"), light("target"),
    ]  # fmt: skip
    assert {left for left, *_ in found} == {NAME}


def test_rows_stand_one_under_the_other_with_name_and_words():
    figure = drawn(bars, "Recall", ROWS)
    assert texts(figure) == ["Recall", "Traced", "100 orders", "Collected", "60 orders", "Over", "x"]
    assert [top for _, top, *_ in patches(figure)][::2] == [HEAD + 4 + k * ROW for k in range(3)]


def test_a_share_below_nothing_is_nothing():
    assert patches(drawn(bars, "x", [("a", -0.2, "-", "bare")]))[1][2] == 0


def test_the_sheet_is_as_high_as_its_rows():
    assert drawn(bars, "x", ROWS).get_size_inches()[1] * 72 == pytest.approx(HEAD + 3 * ROW + 2)
