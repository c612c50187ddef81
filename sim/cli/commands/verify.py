"""`surge verify`: hold the engine to answers that are known: textbook queues, groups, stock formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sim.cli.options import Command, Settings, shared, take

MARKS = {"pass": "●", "fail": "■", "unsupported": "○"}
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

    Each case becomes an ordinary world, run by the same engine and measures as any drill. Exit code 1 when a case
    fails; one that needs what does not exist yet is `unsupported` and changes no exit code.
    """
    from sim.cli.arguments import names_in
    from sim.cli.progress import progress_bar
    from sim.cli.screen import show_json, show_text
    from sim.cli.study import cores
    from sim.experiment.verify import show_case, verify_file

    if show is not None:
        show_text(show_case(file, show).rstrip("\n"))
        return
    with progress_bar(settings, file.stem, "cases") as progress:
        found = verify_file(file, only=names_in(only) or None, jobs=settings.jobs or cores(), progress=progress)
    count = Counter(case["status"] for case in found["cases"])
    if settings.json:
        show_json(found)
    else:
        _show(found["cases"])
        counts = [f"{count[status]} {status}" for status in MARKS if count[status] or status == "pass"]
        show_text(", ".join(counts) if found["cases"] else "no case")
    ctx.exit(1 if count["fail"] else 0)


def _show(cases: list[Mapping[str, Any]]) -> None:
    """A table: the case, its mark, and every number got beside the one expected."""
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
            "\n".join(names),
            *("\n".join(_number(part.get(name)) for name in names) for part in (expected, got)),
        )
        mark = Text(f"{MARKS.get(status, '?')} {status}", style=STYLES.get(status, ""))
        table.add_row(str(case["id"]), mark, *columns)
    show(table)
    for case in cases:
        if case.get("note") and case["status"] != "pass":
            show_text(f"{MARKS[case['status']]} {case['id']} {case['status']}: {case['note']}")


def _number(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.5g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_number(part)}" for name, part in value.items())
    return "-" if value is None else str(value)
