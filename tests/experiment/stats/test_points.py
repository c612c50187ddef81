"""Points of a sweep: how settings are written, and which values are tried together."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiment.stats.points import MOST, Knob, KnobError, grid, knob, latin_hypercube, listed, placed


def test_a_list_of_values_is_taken_as_written():
    found = knob(" suppliers.mill.lead = 1d, 2d ,{lognormal: {mean: 2d, cv: 0.3}} ")
    assert found.key == "suppliers.mill.lead"
    assert found.values == ("1d", "2d", "{lognormal: {mean: 2d, cv: 0.3}}")
    assert not found.is_range


def test_a_range_has_two_ends_and_one_unit():
    found = knob("suppliers.mill.capacity=100/d..300/d")
    assert (found.low, found.high, found.unit, found.whole) == (100.0, 300.0, "/d", False)
    assert [found.at(share) for share in (0.0, 0.5, 1.0)] == ["100/d", "200/d", "300/d"]


def test_whole_ends_give_whole_numbers_and_others_do_not():
    assert knob("servers=1..4").levels(4) == ["1", "2", "3", "4"]
    assert knob("servers=1..4").levels(7) == ["1", "2", "3", "4"]
    assert knob("share=0.0..1").at(0.25) == "0.25"
    assert knob("factor=-1..1.5").at(0.5) == "0.25"


def test_one_level_of_a_range_is_its_lower_end():
    assert knob("servers=1..4").levels(1) == ["1"]


def test_along_a_list_each_value_has_an_equal_part():
    found = Knob("policy", ("a", "b", "c"))
    assert [found.at(share) for share in (0.0, 0.33, 0.34, 0.66, 0.67, 1.0)] == ["a", "a", "b", "b", "c", "c"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("servers", "is written key=a,b,c or key=low..high; found 'servers'"),
        ("=1..2", "is written key=a,b,c"),
        ("servers=", "is written key=a,b,c"),
        ("servers=1..", "two numbers with the same unit, like 1d..3d; found '1..'"),
        ("lead=1d..3h", "two numbers with the same unit"),
        ("lead=one..two", "two numbers"),
        ("servers=4..1", "from the lower to the higher end; found '4..1'"),
        ("servers=2..2", "from the lower to the higher end"),
    ],
)
def test_a_setting_that_cannot_be_understood_says_what_can(text, said):
    with pytest.raises(KnobError, match=said):
        knob(text)


def test_a_grid_has_every_combination_in_order():
    points = grid([knob("a=1..3"), knob("b=x,y")], 3)
    assert points == [{"a": a, "b": b} for a in "123" for b in "xy"]


def test_a_grid_that_is_too_large_is_refused_before_it_is_made():
    with pytest.raises(KnobError, match="a grid of 1,000,000 points is too large"):
        grid([knob(f"k{number}=0.0..1") for number in range(3)], 100)
    assert MOST < 1_000_000


def test_even_draws_give_every_whole_number_of_a_range_alike():
    counts = Counter(point["k"] for point in latin_hypercube([knob("k=2..4")], 30, 7))
    assert counts == {"2": 10, "3": 10, "4": 10}
    assert [knob("k=2..4").drawn(share) for share in (0.0, 0.33, 0.34, 0.99, 1.0)] == ["2", "2", "3", "4", "4"]
    assert knob("k=1d..3d").drawn(0.5) == "2d"


@given(st.integers(1, 4), st.integers(1, 30), st.integers(0, 1000))
@settings(max_examples=25)
def test_a_latin_hypercube_has_one_point_in_every_slice_of_every_knob(knobs, points, seed):
    found = latin_hypercube([knob(f"k{number}=0.0..1") for number in range(knobs)], points, seed)
    for number in range(knobs):
        slices = sorted(int(float(point[f"k{number}"]) * points) for point in found)
        assert slices == list(range(points))


def test_a_latin_hypercube_is_that_of_its_seed():
    knobs = [knob("a=0.0..1"), knob("b=0.0..1")]
    assert latin_hypercube(knobs, 5, 7) == latin_hypercube(knobs, 5, 7)
    assert latin_hypercube(knobs, 5, 7) != latin_hypercube(knobs, 5, 8)


def test_shares_are_placed_along_each_knob():
    assert placed([knob("a=0..10"), knob("b=x,y")], np.array([[0.5, 0.0], [1.0, 1.0]])) == [
        {"a": "5", "b": "x"},
        {"a": "10", "b": "y"},
    ]


def table(tmp_path, text):
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_gives_a_point_a_row(tmp_path):
    path = table(tmp_path, "﻿a.b, c\n1, 2d\n\n3,4d\n")
    assert listed(path) == {f"{path}:2": {"a.b": "1", "c": "2d"}, f"{path}:4": {"a.b": "3", "c": "4d"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found 0 rows"),
        ("a,b\n", "found 1 rows"),
        ("a,a\n1,2\n", "line 1: the dotted keys must be there and differ; found a, a"),
        ("a,\n1,2\n", "must be there and differ"),
        ("a,b\n1\n", "line 2: has 1 cells; the header has 2"),
        ("a,b\n1,2\n1,2,3\n", "line 3: has 3 cells"),
    ],
)
def test_a_table_that_is_no_list_of_points_is_told_with_its_place(tmp_path, text, said):
    with pytest.raises(KnobError, match=said):
        listed(table(tmp_path, text))
