"""`surge stress`: knock out everything in turn, or find the smallest shock that breaks a target."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.study import FOLDER, OUT


@click.command(cls=Command)
@click.argument("config", required=False)
@click.option("--only", multiple=True, metavar="A,B", help="Sorts (site, lane, supplier, couriers) or names (all).")
@click.option("--from", "start", default="d3", metavar="WHEN", help="When each is knocked out (d3).")
@click.option("--for", "lasts", default="5d", metavar="TIME", help="For how long (5d).")
@click.option("-x", "--vary", metavar="KEY=LOW..HIGH", help="Instead: find where along this range the target breaks.")
@click.option("--target", metavar="KPI>=X", help="The target of that search, like fulfilment_rate>=90%.")
@click.option("-s", "--scenario", metavar="A", help="The scenario of that search; KEY may be one of its shocks.")
@click.option("-n", "--replications", type=click.IntRange(1), default=5, metavar="N", help="Replications of each (5).")
@click.option("-o", "--out", type=FOLDER, default=OUT, metavar="DIR", help="Where to write (out).")
@shared("overrides", "seed", "jobs", "json", "dry_run", "resume")
@take
def command(
    settings: Settings,
    config: str | None,
    only: tuple[str, ...],
    start: str,
    lasts: str,
    vary: str | None,
    target: str | None,
    scenario: str | None,
    replications: int,
    out: Path,
) -> None:
    """Rank every site, road, supplier and courier pool by what its loss costs.

    With -x and --target, a reverse stress test instead: by bisection, the smallest shock that breaks the target
    (-x shocks.0.factor=0..1 -s b --target ...), or the stock that a service level needs (-x replenishment.0.policy...).
    """
    from sim.cli.arguments import config_of, names_in, scenario_files
    from sim.cli.dry_run import dry_run_stress
    from sim.cli.study import finish, play
    from sim.experiment.studies.breaking_point import run_breaking_point
    from sim.experiment.studies.knockout import run_knockout

    path = config_of(config)
    if (vary is None) != (target is None):
        raise click.UsageError("-x and --target belong together: what is varied, and what must hold")
    if vary is None and scenario is not None:
        raise click.UsageError("-s needs -x and --target: without them everything is knocked out in turn")
    if vary is not None and (only or settings.dry_run):
        raise click.UsageError("--only and --dry-run are for knocking out everything in turn, without -x and --target")
    if settings.dry_run:
        dry_run_stress(settings, path, names_in(only), replications, out)
        return
    if vary is None:
        names = names_in(only)
        played = play(settings, path, out, [], replications, run_knockout, only=names, start=start, lasts=lasts)
    else:
        files = scenario_files(path, (scenario,)) if scenario else []
        played = play(settings, path, out, files, replications, run_breaking_point, vary=vary, target=target)
    finish(settings, played)
