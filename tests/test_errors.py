"""Errors say where, what was found, what is allowed and what was probably meant; the rest is the terminal's affair."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import ConfigError, Problem, ReplicationError, SurgeError, nearest, one_of, shown

WAREHOUSE = Problem(
    "configs/food.yaml",
    12,
    11,
    "facilities.1.kind",
    "'warehose' is not one of warehouse, plant, courier",
    found="'warehose'",
    allowed="warehouse, plant, courier",
    suggestion="warehouse",
    source="  - kind: warehose",
)


def test_a_problem_renders_as_one_sentence_with_its_line_and_a_caret():
    assert WAREHOUSE.render() == (
        "configs/food.yaml:12:11  facilities.1.kind: 'warehose' is not one of warehouse, plant, courier"
        " (did you mean 'warehouse'?)\n"
        "      - kind: warehose\n"
        "              ^"
    )


def test_found_and_allowed_are_added_when_the_message_does_not_say_them():
    problem = Problem("a.yaml", 1, 0, "x", "this is wrong", found="5", allowed="1 to 3")
    assert problem.sentence == "x: this is wrong; found 5; allowed: 1 to 3"


@pytest.mark.parametrize(("line", "column", "place"), [(0, 0, "a.yaml"), (3, 0, "a.yaml:3"), (3, 7, "a.yaml:3:7")])
def test_an_unknown_line_or_column_is_left_out(line, column, place):
    assert Problem("a.yaml", line, column, "", "wrong").place == place


def test_the_caret_stands_under_the_culprit_after_wide_characters_and_tabs():
    source = "品牌\t: x"
    text, caret = Problem("a", 1, source.index("x") + 1, "", "m", source=source).render().split("\n")[1:]
    assert text == "    品牌 : x"
    assert len(caret) - 5 == 4 + 3  # two wide characters, a blank for the tab, a colon and a blank


def test_a_long_line_is_cut_around_the_culprit():
    source = "a" * 500 + "X" + "b" * 500
    _, text, caret = Problem("a", 1, 501, "", "m", source=source).render().split("\n")
    assert len(text) < 130
    assert text[len(caret) - 1] == "X"


def test_control_characters_cannot_reach_the_terminal():
    problem = Problem("a\x1b[2J", 1, 2, "p\x07", "m\r\n\x1b[31m", source="x: \x1b[31m")
    assert not any(char in problem.render() for char in "\x1b\x07\r")


def test_a_config_error_sorts_its_problems_and_counts_the_rest():
    error = ConfigError(
        [Problem("b", 1, 0, "", "third"), Problem("a", 9, 0, "", "second"), Problem("a", 2, 0, "", "first")]
    )
    assert [one.message for one in error.problems] == ["first", "second", "third"]
    assert error.render(limit=1).split("\n") == ["a:2  first", "... and 2 more"]
    assert str(error) == error.render()


def test_a_config_error_travels_between_processes_whole():
    error = ConfigError([WAREHOUSE])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_every_error_knows_its_exit_code():
    assert (SurgeError.exit_code, ConfigError.exit_code, ReplicationError.exit_code) == (1, 3, 4)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("warehose", "warehouse"), ("Warehouse", "warehouse"), ("cw", "cv"), ("zebra", ""), ("", "")],
)
def test_the_nearest_name_is_close_or_not_given(word, meant):
    assert nearest(word, ["warehouse", "plant", "cv"]) == meant


def test_a_long_list_of_names_is_cut_and_counted():
    assert one_of([str(n) for n in range(25)], most=3) == "0, 1, 2 and 22 more"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        (True, "true"),
        ({}, "a group of keys"),
        ([1], "a list"),
        ("x", "'x'"),
        (10**400, "a huge number"),
    ],
)
def test_a_found_value_is_shown_as_the_user_wrote_it(value, text):
    assert shown(value) == text
    assert len(shown("x" * 10_000)) <= 60


@given(st.text(), st.integers(0, 300), st.text(), st.text())
def test_any_problem_renders(source, column, message, path):
    text = Problem("f", 1, column, path, message, source=source).render()
    assert text.startswith("f:1")
    assert len(text.split("\n")) <= 3
