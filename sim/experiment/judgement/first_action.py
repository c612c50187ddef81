"""The first thing to do: the plan that gains most, where something breaks."""

from collections.abc import Iterable, Sequence

from sim.results.study import Estimate, FirstAction, Run

FULFILMENT = "fulfilment_rate"
GAINS = (FULFILMENT, "on_time_rate")
LEAST_GAIN = 0.005


def first_action(runs: Sequence[Run]) -> FirstAction | None:
    """The plan with the largest gain among scenarios that are not green; None when none gains anything.

    The gain is in fulfilment, or where no plan gains any of that, in orders on time. A gain below half a point, or
    whose interval does not leave zero out, is none; with a single replication the bare difference has to do.
    """
    weak = {run.id for run in without_plan(runs) if run.light != "green"}
    answers = [run for run in runs if run.plan and run.id in weak]
    for kpi in GAINS:
        found = [run for run in answers if _is_gain(run.effect.get(kpi))]
        if found:
            best = max(found, key=lambda run: run.effect[kpi].mean)
            gain, cost = best.effect[kpi].mean, best.plan_cost or 0.0
            return FirstAction(scenario=best.id, plan=best.plan or "", kpi=kpi, gain=gain, cost=cost)
    return None


def without_plan(runs: Iterable[Run]) -> list[Run]:
    """The scenarios without a plan."""
    return [run for run in runs if not run.plan and not run.is_baseline]


def _is_gain(effect: Estimate | None) -> bool:
    return effect is not None and effect.mean >= LEAST_GAIN and (effect.n == 1 or effect.ci_low > 0)
