"""`surge stress`: knock out everything in turn, or find the smallest shock that breaks a target."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.cli.options import Command, Settings, shared, take
from sim.cli.playing import FOLDER, OUT


@click.command(cls=Command)
@click.argument("config", required=False)
@click.option("--only", multiple=True, metavar="A,B", help="Sorts of element: site, lane, supplier, couriers (all).")
@click.option("--from", "start", default="d3", metavar="WHEN", help="When each is knocked out (d3).")
@click.option("--for", "lasts", default="5d", metavar="TIME", help="For how long (5d).")
@click.option("-x", "--vary", metavar="KEY=LOW..HIGH", help="Instead: find where along this range the target breaks.")
@click.option("--target", metavar="KPI>=X", help="The target of that search, like fulfilment_rate>=90%.")
@click.option("-s", "--scenario", metavar="A", help="The scenario of that search; KEY may be one of its shocks.")
@click.option("-n", "--replications", type=click.IntRange(1), default=5, metavar="N", help="Replications of each (5).")
@click.option("-o", "--out", type=FOLDER, default=OUT, metavar="DIR", help="Where to write (out).")
@shared("overrides", "seed", "jobs", "json", "resume")
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
    from sim.cli.finding import config_of
    from sim.cli.playing import last_words, play
    from sim.cli.screen import show_json, show_text
    from sim.cli.stressing import document, show_stress, sorts_of
    from sim.cli.writing import write_reports
    from sim.experiment.stressing import run_level, run_stress

    path = config_of(config)
    shared_arguments: dict[str, Any] = {"config": path, "replications": replications, "out": out}
    if (vary is None) != (target is None):
        raise click.UsageError("-x and --target belong together: what is varied, and what must hold")
    if vary is not None:
        result, seconds = play(
            settings, path.stem, run_level, **shared_arguments, vary=vary, target=target, scenario=scenario
        )
    else:
        if scenario is not None:
            raise click.UsageError("-s needs -x and --target: without them everything is knocked out in turn")
        result, seconds = play(
            settings, path.stem, run_stress, **shared_arguments, sorts=sorts_of(only), start=start, lasts=lasts
        )
    report = write_reports(result, out, settings)
    if settings.json:
        show_json(document(result))
    else:
        show_stress(result, settings.language)
        show_text(f"report: {report}")
    last_words(settings, str(result["run_id"]), f"surge runs show {result['run_id']}", seconds)
