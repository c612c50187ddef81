"""The result of a study: one frozen model that the report, the command line, workbooks and notebooks read.

`result.json` is its dump, with a layout number that is checked when it is read. What all kinds of study have in common
stands here; what each kind adds is in `sim.results.studies`.
"""

import math
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_serializer
from pydantic_core.core_schema import SerializerFunctionWrapHandler

LAYOUT: Final = 2
"""Number of the layout of `result.json`; a change that older readers would misread counts it up."""

BASELINE = "baseline"
"""The run in which nothing happens."""

Number = Annotated[
    float,
    BeforeValidator(lambda value: math.nan if value is None else value),
    AfterValidator(lambda value: float(value) if math.isfinite(value) else math.nan),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "null"}]}),
]
"""A measured number; NaN = undefined or infinite, null in JSON. One NaN for all, so that a result equals its copy."""

Lang = Literal["zh", "en"]
Light = Literal["green", "amber", "red"]
Grade = Literal["P", "S", "M", "U"]
Better = Literal["higher", "lower"]


class Frozen(BaseModel):
    """A part of a result: it does not change, and has no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Words(Frozen):
    """A text in both languages."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """The text in one of them."""
        return self.zh if lang == "zh" else self.en


class Estimate(Frozen):
    """A mean over `n` replications and the ends of its 95 % confidence interval (NaN without one)."""

    mean: Number
    ci_low: Number
    ci_high: Number
    n: int

    @property
    def half_width(self) -> float:
        """Half the length of the interval; NaN without one."""
        return (self.ci_high - self.ci_low) / 2


class Thresholds(Frozen):
    """Thresholds of a measure's light, in the unit of the measure, and its weight in the score."""

    green: float
    amber: float
    weight: float
    better: Better


class MeasureInfo(Frozen):
    """What is declared of a measure: unit, which way is better, titles, where it is documented."""

    unit: str
    better: Better
    title_zh: str
    title_en: str
    source: str

    def title(self, lang: Lang) -> str:
        """The title in a language."""
        return self.title_zh if lang == "zh" else self.title_en


class Titles(Frozen):
    """What people call resources, sites and items, by id."""

    resource: Mapping[str, Words]
    site: Mapping[str, Words]
    item: Mapping[str, Words]


class ShockPeriod(Frozen):
    """When the first shock begins and the last one ends, minutes; the end is the median over replications."""

    start: float = Field(alias="from")
    until: Number


class Expectation(Frozen):
    """One side of a bound that the scenario expects of a measure, and in which share of the replications it held."""

    kpi: str
    at_least: float | None = None
    at_most: float | None = None
    value: Number
    met: bool
    runs: Estimate

    @model_serializer(mode="wrap")
    def _one_side(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {
            key: value for key, value in dump(self).items() if value is not None or key not in ("at_least", "at_most")
        }


class Curve(Frozen):
    """Rolling fulfilment hour by hour: median and 10-90 % band over replications; one value an hour."""

    hours: tuple[float, ...]
    median: tuple[Number, ...]
    low: tuple[Number, ...]
    high: tuple[Number, ...]


class LeadTime(Frozen):
    """Share of paid orders in hand within so many hours, mean over replications."""

    hours: tuple[float, ...]
    share: tuple[Number, ...]


class StageHours(Frozen):
    """Hours in a stage: the mean and the 95th percentile of orders, averaged over replications."""

    mean: Number
    p95: Number


class Binding(Frozen):
    """The resource that binds first in most replications: in how many (`runs`), and when (minutes, median)."""

    resource: str
    at: float
    runs: int


class StepCount(Frozen):
    """A step of the order funnel and how many orders reach it, mean over replications."""

    step: str
    orders: Number


class ExitCount(Frozen):
    """A way out of the funnel and how many orders take it, mean over replications."""

    exit: str
    orders: Number


class Families(Frozen):
    """Intervals of the measures that have a value for each key, by that key; of a stage, that of its mean hours."""

    stages: Mapping[str, Estimate]
    utilisation: Mapping[str, Estimate]
    funnel: Mapping[str, Estimate]
    exits: Mapping[str, Estimate]
    cost: Mapping[str, Estimate]
    recall: Mapping[str, Estimate]


class ServiceDip(Frozen):
    """A failure of service: when it starts, is worst and is over (minutes), how deep it is (share), and its cause."""

    start: float
    trough: float
    recovered: Number
    depth: float
    cause: str | None


class RecallCounts(Frozen):
    """How far a recall came, mean orders, and the share made good within 48 h."""

    traced: Number
    blocked: Number
    notified: Number
    collected: Number
    replaced: Number
    within_48h: Number


class Run(Frozen):
    """A scenario without a plan, or with one of its plans, over all replications.

    `delta` compares with the unshocked twins, `effect` with the same scenario without the plan; both are paired.
    """

    id: str
    plan: str | None
    title: Words
    plan_title: Words | None
    row: str
    shock: ShockPeriod | None
    kpis: Mapping[str, Estimate]
    light: Light | None
    lights: Mapping[str, Light]
    grade: Grade | None
    score: float | None
    delta: Mapping[str, Estimate]
    effect: Mapping[str, Estimate]
    plan_cost: float | None
    expect: tuple[Expectation, ...]
    curve: Curve
    lead_time: LeadTime
    stages: Mapping[str, StageHours]
    utilisation: Mapping[str, Number]
    binds_first: Binding | None
    funnel: tuple[StepCount, ...]
    exits: tuple[ExitCount, ...]
    cost: Mapping[str, Number]
    intervals: Families
    worst: tuple[ServiceDip, ...]
    recall: RecallCounts | None

    @property
    def is_baseline(self) -> bool:
        """Whether nothing happens in it."""
        return self.id == BASELINE

    @property
    def letter(self) -> str:
        """`A` for `a_head_streamer`; other scenarios keep their id."""
        head, mark, _ = self.id.partition("_")
        return head.upper() if mark and len(head) == 1 else self.id

    @property
    def name(self) -> str:
        """`scenario` or `scenario+plan`."""
        return f"{self.id}+{self.plan}" if self.plan else self.id

    def mean(self, kpi: str) -> float:
        """The mean of a measure; NaN where it is undefined, `KeyError` where there is no such measure."""
        return self.kpis[kpi].mean


class FirstAction(Frozen):
    """The plan to begin with: what it gains in a measure, and what it costs (yuan a run)."""

    scenario: str
    plan: str
    kpi: str
    gain: float
    cost: float


class DrillScore(Frozen):
    """The score of one month's drill; None where nothing was judged."""

    month: str
    score: float | None


class Method(Frozen):
    """How the numbers were made, what weakens them, what is not modelled, and with which versions."""

    how: Words
    warnings: tuple[Words, ...]
    not_modelled: tuple[Words, ...]
    versions: Mapping[str, str]


class StudyResult(Frozen):
    """What every kind of study has: how it was made, the runs of its scenarios, and their judgement.

    `start` is ISO 8601, `horizon` minutes; `history` holds the scores of earlier drills and of this one, oldest first.
    """

    layout: Literal[2] = Field(LAYOUT, alias="schema")
    kind: str
    run_id: str
    brand: Words
    month: str
    seed: int
    version: str
    config_hash: str
    replications: int
    start: str
    horizon: float
    score: float | None
    history: tuple[DrillScore, ...]
    verdict: Words
    first_action: FirstAction | None
    targets: Mapping[str, Thresholds]
    titles: Titles
    kpis: Mapping[str, MeasureInfo]
    runs: tuple[Run, ...] = Field(alias="scenarios")
    method: Method

    @property
    def baseline(self) -> Run | None:
        """The run in which nothing happens."""
        return next((run for run in self.runs if run.is_baseline), None)

    @property
    def without_plans(self) -> tuple[Run, ...]:
        """The scenarios without a plan, the baseline left out."""
        return tuple(run for run in self.runs if not run.plan and not run.is_baseline)

    def plans(self, scenario: str) -> tuple[Run, ...]:
        """The runs of a scenario with each of its plans."""
        return tuple(run for run in self.runs if run.id == scenario and run.plan)

    def shared(self) -> dict[str, Any]:
        """The fields that every kind of study has, by name, to build a result of another kind from."""
        return {name: getattr(self, name) for name in StudyResult.model_fields if name not in ("layout", "kind")}

    def run(self, scenario: str, plan: str | None = None) -> Run:
        """A scenario with one of its plans or without any; `KeyError` when it was not played."""
        for run in self.runs:
            if (run.id, run.plan) == (scenario, plan):
                return run
        raise KeyError(f"{scenario}+{plan}" if plan else scenario)

    def best_plan(self, scenario: str) -> Run | None:
        """The plan that is the first action of the study, else that with the highest fulfilment rate."""
        plans = self.plans(scenario)
        if self.first_action is not None and self.first_action.scenario == scenario:
            plans = (self.run(scenario, self.first_action.plan),)
        return max(plans, key=lambda run: _or_zero(run.mean("fulfilment_rate")), default=None)

    def goal(self, kpi: str) -> float | None:
        """The threshold of a measure's green light, in its own unit; None without a target."""
        return self.targets[kpi].green if kpi in self.targets else None

    @property
    def previous(self) -> DrillScore | None:
        """The last drill before this one that has a score."""
        earlier = [drill for drill in self.history if drill.month != self.month and drill.score is not None]
        return earlier[-1] if earlier else None

    def answer(self) -> dict[str, Any]:
        """What the command line prints as JSON: the study's own question; here the measures of every run."""
        return {
            "scenarios": [
                {"id": run.id, "plan": run.plan, "kpis": {name: one.model_dump() for name, one in run.kpis.items()}}
                for run in self.runs
            ]
        }


def _or_zero(number: float) -> float:
    return 0.0 if math.isnan(number) else number
