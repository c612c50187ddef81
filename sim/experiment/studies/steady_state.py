"""A steady-state study: the world as it goes on for long, without what it takes to get going."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from joblib import Parallel, delayed

from sim.arrays import Floats
from sim.errors import SurgeError
from sim.experiment.assemble import assemble
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.runner import Design, Progress, Samples
from sim.experiment.play.sample import Sample, take
from sim.experiment.play.setup import Setup
from sim.experiment.play.variants import BASELINE, Variant, meta
from sim.experiment.stats.steady_state import FEWEST, GROUP, Steady, steady
from sim.instants import HOUR
from sim.kpi import series
from sim.model.simulate import simulate
from sim.results.documents import plain
from sim.schema.world import World

LABEL = "steady"


class TooShortError(SurgeError):
    """A run too short, or steps too short, to tell a warm-up from a steady state."""

    exit_code = 2


class GapError(TooShortError):
    """A series with steps in which there is nothing to measure."""


def run_steady(setup: Setup, names: Sequence[str], step: float) -> dict[str, Any]:
    """Play the world without any shock and find the steady state of the series named; `step` in minutes.

    None named = all that can be measured in every step. The result is that of the run with what was found under
    `steady`: for each series its values step by step, the warm-up in hours, the long-run mean with its interval, and
    whether to trust them; `steady_left_out` has the titles of the others. Raises `ConfigError`, `UnknownSeriesError`,
    and `TooShortError` with what to change.
    """
    world = setup.world()
    wanted = [name for name in names if series.find(name)] or list(series.SERIES)
    if world.horizon < step * FEWEST * GROUP:
        raise TooShortError(
            f"{world.horizon / step:.0f} steps are too few to find a warm-up, which takes {FEWEST * GROUP}: lengthen "
            "the run (-S horizon=...) or shorten --step"
        )
    design = setup.design(world, {})
    runs: list[dict[str, Floats]] = []

    def play(design: Design, jobs: int, progress: Progress | None, resume: bool) -> Samples:
        samples = []
        one = delayed(partial(_play, world, wanted, step, design.seed))
        for sample, values in Parallel(n_jobs=jobs, return_as="generator")(map(one, range(design.replications))):
            samples.append(sample)
            runs.append(values)
            if progress is not None:
                progress(len(runs), design.replications)
        return {Variant(BASELINE): samples}

    def finish(samples: Samples, run_id: str, config_hash: str) -> dict[str, Any]:
        told: dict[str, Any] = {}
        gaps: list[GapError] = []
        for name in wanted:
            try:
                told[name] = _about(name, _steady(name, np.array([run[name] for run in runs]), step), step)
            except GapError as error:
                gaps.append(error)
        if gaps and (names or not told):
            raise gaps[0]
        left_out = [_title(name) for name in wanted if name not in told]
        return {**assemble(design, samples, run_id, config_hash), "steady": told, "steady_left_out": left_out}

    return carry_out(design, LABEL, setup, finish, play, f"{wanted} {step}")


def _play(
    world: World, names: Sequence[str], step: float, seed: int, replication: int
) -> tuple[Sample, dict[str, Floats]]:
    record = simulate(world, None, (), seed, replication, meta(world, None, Variant(BASELINE)))
    return take(record, None), {name: series.find(name).values(record, step) for name in names}


def _steady(name: str, runs: Floats, step: float) -> Steady:
    known = np.asarray(np.isfinite(runs).all(axis=0))
    first = int(np.argmax(known))  # before the first orders come there is nothing to see
    if not known[first:].all():
        raise GapError(
            f"'{name}' has steps of {step / HOUR:g} h in which there is nothing to measure: take a longer --step, or "
            "leave it out (--series)"
        )
    return steady(np.concatenate((np.repeat(runs[:, [first]], first, axis=1), runs[:, first:]), axis=1))


def _about(name: str, one: Steady, step: float) -> dict[str, Any]:
    """As it stands in a result."""
    told = {
        "unit": series.SERIES[name].unit,
        "title": _title(name),
        "step_hours": step / HOUR,
        "warm_up_hours": one.warm_up.observations * step / HOUR,
        **one.mean.about(),
        "batches": one.batches,
        "correlation": one.correlation,
        "long_enough": one.long_enough,
        "series": one.series,
    }
    return dict(plain(told))


def _title(name: str) -> dict[str, str]:
    what = series.SERIES[name]
    return {"zh": what.title_zh, "en": what.title_en}
