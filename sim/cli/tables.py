"""A table of the report on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.cli.scorecard import interval_cell, plain
from sim.cli.screen import show
from sim.reporting.numbers import NOTHING, interval, unit_of
from sim.reporting.terms import Lang
from sim.reporting.values import Cell, Value

if TYPE_CHECKING:
    from sim.reporting.document import Column


def show_table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], lang: Lang) -> None:
    """Headings and rows, no lines; numbers with how far their interval reaches, ranges from end to end."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column.title)
    for row in rows:
        table.add_row(*(_cell(cell, column, lang) for cell, column in zip(row, columns, strict=True)))
    show(table)


def _cell(cell: Cell, column: Column, lang: Lang) -> str:
    if not isinstance(cell, Value):
        return plain(str(cell))
    if cell.number is None:
        return NOTHING
    if column.bounds == "band":  # a range need not have its middle in the middle
        return plain(f"{interval(cell)} {unit_of(cell, lang)}")
    return interval_cell(cell, lang)
