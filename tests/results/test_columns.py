"""The declaration of the tables: one place for types, codes and words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.results.columns import TABLES, distinct, empty_table
from sim.state.columns import ColumnKind
from sim.state.table import Table
from tests.model.small import engine

from .samples import NAMES

EVERY = [(table, name, column) for table, columns in TABLES.items() for name, column in columns.items()]


@pytest.mark.parametrize(("table", "name", "column"), EVERY, ids=lambda value: value if isinstance(value, str) else "")
def test_every_column_says_its_type_and_its_meaning(table, name, column):
    assert np.dtype(column.dtype).kind in "fiuO"
    assert column.about and column.meaning == column.meaning.strip()
    assert column.is_text == (column.dtype == "O")
    if column.kind is ColumnKind.NAME:
        assert column.dtype in ("i2", "i4"), "a code is a whole number that may be -1"
        assert column.meaning.endswith(f"(index into names.{column.of})")
        assert column.of in NAMES


def test_times_are_minutes_and_may_be_missing():
    for table, name, column in EVERY:
        if column.kind is ColumnKind.TIME:
            assert column.dtype == "f8", f"{table}.{name}"
            assert column.meaning.endswith("(minutes since the start; NaN = not (yet))")
            assert np.isnan(column.missing)


def test_rows_of_other_tables_name_a_table_that_is_there():
    for _, _, column in EVERY:
        if column.kind is ColumnKind.ROW:
            assert column.of in TABLES
            assert column.meaning.endswith(f"(row of `{column.of}`, -1 = none)")
            assert (column.dtype, column.missing) == ("i4", -1)


def test_the_legend_of_an_enumeration_is_its_members():
    assert TABLES["orders"]["mode"].meaning == "how it leaves the site (0 delivery, 1 pickup, 2 lane)"
    assert TABLES["lots"]["quality"].meaning == "what is known of it (0 good, 2 quarantined)"
    assert TABLES["moves"]["source"].meaning.startswith("from where (index into names.site, or -1 supplier, ")
    assert TABLES["moves"]["why"].meaning.startswith("reason (0 opening, 1 received, ")
    for _, _, column in EVERY:
        assert (column.kind in (ColumnKind.ENUM, ColumnKind.PLACE)) == (column.members is not None)


def test_the_tables_of_the_engine_have_the_columns_of_the_record():
    made = engine()
    tables = {name: getattr(made, name) for name in TABLES if isinstance(getattr(made, name, None), Table)}
    tables |= {"orders": made.ledger.orders, "lines": made.ledger.lines}
    tables |= {"lots": made.stock.lots, "moves": made.stock.moves, "picks": made.stock.picks}
    for table, rows in tables.items():
        columns = rows.columns()
        assert set(TABLES[table]) == set(columns) - {"lots": {"paid"}, "orders": {"first", "called_off"}}.get(
            table, set()
        ), table
        assert all(columns[name].dtype == spec.dtype for name, spec in TABLES[table].items()), table


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
