"""A stress test for the terminal, and as the one document of `--json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import click

from sim.cli.screen import show_text
from sim.cli.tables import show_table
from sim.report.reading import Result
from sim.report.stressed import breaking_point, columns, finding, level, level_columns, level_rows, rows, stress
from sim.report.terms import Lang

if TYPE_CHECKING:
    from sim.experiment.stress import Sort


def sorts_of(only: tuple[str, ...]) -> list[Sort]:
    """`--only site,lane` as a list; a sort that does not exist is a usage error."""
    from sim.cli.finding import names_in
    from sim.errors import nearest
    from sim.experiment.stress import SORTS

    for name in (chosen := names_in(only)):
        if name not in SORTS:
            like = nearest(name, SORTS)
            hint = f" (did you mean '{like}'?)" if like else ""
            raise click.UsageError(f"--only takes {', '.join(SORTS)}; found '{name}'{hint}")
    return cast("list[Sort]", chosen)


def document(result: Result) -> dict[str, Any]:
    """What `--json` prints: the exposure of every element, or the breaking point."""
    return {"run_id": result["run_id"], **(stress(result) or level(result) or {})}


def show_stress(result: Result, lang: Lang) -> None:
    """The table and what it says."""
    if found := stress(result):
        show_table(columns(result, lang), rows(result, found, lang), lang)
        show_text(finding(result, found, lang))
    if found := level(result):
        show_table(level_columns(result, found, lang), level_rows(result, found, lang), lang)
        show_text(breaking_point(result, found, lang))
