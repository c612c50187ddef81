"""A table that grows: a struct of NumPy columns, appended in blocks, never row by row on the hot path."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]


class Table:
    """Named columns of one length; capacity doubles, so appending costs a constant time a row.

    `table.column` (or `table["column"]`) is a view of the rows in use: writing to it writes the table. A view taken
    before an append may be stale after it.
    """

    def __init__(self, columns: Mapping[str, str], fill: Mapping[str, Any] | None = None) -> None:
        """`columns`: name -> dtype; `fill`: value of a column that an append leaves out (floats: NaN, else 0)."""
        self._dtypes = {name: np.dtype(dtype) for name, dtype in columns.items()}
        self._fill = {name: (np.nan if d.kind == "f" else 0) for name, d in self._dtypes.items()} | dict(fill or {})
        self._data: dict[str, Column] = {name: np.empty(0, d) for name, d in self._dtypes.items()}
        self._rows = self._room = 0

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, name: str) -> Column:
        return self._data[name][: self._rows]

    def __getattr__(self, name: str) -> Column:
        if name == "_data" or name not in self._data:
            raise AttributeError(name)
        return self._data[name][: self._rows]

    def append(self, count: int, /, **columns: Any) -> NDArray[np.int64]:
        """Append `count` rows; each column is an array of that length or one value. Returns the new row numbers."""
        first, last = self._rows, self._rows + count
        if last > self._room:
            self._reserve(last)
        data = self._data
        if not columns.keys() <= data.keys():
            unknown = [name for name in columns if name not in data]
            raise KeyError(f"no such column: {', '.join(unknown)}; there are {', '.join(data)}")
        # what is not named has been filled when its room was taken
        for name, values in columns.items():
            data[name][first:last] = values
        self._rows = last
        return np.arange(first, last)

    def _reserve(self, rows: int) -> None:
        have = self._room
        # the first block is taken as it comes, so that a run whose orders are all known wastes nothing
        size = rows if have == 0 else max(rows, have + have // 2, 64)
        for name, old in self._data.items():
            new = np.empty(size, old.dtype)
            new[: self._rows] = old[: self._rows]
            new[self._rows :] = self._fill[name]
            self._data[name] = new
        self._room = size

    def columns(self) -> dict[str, Column]:
        """All columns, cut to the rows in use."""
        return {name: self[name] for name in self._dtypes}
