"""Which way of running the house is better: paired differences of policy sets in each scenario, and what they cost."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.experiment.assemble import assemble
from sim.experiment.play.precision import MEASURES
from sim.experiment.play.runner import Design, Samples
from sim.experiment.play.summary import column, estimates
from sim.experiment.play.variants import Variant
from sim.experiment.stats.estimates import holm, paired, paired_p, replications_needed
from sim.kpi.registry import find
from sim.schema.scenario import Scenario

SIGNIFICANT = 0.05
UNTOLD = "no significant difference"
COST, SERVICE = "cost_per_order", "fulfilment_rate"
Row = dict[str, Any]


def comparison(design: Design, samples: Samples, base: str, kpis: Sequence[str] = MEASURES) -> dict[str, Any]:
    """The comparison of a study with policy sets, as it stands in its result.

    `rows`         each measure under each policy set and scenario, with its interval
    `differences`  each policy set minus the base, under common random numbers: its own interval, p of the paired
                   t-test, the same adjusted by Holm over all policy sets and scenarios of one measure, what that means
                   (`better`, `worse`, `no significant difference`, `unknown`), and how many replications would tell
    `pareto`       cost against fulfilment, and whether another policy set is as good in both and better in one
    """
    return {
        "base": base,
        "kpis": list(kpis),
        "policies": [{"id": name, "title": one.title.model_dump()} for name, one in design.policies.items()],
        "rows": [
            {**_place(variant), "kpi": name, **found[name].about()}
            for variant, mine in samples.items()
            for found in (estimates(mine),)
            for name in kpis
        ],
        "differences": [row for name in kpis for row in differences(samples, base, name)],
        "pareto": [row for scenario in _scenarios(samples) for row in pareto(_means(samples, scenario))],
    }


def compared(
    design: Design,
    samples: Samples,
    run_id: str,
    config_hash: str,
    selection: Mapping[str, Any] | None = None,
    kpis: Sequence[str] = MEASURES,
) -> dict[str, Any]:
    """The result of a study with policy sets: that of the base, which is the first, with the `comparison`.

    `selection` says who won a race among many, see `race`.
    """
    base = next(iter(design.policies))
    found = {**comparison(design, samples, base, kpis), "selection": selection}
    return {**result_of(design, samples, base, run_id, config_hash), "comparison": found}


def result_of(design: Design, samples: Samples, policy: str, run_id: str, config_hash: str) -> dict[str, Any]:
    """The result of one of the policy sets alone."""
    alone = replace(design, policies={policy: design.policies[policy]})
    mine = {variant: of for variant, of in samples.items() if variant.policy == policy}
    return assemble(alone, mine, run_id, config_hash)


def without_plans(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Scenarios as they are met by each policy set: nobody answers them with a plan."""
    return {name: scenario.model_copy(update={"plans": {}}) for name, scenario in scenarios.items()}


def differences(samples: Samples, base: str, kpi: str) -> list[Row]:
    """One measure of every policy set against the base, scenario by scenario."""
    measure = find(kpi)
    others = [variant for variant in samples if variant.policy != base]
    pairs = []
    for variant in others:
        origin = samples[replace(variant, policy=base)]
        mine = samples[variant]
        both = min(len(mine), len(origin))
        pairs.append((column(mine[:both], measure.name), column(origin[:both], measure.name)))
    adjusted = holm([paired_p(*pair) for pair in pairs])
    made = sum(not math.isnan(p) for p in adjusted)
    rows = []
    for variant, pair, p in zip(others, pairs, adjusted, strict=True):
        found = paired(*pair)
        word = _meaning(found.mean, p, measure.better)
        needed = replications_needed(*pair, made) if word == UNTOLD else None
        row = {**_place(variant), "kpi": measure.name, **found.about(), "p": paired_p(*pair), "p_holm": p}
        rows.append({**row, "verdict": word, "replications_needed": needed})
    return rows


def _meaning(difference: float, p: float, better: str) -> str:
    if math.isnan(p):
        return "unknown"
    if p >= SIGNIFICANT:
        return UNTOLD
    return "better" if (difference > 0) == (better == "higher") else "worse"


def pareto(means: Mapping[Variant, tuple[float, float]]) -> list[Row]:
    """Cost and fulfilment of each variant; efficient = no other is at least as good in both and better in one.

    The means decide, without regard to their intervals: they are over the replications that all have played.
    """
    rows = []
    for variant, (cost, service) in means.items():
        beaten = any(
            one[0] <= cost and one[1] >= service and (one[0] < cost or one[1] > service) for one in means.values()
        )
        rows.append({**_place(variant), COST: cost, SERVICE: service, "efficient": not beaten})
    return rows


def _means(samples: Samples, scenario: str) -> dict[Variant, tuple[float, float]]:
    there = {variant: of for variant, of in samples.items() if variant.scenario == scenario}
    common = min(len(of) for of in there.values())
    mine = {variant: estimates(of[:common]) for variant, of in there.items()}
    return {variant: (found[COST].mean, found[SERVICE].mean) for variant, found in mine.items()}


def _scenarios(samples: Samples) -> list[str]:
    return list(dict.fromkeys(variant.scenario for variant in samples))


def _place(variant: Variant) -> Row:
    return {"scenario": variant.scenario, "policy": variant.policy}
