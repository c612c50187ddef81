"""Figures that a demand shape takes from a table: a whole column, or one cell of it, put where the table is named.

    hours: {table: tables/hours.csv, column: share}
    holiday: {table: tables/factors.csv, row: holiday, column: value}       row: by its first cell

Every figure keeps its place in the table, so that a problem with it is reported there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.errors import ConfigError, Problem, nearest, one_of, shown
from sim.schema.document import Document, Mark
from sim.schema.document import Path as At
from sim.schema.files import TABLES, located
from sim.schema.scalars import plain
from sim.schema.sheets import Row, rows_of


def tables_in(tree: Any) -> Iterator[At]:
    """Where the shapes of a world's regular streams name a table."""
    streams = tree.get("regular") if isinstance(tree, dict) else None
    for name, stream in streams.items() if isinstance(streams, dict) else ():
        if isinstance(stream, dict):
            yield from _inside(stream.get("arrives"), ("regular", name, "arrives"))


def figures(document: Document, at: At, folder: Path, problems: list[Problem]) -> Document | None:
    """The numbers, or the one number, of the table named at `at`. None, with the problems added, when it is invalid."""
    named = document.at(at)
    unknown = [key for key in named if key not in ("table", "column", "row")]
    for key in unknown:
        problems.append(document.problem((*at, key), f"unknown key '{key}'", allowed="table, column, row", key=True))
    if "column" not in named:
        problems.append(document.problem(at, "the key `column` is missing: the column that holds the figures"))
    path = located(document, (*at, "table"), folder, problems, TABLES)
    if path is None or unknown or "column" not in named:
        return None
    try:
        head, *rows = rows_of(path)
    except ConfigError as error:
        problems += error.problems
        return None
    column, row = str(named["column"]), named.get("row")
    if column not in head.cells:
        columns, near = one_of(head.cells), nearest(column, head.cells)
        message = f"{path.name} has no column '{column}'"
        problems.append(document.problem((*at, "column"), message, allowed=columns, suggestion=near))
        return None
    first = [one.cells[0] for one in rows]
    if row is not None and str(row) not in first:
        message = f"{path.name} has no row '{row}'"
        problems.append(
            document.problem((*at, "row"), message, allowed=one_of(first), suggestion=nearest(str(row), first))
        )
        return None
    chosen = rows if row is None else [rows[first.index(str(row))]]
    return _taken(chosen, head.cells.index(column), len(head.cells), ".".join(map(str, at)), problems, row is not None)


def _taken(
    rows: list[Row], index: int, width: int, path: str, problems: list[Problem], single: bool
) -> Document | None:
    """The cells of one column as numbers with their places; None when one of them is no number."""
    tree: list[float] = []
    marks: dict[At, Mark] = {}
    before = len(problems)
    for row in rows:
        mark = row.mark(index)
        if len(row.cells) < width:
            mark = Mark(row.file, row.line, 0, row.source)
            message, found = f"the row has {len(row.cells)} cells, the header has {width}", ""
        else:
            found, message = row.cells[index], "takes a finite number of 0 or more"
            number = _number(found)
            if number is not None:
                marks[() if single else (len(tree),)] = mark
                tree.append(number)
                continue
        problems.append(
            Problem(mark.file, mark.line, mark.column, path, message, found and shown(found), "", "", mark.source)
        )
    if len(problems) > before:
        return None
    return Document("", tree[0] if single else tree, marks)


def _number(text: str) -> float | None:
    try:
        value = plain(text)
    except ValueError:
        return None
    fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    return float(value) if fits and isinstance(value, int | float) else None


def _inside(part: Any, at: At) -> Iterator[At]:
    if isinstance(part, dict) and "table" in part:
        yield at
        return
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from _inside(value, (*at, key))
