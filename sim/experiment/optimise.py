"""The best settings: a search that proposes a point, plays it on the same luck, and learns from the outcome."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import SurgeError
from sim.experiment.extras import extra
from sim.experiment.points import Knob, Point
from sim.kpi.registry import find
from sim.randoms import Streams

PURPOSE = "optimising"
_BOUND = re.compile(r"\s*(\w+)\s*(>=|<=)\s*([+-]?\d+(?:\.\d+)?)\s*(%?)\s*")
Outcome = Mapping[str, float]
"""Measures by name, means over replications and scenarios."""


class BoundError(SurgeError):
    """A constraint that cannot be understood."""

    exit_code = 2


class NoFeasibleError(SurgeError):
    """No point of the search met every constraint."""

    exit_code = 4


@dataclass(frozen=True)
class Constraint:
    """A bound on a measure that the answer must meet."""

    kpi: str
    at_least: bool
    bound: float

    def excess(self, outcome: Outcome) -> float:
        """By how much it is broken; at most 0 when it is met, infinite when the measure is undefined."""
        value = outcome[self.kpi]
        if math.isnan(value):
            return math.inf
        return self.bound - value if self.at_least else value - self.bound

    def __str__(self) -> str:
        return f"{self.kpi} {'>=' if self.at_least else '<='} {self.bound:g}"


def constraint(text: str) -> Constraint:
    """`fulfilment_rate>=0.95`, or `95%`.

    >>> str(constraint("fulfilment_rate >= 95%"))
    'fulfilment_rate >= 0.95'
    """
    found = _BOUND.fullmatch(text)
    if found is None:
        raise BoundError(f"a constraint is written like fulfilment_rate>=0.95; found '{text}'")
    name, sign, number, percent = found.groups()
    return Constraint(find(name).name, sign == ">=", float(number) / (100 if percent else 1))


@dataclass(frozen=True)
class Goal:
    """What is sought: the best value of `kpi`, the way the measure is better, under every constraint."""

    kpi: str
    constraints: tuple[Constraint, ...] = ()

    @property
    def measures(self) -> list[str]:
        """All measures that a trial must know."""
        return list(dict.fromkeys([self.kpi, *(one.kpi for one in self.constraints)]))

    def met(self, outcome: Outcome) -> bool:
        """Whether every constraint holds and the measure is defined."""
        return not math.isnan(outcome[self.kpi]) and all(one.excess(outcome) <= 0 for one in self.constraints)


@dataclass(frozen=True)
class Trial:
    """One point that was tried and what came of it."""

    number: int
    at: Point
    outcome: Outcome
    feasible: bool


def search(
    knobs: Sequence[Knob],
    goal: Goal,
    play: Callable[[Point], Outcome],
    trials: int,
    seed: int,
    storage: Path,
    told: Callable[[int], None] = lambda _: None,
) -> list[Trial]:
    """Try `trials` points, each proposed from the outcomes of all before it; those in `storage` are not played again.

    Proposals are those of the tree-structured Parzen estimator with constraints (Watanabe 2023), drawn anew for each
    number from (seed, number): an interrupted search goes on to the same end. `told` hears the number of finished
    trials. Raises `MissingExtraError` without optuna.
    """
    optuna = extra("optuna", "optimise", PURPOSE)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    better = find(goal.kpi).better
    study = optuna.create_study(
        study_name="search",
        storage=f"sqlite:///{storage}",
        direction="minimize" if better == "lower" else "maximize",
        load_if_exists=True,
    )
    for number in range(len(_finished(study)), trials):
        study.sampler = optuna.samplers.TPESampler(seed=_seed(seed, number))
        trial = study.ask()
        at = {one.key: one.at(_share(trial, one)) for one in knobs}
        outcome = play(at)
        trial.set_user_attr("at", at)
        for one in goal.constraints:
            trial.set_constraint(str(one), one.excess(outcome))
        trial.set_user_attr("outcome", dict(outcome))
        value = outcome[goal.kpi]
        if math.isnan(value):
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            study.tell(trial, value)
        told(number + 1)
    known = [one.user_attrs for one in _finished(study)[:trials]]
    return [Trial(number, one["at"], one["outcome"], goal.met(one["outcome"])) for number, one in enumerate(known)]


def best(trials: Sequence[Trial], goal: Goal) -> Trial:
    """The feasible trial with the best value, the first of equals; `NoFeasibleError` tells how near the search came."""
    feasible = [one for one in trials if one.feasible]
    if not feasible:
        raise NoFeasibleError(_how_near(trials, goal))
    sign = 1 if find(goal.kpi).better == "lower" else -1
    return min(feasible, key=lambda one: sign * one.outcome[goal.kpi])


def _how_near(trials: Sequence[Trial], goal: Goal) -> str:
    """Why no trial is feasible, in words."""
    if not any(math.isfinite(one.outcome[goal.kpi]) for one in trials):
        return f"'{goal.kpi}' is undefined at all of {len(trials)} points: seek the best of another measure"
    near = min(trials, key=lambda one: max((rule.excess(one.outcome) for rule in goal.constraints), default=0.0))
    said = ", ".join(f"{name} {value:.4g}" for name, value in near.outcome.items())
    where = ", ".join(f"{key}={value}" for key, value in near.at.items())
    return (
        f"none of {len(trials)} points meets {' and '.join(map(str, goal.constraints))}; the nearest has {said} at "
        f"{where}: widen the ranges or loosen the constraints"
    )


def _share(trial: Any, knob: Knob) -> float:
    """Where along a knob the trial stands."""
    if knob.is_range:
        return float(trial.suggest_float(knob.key, 0.0, 1.0))
    index = trial.suggest_categorical(knob.key, list(range(len(knob.values))))
    return (float(index) + 0.5) / len(knob.values)


def _finished(study: Any) -> list[Any]:
    """The trials that were played to their end, in their order; one that was interrupted is played again."""
    return [one for one in study.get_trials(deepcopy=False) if one.state.is_finished() and "outcome" in one.user_attrs]


def _seed(seed: int, number: int) -> int:
    return int(Streams(seed, number).rng("optimise").integers(2**31))
