"""`surge runs`: what was played before: list it, show it again, compare two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER
from sim.errors import cut

if TYPE_CHECKING:
    from sim.results.studies import AnyStudy
    from sim.results.study import Lang, Run

MEASURES = ("fulfilment_rate", "on_time_rate", "lead_time_p95", "time_to_recover", "cost_per_order")
where = click.option("-o", "--out", type=FOLDER, metavar="DIR", help="Folder of the runs (out).")


@click.group()
@shared()
def command() -> None:
    """Runs that were played before: list, show, diff."""


@command.command("list", cls=Command)
@where
@shared("json")
@take
def list_runs(settings: Settings, out: Path | None) -> None:
    """All runs, oldest first."""
    from sim.cli.arguments import known_runs
    from sim.cli.screen import message, show, show_json
    from sim.cli.tables import bare_table
    from sim.reporting.numbers import points

    runs = known_runs(out)
    if settings.json:
        show_json([{**vars(run), "folder": str(run.folder), "exists": run.exists} for run in runs])
        return
    if not runs:
        message("no run yet: `surge drill` makes one")
        return
    table = bare_table()
    for name in ("run", "played", "brand", "month"):
        table.add_column(name, no_wrap=name != "brand")
    for name in ("n", "seed", "score"):
        table.add_column(name, justify="right")
    for run in runs:
        score = "-" if run.score is None else str(points(run.score))
        played = datetime.fromisoformat(run.created).astimezone().strftime("%Y-%m-%d %H:%M")
        gone = "" if run.exists else " (gone)"
        row = (run.run_id + gone, played, run.brand, run.month, str(run.replications), str(run.seed), score)
        table.add_row(*row)
    show(table)


@command.command("show", cls=Command)
@click.argument("run", required=False)
@where
@shared("json")
@take
def show_run(settings: Settings, run: str | None, out: Path | None) -> None:
    """The scorecard of a run; left out, of the latest."""
    from sim.cli.arguments import result_of, run_of
    from sim.cli.scorecard import show_scorecard
    from sim.cli.screen import show_json, show_text

    folder = run_of(run, out)
    result = result_of(folder)
    if settings.json:
        show_json(result.model_dump(by_alias=True))
        return
    facts = (("run_id", result.run_id), ("seed", str(result.seed)), ("version", result.version),
             ("config_hash", result.config_hash))  # fmt: skip
    show_text("  ".join(f"{name} {value[:16]}" for name, value in facts))
    show_scorecard(result, settings.language)
    kept = len(folder.records())
    show_text(f"folder: {folder.path}  ({kept} records kept for `surge story`)")


@command.command("diff", cls=Command)
@click.argument("before")
@click.argument("after", required=False)
@where
@shared("json")
@take
def diff(settings: Settings, before: str, after: str | None, out: Path | None) -> None:
    """What changed from one run to another (the latest)."""
    from sim.cli.arguments import result_of, run_of
    from sim.cli.screen import show_json, show_text
    from sim.schema.reader import read_text

    runs = run_of(before, out), run_of(after, out)
    changes = list(changed(*(read_text(run.config(), str(run.path / "config.yaml")).tree for run in runs)))
    old, new = (result_of(run) for run in runs)
    rows = list(_measure_changes(old, new))
    if settings.json:
        config = [{"key": key, "before": was, "after": now} for key, was, now in changes]
        results = [asdict(row) for row in rows]
        show_json({"before": old.run_id, "after": new.run_id, "config": config, "results": results})
        return
    show_text(f"{old.run_id} → {new.run_id}")
    for key, was, now in changes:
        show_text(f"  {key}: {_short(was)} → {_short(now)}")
    if not changes:
        show_text("  the configurations are the same")
    _show_measure_changes(rows, new, settings.language)


def changed(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(dotted key, old, new) of everything in which two trees differ; None stands for what is not there."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from changed(old.get(key), new.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, pair in enumerate(zip(old, new, strict=True)):
            yield from changed(*pair, f"{path}.{number}")
    elif old != new:
        yield path, old, new


@dataclass(frozen=True)
class MeasureChange:
    """A measure of a scenario and plan in two runs; of the brand's score both are None."""

    id: str | None
    plan: str | None
    kpi: str
    before: float | None
    after: float | None


def _measure_changes(old: AnyStudy, new: AnyStudy) -> Iterator[MeasureChange]:
    """The score, and the leading measures of every scenario and plan that both runs played."""
    yield MeasureChange(None, None, "score", old.score, new.score)
    earlier = {(run.id, run.plan): run for run in old.runs}
    for run in new.runs:
        if (run.id, run.plan) in earlier:
            for kpi in MEASURES:
                was, now = _mean(earlier[run.id, run.plan], kpi), _mean(run, kpi)
                yield MeasureChange(run.id, run.plan, kpi, was, now)


def _mean(run: Run, kpi: str) -> float | None:
    from sim.reporting.values import number

    return number(run.mean(kpi))


def _show_measure_changes(rows: list[MeasureChange], result: AnyStudy, lang: Lang) -> None:
    from sim.cli.screen import show, show_text
    from sim.cli.tables import bare_table

    known = [row for row in rows if row.before is not None and row.after is not None]
    moved = [row for row in known if row.before != row.after]
    if not moved:
        show_text("  the results are the same" if known else "  no scenario was played in both")
        return
    table = bare_table()
    table.add_column("run", no_wrap=True)
    table.add_column("measure")
    for head in ("before", "after", "change"):
        table.add_column(head, justify="right", no_wrap=True)
    for row in moved:
        table.add_row(*_change_cells(row, result, lang))
    show(table)


def _change_cells(row: MeasureChange, result: AnyStudy, lang: Lang) -> tuple[str, ...]:
    from sim.reporting.labels import measure_title
    from sim.reporting.numbers import written
    from sim.reporting.terms import text
    from sim.reporting.values import quantity

    of_run = row.id is not None
    unit = result.kpis[row.kpi].unit if of_run else ""
    title = measure_title(result, row.kpi, lang) if of_run else text(lang, "评分", "Score")
    change = (row.after or 0.0) - (row.before or 0.0)
    cells = quantity(row.before, unit), quantity(row.after, unit), quantity(change, unit, signed=True)
    name = f"{row.id}+{row.plan}" if row.plan else row.id or ""
    return name, title, *(written(cell, lang).replace("\u2212", "-") for cell in cells)


def _short(value: Any) -> str:
    return "nothing" if value is None else cut(str(value))
