"""`surge drill`: the monthly pressure test: every scenario, without and with its plans, and the report."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.exit_codes import UNMET
from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER, OUT, month_of


@click.command(cls=Command)
@click.argument("config", required=False)
@click.option(
    "--month", callback=month_of, metavar="YYYY-MM", help="The drill's month (the month of the world's start)."
)
@click.option("-s", "--scenarios", multiple=True, metavar="A,B", help="Scenarios by name, letter or file (all).")
@click.option(
    "-n", "--replications", type=click.IntRange(1), default=30, metavar="N", help="Replications of each (30)."
)
@click.option("-o", "--out", type=FOLDER, default=OUT, metavar="DIR", help="Where to write (out).")
@click.option("--gate", is_flag=True, help="Exit with 10 when an expectation of a scenario is not met in every run.")
@shared("overrides", "seed", "jobs", "json", "dry_run", "resume")
@take
@click.pass_context
def command(
    ctx: click.Context,
    settings: Settings,
    config: str | None,
    month: str | None,
    scenarios: tuple[str, ...],
    replications: int,
    out: Path,
    gate: bool,
) -> None:
    """Play all scenarios, without and with their plans, and write the report.

    CONFIG left out is the only configuration here. Writes the reports (Chinese and English, HTML and Excel, and JSON)
    into DIR, and the run with its copy of them into DIR/<run id>.
    """
    from sim.cli.arguments import config_of, scenario_files
    from sim.cli.dry_run import dry_run
    from sim.cli.scorecard import unmet
    from sim.cli.screen import message
    from sim.cli.study import last_line, look_again, play, show_with_report

    path = config_of(config)
    files = scenario_files(path, scenarios)
    if settings.dry_run:
        dry_run(settings, path, files, replications, out)
        return
    from sim.experiment.studies.drill import run_drill

    played = play(settings, path, out, files, replications, run_drill, month=month)
    show_with_report(settings, played)
    failed = unmet(played.result, settings.language)
    for words in failed if gate else ():
        message(words, colour="red")
    last_line(settings, played, look_again(played))
    ctx.exit(UNMET if gate and failed else 0)
