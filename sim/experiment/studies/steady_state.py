"""A steady-state study: the world as it goes on for long, without what it takes to get going."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, NamedTuple

import numpy as np
from joblib import Parallel, delayed

from sim.arrays import Floats
from sim.errors import SurgeError
from sim.experiment.assemble import assemble
from sim.experiment.play.design import Design, Progress
from sim.experiment.play.kind import RunKey, StudyKind
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.sample import Sample, Samples, take
from sim.experiment.play.setup import Setup
from sim.experiment.play.variants import Variant, meta
from sim.experiment.stats.steady_state import FEWEST, GROUP, SteadyEstimate, steady
from sim.instants import HOUR
from sim.kpi import series
from sim.model.simulate import simulate
from sim.results.studies import SteadySeries, SteadyState
from sim.results.study import BASELINE, Words
from sim.schema.world import World


class TooShortError(SurgeError):
    """A run too short, or steps too short, to tell a warm-up from a steady state."""

    exit_code = 2


class GapError(TooShortError):
    """A series with steps in which there is nothing to measure."""


def run_steady(setup: Setup, names: Sequence[str], step: float) -> SteadyState:
    """Find the steady state of the series named; arguments as in `SteadyStateStudy`.

    Raises `ConfigError`, `UnknownSeriesError`, and `TooShortError` with what to change.
    """
    return carry_out(SteadyStateStudy(names, step), setup)


class Observed(NamedTuple):
    """The samples, and in each replication every series step by step."""

    samples: Samples
    runs: Sequence[Mapping[str, Floats]]


@dataclass(frozen=True)
class SteadyStateStudy(StudyKind[Design, Observed, SteadyState]):
    """The steady state, without any shock, of the series `names` (none = all) in steps of `step` minutes.

    Without names, those that cannot be measured in each step are left out. It has no checkpoints: it is played at once.
    """

    names: Sequence[str] = ()
    step: float = HOUR
    name: ClassVar[str] = "steady_state"

    def design(self, setup: Setup) -> Design:
        """The ordinary month."""
        world = setup.load_world()
        wanted = self._wanted
        if world.horizon < self.step * FEWEST * GROUP:
            raise TooShortError(
                f"{world.horizon / self.step:.0f} steps are too few to find a warm-up, which takes {FEWEST * GROUP}: "
                "lengthen the run (-S horizon=...) or shorten --step"
            )
        return setup.design(world, {}, label="steady", also=f"{wanted} {self.step}")

    @property
    def _wanted(self) -> list[str]:
        return [name for name in self.names if series.find(name)] or list(series.SERIES)

    def play(self, design: Design, jobs: int, progress: Progress | None, resume: bool) -> Observed:
        """Play each replication and observe its series."""
        samples, runs = list[Sample](), list[Mapping[str, Floats]]()
        one = delayed(partial(_observe, design.world, self._wanted, self.step, design.seed))
        for sample, values in Parallel(n_jobs=jobs, return_as="generator")(map(one, range(design.replications))):
            samples.append(sample)
            runs.append(values)
            if progress is not None:
                progress(len(runs), design.replications)
        return Observed({Variant(BASELINE): samples}, runs)

    def result(self, design: Design, outcome: Observed, run: RunKey) -> SteadyState:
        """The result of the month, with each series, its warm-up and its long-run mean."""
        found, gaps = dict[str, SteadySeries](), list[GapError]()
        for name in self._wanted:
            try:
                found[name] = self._series(name, np.array([values[name] for values in outcome.runs]))
            except GapError as error:
                gaps.append(error)
        if gaps and (self.names or not found):
            raise gaps[0]
        left_out = tuple(_title(name) for name in self._wanted if name not in found)
        month = assemble(design, outcome.samples, run)
        return SteadyState(**month.shared(), steady=found, steady_left_out=left_out)

    def _series(self, name: str, runs: Floats) -> SteadySeries:
        one = _steady(name, runs, self.step)
        return SteadySeries(
            **dict(one.mean),
            unit=series.SERIES[name].unit,
            title=_title(name),
            step_hours=self.step / HOUR,
            warm_up_hours=one.warm_up.observations * self.step / HOUR,
            batches=one.batches.tolist(),
            correlation=one.correlation,
            long_enough=one.long_enough,
            series=one.series.tolist(),
        )


def _observe(
    world: World, names: Sequence[str], step: float, seed: int, replication: int
) -> tuple[Sample, dict[str, Floats]]:
    record = simulate(world, None, (), seed, replication, meta(world, None, Variant(BASELINE)))
    return take(record, None), {name: series.find(name).values(record, step) for name in names}


def _steady(name: str, runs: Floats, step: float) -> SteadyEstimate:
    known = np.asarray(np.isfinite(runs).all(axis=0))
    first = int(np.argmax(known))  # before the first orders come there is nothing to measure
    if not known[first:].all():
        raise GapError(
            f"'{name}' has steps of {step / HOUR:g} h in which there is nothing to measure: take a longer --step, or "
            "leave it out (--series)"
        )
    return steady(np.concatenate((np.repeat(runs[:, [first]], first, axis=1), runs[:, first:]), axis=1))


def _title(name: str) -> Words:
    what = series.SERIES[name]
    return Words(zh=what.title_zh, en=what.title_en)
