"""`surge steady`: the long run of a world: its warm-up, and its means after it."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER, OUT


@click.command(cls=Command)
@click.argument("config", required=False)
@click.option(
    "--series", "names", multiple=True, metavar="A,B",
    help="open_orders, on_hand, lead_time, on_time (all that have a value in every step).",
)  # fmt: skip
@click.option("--step", default="1h", metavar="TIME", help="One observation each (1h).")
@click.option(
    "-n", "--replications", type=click.IntRange(1), default=1, metavar="N", help="Runs; one is cut into batches (1)."
)
@click.option("-o", "--out", type=FOLDER, default=OUT, metavar="DIR", help="Where to write (out).")
@shared("overrides", "seed", "jobs", "json")
@take
def command(
    settings: Settings, config: str | None, names: tuple[str, ...], step: str, replications: int, out: Path
) -> None:
    """Find the steady state of a world without any shock.

    The warm-up is found by MSER-5 and left out; the mean of the rest comes with its interval from batch means, or from
    several runs. For questions about the long run, such as a replenishment policy's stock; a drill has no warm-up.
    """
    from sim.cli.arguments import config_of, names_in
    from sim.cli.study import finish, play
    from sim.experiment.studies.steady_state import run_steady

    path = config_of(config)
    played = play(settings, path, out, [], replications, run_steady, names=names_in(names), step=_minutes(step))
    finish(settings, played)


def _minutes(text: str) -> float:
    from sim.units import duration

    try:
        found = duration(text)
    except ValueError as error:
        raise click.BadParameter(f"{error}", param_hint="--step") from None
    if found <= 0:
        raise click.BadParameter(f"must be longer than 0; found {text!r}", param_hint="--step")
    return found
