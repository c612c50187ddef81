"""`surge compare`: policy sets on the same random numbers: which is better, by how much, how sure, at what cost."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER, OUT


@click.command(cls=Command)
@click.argument("config", required=False)
@click.option(
    "-p",
    "--policies",
    multiple=True,
    required=True,
    metavar="A,B",
    help="Policy sets by name or file; the first is the base.",
)
@click.option("-s", "--scenarios", multiple=True, metavar="A,B", help="Scenarios by name, letter or file (none).")
@click.option(
    "-n",
    "--replications",
    type=click.IntRange(2),
    default=10,
    metavar="N",
    help="Replications before the first look (10).",
)
@click.option("--most", type=click.IntRange(2), metavar="N", help="Never more replications than this (200).")
@click.option(
    "--select",
    type=click.Choice(["auto", "none", "kn", "ocba"]),
    default="auto",
    help="Find the best of many: kn and ocba replicate only those that can still be best (kn from five sets up).",
)
@click.option("--by", default="fulfilment_rate", metavar="KPI", help="The measure to select by (fulfilment_rate).")
@click.option("--budget", type=click.IntRange(1), metavar="N", help="Replications that ocba may spend in all.")
@click.option("-k", "--kpis", multiple=True, metavar="A,B", help="Measures (fulfilment, lead time, cost per order).")
@click.option("-o", "--out", type=FOLDER, default=OUT, metavar="DIR", help="Where to write (out).")
@shared("overrides", "seed", "jobs", "json", "dry_run", "resume")
@take
def command(
    settings: Settings,
    config: str | None,
    policies: tuple[str, ...],
    scenarios: tuple[str, ...],
    replications: int,
    most: int | None,
    select: str,
    by: str,
    budget: int | None,
    kpis: tuple[str, ...],
    out: Path,
) -> None:
    """Compare policy sets in the ordinary month, and in the scenarios named.

    `current` is the world as it is. Every set meets the same customers, delays and shocks. More replications are played
    until each difference is known to 1 point (rates) or 5 % (cost, time), or until --most.
    """
    from sim.cli.arguments import config_of, names_in, scenario_files
    from sim.cli.dry_run import dry_run
    from sim.cli.study import finish, play

    path = config_of(config)
    names = names_in(policies)
    files = scenario_files(path, scenarios) if scenarios else []
    if settings.dry_run:
        dry_run(settings, path, files, replications, out, names)
        return
    from sim.experiment.studies.compare import run_compare

    played = play(
        settings, path, out, files, replications, run_compare,
        policies=names, most=most, select=select, by=by, budget=budget, kpis=names_in(kpis),
    )  # fmt: skip
    finish(settings, played)
