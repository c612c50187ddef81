"""Optimising from a configuration file: search on one luck, then the best beside today's way on fresh luck."""

import math
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from sim.errors import ConfigError
from sim.experiment.inputs.loading import write_out
from sim.experiment.inputs.policy_sets import CURRENT, load_policy_sets
from sim.experiment.play.precision import MEASURES
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.runner import Design, Samples, perform
from sim.experiment.play.search import PURPOSE, Constraint, Goal, Outcome, Trial, best, constraint, search
from sim.experiment.play.setup import Setup
from sim.experiment.play.summary import column, estimates
from sim.experiment.play.variants import BASELINE
from sim.experiment.stats.estimates import mean_interval
from sim.experiment.stats.extras import extra
from sim.experiment.stats.points import Point
from sim.experiment.studies.compare import compared, without_plans
from sim.experiment.studies.sweep import knobs_of
from sim.experiment.studies.swept import policy_sets
from sim.kpi.registry import find
from sim.randoms import Streams
from sim.results.documents import fingerprint
from sim.results.folder import DIGITS
from sim.schema.patch import override

LABEL = "optimise"
BEST = "best"


def run_optimise(
    setup: Setup,
    vary: Sequence[str] = (),
    by: str = "cost_per_order",
    subject_to: Sequence[str] = (),
    trials: int = 40,
    fresh: int = 20,
) -> dict[str, Any]:
    """Find the settings with the best `by` that meet `subject_to`, and tell what they are worth on luck not yet seen.

    Each trial plays the setup's `replications` of the month and of its scenarios on the same luck; one whose settings
    do not go together (two levels turned round) is not feasible. `by` is averaged over the scenarios; a bound must hold
    for the mean of each. The best feasible trial and the world as it is are then
    played `fresh` times on new luck: what the best loses from the search to there is the optimism of the search. With
    `resume` finished trials are not played again.

    The result is the comparison of both, with the search under `optimum`; its `seed` is the setup's, of which the new
    luck (`fresh_seed`, that of the run folder) is drawn. Raises `KnobError`, `BoundError`,
    `ConfigError` and `MissingExtraError` before anything is written, `NoFeasibleError` when no trial meets every
    constraint.
    """
    world = setup.world()
    goal = Goal(find(by).name, tuple(constraint(text) for text in subject_to))
    knobs = knobs_of(world, vary)
    extra("optuna", "optimise", PURPOSE)
    override(world, [f"{one.key}={one.at(0.0)}" for one in knobs], [f"-x {one.key}" for one in knobs])
    plain = without_plans(setup.met(world))

    def play(point: Point) -> Outcome:
        try:
            sets = policy_sets(world, [point])
        except ConfigError:  # each knob is fine alone, but not these together: two levels turned round
            return {scenario: dict.fromkeys(goal.measures, math.nan) for scenario in (BASELINE, *plain)}
        return _outcome(perform(setup.design(world, plain, sets), setup.jobs), goal)

    asked = fingerprint([write_out(world, plain).hash, *map(str, knobs), str(goal), setup.seed, setup.replications])
    storage = _storage(setup, asked)

    def told(done: int) -> None:
        if setup.progress is not None:
            setup.progress(done * setup.replications, trials * setup.replications)

    tried = search(knobs, goal, play, trials, setup.seed, storage, told)
    found = best(tried, goal)
    sets = load_policy_sets(world, [CURRENT]) | {BEST: next(iter(policy_sets(world, [found.at]).values()))}
    anew = replace(setup, replications=fresh, seed=_fresh(setup.seed), resume=False)
    design = anew.design(world, plain, sets)
    finish = partial(_result, design, goal, tried, found, setup)
    return carry_out(design, LABEL, anew, finish, also=asked)


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


def _result(
    design: Design,
    goal: Goal,
    tried: Sequence[Trial],
    found: Trial,
    setup: Setup,
    samples: Samples,
    run_id: str,
    config_hash: str,
) -> dict[str, Any]:
    mine = {variant: of for variant, of in samples.items() if variant.policy == BEST}
    search, fresh = goal.value(found.outcome), goal.value(_outcome(mine, goal))
    kpis = list(dict.fromkeys([*goal.measures, *MEASURES]))
    return {
        **compared(design, samples, run_id, config_hash, kpis=kpis),
        "seed": setup.seed,
        "optimum": {
            "by": goal.kpi,
            "at": dict(found.at),
            "search": search,
            "fresh": fresh,
            "optimism": goal.sign * (fresh - search),
            "constraints": [row for one in goal.constraints for row in on_fresh_luck(one, found.outcome, mine)],
            "search_replications": setup.replications,
            "fresh_seed": design.seed,
            "fresh_replications": design.replications,
            "trials": [asdict(one) for one in tried],
        },
    }


def on_fresh_luck(bound: Constraint, searched: Outcome, samples: Samples) -> list[dict[str, Any]]:
    """How a bound fares on fresh luck in each scenario; `holds` is None where the interval has the bound in it."""
    rows = []
    for variant, of in samples.items():
        fresh = estimates(of)[bound.kpi]
        rows.append(
            {
                "bound": str(bound),
                "kpi": bound.kpi,
                "scenario": variant.scenario,
                "search": searched[variant.scenario][bound.kpi],
                **fresh.about(),
                "holds": bound.sure(fresh),
            }
        )
    return rows


def _fresh(seed: int) -> int:
    """A root of luck that the search has not seen."""
    return int(Streams(seed).rng("fresh luck").integers(2**31))
