"""`surge sweep`: many settings on the same random numbers: what a measure becomes, which setting matters most."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER, OUT

WAYS = ("grid", "lhs", "tornado", "morris", "sobol", "inputs")


@click.command(cls=Command)
@click.argument("config", required=False)
@click.option(
    "-x", "--vary", multiple=True, metavar="KEY=A,B|LOW..HIGH", help="A setting and its values, or its range."
)
@click.option(
    "--how", type=click.Choice(WAYS), default="grid", help="Which points, and what is found from them (grid)."
)
@click.option(
    "--points", type=click.IntRange(1), metavar="N",
    help="Steps of a range (5), points of lhs and inputs (20), walks of morris (8), base of sobol (32).",
)  # fmt: skip
@click.option(
    "--list", "table", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="CSV",
    help="The points: a header of keys, a row each.",
)  # fmt: skip
@click.option("-s", "--scenarios", multiple=True, metavar="A,B", help="Scenarios by name, letter or file (none).")
@click.option("-k", "--kpis", multiple=True, metavar="A,B", help="Measures (fulfilment, lead time, cost per order).")
@click.option(
    "-n", "--replications", type=click.IntRange(1), default=10, metavar="N", help="Replications of each point (10)."
)
@click.option("-o", "--out", type=FOLDER, default=OUT, metavar="DIR", help="Where to write (out).")
@shared("overrides", "seed", "jobs", "json", "resume")
@take
def command(
    settings: Settings,
    config: str | None,
    vary: tuple[str, ...],
    how: str,
    points: int | None,
    table: Path | None,
    scenarios: tuple[str, ...],
    kpis: tuple[str, ...],
    replications: int,
    out: Path,
) -> None:
    """Play a month at many points of its settings.

    \b
    grid      every combination                   surge sweep -x sites.dc.stations.pick.servers=2,4,6
    lhs       a Latin hypercube over ranges        ... --how lhs --points 40 -x A=1..9 -x B=1d..3d
    tornado   each range alone, ends and middle    which one moves the result most
    morris    screening of many ranges             (extra 'study')
    sobol     shares of the variance               (extra 'study'; many points)
    inputs    unknown inputs or random variation   without -x: what the world lists under `uncertain`
    """
    from sim.cli.arguments import config_of, names_in, scenario_files
    from sim.cli.study import finish, play
    from sim.experiment.studies.sweep import run_sweep

    path = config_of(config)
    files = scenario_files(path, scenarios) if scenarios else []
    played = play(
        settings, path, out, files, replications, run_sweep,
        vary=vary, how=how, points=points, table=table, kpis=names_in(kpis),
    )  # fmt: skip
    finish(settings, played)
