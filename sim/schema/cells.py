"""Columns of a recorded file: read from CSV, XLSX or Parquet, with the place of every cell, and turned into numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Bools, Floats, Ints
from sim.errors import ConfigError, Problem, nearest, one_of
from sim.instants import Moment
from sim.schema.sheets import Row, rows_of

MOST_PROBLEMS = 1000


@dataclass(eq=False)
class Sheet:
    """A table by columns: name -> cells, text or typed. `problems` is what is wrong, `reported` in which cells."""

    file: str
    columns: dict[str, NDArray[Any]]
    size: int
    rows: Sequence[Row] = ()
    headers: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    reported: dict[str, Bools] = field(default_factory=dict)

    @property
    def lines(self) -> Ints:
        """Line of each row in the file; the row's number in a Parquet file."""
        return np.array([row.line for row in self.rows] if self.rows else range(1, self.size + 1), dtype=np.int64)

    def text(self, name: str) -> list[str]:
        """The cells of a column as text, "" where there is none; 85123.0 is the name 85123."""
        return [_named(cell) for cell in self.columns[name].tolist()]

    def report(self, name: str, wrong: Bools, message: str, allowed: str = "", guesses: Sequence[str] = ()) -> None:
        """One problem for every wrong cell of a column, with the likeliest of `guesses`; at most a thousand.

        A cell that has been reported is not reported again.
        """
        cells = self.columns[name]
        before = self.reported_in(name)
        wrong = wrong & ~before
        self.reported[name] = wrong | before
        for row in np.flatnonzero(wrong)[: max(0, MOST_PROBLEMS - len(self.problems))].tolist():
            found = "nothing" if cells[row] in (None, "") else str(cells[row])
            line, column, source = row + 1, 0, ""
            if self.rows:
                mark = self.rows[row].mark(self.headers.index(name))
                line, column, source = mark.line, mark.column, mark.source
            guess = nearest(found, guesses) if guesses else ""
            self.problems.append(Problem(self.file, line, column, name, message, found, allowed, guess, source))

    def reported_in(self, name: str) -> Bools:
        """Which cells of a column are known to be wrong, shape (rows,)."""
        return self.reported.get(name, np.zeros(self.size, dtype=bool))

    def numbers(self, name: str) -> Floats:
        """A column as numbers, NaN where a cell is empty; a cell that is no finite number is a problem."""
        cells = self.columns[name]
        if cells.dtype != object:
            return np.asarray(cells, dtype=np.float64)
        values, wrong = _numbers(self.text(name))
        self.report(name, wrong, "is not a number", allowed="a number like 12 or 9.9")
        return values

    def minutes(self, name: str, start: datetime | None) -> Floats:
        """A column as minutes after `start` (none: after its earliest date).

        A cell is minutes already, a date and time (without a zone: the zone of `start`), or a moment like d3 20:00.
        """
        cells = self.columns[name]
        if np.issubdtype(cells.dtype, np.datetime64):
            self.report(name, np.isnat(cells), "is not a date")
            return _since(cells, start)
        if cells.dtype != object:
            return np.asarray(cells, dtype=np.float64)
        text = self.text(name)
        if text and all(_plainly_dated(cell) for cell in text):
            try:
                return _since(np.array(text, dtype="datetime64[s]"), start)
            except ValueError:
                pass  # one of them is no date; below it is found
        return self._mixed(name, text, start)

    def _mixed(self, name: str, text: list[str], start: datetime | None) -> Floats:
        values, wrong = _numbers(text)
        wrong |= np.isnan(values)
        moments: dict[int, Moment] = {}
        for row in np.flatnonzero(wrong).tolist():
            try:
                moments[row] = Moment.read(text[row])
                wrong[row] = False
            except ValueError:
                continue
        self.report(name, wrong, "is not a time", allowed="minutes, 2026-06-18 20:00, or d3 20:00")
        dates = [moment.date for moment in moments.values() if moment.date is not None]
        if start is None and dates:
            if len(dates) < len(text) - wrong.sum():
                message = "dates stand beside minutes or counted days, and nothing says which date is minute 0"
                self.problems.append(Problem(self.file, 0, 0, name, message, allowed="give the start of the file"))
                return np.zeros(len(text))
            if any((date.tzinfo is None) != (dates[0].tzinfo is None) for date in dates):
                message = "some dates have a zone and some have none"
                self.problems.append(Problem(self.file, 0, 0, name, message, allowed="give the start of the file"))
                return np.zeros(len(text))
            start = min(dates)
        for row, moment in moments.items():
            begins = start or datetime(2000, 1, 1)
            values[row] = moment.minutes(begins)
        return values


def read_sheet(path: Path, columns: Mapping[str, str], sheet: str | None = None) -> Sheet:
    """Read a file; `columns` renames: our name -> the header in the file. ConfigError when it cannot be read."""
    found = _parquet(path) if path.suffix.lower() in (".parquet", ".pq") else _rows(path, sheet)
    for wanted, header in columns.items():
        if header in found.columns:
            found.columns[wanted] = found.columns.pop(header)
            found.headers = tuple(wanted if name == header else name for name in found.headers)
        else:
            allowed, guess = one_of(found.headers), nearest(header, found.headers)
            found.problems.append(Problem(found.file, 1, 0, "", f"no column '{header}'", "", allowed, guess))
    return found


def _rows(path: Path, sheet: str | None) -> Sheet:
    head, *rows = rows_of(path, sheet)
    names = head.cells
    problems = [
        Problem(head.file, head.line, 0, "", f"the column '{name}' stands there twice", source=head.source)
        for name in {name for name in names if name and names.count(name) > 1}
    ]
    for row in rows:
        if any(row.cells[len(names) :]) and len(problems) < MOST_PROBLEMS:
            message = f"the row has {len(row.cells)} cells, the header {len(names)}"
            problems.append(Problem(row.file, row.line, 0, "", message, source=row.source))
    if problems:
        raise ConfigError(problems)
    columns: dict[str, NDArray[Any]] = {}
    for index, name in enumerate(names):
        if name:
            cells = [row.cells[index] if index < len(row.cells) else "" for row in rows]
            columns[name] = np.array([*cells, None], dtype=object)[:-1]
    return Sheet(str(path), columns, len(rows), rows, names)


def _parquet(path: Path) -> Sheet:
    import duckdb

    try:
        with duckdb.connect(":memory:", config={"threads": 1}) as db:
            found = db.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchnumpy()
    except Exception as error:
        reason = str(error).partition("\n")[0]
        raise ConfigError([Problem(str(path), 0, 0, "", f"this is not a readable Parquet file: {reason}")]) from None
    columns = {name: _unmasked(values) for name, values in found.items()}
    size = len(next(iter(columns.values()), ()))
    return Sheet(str(path), columns, size, headers=tuple(columns))


def _unmasked(values: Any) -> NDArray[Any]:
    """A column of the database with its own sign for "nothing": NaN, no date, or None."""
    nothing = np.ma.getmaskarray(values)
    plain = np.ma.getdata(values)
    if not nothing.any():
        return np.asarray(plain)
    if np.issubdtype(plain.dtype, np.number):
        return np.where(nothing, np.nan, plain)
    if np.issubdtype(plain.dtype, np.datetime64):
        return np.where(nothing, np.datetime64("NaT"), plain)
    named = plain.astype(object)
    named[nothing] = None
    return np.asarray(named)


def _numbers(text: list[str]) -> tuple[Floats, Bools]:
    """Numbers of cells, NaN for empty ones, and which cells are neither empty nor a finite number."""
    blank = np.array([not cell for cell in text], dtype=bool)
    values = np.array([_number(cell) for cell in text], dtype=np.float64)
    wrong = ~np.isfinite(values) & ~blank
    return np.where(wrong, np.nan, values), wrong


def _named(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _number(cell: str) -> float:
    try:
        return float(cell) if "_" not in cell else np.nan
    except ValueError:
        return np.nan


def _plainly_dated(cell: str) -> bool:
    """Year, month and day, perhaps a time, no zone: what NumPy reads without guessing."""
    return 10 <= len(cell) <= 19 and cell[4] == "-" and cell[0].isdigit() and cell[-1].isdigit()


def _since(dates: NDArray[Any], start: datetime | None) -> Floats:
    if not dates.size:
        return np.zeros(0)
    known = dates[~np.isnat(dates)]
    zero = (
        known.min()
        if start is None and known.size
        else np.datetime64((start or datetime(2000, 1, 1)).replace(tzinfo=None))
    )
    return np.asarray((dates - zero) / np.timedelta64(1, "ms") / 60_000.0, dtype=np.float64)
