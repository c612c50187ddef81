"""One table as a Parquet file through DuckDB: the same rows give the same bytes.

One thread, fixed row groups and a fixed compression make the bytes a function of the rows (and of DuckDB's version).
NaN is written as NULL, so that SQL sees "not yet" as such, and comes back as NaN.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.results.columns import Array, Columns
from sim.state.columns import Column, TableColumns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROW_GROUP = 122_880
_SQL_TYPE = {
    "f8": "DOUBLE",
    "u8": "UBIGINT",
    "i1": "TINYINT",
    "i2": "SMALLINT",
    "i4": "INTEGER",
    "O": "VARCHAR",
}


@contextmanager
def database() -> "Iterator[DuckDBPyConnection]":
    """An empty database in memory, one thread, closed at the end."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": 1})
    try:
        yield connection
    finally:
        connection.close()


def write_table(db: "DuckDBPyConnection", columns: Columns, specs: TableColumns, path: Path) -> None:
    """Write a table in the order of its declaration; optional columns only if given."""
    chosen = [name for name in specs if name in columns]
    selected = ", ".join(f'"{name}"::{_SQL_TYPE[specs[name].dtype]} AS "{name}"' for name in chosen)
    target = str(path).replace("'", "''")
    db.register("block", {name: np.ascontiguousarray(columns[name]) for name in chosen})
    try:
        db.execute(
            f"COPY (SELECT {selected} FROM block) TO '{target}' "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
    finally:
        db.unregister("block")


def read_table(db: "DuckDBPyConnection", specs: TableColumns, path: Path) -> Columns:
    """Read a table back with its declared types."""
    found = db.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchnumpy()
    return {name: _restore(values, specs[name]) for name, values in found.items()}


def _restore(values: Any, spec: Column) -> Array:
    if isinstance(values, np.ma.MaskedArray):
        values = values.filled(np.nan if spec.dtype == "f8" else None)
    return np.asarray(values, dtype=np.dtype(spec.dtype))
