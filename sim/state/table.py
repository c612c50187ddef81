"""A table that grows: a struct of NumPy columns, appended in blocks, never row by row on the hot path."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Ints
from sim.state.columns import TableColumns

Array = NDArray[Any]
AHEAD = 1024
"""Rows that are filled with defaults at once, ahead of their use."""


class Table:
    """Named columns of one length; capacity grows by half, so appending costs a constant time a row.

    `table.column` (or `table["column"]`) is a view of the rows in use: writing to it writes the table. A view taken
    before an append may be stale after it.
    """

    def __init__(self, columns: Mapping[str, str], fill: Mapping[str, Any] | None = None) -> None:
        """`columns`: name -> dtype; `fill`: value of a column that an append leaves out (floats: NaN, else 0)."""
        self._dtypes = {name: np.dtype(dtype) for name, dtype in columns.items()}
        self._fill = {name: (np.nan if d.kind == "f" else 0) for name, d in self._dtypes.items()} | dict(fill or {})
        self._data: dict[str, Array] = {name: np.empty(0, d) for name, d in self._dtypes.items()}
        self._rows = self._room = self._filled = 0
        self._shown: list[str] = []

    @classmethod
    def of(cls, columns: TableColumns) -> "Table":
        """An empty table of declared columns."""
        return cls({n: c.dtype for n, c in columns.items()}, {n: c.missing for n, c in columns.items()})

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, name: str) -> Array:
        return self._data[name][: self._rows]

    def __getattr__(self, name: str) -> Array:
        if name == "_data" or name not in self._data:
            raise AttributeError(name)
        # cached as a plain attribute until the next append
        view = self.__dict__[name] = self._data[name][: self._rows]
        self._shown.append(name)
        return view

    def append(self, count: int, /, **columns: Any) -> Ints:
        """Append `count` rows; each column is an array of that length or one value. Returns the new row numbers."""
        first, last = self._rows, self._rows + count
        data = self._data
        if not columns.keys() <= data.keys():
            unknown = [name for name in columns if name not in data]
            raise KeyError(f"no such column: {', '.join(unknown)}; there are {', '.join(data)}")
        if last > self._room:
            self._reserve(last)
        if last > self._filled:
            self._fill_ahead(last, columns)
        for name, values in columns.items():
            data[name][first:last] = values
        self._rows = last
        for name in self._shown:
            del self.__dict__[name]
        self._shown.clear()
        return np.arange(first, last)

    def _reserve(self, rows: int) -> None:
        have = self._room
        # reserved rows cost no memory until they are written; copying all rows does
        size = max(rows + rows // 8, have + have // 2, 64)
        for name, old in self._data.items():
            new = np.empty(size, old.dtype)
            new[: self._rows] = old[: self._rows]
            self._data[name] = new
        self._room, self._filled = size, self._rows

    def _fill_ahead(self, rows: int, given: Mapping[str, Any]) -> None:
        """Defaults for what an append up to `rows` leaves out, and for some rows ahead, which is faster."""
        end = min(rows + AHEAD, self._room)
        for name, column in self._data.items():
            column[rows if name in given else self._filled : end] = self._fill[name]
        self._filled = end

    def columns(self) -> dict[str, Array]:
        """All columns, cut to the rows in use."""
        return {name: self[name] for name in self._dtypes}
