"""The best settings: a search on one set of random numbers, then the best beside today's way on fresh ones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from sim.errors import ConfigError
from sim.experiment.inputs.loading import without_plans
from sim.experiment.inputs.policy_sets import CURRENT, load_policy_sets
from sim.experiment.inputs.resolved import resolve
from sim.experiment.inputs.settings import knobs_of, sets_of_points
from sim.experiment.play.design import Design, Progress
from sim.experiment.play.kind import RunKey, StudyKind
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.runner import perform
from sim.experiment.play.sample import Samples
from sim.experiment.play.search import PURPOSE, Goal, best, search
from sim.experiment.play.setup import Setup
from sim.experiment.play.summary import column, estimates
from sim.experiment.stats.constraints import Constraint, Outcome, constraint
from sim.experiment.stats.estimates import mean_interval
from sim.experiment.stats.extras import extra
from sim.experiment.stats.measures import LEADING, single
from sim.experiment.stats.points import Knob
from sim.experiment.studies.compare import COST, compared
from sim.randoms import Streams
from sim.results.documents import fingerprint
from sim.results.folder import DIGITS
from sim.results.studies import ConstraintCheck, Optimum, OptimumFound, Setting, TrialRecord
from sim.results.study import BASELINE
from sim.schema.patch import override
from sim.schema.scenario import Scenario
from sim.schema.world import World

BEST = "best"


def run_optimise(
    setup: Setup,
    vary: Sequence[str] = (),
    by: str = COST,
    subject_to: Sequence[str] = (),
    trials: int = 40,
    fresh: int = 20,
) -> Optimum:
    """Find the settings with the best `by` that meet `subject_to`; arguments as in `OptimiseStudy`.

    Raises `KnobError`, `BoundError`, `ConfigError` and `MissingExtraError` before anything is written,
    `NoFeasibleError` when no trial meets every constraint, and otherwise as `carry_out`.
    """
    return carry_out(OptimiseStudy(vary, by, subject_to, trials, fresh), setup)


@dataclass(frozen=True, kw_only=True)
class OptimiseDesign(Design):
    """The best of a search beside the world as it is, on random numbers that the search has not seen.

    `search_seed` and `search_replications` are those of the trials, of which `found` is the best.
    """

    goal: Goal
    trials: Sequence[TrialRecord]
    found: TrialRecord
    search_seed: int
    search_replications: int


@dataclass(frozen=True)
class OptimiseStudy(StudyKind[OptimiseDesign, Samples, Optimum]):
    """The best `by` over the settings of `vary`, subject to bounds such as `fulfilment_rate>=95%`.

    Each trial plays the setup's `replications` of the month and of its scenarios on the same random numbers; one whose
    settings do not go together (two levels turned round) is not feasible. `by` is averaged over the scenarios; a bound
    must hold for the mean of each. The best feasible trial and the world as it is are then played `fresh` times on new
    random numbers: what the best loses from the search to there is the optimism of the search. With `resume` finished
    trials are not played again.
    """

    vary: Sequence[str] = ()
    by: str = COST
    subject_to: Sequence[str] = ()
    trials: int = 40
    fresh: int = 20
    name: ClassVar[str] = "optimum"

    def design(self, setup: Setup) -> OptimiseDesign:
        """Search, then the best trial and the world as it is, to be played with a fresh seed."""
        world = setup.load_world()
        goal = Goal(single(self.by).name, tuple(constraint(text) for text in self.subject_to))
        knobs = knobs_of(world, self.vary)
        extra("optuna", "optimise", PURPOSE)
        override(world, [f"{one.key}={one.at(0.0)}" for one in knobs], [f"-x {one.key}" for one in knobs])
        scenarios = without_plans(setup.load_scenarios(world))
        inputs = resolve(world, scenarios).hash
        asked = fingerprint([inputs, *map(str, knobs), str(goal), setup.seed, setup.replications])
        tried = self._search(setup, world, scenarios, goal, knobs, _storage(setup, asked))
        found = best(tried, goal)
        sets = load_policy_sets(world, [CURRENT]) | {BEST: next(iter(sets_of_points(world, [found.at]).values()))}
        anew = replace(setup, replications=self.fresh, seed=_fresh(setup.seed))
        return OptimiseDesign(
            **vars(anew.design(world, scenarios, sets, label="optimise", also=asked)),
            goal=goal,
            trials=tried,
            found=found,
            search_seed=setup.seed,
            search_replications=setup.replications,
        )

    def _search(
        self,
        setup: Setup,
        world: World,
        scenarios: dict[str, Scenario],
        goal: Goal,
        knobs: Sequence[Knob],
        storage: Path,
    ) -> list[TrialRecord]:
        def play(point: Setting) -> Outcome:
            try:
                sets = sets_of_points(world, [point])
            except ConfigError:  # each knob is fine alone, but not these together: two levels turned round
                return {scenario: dict.fromkeys(goal.measures, math.nan) for scenario in (BASELINE, *scenarios)}
            return _outcome(perform(setup.design(world, scenarios, sets), setup.jobs), goal)

        def on_trial(done: int) -> None:
            if setup.progress is not None:
                setup.progress(done * setup.replications, self.trials * setup.replications)

        return search(knobs, goal, play, self.trials, setup.seed, storage, on_trial)

    def play(self, design: OptimiseDesign, jobs: int, progress: Progress | None, resume: bool) -> Samples:
        """Play the best and the world as it is."""
        return perform(design, jobs, progress, resume)

    def result(self, design: OptimiseDesign, outcome: Samples, run: RunKey) -> Optimum:
        """The comparison of both, with the search; its `seed` is the setup's, of which the fresh one is drawn."""
        kpis = list(dict.fromkeys([*design.goal.measures, *LEADING]))
        both = compared(design, outcome, None, run, kpis)
        return Optimum(
            **{**both.shared(), "seed": design.search_seed},
            comparison=both.comparison,
            optimum=_optimum(design, outcome),
        )


def _storage(setup: Setup, asked: str) -> Path:
    """Where the trials of a search are kept, empty unless the search goes on."""
    storage = setup.out / f"search-{asked[:DIGITS]}" / "trials.json"
    if not setup.resume:
        storage.unlink(missing_ok=True)
    return storage


def _outcome(samples: Samples, goal: Goal) -> Outcome:
    """Means over replications by scenario; NaN where none of them defines the measure."""
    return {
        variant.scenario: {kpi: mean_interval(column(of, kpi)).mean for kpi in goal.measures}
        for variant, of in samples.items()
    }


def _optimum(design: OptimiseDesign, samples: Samples) -> OptimumFound:
    goal, found = design.goal, design.found
    mine = {variant: of for variant, of in samples.items() if variant.policy == BEST}
    promised, fresh = goal.value(found.outcome), goal.value(_outcome(mine, goal))
    checks = [check for one in goal.constraints for check in checks_of(one, found.outcome, mine)]
    return OptimumFound(
        by=goal.kpi,
        at=found.at,
        search=promised,
        fresh=fresh,
        optimism=goal.sign * (fresh - promised),
        constraints=tuple(checks),
        search_replications=design.search_replications,
        fresh_seed=design.seed,
        fresh_replications=design.replications,
        trials=tuple(design.trials),
    )


def checks_of(bound: Constraint, searched: Outcome, samples: Samples) -> list[ConstraintCheck]:
    """How a bound fares on fresh random numbers by scenario; `holds` is None where its interval spans the bound."""
    rows = []
    for variant, of in samples.items():
        fresh = estimates(of)[bound.kpi]
        rows.append(
            ConstraintCheck(
                **dict(fresh),
                bound=str(bound),
                kpi=bound.kpi,
                scenario=variant.scenario,
                search=searched[variant.scenario][bound.kpi],
                holds=bound.sure(fresh),
            )
        )
    return rows


def _fresh(seed: int) -> int:
    """A seed that the search has not used; "fresh luck" is the name of its stream, which decides the number."""
    return int(Streams(seed).rng("fresh luck").integers(2**31))
