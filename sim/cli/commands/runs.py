"""`surge runs`: what was played before: list it, look at it again, compare two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER
from sim.errors import cut

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
    from sim.cli.screen import show, show_json, tell

    runs = known_runs(out)
    if settings.json:
        show_json([{**vars(run), "folder": str(run.folder), "exists": run.exists} for run in runs])
        return
    if not runs:
        tell("no run yet: `surge drill` makes one")
        return
    from rich.table import Table

    from sim.report.numbers import points

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
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
    from sim.cli.screen import show_json, show_text
    from sim.cli.study import show_result

    folder = run_of(run, out)
    result = result_of(folder)
    if settings.json:
        show_json(result)
        return
    facts = {name: result.get(name) for name in ("run_id", "seed", "version", "config_hash")}
    show_text("  ".join(f"{name} {str(value)[:16]}" for name, value in facts.items()))
    show_result(result, settings)
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
    trees = [read_text(run.config(), str(run.path / "config.yaml")).tree for run in runs]
    changes = list(changed(*trees))
    results = [result_of(run) for run in runs]
    rows = list(_moved(*results))
    if settings.json:
        names = ("key", "before", "after")
        told = [dict(zip(names, change, strict=True)) for change in changes]
        show_json({"before": results[0]["run_id"], "after": results[1]["run_id"], "config": told, "results": rows})
        return
    show_text(f"{results[0]['run_id']} → {results[1]['run_id']}")
    for key, old, new in changes:
        show_text(f"  {key}: {_short(old)} → {_short(new)}")
    if not changes:
        show_text("  the configurations are the same")
    _show_moved(rows, results[1], settings)


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


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The leading measures of every scenario and plan that both runs played."""
    yield {"id": None, "plan": None, "kpi": "score", "before": before.get("score"), "after": after.get("score")}
    earlier = {(run["id"], run["plan"]): run for run in before["scenarios"]}
    for run in after["scenarios"]:
        twin = earlier.get((run["id"], run["plan"]))
        for name in MEASURES if twin else ():
            pair = [one["kpis"].get(name, {}).get("mean") for one in (twin, run) if one]
            yield {"id": run["id"], "plan": run["plan"], "kpi": name, "before": pair[0], "after": pair[1]}


def _show_moved(rows: list[dict[str, Any]], result: Mapping[str, Any], settings: Settings) -> None:
    from rich.table import Table

    from sim.cli.screen import show, show_text
    from sim.report.labels import measure_title, unit
    from sim.report.numbers import written
    from sim.report.terms import say
    from sim.report.values import value

    lang = settings.language
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("run", no_wrap=True)
    table.add_column("measure")
    table.add_column("before", justify="right", no_wrap=True)
    table.add_column("after", justify="right", no_wrap=True)
    table.add_column("change", justify="right", no_wrap=True)
    known = [row for row in rows if row["before"] is not None and row["after"] is not None]
    moved = [row for row in known if row["before"] != row["after"]]
    if not moved:
        show_text("  the results are the same" if known else "  no scenario was played in both")
        return
    for row in moved:
        kind = unit(result, row["kpi"])
        parts = [value(row["before"], kind), value(row["after"], kind)]
        parts.append(value(row["after"] - row["before"], kind, signed=True))
        name = "" if row["id"] is None else row["id"] + (f"+{row['plan']}" if row["plan"] else "")
        title = say(lang, "评分", "Score") if row["id"] is None else measure_title(result, row["kpi"], lang)
        texts = [written(part, lang).replace("\u2212", "-") for part in parts]
        table.add_row(name, title, *texts)
    show(table)


def _short(value: Any) -> str:
    return "nothing" if value is None else cut(str(value))
