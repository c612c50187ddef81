"""`surge story`: the timeline of one order, from the click to the hands, out of a kept record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER

if TYPE_CHECKING:
    from sim.results.folder import RunFolder
    from sim.results.record import Record


@click.command(cls=Command)
@click.argument("run")
@click.argument("order", required=False, type=click.IntRange(0), metavar="[ORDER]")
@click.option("-s", "--scenario", default="baseline", metavar="NAME", help="Scenario, or scenario+plan (baseline).")
@click.option("-r", "--replication", type=click.IntRange(0), default=0, metavar="N", help="Replication (0).")
@click.option("-o", "--out", type=FOLDER, metavar="DIR", help="Folder of the runs (out).")
@shared("json")
@take
def command(settings: Settings, run: str, order: int | None, scenario: str, replication: int, out: Path | None) -> None:
    """Timeline of one order: every stamp with its date, the lots it got, where they were made.

    RUN is an id, the beginning of it, a folder, or `latest`. ORDER is the order's number, its row in the ledger; left
    out, the order that is latest against its promise.
    """
    from sim.cli.arguments import run_of
    from sim.cli.screen import show_json, show_text
    from sim.cli.timeline import latest_order, timeline
    from sim.cli.timeline_text import TimelineText, titles_of
    from sim.schema.reader import read_text

    folder = run_of(run, out)
    record = _record(folder, scenario, replication)
    row = latest_order(record) if order is None else order
    if not 0 <= row < record.rows("orders") or record.orders["kind"][row] < 0:
        most = record.rows("orders") - 1
        raise click.BadParameter(f"there is no order {row}: orders are numbered 0 to {most}", param_hint="'ORDER'")
    found = timeline(record, row)
    if settings.json:
        show_json({**found, "start": record.meta.get("start"), "scenario": scenario, "replication": replication})
        return
    config = read_text(folder.config(), str(folder.path / "config.yaml")).tree
    for line in TimelineText(settings.language, titles_of(config), record.meta.get("start")).lines(found):
        show_text(line)


def _record(folder: RunFolder, scenario: str, replication: int) -> Record:
    """The kept record of a scenario, by name or letter; UsageError with those that are kept."""
    from sim.results.folder import scenario_folder

    name, _, plan = scenario.partition("+")
    kept = folder.records()
    for one, with_plan, number in kept:
        if name in (one, one.partition("_")[0]) and (plan or None) == with_plan and number == replication:
            return folder.read(one, with_plan, number)
    names = dict.fromkeys(scenario_folder(one, with_plan) for one, with_plan, number in kept if number == replication)
    there = f"replication {replication} is kept of {', '.join(names)}" if names else f"no replication {replication} is"
    raise click.UsageError(f"run {folder.path.name} has no record of {scenario!r}: {there}")
