"""A stress test for the terminal, and as the one document of `--json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.cli.options import Settings
from sim.cli.screen import show_text
from sim.cli.tables import show_table
from sim.report.labels import Result
from sim.report.stressed import breaking_point, columns, finding, level, level_columns, level_rows, rows, stress
from sim.report.terms import Lang


def rehearse(settings: Settings, config: Path, only: list[str], replications: int, out: Path) -> None:
    """What would be knocked out; nothing is written."""
    from sim.cli.screen import show_json
    from sim.cli.study import tell_changes
    from sim.experiment.loading import load
    from sim.experiment.stress import elements

    tell_changes(settings, config)
    known = elements(load(config, settings.overrides), only)
    if settings.json:
        show_json({"config": str(config), "out": str(out), "replications": replications, "elements": list(known)})
        return
    for name in known:
        show_text(name)
    show_text(f"{len(known)} elements x {replications} = {len(known) * replications} runs and {replications} without a "
              f"loss, to be written under {out}; nothing was done (--dry-run)")  # fmt: skip


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
