"""A sweep for the terminal, and as the one document of `--json`."""

from __future__ import annotations

from typing import Any

from sim.cli.screen import show_text
from sim.cli.tables import show_table
from sim.report.labels import Result, measure_title
from sim.report.swept import analyses, analysis_columns, analysis_rows, point_columns, point_rows, sweep
from sim.report.terms import Lang, say

MANY = 40


def document(result: Result) -> dict[str, Any]:
    """What `--json` prints: every point, and what was found."""
    return {"run_id": result["run_id"], **(sweep(result) or {})}


def show_sweep(result: Result, lang: Lang) -> None:
    """The points (of a large sweep the first), then what was found, a table for each measure."""
    found = sweep(result) or {}
    rows = point_rows(result, found, lang)
    if not found.get("analysis"):
        show_table(point_columns(result, found, lang), rows[:MANY], lang)
        if len(rows) > MANY:
            left = len(rows) - MANY
            show_text(say(lang, f"…… 另有 {left} 行，见 result.json", f"... {left} more rows in result.json"))
    for place, kpi, what in analyses(result, found, lang):
        show_text(f"{place} · {measure_title(result, kpi, lang)}")
        how = str(found["how"])
        show_table(analysis_columns(how, lang), analysis_rows(result, how, kpi, what), lang)
        show_text("")
