"""The best settings: a search that proposes a point, plays it on the same luck, and learns from the outcome."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import SurgeError
from sim.experiment.stats.estimates import Estimate
from sim.experiment.stats.extras import extra
from sim.experiment.stats.points import Knob, Point
from sim.kpi.registry import find
from sim.randoms import Streams
from sim.results.documents import read_json, to_json, write_text

PURPOSE = "optimising"
_BOUND = re.compile(r"\s*(\w+)\s*(>=|<=)\s*([+-]?\d+(?:\.\d+)?)\s*(%?)\s*")
Outcome = Mapping[str, Mapping[str, float]]
"""Measures by scenario and name, means over replications."""


class BoundError(SurgeError):
    """A constraint that cannot be understood."""

    exit_code = 2


class NoFeasibleError(SurgeError):
    """No point of the search met every constraint."""

    exit_code = 4


@dataclass(frozen=True)
class Constraint:
    """A bound on a measure that the answer must meet in every scenario."""

    kpi: str
    at_least: bool
    bound: float

    def excess(self, outcome: Outcome) -> float:
        """By how much it is broken where it is worst; at most 0 when it is met, infinite where it is undefined."""
        return self.slip(outcome[self.worst(outcome)][self.kpi])

    def worst(self, outcome: Outcome) -> str:
        """The scenario in which it is broken most, or met with the least to spare."""
        return max(outcome, key=lambda scenario: self.slip(outcome[scenario][self.kpi]))

    def slip(self, value: float) -> float:
        """How far a value lies on the wrong side of the bound."""
        if math.isnan(value):
            return math.inf
        return self.bound - value if self.at_least else value - self.bound

    def sure(self, found: Estimate) -> bool | None:
        """Whether it is met (or broken) all through an interval; None where it lies in it, or there is no interval."""
        ends = {self.slip(end) <= 0 for end in (found.low, found.high)}
        return ends.pop() if len(ends) == 1 and not math.isnan(found.half_width) else None

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
    measure, bound = find(name), float(number) / (100 if percent else 1)
    if measure.unit == "share" and not 0 <= bound <= 1:
        raise BoundError(f"'{measure.name}' is a share, from 0 to 1 or 0% to 100%; found {number}{percent}")
    return Constraint(measure.name, sign == ">=", bound)


@dataclass(frozen=True)
class Goal:
    """What is sought: the best mean of `kpi` over the scenarios, the way it is better, under every constraint."""

    kpi: str
    constraints: tuple[Constraint, ...] = ()

    @property
    def measures(self) -> list[str]:
        """All measures that a trial must know."""
        return list(dict.fromkeys([self.kpi, *(one.kpi for one in self.constraints)]))

    @property
    def sign(self) -> int:
        """1 where less is better, -1 where more is."""
        return 1 if find(self.kpi).better == "lower" else -1

    def value(self, outcome: Outcome) -> float:
        """The measure, averaged over the scenarios; NaN where one of them does not define it."""
        return sum(measures[self.kpi] for measures in outcome.values()) / len(outcome)

    def met(self, outcome: Outcome) -> bool:
        """Whether every constraint holds and the measure is defined."""
        return not math.isnan(self.value(outcome)) and all(one.excess(outcome) <= 0 for one in self.constraints)


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

    Proposals are those of the tree-structured Parzen estimator with constraints (Watanabe 2023). An interrupted search
    goes through the same proposals again, with the outcomes that it kept, and on to the same end. `told` hears the
    number of finished trials whenever one was played. Raises `MissingExtraError` without optuna.
    """
    optuna = extra("optuna", "optimise", PURPOSE)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="minimize" if goal.sign > 0 else "maximize",
        sampler=optuna.samplers.TPESampler(seed=int(Streams(seed).rng("optimise").integers(2**31))),
    )
    kept, tried = _kept(storage), list[Trial]()
    for number in range(trials):
        trial = study.ask()
        at = {one.key: one.drawn(_share(trial, one)) for one in knobs}
        known = number < len(kept) and kept[number][0] == at
        outcome = kept[number][1] if known else play(at)
        for one in goal.constraints:
            trial.set_constraint(str(one), one.excess(outcome))
        value = goal.value(outcome)
        if math.isnan(value):
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            study.tell(trial, value)
        tried.append(Trial(number, at, outcome, goal.met(outcome)))
        if not known:
            write_text(storage, to_json([{"at": one.at, "outcome": one.outcome} for one in tried]))
            told(number + 1)
    return tried


def _kept(storage: Path) -> list[tuple[Point, Outcome]]:
    """The trials of a search that was interrupted, or is to be continued; none when there is no such file."""
    rows = read_json(storage) if storage.exists() else []
    return [(row["at"], {scenario: _read(measures) for scenario, measures in row["outcome"].items()}) for row in rows]


def _read(measures: Mapping[str, float | None]) -> dict[str, float]:
    return {kpi: math.nan if value is None else value for kpi, value in measures.items()}


def best(trials: Sequence[Trial], goal: Goal) -> Trial:
    """The feasible trial with the best value, the first of equals; `NoFeasibleError` tells how near the search came."""
    feasible = [one for one in trials if one.feasible]
    if not feasible:
        raise NoFeasibleError(_how_near(trials, goal))
    return min(feasible, key=lambda one: goal.sign * goal.value(one.outcome))


def _how_near(trials: Sequence[Trial], goal: Goal) -> str:
    """Why no trial is feasible, in words."""
    if not any(math.isfinite(goal.value(one.outcome)) for one in trials):
        return f"'{goal.kpi}' is undefined at all of {len(trials)} points: seek the best of another measure"

    def farthest(trial: Trial) -> float:
        """The largest excess, as a share of its bound: measures have different units."""
        return max((rule.excess(trial.outcome) / (abs(rule.bound) or 1.0) for rule in goal.constraints), default=0.0)

    near = min(trials, key=farthest)
    worst = {rule.kpi: rule.worst(near.outcome) for rule in goal.constraints}
    said = ", ".join(f"{kpi} {near.outcome[scenario][kpi]:.4g} ({scenario})" for kpi, scenario in worst.items())
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
