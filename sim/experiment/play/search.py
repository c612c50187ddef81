"""The best settings: a search proposes a point, plays it on the same random numbers, and learns from the outcome."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import SurgeError
from sim.experiment.stats.constraints import Constraint, Outcome
from sim.experiment.stats.extras import extra
from sim.experiment.stats.points import Knob
from sim.kpi.registry import find
from sim.randoms import Streams
from sim.results.documents import read_json, to_json, write_text
from sim.results.studies import Setting, TrialRecord

PURPOSE = "optimising"


class NoFeasibleError(SurgeError):
    """No point of the search met every constraint."""

    exit_code = 4


@dataclass(frozen=True)
class Goal:
    """What is sought: the best mean of `kpi` over the scenarios, the way it is better, under every constraint."""

    kpi: str
    constraints: tuple[Constraint, ...] = ()

    @property
    def measures(self) -> list[str]:
        """All measures that a trial must have."""
        return list(dict.fromkeys([self.kpi, *(one.kpi for one in self.constraints)]))

    @property
    def sign(self) -> int:
        """1 where less is better, -1 where more is."""
        return 1 if find(self.kpi).better == "lower" else -1

    def value(self, outcome: Outcome) -> float:
        """The measure, averaged over the scenarios; NaN where one of them does not define it."""
        return sum(measures[self.kpi] for measures in outcome.values()) / len(outcome)

    def feasible(self, outcome: Outcome) -> bool:
        """Whether every constraint holds and the measure is defined."""
        return not math.isnan(self.value(outcome)) and all(one.excess(outcome) <= 0 for one in self.constraints)


def search(
    knobs: Sequence[Knob],
    goal: Goal,
    play: Callable[[Setting], Outcome],
    trials: int,
    seed: int,
    storage: Path,
    on_trial: Callable[[int], None] = lambda _: None,
) -> list[TrialRecord]:
    """Try `trials` points, each proposed from the outcomes of all before it; those in `storage` are not played again.

    Proposals are those of the tree-structured Parzen estimator with constraints (Watanabe 2023). An interrupted search
    goes through the same proposals again, with the outcomes that it kept, and on to the same end. `on_trial` is called
    with the number of finished trials whenever one was played. Raises `MissingExtraError` without optuna.
    """
    optuna = extra("optuna", "optimise", PURPOSE)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="minimize" if goal.sign > 0 else "maximize",
        sampler=optuna.samplers.TPESampler(seed=int(Streams(seed).rng("optimise").integers(2**31))),
    )
    kept, tried = _kept(storage), list[TrialRecord]()
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
        tried.append(TrialRecord(number=number, at=at, outcome=outcome, feasible=goal.feasible(outcome)))
        if not known:
            write_text(storage, to_json([{"at": one.at, "outcome": one.outcome} for one in tried]))
            on_trial(number + 1)
    return tried


def _kept(storage: Path) -> list[tuple[Setting, Outcome]]:
    """The trials of a search that was interrupted, or is to be continued; none when there is no such file."""
    rows = read_json(storage) if storage.exists() else []
    return [(row["at"], {scenario: _read(measures) for scenario, measures in row["outcome"].items()}) for row in rows]


def _read(measures: Mapping[str, float | None]) -> dict[str, float]:
    return {kpi: math.nan if value is None else value for kpi, value in measures.items()}


def best(trials: Sequence[TrialRecord], goal: Goal) -> TrialRecord:
    """The feasible trial with the best value, the first of equals; `NoFeasibleError` says how near the search came."""
    feasible = [one for one in trials if one.feasible]
    if not feasible:
        raise NoFeasibleError(_how_near(trials, goal))
    return min(feasible, key=lambda one: goal.sign * goal.value(one.outcome))


def _how_near(trials: Sequence[TrialRecord], goal: Goal) -> str:
    """Why no trial is feasible."""
    if not any(math.isfinite(goal.value(one.outcome)) for one in trials):
        return f"'{goal.kpi}' is undefined at all of {len(trials)} points: seek the best of another measure"

    def farthest(trial: TrialRecord) -> float:
        """The largest excess, as a share of its bound: measures have different units."""
        return max((rule.excess(trial.outcome) / (abs(rule.bound) or 1.0) for rule in goal.constraints), default=0.0)

    near = min(trials, key=farthest)
    worst = {rule.kpi: rule.worst(near.outcome) for rule in goal.constraints}
    values = ", ".join(f"{kpi} {near.outcome[scenario][kpi]:.4g} ({scenario})" for kpi, scenario in worst.items())
    where = ", ".join(f"{key}={value}" for key, value in near.at.items())
    return (
        f"none of {len(trials)} points meets {' and '.join(map(str, goal.constraints))}; the nearest has {values} at "
        f"{where}: widen the ranges or loosen the constraints"
    )


def _share(trial: Any, knob: Knob) -> float:
    """Where along a knob the trial stands."""
    if knob.is_range:
        return float(trial.suggest_float(knob.key, 0.0, 1.0))
    index = trial.suggest_categorical(knob.key, list(range(len(knob.values))))
    return (float(index) + 0.5) / len(knob.values)
