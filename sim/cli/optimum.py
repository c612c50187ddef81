"""An optimum for the terminal, and as the one document of `--json`."""

from __future__ import annotations

from typing import Any

from sim.cli import comparison
from sim.cli.screen import show_text
from sim.report.optimum import sentences
from sim.report.reading import Result
from sim.report.terms import Lang


def document(result: Result) -> dict[str, Any]:
    """What `--json` prints: the search, and the best beside the world as it is."""
    return {**comparison.document(result), "optimum": result["optimum"]}


def show_optimum(result: Result, lang: Lang) -> None:
    """What was found in words, then the comparison on fresh luck."""
    for line in sentences(result, lang):
        show_text(line)
    show_text("")
    comparison.show_comparison(result, lang)
