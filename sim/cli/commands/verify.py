"""`surge verify`: compare the engine with known answers: textbook queues, group buys, stock formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sim.cli.options import Command, Settings, shared, take

MARKS = {"pass": "●", "fail": "■", "unsupported": "○"}
NOT_PLAYED = {"computed": "† computed by a formula, not played", "searched": "‡ found by pilot runs"}
"""What marks the outputs of a case that were not played, and the line that explains it."""
STYLES = {"pass": "green", "fail": "red", "unsupported": "dim"}


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--show", metavar="ID", help="Print the world that a case becomes, and run nothing.")
@click.option("--only", multiple=True, metavar="A,B", help="Only these cases.")
@shared("jobs", "json")
@take
@click.pass_context
def command(ctx: click.Context, settings: Settings, file: Path, show: str | None, only: tuple[str, ...]) -> None:
    """Run a file of cases with known answers.

    Each case becomes an ordinary world, run by the same engine as any drill. Exit code 1 when a case fails; one that
    cannot be played is `unsupported` and changes no exit code. Outputs that were not played are marked: computed by a
    formula, or searched for by pilot runs.
    """
    from sim.cli.arguments import names_in
    from sim.cli.progress import progress_bar
    from sim.cli.screen import show_json, show_text
    from sim.cli.study import cores
    from sim.cli.textbook import textbook

    player = textbook()
    if show is not None:
        show_text(player.show_case(file, show).rstrip("\n"))
        return
    with progress_bar(settings, file.stem, "cases") as progress:
        found = player.verify_file(file, only=names_in(only) or None, jobs=settings.jobs or cores(), progress=progress)
    count = Counter(case["status"] for case in found["cases"])
    if settings.json:
        show_json(found)
    else:
        _show(found["cases"])
        counts = [f"{count[status]} {status}" for status in MARKS if count[status] or status == "pass"]
        show_text(", ".join(counts) if found["cases"] else "no case")
    ctx.exit(1 if count["fail"] else 0)


def _show(cases: list[Mapping[str, Any]]) -> None:
    """A table: the case, its status, and every number got beside the one expected; then the notes."""
    from rich.text import Text

    from sim.cli.screen import show, show_text
    from sim.cli.tables import bare_table

    table = bare_table()
    table.add_column("case", no_wrap=True)
    table.add_column("", no_wrap=True)
    for name in ("measure", "expected", "got"):
        table.add_column(name, overflow="fold")
    for case in cases:
        status = str(case["status"])
        expected, got = case.get("expected") or {}, case.get("got") or {}
        names = list(dict.fromkeys([*expected, *got]))
        columns = (
            "\n".join(_measure(case, name) for name in names),
            *("\n".join(_number(part.get(name)) for name in names) for part in (expected, got)),
        )
        mark = Text(f"{MARKS.get(status, '?')} {status}", style=STYLES.get(status, ""))
        table.add_row(str(case["id"]), mark, *columns)
    show(table)
    for sort, legend in NOT_PLAYED.items():
        if any(case.get(sort) for case in cases):
            show_text(legend)
    for case in cases:
        if case.get("note") and case["status"] != "pass":
            show_text(f"{MARKS[case['status']]} {case['id']} {case['status']}: {case['note']}")


def _measure(case: Mapping[str, Any], name: str) -> str:
    """The name of an output, with a mark when its value was not played."""
    return " ".join([name, *(legend[0] for sort, legend in NOT_PLAYED.items() if name in case.get(sort, ()))])


def _number(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.5g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_number(part)}" for name, part in value.items())
    return "-" if value is None else str(value)
