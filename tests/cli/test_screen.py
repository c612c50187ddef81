"""Folding text to a screen, and the JSON of `--json`."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.table import Table

from sim.cli.screen import (
    ENDLESS,
    console,
    count,
    fold,
    is_terminal,
    message,
    no_colour,
    replace_unwritable,
    show,
    show_json,
)

WORDS = st.text(alphabet=st.sampled_from("ab c 中文，。 12%"), max_size=60)


@given(WORDS, st.integers(min_value=6, max_value=40))
def test_folding_loses_nothing_but_blanks_and_keeps_to_the_width_where_words_allow(text, width):
    lines = fold(text, width).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    longest = max((cell_len(word) for word in text.split()), default=0)
    assert all(cell_len(line) <= max(width, longest) for line in lines)


def test_chinese_is_broken_between_characters_and_numbers_are_not():
    assert fold("履约率目标 95.5% 达到", 10) == "履约率目标\n95.5% 达到"


def test_a_comma_does_not_begin_a_line():
    assert fold("一二三，四", 6) == "一二\n三，四"


def test_nothing_is_folded_in_a_pipe():
    assert "\n" not in fold("word " * 300, 10_000)


@pytest.mark.parametrize(("number", "words"), [(1, "1 plan"), (2, "2 plans"), (0, "0 plans"), (1200, "1,200 plans")])
def test_counts_are_written_as_people_say_them(number, words):
    assert count(number, "plan") == words


def test_what_is_undefined_is_null_in_json(capsys):
    show_json({"a": float("nan"), "b": [float("inf"), 1.5]})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [None, 1.5]}


class Stream:
    """A stream that is a terminal or not, and remembers what it was told."""

    def __init__(self, terminal: bool, closed: bool = False, encoding: str = "utf-8") -> None:
        self.terminal, self.closed, self.encoding, self.asked = terminal, closed, encoding, {}

    def isatty(self) -> bool:
        return self.terminal

    def reconfigure(self, **how: str) -> None:
        self.asked |= how


@pytest.mark.parametrize(
    ("stream", "looks"),
    [(Stream(True), True), (Stream(False), False), (Stream(True, closed=True), False), (None, False)],
)
def test_a_person_looks_at_an_open_terminal_only(stream, looks):
    assert is_terminal(stream) == looks


def test_in_a_pipe_no_line_is_cut_and_blanks_at_its_end_are_left_out(capsys):
    table = Table(box=None, pad_edge=False)
    table.add_column("name")
    table.add_column("words", no_wrap=True)
    table.add_row("a", "w " * 300 + "end")
    table.add_row("long name", "")
    show(table)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[1].endswith("end")
    assert lines[2] == "long name"
    assert console().width == ENDLESS


def test_words_beside_the_result_go_to_stderr(capsys):
    message("beside", colour="red")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "beside\n")


@pytest.mark.parametrize(("value", "bare"), [("1", True), ("yes", True), ("", False), (None, False)])
def test_no_color_is_what_the_convention_says_it_is(monkeypatch, value, bare):
    monkeypatch.delenv("NO_COLOR", raising=False)
    if value is not None:
        monkeypatch.setenv("NO_COLOR", value)
    assert no_colour() == bare


def test_a_console_that_cannot_write_a_character_is_asked_to_forgive(monkeypatch):
    out, err = Stream(False), Stream(True)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    replace_unwritable()
    assert out.asked == err.asked == {"errors": "replace"}


@pytest.mark.parametrize(
    ("encoding", "text"), [("utf-8", '"麦"'), ("UTF8", '"麦"'), ("gbk", '"\\u9ea6"'), (None, '"\\u9ea6"')]
)
def test_json_is_readable_where_the_stream_can_and_escaped_where_it_cannot(monkeypatch, encoding, text):
    said = []
    monkeypatch.setattr(sys, "stdout", Stream(False, encoding=encoding))
    monkeypatch.setattr("click.echo", said.append)
    show_json("麦")
    assert said == [text]


@pytest.mark.parametrize(
    ("number", "one", "many", "words"),
    [
        (1, "factory", "factories", "1 factory"),
        (3, "factory", "factories", "3 factories"),
        (1000, "lane", "", "1,000 lanes"),
    ],
)
def test_a_plural_may_be_a_word_of_its_own(number, one, many, words):
    assert count(number, one, many) == words
