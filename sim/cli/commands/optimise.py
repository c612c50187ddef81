"""`surge optimise`: the best settings under constraints, and what they are worth on fresh random numbers."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER, OUT


@click.command(cls=Command)
@click.argument("config", required=False)
@click.option(
    "-x", "--vary", multiple=True, metavar="KEY=A,B|LOW..HIGH", help="A setting and its values, or its range."
)
@click.option("--by", default="cost_per_order", metavar="KPI", help="What should become best (cost_per_order).")
@click.option(
    "--subject-to", multiple=True, metavar="KPI>=X", help="A bound that must hold, like fulfilment_rate>=95%."
)
@click.option("--trials", type=click.IntRange(1), default=40, metavar="N", help="Points to try (40).")
@click.option("-s", "--scenarios", multiple=True, metavar="A,B", help="Scenarios that count too (none).")
@click.option(
    "-n", "--replications", type=click.IntRange(1), default=5, metavar="N", help="Replications of each trial (5)."
)
@click.option(
    "--fresh",
    type=click.IntRange(2),
    default=20,
    metavar="N",
    help="Replications on fresh random numbers (20).",
)
@click.option("-o", "--out", type=FOLDER, default=OUT, metavar="DIR", help="Where to write (out).")
@shared("overrides", "seed", "jobs", "json", "resume")
@take
def command(
    settings: Settings,
    config: str | None,
    vary: tuple[str, ...],
    by: str,
    subject_to: tuple[str, ...],
    trials: int,
    scenarios: tuple[str, ...],
    replications: int,
    fresh: int,
    out: Path,
) -> None:
    """Search for the best settings (extra 'optimise').

    The search learns from every trial; all trials use the same random numbers. The best is then played on fresh ones
    beside the world as it is, and the optimism of the search is reported. --resume goes on where a search was
    interrupted, and with a higher --trials continues one that is finished.
    """
    from sim.cli.arguments import config_of, scenario_files
    from sim.cli.study import finish, play
    from sim.experiment.studies.optimise import run_optimise

    path = config_of(config)
    files = scenario_files(path, scenarios) if scenarios else []
    played = play(
        settings, path, out, files, replications, run_optimise,
        vary=vary, by=by, subject_to=subject_to, trials=trials, fresh=fresh,
    )  # fmt: skip
    finish(settings, played)
