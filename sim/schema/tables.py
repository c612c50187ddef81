"""Long lists from CSV and XLSX: the header is checked, and every cell keeps its row and column for messages.

A table becomes a document that is grafted into a configuration, whose own model checks it. An empty cell is a value
that is not given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.errors import ConfigError, Problem, cut, nearest, one_of
from sim.schema.document import Document, Mark
from sim.schema.document import Path as At
from sim.schema.reader import MAX_VALUES
from sim.schema.scalars import plain
from sim.schema.sheets import Row, rows_of

MOST_PROBLEMS = 1000


def read_table(
    path: Path,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    texts: Collection[str] = (),
    sheet: str | None = None,
) -> Document:
    """A document whose tree is a list with one dict per row, by column name.

    Cells become numbers, true or false by the rules of YAML, except in the columns `texts` (codes such as `22423`).
    """
    header, rows, problems = _opened(path, required, optional, sheet)
    tree: list[dict[str, Any]] = []
    where: dict[At, Mark] = {(): Mark(str(path), 0, 0)}
    for number, row in enumerate(rows):
        if len(where) > MAX_VALUES:
            problems.append(_at(row, f"too many cells; at most {MAX_VALUES:,} can stand in a configuration"))
            break
        if len(problems) >= MOST_PROBLEMS:
            break
        where[number,] = Mark(row.file, row.line, 0, row.source)
        tree.append({})
        for index, name in header:
            text = row.cells[index] if index < len(row.cells) else ""
            if not text and name in required:
                problems.append(_at(row, "this cell is empty", index, name))
            elif text:
                where[number, name] = row.mark(index)
                try:
                    tree[-1][name] = text if name in texts else plain(text)
                except ValueError as error:
                    problems.append(_at(row, f"{error}; found {text[:40]}", index, name))
    if problems:
        raise ConfigError(problems)
    return Document(str(path), tree, where, {})


def _opened(
    path: Path, required: Sequence[str], optional: Sequence[str], sheet: str | None
) -> tuple[list[tuple[int, str]], Iterator[Row], list[Problem]]:
    """The header as (index, name), the rows that fit it, and the list to which problems go; a bad header raises."""
    first, *rest = rows_of(path, sheet)
    names = first.cells
    problems = list(_header_problems(first, required, optional))
    if not rest:
        problems.append(_at(first, "the table has a header and no rows"))
    if problems:
        raise ConfigError(problems)
    header = [(index, name) for index, name in enumerate(names) if name]
    return header, _fitting(rest, names, problems), problems


def _header_problems(first: Row, required: Sequence[str], optional: Sequence[str]) -> Iterator[Problem]:
    known = [*required, *optional]
    counted = Counter(name for name in first.cells if name)
    if not counted.keys() & set(known):  # binary content is not shown
        message = "this is no such table: its first line has none of the columns"
        yield Problem(first.file, first.line, 0, "", message, allowed=one_of(known))
        return
    for index, name in enumerate(first.cells):
        if name and name not in known:
            absent = [one for one in known if one not in counted]
            message, meant = f"unknown column '{cut(name)}'", nearest(name, absent)
            yield replace(_at(first, message, index), allowed=one_of(known), suggestion=meant)
        if counted[name] > 1 and name in first.cells[:index]:
            yield _at(first, f"the column '{cut(name)}' is there twice", index)
    for name in required:
        if name not in counted:
            yield replace(_at(first, f"the column '{name}' is missing"), found=f"the columns {one_of(list(counted))}")


def _fitting(rows: list[Row], names: tuple[str, ...], problems: list[Problem]) -> Iterator[Row]:
    """The rows as wide as the header (a sheet's row may be shorter); the others go to `problems`."""
    for row in rows:
        cells = len(row.cells)
        if any(cell and not (index < len(names) and names[index]) for index, cell in enumerate(row.cells)):
            problems.append(_at(row, f"a cell stands outside the columns: {cells} cells, {len(names)} columns"))
        elif cells < len(names) and row.source:
            problems.append(_at(row, f"the row has {cells} cells, the header has {len(names)}"))
        else:
            yield row


def _at(row: Row, message: str, index: int | None = None, column: str = "") -> Problem:
    mark = Mark(row.file, row.line, 0, row.source) if index is None else row.mark(index)
    path = f"row {row.line}, {column}" if column else ""
    return Problem(mark.file, mark.line, mark.column, path, message, source=mark.source)
