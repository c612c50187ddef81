"""A steady-state study for the terminal, and as the one document of `--json`."""

from __future__ import annotations

from typing import Any

from sim.cli.scorecard import plain
from sim.cli.screen import show_text
from sim.cli.tables import show_table
from sim.report.labels import Result
from sim.report.sections.steady import build
from sim.report.terms import Lang


def document(result: Result) -> dict[str, Any]:
    """What `--json` prints: every series with its warm-up and mean."""
    return {"run_id": result["run_id"], "series": result["steady"]}


def show_steady(result: Result, lang: Lang) -> None:
    """The table of the report, and what stands below it."""
    if section := build(result, lang):
        table = section.parts[0].table
        show_table(table.columns, table.rows, lang)
        show_text(plain(table.note))
