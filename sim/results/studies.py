"""One result class for each kind of study, and the union that a `result.json` is read as."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import Field, TypeAdapter, ValidationError, model_serializer
from pydantic_core.core_schema import SerializerFunctionWrapHandler

from sim.errors import SurgeError
from sim.results.study import LAYOUT, Estimate, Frozen, Number, StudyResult, Words
from sim.schema.json_schema import DIALECT

Setting = Mapping[str, str]
"""Values of dotted keys, as they would be written in a world."""


class Drill(StudyResult):
    """Scenarios without a plan and with each of its plans; outside the monthly rhythm `month` is empty."""

    kind: Literal["drill"] = "drill"


class PolicySetTitle(Frozen):
    """A policy set and what people call it."""

    id: str
    title: Words


class PolicyMean(Estimate):
    """A measure under a policy set in a scenario."""

    scenario: str
    policy: str
    kpi: str


Reading = Literal["better", "worse", "no significant difference", "unknown"]


class PolicyDifference(PolicyMean):
    """A policy set minus the base in a scenario, paired.

    `p` is that of the paired t-test, `p_holm` the same adjusted over all policy sets and scenarios of the measure.
    """

    p: Number
    p_holm: Number
    verdict: Reading
    replications_needed: int | None


class Tradeoff(Frozen):
    """Cost and fulfilment of a policy set in a scenario; efficient = no other is as good in both, better in one."""

    scenario: str
    policy: str
    cost_per_order: Number
    fulfilment_rate: Number
    efficient: bool


class Selection(Frozen):
    """How the best of many policy sets was found; `decided` is false when the cap of replications came first."""

    method: Literal["kn", "ocba"]
    kpi: str
    delta: float
    left: tuple[str, ...]
    decided: bool
    replications: Mapping[str, int]


class PolicyComparison(Frozen):
    """Policy sets beside each other: means, paired differences against the base, cost against fulfilment."""

    base: str
    kpis: tuple[str, ...]
    policies: tuple[PolicySetTitle, ...]
    rows: tuple[PolicyMean, ...]
    differences: tuple[PolicyDifference, ...]
    pareto: tuple[Tradeoff, ...]
    selection: Selection | None

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios in which they were compared."""
        return tuple(dict.fromkeys(row.scenario for row in self.rows))

    @cached_property
    def means(self) -> Mapping[tuple[str, str, str], PolicyMean]:
        """The rows by scenario, policy set and measure."""
        return {(row.scenario, row.policy, row.kpi): row for row in self.rows}

    @cached_property
    def against_base(self) -> Mapping[tuple[str, str, str], PolicyDifference]:
        """The differences by scenario, policy set and measure; the base itself has none."""
        return {(row.scenario, row.policy, row.kpi): row for row in self.differences}

    @cached_property
    def tradeoffs(self) -> Mapping[tuple[str, str], Tradeoff]:
        """Cost and fulfilment by scenario and policy set."""
        return {(row.scenario, row.policy): row for row in self.pareto}


class Comparison(StudyResult):
    """Policy sets compared under common random numbers; the runs are those of the base."""

    kind: Literal["comparison"] = "comparison"
    comparison: PolicyComparison

    def answer(self) -> dict[str, Any]:
        """Everything that was compared."""
        return self.comparison.model_dump(by_alias=True)


class SweepPoint(Frozen):
    """The measures at one point of a sweep in a scenario."""

    id: str
    at: Setting
    scenario: str
    kpis: Mapping[str, Estimate]


class Swing(Frozen):
    """How far a setting alone moves a measure from the middle of its range to both ends, paired."""

    key: str
    start: str = Field(alias="from")
    end: str = Field(alias="to")
    low: Estimate
    high: Estimate
    swing: float


class ElementaryEffect(Frozen):
    """Morris: mean absolute effect with its interval, mean effect, and their spread."""

    key: str
    mu_star: float
    mu: float
    mu_star_ci: float
    sigma: float


class SobolIndex(Frozen):
    """Sobol: share of the variance that a setting explains alone, and with all others."""

    key: str
    first: float
    first_ci: float
    total: float
    total_ci: float


class Spread(Frozen):
    """Where the spread of a measure comes from: standard deviation over inputs, and over replications.

    `interval` is the 95 % interval of the mean, `range` the middle 95 % of the true means over the inputs.
    """

    mean: float
    inputs: float
    luck: float
    interval: tuple[Number, Number]
    range: tuple[float, float]


Sensitivity = tuple[Swing, ...] | tuple[ElementaryEffect, ...] | tuple[SobolIndex, ...] | Spread | None


class Analysis(Frozen):
    """What a sweep says of a measure in a scenario; None where the measure is undefined at some point."""

    scenario: str
    kpi: str
    found: Sensitivity


class SweepTable(Frozen):
    """The points of a sweep and what was found; a grid, list or hypercube has no analysis."""

    how: Literal["grid", "list", "lhs", "tornado", "morris", "sobol", "inputs"]
    kpis: tuple[str, ...]
    rows: tuple[SweepPoint, ...]
    analysis: tuple[Analysis, ...] = ()

    @model_serializer(mode="wrap")
    def _with_analysis_or_without(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in dump(self).items() if value or key != "analysis"}


class Sweep(StudyResult):
    """The same month at many points of its settings; the runs are those of the world as it is."""

    kind: Literal["sweep"] = "sweep"
    sweep: SweepTable

    def answer(self) -> dict[str, Any]:
        """Every point, and what was found."""
        return self.sweep.model_dump(by_alias=True)


class ConstraintCheck(Estimate):
    """How a bound fares on fresh random numbers in a scenario; `holds` is None where its interval spans the bound."""

    bound: str
    kpi: str
    scenario: str
    search: Number
    holds: bool | None


class TrialRecord(Frozen):
    """One point that a search tried: the means of its measures by scenario, and whether every bound was met."""

    number: int
    at: Setting
    outcome: Mapping[str, Mapping[str, Number]]
    feasible: bool


class OptimumFound(Frozen):
    """The best point of a search, what it promised there and what it kept on fresh random numbers."""

    by: str
    at: Setting
    search: Number
    fresh: Number
    optimism: Number
    constraints: tuple[ConstraintCheck, ...]
    search_replications: int
    fresh_seed: int
    fresh_replications: int
    trials: tuple[TrialRecord, ...]


class Optimum(StudyResult):
    """The best settings of a search beside the world as it is; the runs are those of the latter."""

    kind: Literal["optimum"] = "optimum"
    comparison: PolicyComparison
    optimum: OptimumFound

    def answer(self) -> dict[str, Any]:
        """The search, and the best beside the world as it is."""
        return {**self.comparison.model_dump(by_alias=True), "optimum": self.optimum.model_dump(by_alias=True)}


class ExposedElement(Frozen):
    """What the loss of one element does; see `sim.experiment.studies.knockout`."""

    rank: int
    id: str
    sort: Literal["site", "lane", "supplier", "couriers"]
    element: str
    time_to_survive: Estimate
    time_to_recover: Estimate
    lost_contribution: Estimate
    lowest_point: Estimate
    fulfilment_rate: Estimate
    failed: int
    recovered_in: int
    replications: int
    at_risk: bool

    @property
    def not_recovered(self) -> int:
        """In how many replications service was not back by the end of the run."""
        return self.replications - self.recovered_in


class KnockOut(Frozen):
    """Every element knocked out in turn, the one whose loss costs most first."""

    start: str = Field(alias="from")
    lasts: str = Field(alias="for")
    elements: tuple[ExposedElement, ...]


class Exposure(StudyResult):
    """Sites, lanes, suppliers and courier pools knocked out in turn; the only run is the ordinary month."""

    kind: Literal["exposure"] = "exposure"
    stress: KnockOut

    def answer(self) -> dict[str, Any]:
        """The exposure of every element."""
        return self.stress.model_dump(by_alias=True)


class TriedValue(Estimate):
    """The measure at one value of the setting: whether its mean meets the target, and the whole interval agrees."""

    at: str
    holds: bool
    sure: bool


class Bisection(Frozen):
    """The last value at which a target holds and the first at which it breaks, with all that were tried.

    Between `uncertain_from` and `uncertain_to` the replications cannot tell; None when both sides are sure.
    """

    key: str
    target: str
    kpi: str
    scenario: str | None
    holds: TriedValue
    breaks: TriedValue
    uncertain_from: str | None
    uncertain_to: str | None
    tried: tuple[TriedValue, ...]


class BreakingPoint(StudyResult):
    """Where along a setting a target begins to break; the only run is the ordinary month."""

    kind: Literal["breaking_point"] = "breaking_point"
    level: Bisection

    def answer(self) -> dict[str, Any]:
        """The breaking point, and the values that were tried."""
        return self.level.model_dump(by_alias=True)


class SteadySeries(Estimate):
    """A series step by step, its warm-up, and its long-run mean from batches of what follows."""

    unit: str
    title: Words
    step_hours: float
    warm_up_hours: float
    batches: tuple[float, ...]
    correlation: float
    long_enough: bool
    series: tuple[float, ...]


class SteadyState(StudyResult):
    """The long run without any shock and without its warm-up; `steady_left_out` could not be measured in each step."""

    kind: Literal["steady_state"] = "steady_state"
    steady: Mapping[str, SteadySeries]
    steady_left_out: tuple[Words, ...]

    def answer(self) -> dict[str, Any]:
        """Every series with its warm-up and mean."""
        return {"series": {name: one.model_dump(by_alias=True) for name, one in self.steady.items()}}


AnyStudy = Annotated[
    Drill | Comparison | Sweep | Optimum | Exposure | BreakingPoint | SteadyState, Field(discriminator="kind")
]
KINDS: Final[Mapping[str, type[StudyResult]]] = {
    result.model_fields["kind"].default: result for result in get_args(get_args(AnyStudy)[0])
}
"""The class of each kind."""
_READER: TypeAdapter[AnyStudy] = TypeAdapter(AnyStudy)


class UnreadableResultError(SurgeError):
    """A `result.json` of another layout, or one that is not a result."""

    exit_code = 3


def read_study(document: Any, file: Path | str) -> AnyStudy:
    """The study in a `result.json` that was read; `file` is where, for errors.

    Raises `UnreadableResultError` for another layout, and for what no version of this program wrote.
    """
    found = document.get("schema") if isinstance(document, Mapping) else None
    if found != LAYOUT:
        made = f"by version {document['version']} " if isinstance(document, Mapping) and "version" in document else ""
        what = f"was written {made}with layout {found}" if isinstance(found, int) else "is not the result of a study"
        raise UnreadableResultError(
            f"{file}: {what}; this version reads layout {LAYOUT}: play the study again, or read it with the version "
            "that wrote it"
        )
    try:
        return _READER.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UnreadableResultError(
            f"{file}: damaged at {where or 'the top'}: {first['msg']}; play the study again"
        ) from None


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `result.json`."""
    made = _READER.json_schema(by_alias=True)
    for (
        result
    ) in KINDS.values():  # a result always says its layout and its kind, though the models have them by default
        made["$defs"][result.__name__]["required"] += ["schema", "kind"]
    return {"$schema": DIALECT, "title": "Result of a study", **made}
