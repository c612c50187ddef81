"""A steady state on the terminal: the table of the report, and the note below it."""

from __future__ import annotations

from sim.cli.screen import show_text
from sim.cli.tables import plain, show_table
from sim.reporting.sections.steady import build
from sim.results.studies import SteadyState
from sim.results.study import Lang


def show(result: SteadyState, lang: Lang) -> None:
    """One row a series."""
    (part,) = build(result, lang).parts
    show_table(part.table, lang)
    show_text(plain(part.table.note))
