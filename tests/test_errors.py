"""Errors say where, what was found, what is allowed and what was probably meant; the rest is the terminal's affair."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import (
    ConfigError,
    ConservationError,
    Problem,
    ReplicationError,
    SurgeError,
    cut,
    nearest,
    one_of,
    refusal,
    seen_from_here,
    short_text,
    shown,
)

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


@pytest.mark.parametrize(
    ("message", "found", "allowed", "sentence"),
    [
        ("'x' is no y", "'x'", "y", "'x' is no y"),  # both are said
        ("takes a number; found 5", "5", "", "takes a number; found 5"),
        ("5 is too much", "5", "3", "5 is too much; allowed: 3"),
        ("there are 15 of them", "5", "3", "there are 15 of them; found 5; allowed: 3"),
        ("'x' sells for delivery", "", "s", "'x' sells for delivery; allowed: s"),  # an s in a word is no name
        ("no way to 'dc-2'", "", "dc", "no way to 'dc-2'"),
        ("wrong", "", "a, b", "wrong; allowed: a, b"),
        ("not one of a, b", "", "a, b", "not one of a, b"),
    ],
)
def test_nothing_is_said_twice_and_nothing_is_left_out(message, found, allowed, sentence):
    assert Problem("f", 1, 1, "", message, found=found, allowed=allowed).sentence == sentence


def test_a_suggestion_comes_last():
    said = Problem("f", 1, 1, "a.b", "wrong", found="1", allowed="2", suggestion="c").sentence
    assert said == "a.b: wrong; found 1; allowed: 2 (did you mean 'c'?)"


def test_a_problem_without_file_line_or_source_renders_what_it_knows():
    assert Problem("", 0, 0, "", "wrong").render() == "<text>  wrong"
    assert Problem("f", 0, 0, "", "wrong", source="x: 1").render() == "f  wrong"
    assert Problem("f", 3, 0, "", "wrong", source="x: 1").render() == "f:3  wrong\n    x: 1"
    assert Problem("f", 3, 4, "", "wrong", source="   ").render() == "f:3:4  wrong"


def test_a_caret_beyond_the_end_of_the_line_is_shown_there():
    text, caret = Problem("f", 1, 6, "", "m", source="a: 1").render().split("\n")[1:]
    assert (text, caret) == ("    a: 1", "    " + " " * 5 + "^")


def test_problems_are_in_the_order_of_files_lines_and_columns_and_a_hundred_are_shown():
    places = [("b", 1, 1), ("a", 2, 1), ("a", 1, 9), ("a", 1, 2)]
    error = ConfigError(Problem(*place, "", "m") for place in places)
    assert [(one.file, one.line, one.column) for one in error.problems] == sorted(places)
    many = ConfigError([Problem("a", line, 0, "", "m") for line in range(1, 102)])
    assert many.render().split("\n")[-2:] == ["a:100  m", "... and 1 more"]
    assert "more" not in ConfigError(many.problems[:100]).render()


def test_goods_that_vanish_are_a_bug_and_not_an_input_that_is_wrong():
    assert ConservationError.exit_code == 1
    assert issubclass(ConservationError, SurgeError)
    assert not issubclass(ConservationError, ConfigError)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" 2h ", "2h"),
        ("x" * 100, "x" * 100),
        ("x" * 101, ""),
        (" " * 101, ""),
        (2, ""),
        (None, ""),
        (True, ""),
        ([], ""),
    ],
)
def test_only_a_short_text_is_worth_parsing(value, text):
    assert short_text(value) == text


def test_a_refusal_says_why_only_when_it_knows():
    assert str(refusal("a number", "x")) == "takes a number; found 'x'"
    assert str(refusal("a number", None, "it is missing")) == "takes a number; found nothing (it is missing)"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (False, "false"), (5, "5"), (2.5, "2.5"), ("it's", '"it\'s"'), (2**200, "a huge number"),
        (2**200 - 1, f"{str(2**200 - 1)[:57]}..."), ("x" * 58, f"'{'x' * 58}'"), ("x" * 59, f"'{'x' * 56}..."),
    ],
)  # fmt: skip
def test_a_found_value_is_cut_only_where_it_is_long(value, text):
    assert shown(value) == text


def test_one_of_just_as_many_names_as_are_shown_counts_none():
    assert one_of(["a", "b"], most=2) == "a, b"
    assert one_of([str(n) for n in range(21)]).endswith("19 and 1 more")
    assert one_of([]) == ""


def test_a_short_word_may_be_further_off_than_a_long_one():
    assert nearest("abx", ["acd"]) == ""
    assert nearest("dd", ["dc"]) == "dc"
    assert nearest("DC", ["dc", "Dc"]) == "dc"  # of two that differ in case only, the first


def test_a_file_below_the_working_directory_is_told_as_one_would_write_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    problem = Problem(str(tmp_path / "tables" / "shops.csv"), 2, 3, "", "wrong")
    assert problem.place == str(Path("tables/shops.csv")) + ":2:3"
    assert Problem(str(tmp_path.parent / "other.csv"), 0, 0, "", "wrong").place == str(tmp_path.parent / "other.csv")
    for name in ("<text>", "-S horizon=3d", "tables/shops.csv", "\0"):
        assert seen_from_here(name) == name


def test_no_word_from_outside_is_endless_and_folders_stay_whole():
    word, folders = "x" * 200, "/".join(["folder"] * 30)
    problem = Problem("a", 1, 0, "p", f"'{word}' lies in {folders}", found=word, allowed=one_of([f"{word} {word}"]))
    assert problem.sentence == (f"p: '{'x' * 57}...' lies in {folders}; found {'x' * 57}...; allowed: {'x' * 57}...")


@pytest.mark.parametrize(("length", "kept"), [(0, 0), (60, 60), (61, 60), (500, 60)])
def test_what_is_shown_of_a_text_is_at_most_sixty_characters(length, kept):
    assert len(cut("y" * length)) == kept
    assert cut("y" * length).endswith("...") == (length > 60)
