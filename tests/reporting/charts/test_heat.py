"""The heat map: a cell per resource and run, its number in per cent, a frame around what binds."""

import pytest

from sim.reporting.charts.canvas import WIDTH
from sim.reporting.charts.heat import HEAD, NAME, ROW, heat
from sim.reporting.charts.palette import light

from .looking import drawn, frames, patches, texts

SHARES = [[0.2, 0.975], [0.65, None]]


def figure():
    return drawn(heat, ["picking", "riders"], ["Base", "A"], SHARES, [None, "picking"])


def test_every_cell_says_its_share_and_an_unknown_one_a_dash():
    assert texts(figure()) == ["Base", "A", "picking", "20", "98", "riders", "65", "—"]


def test_a_cell_has_the_colour_of_its_step_and_stands_in_its_row_and_column():
    cell = (WIDTH - NAME) / 2
    assert patches(figure()) == [
        (NAME + 1, HEAD + 1, cell - 2, light("heat0")),
        (NAME + cell + 1, HEAD + 1, cell - 2, light("heat6")),
        (NAME + 1, HEAD + ROW + 1, cell - 2, light("heat2")),
    ]


def test_only_what_binds_first_in_a_column_has_a_frame():
    cell = (WIDTH - NAME) / 2
    assert frames(figure()) == [(NAME + cell + 1, HEAD + 1)]


def test_a_map_without_columns_or_rows_can_be_drawn():
    assert texts(drawn(heat, ["a"], [], [[]], [])) == ["a"]
    assert texts(drawn(heat, [], ["A"], [], [None])) == ["A"]


def test_long_names_are_cut_to_their_room():
    (name,) = [words for words in texts(drawn(heat, ["x" * 80], ["A"], [[0.5]], [None])) if words.startswith("x")]
    assert name.endswith("…")


def test_the_sheet_grows_by_the_row():
    assert figure().get_size_inches()[1] * 72 == pytest.approx(HEAD + 2 * ROW + 2)
