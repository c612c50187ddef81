"""A sweep for the terminal, and as the one document of `--json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.cli.scorecard import interval_cell, plain
from sim.cli.screen import show, show_text
from sim.report.numbers import NOTHING
from sim.report.reading import Result, measure_title
from sim.report.swept import analyses, analysis_columns, analysis_rows, point_columns, point_rows, sweep
from sim.report.terms import Lang
from sim.report.values import Cell, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.document import Column

MANY = 40


def document(result: Result) -> dict[str, Any]:
    """What `--json` prints: every point, and what was found."""
    return {"run_id": result["run_id"], **(sweep(result) or {})}


def show_sweep(result: Result, lang: Lang) -> None:
    """The points (of a large sweep the first), then what was found, a table for each measure."""
    found = sweep(result) or {}
    rows = point_rows(result, found, lang)
    if not found.get("analysis"):
        _show(point_columns(result, found, lang), rows[:MANY], lang)
        if len(rows) > MANY:
            show_text(f"... {len(rows) - MANY} more in result.json")
    for place, kpi, what in analyses(result, found, lang):
        show_text(f"{place} · {measure_title(result, kpi, lang)}")
        how = str(found["how"])
        _show(analysis_columns(how, lang), analysis_rows(result, how, kpi, what), lang)
        show_text("")


def _show(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], lang: Lang) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column.title)
    for row in rows:
        table.add_row(*(_cell(cell, lang) for cell in row))
    show(table)


def _cell(cell: Cell, lang: Lang) -> str:
    if isinstance(cell, Value):
        return NOTHING if cell.number is None else interval_cell(cell, lang)
    return plain(str(cell))
