"""An optimum for the terminal, and as the one document of `--json`."""

from __future__ import annotations

from typing import Any

from sim.cli.scorecard import plain
from sim.cli.screen import show_text
from sim.cli.tables import show_table
from sim.cli.views import comparison
from sim.report.labels import Result
from sim.report.optimum import bound_columns, bounds, finding, optimum, setting_columns, settings
from sim.report.terms import Lang


def document(result: Result) -> dict[str, Any]:
    """What `--json` prints: the search, and the best beside the world as it is."""
    return {**comparison.document(result), "optimum": result["optimum"]}


def show_optimum(result: Result, lang: Lang) -> None:
    """What was found in words, the settings, the bounds, then the comparison on fresh luck."""
    found = optimum(result) or {}
    show_text(plain(finding(result, found, lang)))
    show_table(setting_columns(lang), settings(found), lang)
    if rows := bounds(result, found, lang):
        show_text("")
        show_table(bound_columns(lang), rows, lang)
    show_text("")
    comparison.show_comparison(result, lang)
