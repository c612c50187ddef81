"""A drill or a study from a configuration file to its run folder: load, play, judge, write, remember."""

import re
from functools import partial
from typing import Any

from sim.experiment.assemble import assemble
from sim.experiment.play.precision import Precision
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.runner import Records, Samples
from sim.experiment.play.setup import Setup
from sim.results.index import RunIndex

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
STUDY = "run"


def run_drill(
    setup: Setup, month: str | None = None, records: Records = "first", precision: Precision | None = None
) -> dict[str, Any]:
    """A monthly drill: every scenario without a plan and with each of its plans.

    Writes the run folder `out/<run_id>/` and adds it to the index `out/runs.sqlite`; returns the result, which is
    also `result.json`. `month` is the drill's own, `2026-11`; None = the month in which the world starts, so that the
    result never depends on today. The history holds the brand's earlier months in that index.

    Raises `ConfigError` before anything is written; `ReplicationError` with the finished replications kept: the same
    setup with `resume` goes on from there, and so it does after a KeyboardInterrupt.
    """
    if month is not None and not MONTH.fullmatch(month):
        raise ValueError(f"month='{month}' must be a year and a month like 2026-11")
    world = setup.world()
    label = month or f"{world.start:%Y-%m}"
    design = setup.design(world, setup.met(world), precision=precision, records=records)

    def finish(samples: Samples, run_id: str, config_hash: str) -> dict[str, Any]:
        earlier = [(name, score) for name, score in RunIndex(setup.out).history(world.brand.zh) if name < label]
        return assemble(design, samples, run_id, config_hash, label, earlier)

    return carry_out(design, label, setup, finish)


def run_study(setup: Setup, records: Records = "first", precision: Precision | None = None) -> dict[str, Any]:
    """A study outside the monthly rhythm: no month, no history. Everything else as `run_drill`."""
    world = setup.world()
    design = setup.design(world, setup.met(world), precision=precision, records=records)
    return carry_out(design, STUDY, setup, partial(assemble, design))
