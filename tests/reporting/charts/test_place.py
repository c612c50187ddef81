"""Labels: apart from each other, inside the frame, off the lines."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.reporting.charts.canvas import axes, ink, sheet
from sim.reporting.charts.place import Labels, spread


@given(st.lists(st.floats(0, 200), max_size=9), st.floats(1, 15))
def test_spread_labels_keep_their_order_their_room_and_their_distance(wanted: list[float], gap: float) -> None:
    placed = spread(wanted, gap, 0, 200)
    assert all(-1e-6 <= y <= 200 + 1e-6 for y in placed)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    steps = [placed[b] - placed[a] for a, b in itertools.pairwise(order)]
    assert all(step >= gap - 1e-6 for step in steps)


def test_labels_that_are_far_apart_stay_where_they_are() -> None:
    assert spread([10, 50, 90], 14, 0, 100) == [10, 50, 90]


def test_more_labels_than_room_are_spaced_evenly() -> None:
    assert spread([5, 5, 5], 80, 0, 100) == pytest.approx([0, 50, 100])


@pytest.fixture
def square():
    """Axes from 0 to 10 both ways on a sheet of 360 by 200."""
    with ink():
        ax = axes(sheet(200), 30, 30, 30, 30)
        ax.set_xlim(0, 10)
        ax.set_ylim(0, 10)
        yield ax


def box(text):
    found = text.get_window_extent()
    return found.x0, found.y0, found.x1, found.y1


def test_a_label_stands_beside_its_point_and_inside_the_frame(square):
    labels = Labels(square, [])
    for x, y in ((0, 0), (10, 10), (0, 10), (10, 0), (5, 5)):
        x0, y0, x1, y1 = box(labels.put(x, y, "label", "#000000", 10))
        left, bottom, right, top = labels.frame
        assert left - 1 <= x0 < x1 <= right + 1
        assert bottom - 3 <= y0 < y1 <= top + 3
        px, py = square.transData.transform((x, y))
        assert abs((x0 + x1) / 2 - px) + abs((y0 + y1) / 2 - py) < 80


def test_two_labels_of_one_point_do_not_cover_each_other(square):
    labels = Labels(square, [])
    a, b = (box(labels.put(5, 5, words, "#000000", 10)) for words in ("first", "second"))
    assert min(a[2], b[2]) - max(a[0], b[0]) <= 0 or min(a[3], b[3]) - max(a[1], b[1]) <= 1


def test_a_label_keeps_off_a_line_where_there_is_room(square):
    xs = np.linspace(0, 10, 50)
    labels = Labels(square, [(xs, np.full(50, 5.0))])
    _, y0, _, y1 = box(labels.put(5, 5, "label", "#000000", 10))
    level = square.transData.transform((0, 5))[1]
    assert y0 > level - 1 or y1 < level + 1


def test_a_label_keeps_off_a_mark(square):
    labels = Labels(square, [])
    px, py = square.transData.transform((5, 5))
    labels.keep_off(5, 5, 20)
    x0, y0, x1, y1 = box(labels.put(5, 5, "label", "#000000", 10))
    assert min(x1, px + 20) - max(x0, px - 20) <= 1 or min(y1, py + 20) - max(y0, py - 20) <= 3


def test_words_along_a_level_line_stand_just_above_or_below_it_at_the_right(square):
    labels = Labels(square, [])
    _, y0, x1, y1 = box(labels.put_along(5, "target", "#000000", 10))
    level = square.transData.transform((0, 5))[1]
    assert abs((y0 + y1) / 2 - level) < 14
    assert x1 > 300


def test_no_label_has_nowhere_to_go():
    assert spread([], 10, 0, 100) == []
    assert spread([150.0], 10, 0, 100) == [100.0]
    assert spread([-5.0], 10, 0, 100) == [0.0]
