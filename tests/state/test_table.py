"""A table grows without losing a row, whatever is appended."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.state.table import AHEAD, Table


@given(st.lists(st.integers(0, 200), max_size=12))
def test_a_table_holds_every_row_that_was_appended_in_order(sizes):
    table, expected = Table({"number": "i4", "time": "f8"}), []
    for size in sizes:
        block = np.arange(len(expected), len(expected) + size)
        rows = table.append(size, number=block)
        assert rows.tolist() == block.tolist()
        expected += block.tolist()
    assert len(table) == len(expected)
    assert table.number.tolist() == expected
    assert np.isnan(table.time).all()


def test_what_is_left_out_takes_its_fill_and_one_value_serves_all_rows():
    table = Table({"order": "i4", "units": "f8", "kind": "i1"}, fill={"order": -1})
    table.append(2, units=3.0)
    assert table.order.tolist() == [-1, -1]
    assert table.units.tolist() == [3.0, 3.0]
    assert table.kind.tolist() == [0, 0]


def test_writing_to_a_column_writes_the_table():
    table = Table({"a": "f8"})
    table.append(3, a=np.zeros(3))
    table.a[1] = 5.0
    table["a"][2] = 7.0
    assert table.columns()["a"].tolist() == [0.0, 5.0, 7.0]


def test_a_column_that_does_not_exist_is_named_and_no_row_is_added():
    table = Table({"a": "f8"})
    with pytest.raises(KeyError, match=r"no such column: b; there are a"):
        table.append(1, b=1)
    assert len(table) == 0
    with pytest.raises(AttributeError):
        _ = table.b


def test_appending_costs_a_few_moves_a_row():
    table, moved = Table({"a": "f8"}), 0
    for _ in range(5_000):
        before = len(table._data["a"])
        table.append(1, a=1.0)
        moved += len(table._data["a"]) - before if len(table._data["a"]) != before else 0
        moved += before if len(table._data["a"]) != before else 0
    assert moved < 6 * 5_000


ROWS = st.tuples(
    st.integers(0, 3 * AHEAD), st.sampled_from([(), ("units",), ("order", "kind"), ("order", "units", "kind")])
)


@given(st.lists(ROWS, max_size=6))
def test_whatever_an_append_leaves_out_takes_its_fill_also_where_room_was_laid_before(appends):
    table, fills = Table({"order": "i4", "units": "f8", "kind": "i1"}, fill={"order": -1}), (-1, np.nan, 0)
    expected: list[list[float]] = [[], [], []]
    for rows, given_ones in appends:
        table.append(rows, **dict.fromkeys(given_ones, 7))
        for column, name, fill in zip(expected, ("order", "units", "kind"), fills, strict=True):
            column.extend([7 if name in given_ones else fill] * rows)
    for column, name in zip(expected, ("order", "units", "kind"), strict=True):
        np.testing.assert_array_equal(table[name], column)


def test_room_that_is_not_in_use_is_not_written_to():
    table = Table({"a": "f8", "b": "i4"}, fill={"a": 5.0, "b": 5})
    table.append(1_000_000, b=1)
    table.append(1_000_000, b=1)
    assert table._filled - len(table) == AHEAD < len(table._data["a"]) - len(table)


def test_a_column_looked_at_before_an_append_shows_the_new_rows_after_it():
    table = Table({"a": "i4"})
    table.append(1, a=1)
    assert table.a is table.a
    assert table.a.tolist() == [1]
    table.append(1, a=2)
    assert table.a.tolist() == [1, 2]
