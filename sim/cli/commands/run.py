"""`surge run`: a study without the ceremony: the table on stdout, no report."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER, OUT


@click.command(cls=Command)
@click.argument("config", required=False)
@click.option("-s", "--scenarios", multiple=True, metavar="A,B", help="Scenarios by name, letter or file (none).")
@click.option(
    "-n", "--replications", type=click.IntRange(1), default=30, metavar="N", help="Replications of each (30)."
)
@click.option("-o", "--out", type=FOLDER, default=OUT, metavar="DIR", help="Where to keep it (out).")
@shared("overrides", "seed", "jobs", "json", "dry_run", "resume")
@take
def command(settings: Settings, config: str | None, scenarios: tuple[str, ...], replications: int, out: Path) -> None:
    """Play the ordinary month, and the scenarios named; show the table.

    CONFIG left out is the only configuration here. The run is kept in DIR/<run id>, for `surge story` and
    `surge report`.
    """
    from sim.cli.arguments import config_of, scenario_files
    from sim.cli.dry_run import dry_run
    from sim.cli.study import last_line, play, show_result

    path = config_of(config)
    files = scenario_files(path, scenarios) if scenarios else []
    if settings.dry_run:
        dry_run(settings, path, files, replications, out)
        return
    from sim.experiment.studies.drill import run_study

    played = play(settings, path, out, files, replications, run_study)
    show_result(settings, played.result)
    last_line(settings, played, f"surge story {played.result.run_id}")
