"""The record says what it holds and what it lacks."""

import pickle

import numpy as np
import pytest

from sim.results.columns import empty_table
from sim.results.record import Record, RecordError

from .samples import NAMES, assert_same, sample


def test_a_table_is_reached_by_its_name_and_an_unknown_one_is_refused_by_name():
    record = sample()
    assert record.orders["placed"] is record.tables["orders"]["placed"]
    assert record.rows("orders") == 50
    with pytest.raises(AttributeError, match="no table 'oders'; it has orders, lines"):
        record.oders  # noqa: B018 -- the access is the test


def test_tables_left_out_are_empty_with_their_declared_types():
    record = Record.of({}, {}, 60.0)
    assert record.check() == []
    assert record.rows("trips") == 0
    assert record.orders["key"].dtype == np.uint64
    assert empty_table("moves")["source"].dtype == np.int16


def test_given_columns_are_brought_to_their_declared_types():
    lines = {"order": [0, 1], "sku": [0, 0], "qty": [1, 2], "price": [3, 4], "allocated": [np.nan, 5]}
    record = Record.of({"lines": lines}, {"sku": ["loaf"]}, 60.0)
    assert record.lines["order"].dtype == np.int32
    assert record.lines["qty"].dtype == np.float64


def test_everything_wrong_is_listed_at_once():
    good = sample()
    orders = dict(good.orders)
    del orders["paid"]
    orders["colour"] = orders["units"]
    orders["kind"] = orders["kind"].astype("i8")
    tables = {**good.tables, "orders": orders, "pets": {"cat": np.zeros(1)}}
    del tables["cash"]
    record = Record(tables, NAMES, 1.0)
    wrong = record.check()
    assert "table 'cash' is missing" in wrong
    assert "table 'pets' is not declared" in wrong
    assert "orders.paid is missing" in wrong
    assert "orders.colour is not declared" in wrong
    assert "orders.kind is int64, not int8" in wrong
    with pytest.raises(RecordError, match=r"cash.*pets|pets.*cash"):
        record.require()


def test_columns_of_different_length_and_codes_without_a_name_are_found():
    good = sample()
    short = {**good.lines, "qty": good.lines["qty"][:3]}
    assert any("differ in length" in one for one in Record({**good.tables, "lines": short}, NAMES, 1.0).check())
    wrong = Record(good.tables, {**NAMES, "sku": ["only one"]}, 1.0).check()
    assert "lines.sku holds 2, but names.sku has 1 names" in wrong


def test_an_optional_column_may_be_there_or_not():
    good = sample()
    with_link = {**good.orders, "replaces": np.full(50, -1, "i4")}
    assert Record({**good.tables, "orders": with_link}, NAMES, 1.0).check() == []


def test_a_record_travels_between_processes():
    record = sample()
    assert_same(pickle.loads(pickle.dumps(record)), record)
