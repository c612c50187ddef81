"""Folding text to a screen, and the JSON of `--json`."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sim.cli.screen import count, fold, show_json

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
