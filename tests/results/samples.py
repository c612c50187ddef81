"""A small record with something in every table, for the tests of this room."""

from typing import Any

import numpy as np

from sim.results.columns import TABLES
from sim.results.record import Record

NAMES = {kind: ["甲", "乙", "丙"] for kind in ("site", "sku", "product", "community", "channel", "source", "resource")}


def sample(rows: int = 50, seed: int = 1, **meta: Any) -> Record:
    """Random but valid contents: codes 0 to 2, times with gaps, text with quotes and Chinese."""
    rng = np.random.default_rng(seed)

    def column(dtype: str, text: str) -> Any:
        if dtype == "O":
            return rng.choice(np.array(["plain", "引号'\"", '{"a": 1}', text], dtype=object), rows)
        if dtype == "f8":
            return np.where(rng.random(rows) < 0.3, np.nan, rng.random(rows) * 1e4)
        return rng.integers(0, 3, rows)

    tables = {
        table: {name: column(spec.dtype, name) for name, spec in specs.items() if not spec.optional}
        for table, specs in TABLES.items()
    }
    tables["orders"]["key"] = rng.integers(0, 2**64, rows, dtype=np.uint64)
    tables["lots"]["expires"] = np.full(rows, np.inf)
    return Record.of(tables, NAMES, 1e4, {"start": "2026-06-15T00:00:00+08:00", "seed": seed} | meta)


def assert_same(one: Record, other: Record) -> None:
    """Both hold the same values of the same types."""
    assert one.horizon == other.horizon
    assert dict(one.names) == dict(other.names)
    assert dict(one.meta) == dict(other.meta)
    assert set(one.tables) == set(other.tables)
    for table, columns in one.tables.items():
        assert set(columns) == set(other.tables[table])
        for name, values in columns.items():
            again = other.tables[table][name]
            assert values.dtype == again.dtype, (table, name)
            np.testing.assert_array_equal(values, again, err_msg=f"{table}.{name}")
