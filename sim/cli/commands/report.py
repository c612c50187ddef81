"""`surge report`: the reports of a run that was played before, in other formats or the other language."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER


@click.command(cls=Command)
@click.argument("run", required=False)
@click.option("-f", "--formats", default="html", show_default=True, metavar="A,B", help="html, xlsx, json.")
@click.option("-o", "--out", type=FOLDER, metavar="DIR", help="Where to write (the run's folder).")
@shared()
@take
def command(settings: Settings, run: str | None, formats: str, out: Path | None) -> None:
    """Write the report of a run again.

    RUN is its id, the beginning of it, or its folder; left out, the latest. The files' names are the result.
    """
    from sim.cli.arguments import names_in, result_of, run_of
    from sim.cli.screen import show_text
    from sim.reporting import render

    folder = run_of(run)
    wanted = names_in((formats,))
    if not wanted:
        raise click.BadParameter("takes formats like html,xlsx; found none", param_hint="'-f'")
    for file in render(result_of(folder), out or folder.path, wanted, settings.language):
        show_text(str(file))
