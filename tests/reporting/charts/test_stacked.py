"""Stacked bars: parts in their order and colours, on one scale, with the total at the end."""

import pytest

from sim.reporting.charts.canvas import WIDTH
from sim.reporting.charts.key import MARK
from sim.reporting.charts.palette import KINDS, light
from sim.reporting.charts.stacked import END, PAIR, ROW, stacked

from .looking import drawn, patches, texts

BARS = [("Base", {"labour": 6.0, "delivery": 4.0}, False), ("A", {"labour": 15.0, "delivery": 5.0}, True)]
ROOM = WIDTH - 40 - END


def parts(figure):
    return [patch for patch in patches(figure) if patch[2] != MARK]


def test_parts_stand_one_after_the_other_on_one_scale():
    found = parts(drawn(stacked, ["labour", "delivery"], BARS, 2))
    assert [left for left, *_ in found] == pytest.approx([40, 40 + 0.3 * ROOM, 40, 40 + 0.75 * ROOM])
    assert [wide + 0.8 for _, _, wide, _ in found] == pytest.approx([0.3 * ROOM, 0.2 * ROOM, 0.75 * ROOM, 0.25 * ROOM])
    assert [colour for *_, colour in found] == [light("kind0"), light("kind1")] * 2


def test_names_and_totals_are_written_with_the_decimals_asked_for():
    assert texts(drawn(stacked, ["labour", "delivery"], BARS, 2)) == [
        "labour",
        "delivery",
        "Base",
        "10.00",
        "A",
        "20.00",
    ]
    assert "10.0" in texts(drawn(stacked, ["labour", "delivery"], BARS, 1))


def test_a_pair_is_set_off_from_the_one_before():
    tops = [top for _, top, *_ in parts(drawn(stacked, ["labour", "delivery"], BARS, 2))]
    assert tops[2] - tops[0] == ROW + PAIR


def test_a_kind_that_a_run_lacks_or_that_is_negative_takes_no_room_but_counts_in_the_total():
    found = drawn(stacked, ["a", "b"], [("x", {"a": 10.0, "b": -3.0}, False), ("y", {"b": 2.0}, False)], 1)
    assert len(parts(found)) == 2
    assert [words for words in texts(found) if "." in words] == ["7.0", "2.0"]


def test_more_kinds_than_colours_share_the_last_one():
    kinds = [f"k{n}" for n in range(KINDS + 2)]
    found = parts(drawn(stacked, kinds, [("x", dict.fromkeys(kinds, 1.0), False)], 1))
    assert [colour for *_, colour in found[-3:]] == [light(f"kind{KINDS - 1}")] * 3


def test_nothing_to_stack_can_be_drawn():
    assert texts(drawn(stacked, [], [("x", {}, False)], 2)) == ["x", "0.00"]
