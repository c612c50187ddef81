"""Files that are written whole or not at all, with nothing in them that JSON does not know."""

import json
import math
from enum import IntEnum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.results.documents import beside, fingerprint, plain, read_json, to_json, write_text


class Colour(IntEnum):
    RED = 1


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (math.nan, None), (math.inf, None), (-math.inf, None), (1.5, 1.5), (True, True), (None, None), ("麦", "麦"),
        (np.float64(2.5), 2.5), (np.float64("nan"), None), (np.int32(7), 7), (np.bool_(True), True),
        (np.array([1.0, np.nan]), [1.0, None]), (np.array([[1, 2]]), [[1, 2]]), (np.array(["a", "b"]), ["a", "b"]),
        ((1, (2, math.nan)), [1, [2, None]]), ({1: (np.int8(2),)}, {"1": [2]}), ({}, {}), ([], []), (Colour.RED, 1),
    ],
    ids=str,
)  # fmt: skip
def test_numpy_becomes_python_and_what_is_not_finite_becomes_nothing(value, kept):
    found = plain(value)
    assert found == kept
    assert type(found) is type(kept) or isinstance(value, IntEnum)


def test_the_same_content_gives_the_same_text_in_whatever_order_it_came():
    one, other = {"b": 1, "a": {"d": 2, "c": 3}}, {"a": {"c": 3, "d": 2}, "b": 1}
    assert to_json(one) == to_json(other) == '{\n "a": {\n  "c": 3,\n  "d": 2\n },\n "b": 1\n}\n'
    assert to_json(one, in_order=True) != to_json(other, in_order=True)
    assert list(json.loads(to_json(one, in_order=True))) == ["b", "a"]


def test_chinese_stays_readable():
    assert to_json({"品牌": "小麦"}) == '{\n "品牌": "小麦"\n}\n'


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(TREES)
def test_anything_plain_reads_back_as_itself(tree):
    assert json.loads(to_json(tree)) == plain(tree)
    assert plain(plain(tree)) == plain(tree)


def test_a_file_is_written_with_its_folders_and_replaced_whole(tmp_path):
    path = tmp_path / "a/b/result.json"
    write_text(path, "one\n")
    write_text(path, "two\n")
    assert path.read_bytes() == b"two\n"
    assert [one.name for one in path.parent.iterdir()] == ["result.json"]
    write_text(path, to_json([1]))
    assert read_json(path) == [1]


def test_a_draft_is_hidden_lies_in_the_same_folder_and_is_nobody_elses(tmp_path):
    drafts = {beside(tmp_path / "x") for _ in range(100)}
    assert len(drafts) == 100
    assert all(draft.parent == tmp_path and draft.name.startswith(".x.") for draft in drafts)


def test_a_fingerprint_is_of_the_text_or_of_the_json():
    assert fingerprint("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of no byte at all
    assert fingerprint({"b": 1, "a": 2}) == fingerprint({"a": 2, "b": 1}) == fingerprint(to_json({"a": 2, "b": 1}))
    assert fingerprint([1, 2]) != fingerprint([2, 1])
