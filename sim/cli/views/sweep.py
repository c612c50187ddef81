"""A sweep on the terminal: what was found, a table for each measure; without an analysis the points."""

from __future__ import annotations

from sim.cli.screen import show_text
from sim.cli.tables import show_table
from sim.reporting.sections.sensitivity import build
from sim.reporting.terms import text
from sim.results.studies import Sweep
from sim.results.study import Lang

MANY = 40
"""Points that are shown of a large sweep."""


def show(result: Sweep, lang: Lang) -> None:
    """The first points when nothing was to be found from them, else what was found."""
    *analyses, points = build(result, lang).parts
    if not result.sweep.analysis:
        show_table(points.table, lang, MANY)
        left = len(points.table.rows) - MANY
        if left > 0:
            show_text(text(lang, f"…… 另有 {left} 行，见 result.json", f"... {left} more rows in result.json"))
    for part in analyses:
        show_text(part.table.title)
        show_table(part.table, lang)
        show_text("")
