"""The declaration of the tables: one place for types, codes and words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.results.columns import TABLES, distinct, empty_table

EVERY = [(table, name, column) for table, columns in TABLES.items() for name, column in columns.items()]


@pytest.mark.parametrize(("table", "name", "column"), EVERY, ids=lambda value: value if isinstance(value, str) else "")
def test_every_column_says_its_type_and_its_meaning(table, name, column):
    assert np.dtype(column.dtype).kind in "fiuO"
    assert column.meaning == column.meaning.strip()
    assert column.is_text == (column.dtype == "O")
    if column.names:
        assert column.dtype in ("i2", "i4"), "a code is a whole number that may be -1"
        assert column.meaning.endswith(f"(index into names.{column.names})")


def test_times_are_minutes_and_may_be_missing():
    for table, name, column in EVERY:
        if "minutes since the start" in column.meaning:
            assert column.dtype == "f8", f"{table}.{name}"
            assert "NaN = not (yet)" in column.meaning


def test_rows_of_other_tables_name_a_table_that_is_there():
    for _, _, column in EVERY:
        if "(row of `" in column.meaning:
            assert column.meaning.split("`")[1] in TABLES
            assert column.dtype == "i4"


def test_an_empty_table_has_every_column_but_the_optional_ones():
    for table, columns in TABLES.items():
        empty = empty_table(table)
        assert list(empty) == [name for name, column in columns.items() if not column.optional]
        assert all(len(values) == 0 and values.dtype == columns[name].dtype for name, values in empty.items())


@given(st.lists(st.sampled_from(["revenue", "refund", "", "waste"]), max_size=12))
def test_the_different_texts_of_a_column_say_of_each_row_which_it_holds(texts):
    names, which = distinct(np.array(texts, dtype=object))
    assert names == sorted(set(texts))
    assert [names[code] for code in which.tolist()] == texts


def test_a_run_of_the_same_text_is_looked_up_once():
    looked_up = []

    class Text(str):
        def __hash__(self):
            looked_up.append(self)
            return super().__hash__()

    blocks = [Text(text) for text in ("revenue", "refund", "revenue")]
    names, which = distinct(np.repeat(np.array(blocks, dtype=object), 1000))
    assert names == ["refund", "revenue"] and which[[0, 1000, 2000]].tolist() == [1, 0, 1]
    assert len(looked_up) < 20
