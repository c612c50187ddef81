"""Tables of the report on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli.screen import show
from sim.reporting.numbers import EXACT, NOTHING, figure, interval, unit_of, written
from sim.reporting.values import Cell, ReportQuantity

if TYPE_CHECKING:
    from rich.table import Table

    from sim.reporting.document import ReportColumn, ReportTable
    from sim.results.study import Lang


def bare_table() -> Table:
    """An empty table of the terminal: bold headings, no lines."""
    from rich.table import Table

    return Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))


def show_table(table: ReportTable, lang: Lang, most: int | None = None) -> None:
    """Headings and rows (the first `most`); numbers with how far their interval reaches, ranges from end to end."""
    shown = bare_table()
    for column in table.columns:
        shown.add_column(column.title)
    for row in table.rows[:most]:
        shown.add_row(*(_cell(cell, column, lang) for cell, column in zip(row, table.columns, strict=True)))
    show(shown)


def _cell(cell: Cell, column: ReportColumn, lang: Lang) -> str:
    if not isinstance(cell, ReportQuantity):
        return plain(str(cell))
    if cell.number is None:
        return NOTHING
    if column.bounds == "band":  # a range need not have its middle in the middle
        return plain(f"{interval(cell)} {unit_of(cell, lang)}")
    return interval_cell(cell, lang)


def interval_cell(found: ReportQuantity, lang: Lang) -> str:
    """`98.7% ± 0.4`: how far the 95 % interval reaches, to the farther side where it is cut; `<0.1` is not nothing."""
    words = written(found, lang)
    if found.number is not None and found.low is not None and found.high is not None:
        reach = max(found.high - found.number, found.number - found.low)
        digits = figure(reach, found.unit)
        hidden = reach > EXACT and not digits.strip("0.")
        words += f" ± <{digits[:-1]}1" if hidden else f" ± {digits}"
    return plain(words)


def plain(words: str) -> str:
    """With the minus sign that every console can write (GBK has no U+2212)."""
    return words.replace("\u2212", "-").replace("—", "-")
