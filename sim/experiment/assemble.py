"""From samples to a result: every run measured and judged, then what can be said of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sim.experiment.inputs.thresholds import thresholds
from sim.experiment.inputs.titles import titles, words
from sim.experiment.judgement.caveats import METHOD, NOT_MODELLED, warnings
from sim.experiment.judgement.first_action import first_action
from sim.experiment.judgement.score import brand_score, judge
from sim.experiment.judgement.verdict import verdict
from sim.experiment.play import summary
from sim.experiment.play.design import Design
from sim.experiment.play.kind import RunKey
from sim.experiment.play.sample import Sample, Samples
from sim.experiment.play.variants import Block, Variant, meta
from sim.experiment.stats.estimates import wilson
from sim.kpi.registry import scalars
from sim.results.folder import versions
from sim.results.studies import Drill
from sim.results.study import (
    BASELINE,
    DrillScore,
    ExitCount,
    Expectation,
    MeasureInfo,
    Method,
    Run,
    ShockPeriod,
    StepCount,
    Words,
)
from sim.schema.scenario import Bound, Scenario


def assemble(
    design: Design, samples: Samples, run: RunKey, month: str = "", history: Sequence[tuple[str, float]] = ()
) -> Drill:
    """The result of playing scenarios; other kinds of study build theirs on what it shares with them.

    Nothing in it depends on when, where or by how many workers it was played. `history` holds (month, score) of earlier
    drills of the brand, oldest first; this drill is added at its end.
    """
    runs = [one for block in design.blocks() for one in _runs(block, samples)]
    order = {(variant.scenario, variant.plan): number for number, variant in enumerate(design.variants)}
    runs.sort(key=lambda one: order[one.id, one.plan])
    score, world, made_with = _score(runs), design.world, versions()
    targets, replications = thresholds(world), len(next(iter(samples.values())))
    return Drill(
        run_id=run.run_id,
        brand=words(world.brand),
        month=month,
        seed=design.seed,
        version=made_with["surgetwin"],
        config_hash=run.config_hash,
        replications=replications,
        start=world.start.isoformat(),
        horizon=world.horizon,
        score=score,
        history=tuple(DrillScore(month=name, score=points) for name, points in (*history, (month, score)) if name),
        verdict=verdict(runs),
        first_action=first_action(runs),
        targets=targets,
        titles=titles(world, sorted({name for one in runs for name in one.utilisation})),
        kpis={name: MeasureInfo.model_validate(measure.about()) for name, measure in scalars().items()},
        runs=tuple(runs),
        method=Method(
            how=METHOD,
            warnings=tuple(warnings(runs, targets, replications)),
            not_modelled=NOT_MODELLED,
            versions=made_with,
        ),
    )


def _runs(block: Block, samples: Samples) -> list[Run]:
    return [_run(block, variant, samples) for variant in block.variants]


def _run(block: Block, variant: Variant, samples: Samples) -> Run:
    """One run of the result: a scenario without a plan or with one."""
    mine, scenario = samples[variant], block.scenarios[variant.scenario]
    found = summary.estimates(mine)
    targets = thresholds(block.world)
    judged = judge(targets, {name: estimate.mean for name, estimate in found.items()})
    curve = summary.curve(mine)
    begins = meta(block.world, scenario, variant)["shock_from"]
    without = samples[replace(variant, plan=None)] if variant.plan else None
    return Run(
        id=variant.scenario,
        plan=variant.plan,
        title=words(scenario.title),
        plan_title=_plan_title(variant, scenario),
        row=scenario.row or "",
        shock=None if begins is None else ShockPeriod(start=begins, until=summary.shock_until(mine)),
        kpis=found,
        light=judged.light,
        lights=judged.lights,
        grade=judged.grade,
        score=judged.score,
        delta={} if variant.scenario == BASELINE else summary.differences(mine),
        effect={} if without is None else summary.differences(mine, without),
        plan_cost=sum(sample.plan_cost for sample in mine) / len(mine) if variant.plan else None,
        expect=tuple(
            one for name, bound in scenario.expect.items() for one in _expected(name, bound, found[name].mean, mine)
        ),
        curve=curve,
        lead_time=summary.lead_time(mine, block.world.horizon),
        stages=summary.stages(mine),
        utilisation=summary.means_by_key(mine, "utilisation_peak"),
        binds_first=summary.binds_first(mine),
        funnel=tuple(StepCount(step=key, orders=n) for key, n in summary.means_by_key(mine, "funnel").items()),
        exits=tuple(ExitCount(exit=key, orders=n) for key, n in summary.means_by_key(mine, "exits").items()),
        cost=summary.means_by_key(mine, summary.COST),
        intervals=summary.intervals(mine),
        worst=summary.worst(mine, curve, targets.get("fulfilment_rate")),
        recall=summary.recall(mine),
    )


def _plan_title(variant: Variant, scenario: Scenario) -> Words | None:
    return words(scenario.plans[variant.plan].title, variant.plan) if variant.plan else None


def _expected(name: str, bound: Bound, mean: float, samples: Sequence[Sample]) -> list[Expectation]:
    """Each side of a bound: whether the mean meets it, and in how many replications the value did."""
    values = summary.column(samples, name)
    sides: Mapping[str, tuple[float | None, float]] = {
        "at_least": (bound.at_least, 1.0),
        "at_most": (bound.at_most, -1.0),
    }
    return [
        Expectation(
            kpi=name,
            value=mean,
            met=sign * mean >= sign * limit,
            runs=wilson(sign * values >= sign * limit),
            **{side: limit},
        )
        for side, (limit, sign) in sides.items()
        if limit is not None
    ]


def _score(runs: Sequence[Run]) -> float | None:
    """The brand's score; without any scenario, that of its ordinary month."""
    shocked = dict.fromkeys(run.id for run in runs if not run.is_baseline)
    names = shocked or [BASELINE]
    return brand_score([run.score for run in runs if run.id == name] for name in names)
