"""A comparison of policy sets under common random numbers: which is better, how sure that is, and what it costs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from sim.errors import SurgeError
from sim.experiment.assemble import assemble
from sim.experiment.inputs.loading import without_plans
from sim.experiment.inputs.policy_sets import load_policy_sets
from sim.experiment.inputs.titles import words
from sim.experiment.play.contrasts import Contrast, contrasts
from sim.experiment.play.design import Design, Progress
from sim.experiment.play.kind import RunKey, StudyKind
from sim.experiment.play.precision import PairedPrecision
from sim.experiment.play.race import Rules, race
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.runner import perform
from sim.experiment.play.sample import Samples
from sim.experiment.play.setup import Setup
from sim.experiment.play.summary import estimates
from sim.experiment.play.variants import Variant
from sim.experiment.stats.measures import LEADING, chosen, single
from sim.experiment.stats.paired import replications_needed
from sim.experiment.stats.selection import selectable
from sim.kpi.registry import Measure, find
from sim.results.studies import (
    Comparison,
    Drill,
    PolicyComparison,
    PolicyDifference,
    PolicyMean,
    PolicySetTitle,
    Reading,
    Selection,
    Tradeoff,
)

Select = Literal["auto", "none", "kn", "ocba"]
MANY = 4
MOST = 200
"""The cap of replications when none is given, or what the first look plays, if that is more."""
SIGNIFICANT = 0.05
COST, SERVICE = "cost_per_order", "fulfilment_rate"


class TooFewPoliciesError(SurgeError):
    """A comparison of less than two ways."""

    exit_code = 2


class TooFewReplicationsError(SurgeError):
    """A comparison that may play less than it begins with."""

    exit_code = 2


def run_compare(
    setup: Setup,
    policies: Sequence[str],
    most: int | None = None,
    select: Select = "auto",
    by: str = SERVICE,
    budget: int | None = None,
    kpis: Sequence[str] = (),
) -> Comparison:
    """Compare policy sets in the ordinary month and in the scenarios of the setup; arguments as in `CompareStudy`.

    Raises `ConfigError`, `UnknownMeasureError`, `TooFewPoliciesError` and `TooFewReplicationsError` before anything is
    written, and otherwise as `carry_out`.
    """
    return carry_out(CompareStudy(policies, most, select, by, budget, kpis), setup)


@dataclass(frozen=True, kw_only=True)
class CompareDesign(Design):
    """What a comparison plays, the measures that it compares, and the rules of a race among many (None = no race)."""

    kpis: Sequence[str]
    rules: Rules | None


@dataclass(frozen=True)
class CompareStudy(StudyKind[CompareDesign, tuple[Samples, Selection | None], Comparison]):
    """Policy sets, the first of which is the base, each in all scenarios without their plans.

    Plays the setup's `replications` of each at a time until every difference is known as precisely as
    `PairedPrecision` demands, or `most` are played. With more than four, or when `select` demands it, the best by the
    measure `by` is selected instead: only those still in the race play on (see `Rules`; `budget` is for OCBA).
    """

    policies: Sequence[str]
    most: int | None = None
    select: Select = "auto"
    by: str = SERVICE
    budget: int | None = None
    kpis: Sequence[str] = ()
    name: ClassVar[str] = "comparison"

    def design(self, setup: Setup) -> CompareDesign:
        """The policy sets, with a stopping rule or the rules of a race."""
        kpis, by = chosen(self.kpis), single(self.by).name
        most = max(MOST, setup.replications) if self.most is None else self.most
        if most < setup.replications:
            raise TooFewReplicationsError(
                f"`--most {most}` allows fewer replications than the {setup.replications} to begin with (`-n`): "
                "raise the one or lower the other"
            )
        world = setup.load_world()
        sets = load_policy_sets(world, self.policies, setup.config)
        if len(sets) < 2:
            raise TooFewPoliciesError(f"a comparison needs at least two policy sets; found {', '.join(sets) or 'none'}")
        scenarios = without_plans(setup.load_scenarios(world))
        method = ("kn" if len(sets) > MANY else "none") if self.select == "auto" else self.select
        if method == "none":
            precision = PairedPrecision(base=next(iter(sets)), most=most, measures=kpis)
            design = setup.design(world, scenarios, sets, precision, label="compare")
            return CompareDesign(**vars(design), kpis=kpis, rules=None)
        rules = Rules(method, by, most, self.budget)
        selectable(method, len(sets), setup.replications, self.budget)
        design = setup.design(world, scenarios, sets, label=f"compare-{method}", also=str(rules))
        return CompareDesign(**vars(design), kpis=kpis, rules=rules)

    def play(
        self, design: CompareDesign, jobs: int, progress: Progress | None, resume: bool
    ) -> tuple[Samples, Selection | None]:
        """Play until the differences are known, or the race is decided."""
        samples = perform(design, jobs, progress, resume)
        return race(design, samples, design.rules, jobs) if design.rules else (samples, None)

    def result(self, design: CompareDesign, outcome: tuple[Samples, Selection | None], run: RunKey) -> Comparison:
        """The result of the base, with the comparison."""
        return compared(design, *outcome, run, design.kpis)


def compared(
    design: Design, samples: Samples, selection: Selection | None, run: RunKey, kpis: Sequence[str] = LEADING
) -> Comparison:
    """The result of a study with policy sets: that of the base, which is the first, with the comparison."""
    base = next(iter(design.policies))
    found = comparison(design, samples, base, kpis, selection)
    return Comparison(**result_of(design, samples, base, run).shared(), comparison=found)


def result_of(design: Design, samples: Samples, policy: str, run: RunKey) -> Drill:
    """The result of one of the policy sets alone."""
    alone = replace(design, policies={policy: design.policies[policy]})
    mine = {variant: of for variant, of in samples.items() if variant.policy == policy}
    return assemble(alone, mine, run)


def comparison(
    design: Design,
    samples: Samples,
    base: str,
    kpis: Sequence[str] = LEADING,
    selection: Selection | None = None,
) -> PolicyComparison:
    """Each measure under each policy set, against the base, and cost against fulfilment."""
    found = {variant: estimates(mine) for variant, mine in samples.items()}
    return PolicyComparison(
        base=base,
        kpis=tuple(kpis),
        policies=tuple(PolicySetTitle(id=name, title=words(one.title)) for name, one in design.policies.items()),
        rows=tuple(
            PolicyMean(**dict(found[variant][name]), **_place(variant), kpi=name)
            for variant in samples
            for name in kpis
        ),
        differences=tuple(row for name in kpis for _, row in differences(samples, base, find(name))),
        pareto=tuple(row for scenario in _scenarios(samples) for row in pareto(_means(samples, scenario))),
        selection=selection,
    )


def differences(samples: Samples, base: str, measure: Measure[..., Any]) -> list[tuple[str, PolicyDifference]]:
    """(key, difference) of a measure under every policy set against the base, scenario by scenario.

    The key is `""` for a measure that is one number. Each difference has its own interval, p of the paired t-test, the
    same adjusted by Holm over all of them, what that means, and how many replications would find them different.
    """
    found = contrasts(samples, lambda variant: replace(variant, policy=base), measure)
    comparisons = sum(not math.isnan(one.p_holm) for one in found)
    return [(one.key, _difference(one, measure, comparisons)) for one in found]


def _difference(one: Contrast, measure: Measure[..., Any], comparisons: int) -> PolicyDifference:
    reading = _reading(one.difference.mean, one.p_holm, measure.better)
    unclear = reading == "no significant difference"
    return PolicyDifference(
        **dict(one.difference),
        **_place(one.variant),
        kpi=measure.name,
        p=one.p,
        p_holm=one.p_holm,
        verdict=reading,
        replications_needed=replications_needed(one.values, one.base, comparisons) if unclear else None,
    )


def _reading(difference: float, p: float, better: str) -> Reading:
    if math.isnan(p):
        return "unknown"
    if p >= SIGNIFICANT:
        return "no significant difference"
    return "better" if (difference > 0) == (better == "higher") else "worse"


def pareto(means: Mapping[Variant, tuple[float, float]]) -> list[Tradeoff]:
    """Cost and fulfilment of each variant; efficient = no other is at least as good in both and better in one.

    The means decide, without regard to their intervals: they are over the replications that all have played.
    """
    rows = []
    for variant, (cost, service) in means.items():
        beaten = any(
            one[0] <= cost and one[1] >= service and (one[0] < cost or one[1] > service) for one in means.values()
        )
        rows.append(Tradeoff(**_place(variant), cost_per_order=cost, fulfilment_rate=service, efficient=not beaten))
    return rows


def _means(samples: Samples, scenario: str) -> dict[Variant, tuple[float, float]]:
    there = {variant: of for variant, of in samples.items() if variant.scenario == scenario}
    common = min(len(of) for of in there.values())
    mine = {variant: estimates(of[:common]) for variant, of in there.items()}
    return {variant: (found[COST].mean, found[SERVICE].mean) for variant, found in mine.items()}


def _scenarios(samples: Samples) -> list[str]:
    return list(dict.fromkeys(variant.scenario for variant in samples))


def _place(variant: Variant) -> dict[str, str]:
    return {"scenario": variant.scenario, "policy": variant.policy or ""}
