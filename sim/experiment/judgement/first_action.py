"""The first thing to do: the plan that gains most, where something breaks."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.experiment.play.variants import BASELINE

Run = Mapping[str, Any]

FULFILMENT = "fulfilment_rate"
GAINS = (FULFILMENT, "on_time_rate")
LEAST_GAIN = 0.005


@dataclass(frozen=True)
class Action:
    """The plan that helps most, the measure and how much of it that gains, and what it costs (yuan)."""

    scenario: str
    plan: str
    title: Mapping[str, str]
    kpi: str
    gain: float
    cost: float

    def about(self) -> dict[str, Any]:
        """As it stands in a result."""
        return {name: getattr(self, name) for name in ("scenario", "plan", "kpi", "gain", "cost")}


def first_action(runs: Sequence[Run]) -> Action | None:
    """The plan with the largest gain among scenarios that are not green; None when none gains anything.

    The gain is in fulfilment, or where no plan gains any of that, in orders on time. A gain below half a point, or
    whose interval does not leave zero out, is none; with a single replication the bare difference has to do.
    """
    weak = {run["id"] for run in without_plan(runs) if run["light"] != "green"}
    answers = [run for run in runs if run["plan"] and run["id"] in weak]
    for kpi in GAINS:
        found = [
            Action(run["id"], run["plan"], run["plan_title"], kpi, float(run["effect"][kpi]["mean"]), run["plan_cost"])
            for run in answers
            if _is_gain(run["effect"].get(kpi) or {})
        ]
        if found:
            return max(found, key=lambda one: one.gain)
    return None


def without_plan(runs: Sequence[Run]) -> list[Run]:
    """The scenarios without a plan."""
    return [run for run in runs if not run["plan"] and run["id"] != BASELINE]


def _is_gain(effect: Mapping[str, Any]) -> bool:
    mean, low, n = (known(effect.get(name)) for name in ("mean", "ci_low", "n"))
    return mean >= LEAST_GAIN and (n == 1 or low > 0)


def known(value: float | None) -> float:
    """A number of a result, NaN where it has none."""
    return math.nan if value is None else float(value)
