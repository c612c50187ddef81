"""What every measure promises: `check(my_measure)` raises AssertionError with a sentence.

The records are drawn from a fixed stream, so that a failure can be repeated; they hold any stamps and codes at all.
"""

import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.kpi.registry import Measure
from sim.results.columns import TABLES
from sim.results.record import Record
from sim.state.columns import Column, ColumnKind

RECORDS, ROWS = 12, 8
_TEXTS = {"event": "show_started", "account": "revenue", "what": "{}"}


def check(measure: Measure[..., Any]) -> None:
    """It is described in both languages, answers numbers for any record, the same twice, and changes no record."""
    _check_words(measure)
    for record in (Record.of({}, {}, 0.0), Record.of({}, {}, 1440.0), *records()):
        before = _contents(record)
        value, again = _value(measure, record), _value(measure, record)
        require(repr(value) == repr(again), measure, "answers differently for the same record")
        require(_contents(record) == before, measure, "changes the record")


def require(condition: bool, measure: Measure[..., Any], complaint: str) -> None:
    """Raise AssertionError with `NAME COMPLAINT` unless the condition holds."""
    if not condition:
        raise AssertionError(f"{measure.name} {complaint}")


def _check_words(measure: Measure[..., Any]) -> None:
    chinese = any("一" <= char <= "鿿" for char in measure.title_zh)
    require(chinese and measure.title_en.isascii(), measure, "lacks a title in Chinese, or one in English")
    require(bool(measure.unit and measure.source), measure, "lacks a unit, or a source")
    require(measure.better in {"higher", "lower"}, measure, "is neither better when higher nor when lower")
    require(len(measure.definition) > 20, measure, "has no definition: a docstring")
    takes = tuple(inspect.signature(measure.function).parameters)
    require(takes in {("record",), ("record", "twin")}, measure, f"takes {', '.join(takes)}: not record (and twin)")


def _value(measure: Measure[..., Any], record: Record) -> Any:
    """The value of a record that is its own twin: a float, or floats by key."""
    value = measure(record, record) if measure.needs_twin else measure(record)
    if measure.by:
        keys = isinstance(value, dict) and all(isinstance(key, str) for key in value)
        require(keys, measure, f"answers {type(value).__name__}: a family is a dict by name of {measure.by}")
        return {key: float(one) for key, one in value.items()}
    require(isinstance(value, float | int | np.floating), measure, f"answers {type(value).__name__}: no number")
    return float(value)


def records(seed: int = 7, count: int = RECORDS) -> Iterator[Record]:
    """Records in which every table has rows; instants within three days or NaN, every code a known one."""
    rng = np.random.default_rng(seed)
    names = {column.of for table in TABLES.values() for column in table.values() if column.kind is ColumnKind.NAME}
    for _ in range(count):
        tables = {
            table: {name: _column(rng, name, column) for name, column in columns.items()}
            for table, columns in TABLES.items()
        }
        yield Record.of(tables, {name: ["one", "two", "three"] for name in sorted(names)}, 3 * 1440.0)


def _column(rng: np.random.Generator, name: str, column: Column) -> Any:
    match column.kind:
        case ColumnKind.TEXT:
            return np.full(ROWS, _TEXTS.get(name, ""), dtype=object)
        case ColumnKind.NAME:
            return rng.integers(0, 3, ROWS)
        case ColumnKind.ENUM:
            return rng.integers(0, 2, ROWS)
        case ColumnKind.ROW:
            return rng.integers(0, ROWS, ROWS)
    if column.dtype == "f8":
        return np.where(rng.random(ROWS) < 0.2, np.nan, rng.integers(0, 3 * 1440, ROWS))
    return rng.integers(0, 2 if column.dtype in ("i1", "i2") else ROWS, ROWS)


def _contents(record: Record) -> list[bytes]:
    columns = (column for table in record.tables.values() for column in table.values())
    return [column.tobytes() if column.dtype != object else repr(column.tolist()).encode() for column in columns]
