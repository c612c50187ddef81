"""The study's result: one plain object that every report reads, assembled from the samples."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.experiment.inputs.titles import titles
from sim.experiment.judgement.caveats import METHOD, NOT_MODELLED, warnings
from sim.experiment.judgement.first_action import first_action
from sim.experiment.judgement.score import brand_score, judge
from sim.experiment.judgement.verdict import verdict
from sim.experiment.play import summary
from sim.experiment.play.runner import Design, Samples
from sim.experiment.play.sample import Sample
from sim.experiment.play.variants import BASELINE, Setting, Variant, meta, targets
from sim.experiment.stats.estimates import Estimate, wilson
from sim.kpi.registry import scalars
from sim.results.documents import plain
from sim.results.folder import versions
from sim.schema.scenario import Bound, Scenario

SCHEMA = 1
Run = dict[str, Any]


def assemble(
    design: Design,
    samples: Samples,
    run_id: str,
    config_hash: str,
    month: str = "",
    history: Sequence[tuple[str, float]] = (),
) -> dict[str, Any]:
    """The result of a study. Nothing in it depends on when, where or by how many workers it was played.

    `history` holds (month, score) of earlier drills of the brand, oldest first; this drill is added at its end.
    """
    runs = [run for setting in design.settings() for run in _runs(setting, samples)]
    order = {(variant.scenario, variant.plan): number for number, variant in enumerate(design.variants)}
    runs.sort(key=lambda run: order[run["id"], run["plan"]])
    score = _score(runs)
    world = design.world
    replications = len(next(iter(samples.values())))
    action, made_with = first_action(runs), versions()
    result = {
        "schema": SCHEMA,
        "run_id": run_id,
        "brand": world.brand.model_dump(),
        "month": month,
        "seed": design.seed,
        "version": made_with["surgetwin"],
        "config_hash": config_hash,
        "replications": replications,
        "start": world.start.isoformat(),
        "horizon": world.horizon,
        "score": score,
        "history": [{"month": name, "score": points} for name, points in (*history, (month, score)) if name],
        "verdict": verdict(runs),
        "first_action": action.about() if action else None,
        "targets": targets(world),
        "titles": titles(world, sorted({name for run in runs for name in run["utilisation"]})),
        "kpis": {name: measure.about() for name, measure in scalars().items()},
        "scenarios": runs,
        "method": {
            "how": METHOD,
            "warnings": warnings(runs, targets(world), replications),
            "not_modelled": list(NOT_MODELLED),
            "versions": made_with,
        },
    }
    return dict(plain(result))


def _runs(setting: Setting, samples: Samples) -> list[Run]:
    return [_run(setting, variant, samples) for variant in setting.variants]


def _run(setting: Setting, variant: Variant, samples: Samples) -> Run:
    """One run of the result: a scenario without a plan or with one."""
    mine, scenario = samples[variant], setting.scenarios[variant.scenario]
    found = summary.estimates(mine)
    aims = targets(setting.world)
    judged = judge(aims, {name: estimate.mean for name, estimate in found.items()})
    curve = summary.curve(mine)
    shocked = variant.scenario != BASELINE
    begins = meta(setting.world, scenario, variant)["shock_from"]
    plan = scenario.plans[variant.plan] if variant.plan else None
    without = samples[replace(variant, plan=None)] if plan else None
    return {
        "id": variant.scenario,
        "plan": variant.plan,
        "title": scenario.title.model_dump(),
        "plan_title": _plan_title(variant, scenario),
        "row": scenario.row or "",
        "shock": None if begins is None else {"from": begins, "until": summary.shock_until(mine)},
        "kpis": _told(found),
        "light": judged.light,
        "lights": dict(judged.lights),
        "grade": judged.grade,
        "score": judged.score,
        "delta": _told(summary.differences(mine)) if shocked else {},
        "effect": _told(summary.differences(mine, without)) if without else {},
        "plan_cost": float(sum(sample["plan_cost"] for sample in mine)) / len(mine) if plan else None,
        "expect": [
            one for name, bound in scenario.expect.items() for one in _expected(name, bound, found[name].mean, mine)
        ],
        "curve": curve,
        "lead_time": summary.lead_time(mine, setting.world.horizon),
        "stages": summary.stages(mine),
        "utilisation": summary.family(mine, lambda one: one["utilisation"]),
        "binds_first": summary.binds_first(mine),
        "funnel": _rows("step", summary.family(mine, lambda one: one["funnel"])),
        "exits": _rows("exit", summary.family(mine, lambda one: one["exits"])),
        "cost": summary.family(mine, lambda one: one["cost"]),
        "intervals": summary.intervals(mine),
        "worst": summary.worst(mine, curve, aims.get("fulfilment_rate")),
        "recall": summary.recall(mine),
    }


def _plan_title(variant: Variant, scenario: Scenario) -> dict[str, str] | None:
    if variant.plan is None:
        return None
    title = scenario.plans[variant.plan].title
    return dict(title.model_dump()) if title else {"zh": variant.plan, "en": variant.plan}


def _expected(name: str, bound: Bound, mean: float, samples: Sequence[Sample]) -> list[dict[str, Any]]:
    """Each side of a bound: whether the mean meets it, and in how many replications the value did."""
    values = summary.column(samples, name)
    sides = (("at_least", bound.at_least, 1.0), ("at_most", bound.at_most, -1.0))
    return [
        {
            "kpi": name,
            side: limit,
            "value": mean,
            "met": sign * mean >= sign * limit,
            "runs": wilson(sign * values >= sign * limit).about(),
        }
        for side, limit, sign in sides
        if limit is not None
    ]


def _score(runs: Sequence[Run]) -> float | None:
    """The brand's score; without any scenario, that of its ordinary month."""
    shocked = dict.fromkeys(run["id"] for run in runs if run["id"] != BASELINE)
    names = shocked or [BASELINE]
    return brand_score([run["score"] for run in runs if run["id"] == name] for name in names)


def _told(found: Mapping[str, Estimate]) -> dict[str, dict[str, float | int]]:
    return {name: estimate.about() for name, estimate in found.items()}


def _rows(key: str, counts: Mapping[str, float]) -> list[dict[str, Any]]:
    return [{key: name, "orders": orders} for name, orders in counts.items()]
