"""A sweep: a month at many points of its settings, on the same random numbers, and what each measure becomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np

from sim.arrays import Floats
from sim.experiment.inputs.loading import without_plans
from sim.experiment.inputs.policy_sets import CURRENT, load_policy_sets
from sim.experiment.inputs.settings import knobs_of, sets_of_points
from sim.experiment.play.design import Design, Progress
from sim.experiment.play.kind import RunKey, StudyKind
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.runner import perform
from sim.experiment.play.sample import Samples
from sim.experiment.play.setup import Setup
from sim.experiment.play.summary import column, estimates
from sim.experiment.play.variants import Variant
from sim.experiment.stats import sensitivity
from sim.experiment.stats.estimates import mean_interval
from sim.experiment.stats.measures import chosen
from sim.experiment.stats.points import STEPS, Knob, KnobError, drawn, grid, latin_hypercube, listed, placed
from sim.experiment.studies.compare import result_of
from sim.results.studies import Analysis, Sensitivity, Setting, Spread, Sweep, SweepPoint, SweepTable

How = Literal["grid", "lhs", "tornado", "morris", "sobol", "inputs"]
POINTS: Mapping[How, int] = {"grid": STEPS, "lhs": 20, "tornado": 2, "morris": 8, "sobol": 32, "inputs": 20}
"""How many points by default: steps of a range, points of a hypercube, walks of Morris, base of Sobol."""
LONG = 100  # in a range of so many whole numbers rounding moves a level by less than one in a hundred


def run_sweep(
    setup: Setup,
    vary: Sequence[str] = (),
    how: How = "grid",
    points: int | None = None,
    table: Path | None = None,
    kpis: Sequence[str] = (),
) -> Sweep:
    """Play a month at many points of its settings; arguments as in `SweepStudy`.

    Raises `KnobError`, `ConfigError` and `MissingExtraError` before anything is written, and otherwise as `carry_out`.
    """
    return carry_out(SweepStudy(vary, how, points, table, kpis), setup)


@dataclass(frozen=True)
class Scheme:
    """The points of a sweep, and how what comes out is analysed: from the values of one measure in one scenario."""

    points: Sequence[Setting]
    analyse: "Callable[[PointValues, str, str], Sensitivity] | None" = None
    places: Sequence[str] = ()
    """Where in a table each point stands; none when they come from settings to vary."""


@dataclass(frozen=True, kw_only=True)
class SweepDesign(Design):
    """What a sweep plays: each point as a policy set after the world as it is."""

    scheme: Scheme
    kpis: Sequence[str]


@dataclass(frozen=True)
class SweepStudy(StudyKind[SweepDesign, Samples, Sweep]):
    """A sweep of some kind (`how`).

    `vary` are settings such as `key=a,b,c` or `key=low..high`; none = what the world lists as `uncertain`. A `table`
    (CSV) gives the points instead.
    """

    vary: Sequence[str] = ()
    how: How = "grid"
    points: int | None = None
    table: Path | None = None
    kpis: Sequence[str] = ()
    name: ClassVar[str] = "sweep"

    def design(self, setup: Setup) -> SweepDesign:
        """The points as policy sets, in the scenarios without their plans."""
        if self.table and self.vary:
            raise KnobError("the points come from a table (--list) or from settings to vary (-x), not from both")
        world = setup.load_world()
        kpis = chosen(self.kpis)
        if self.table:
            scheme = _scheme_in(self.table)
        else:
            scheme = scheme_of(self.how, knobs_of(world, self.vary), self.points or POINTS[self.how], setup.seed)
        sets = load_policy_sets(world, [CURRENT]) | sets_of_points(world, scheme.points, scheme.places)
        scenarios = without_plans(setup.load_scenarios(world))
        design = setup.design(world, scenarios, sets, label="sweep", also="list" if self.table else self.how)
        return SweepDesign(**vars(design), scheme=scheme, kpis=kpis)

    def play(self, design: SweepDesign, jobs: int, progress: Progress | None, resume: bool) -> Samples:
        """Play every point."""
        return perform(design, jobs, progress, resume)

    def result(self, design: SweepDesign, outcome: Samples, run: RunKey) -> Sweep:
        """The result of the world as it is, with the points and their analysis."""
        names = [name for name in design.policies if name != CURRENT]
        values = PointValues(dict(zip(names, design.scheme.points, strict=True)), outcome)
        table = SweepTable(
            how="list" if self.table else self.how,
            kpis=tuple(design.kpis),
            rows=values.rows(design.kpis),
            analysis=_analysis(design.scheme, values, design.kpis),
        )
        return Sweep(**result_of(design, outcome, CURRENT, run).shared(), sweep=table)


def scheme_of(how: How, knobs: Sequence[Knob], points: int, seed: int) -> Scheme:
    """The points of a kind of sweep, and its analysis."""
    if how == "grid":
        return Scheme(grid(knobs, points))
    if how == "lhs":
        return Scheme(latin_hypercube(knobs, points, seed))
    if how == "inputs":
        return Scheme(latin_hypercube(knobs, points, seed), _spread)
    if short := [one.key for one in knobs if not one.is_range]:
        raise KnobError(f"'{short[0]}': a {how} analysis needs a range, key=low..high")
    if how == "tornado":
        return Scheme(
            placed(knobs, sensitivity.tornado_shares(len(knobs))),
            lambda values, *of: sensitivity.tornado(knobs, values.values(*of)),
        )
    if how == "morris":
        _on_levels(knobs)
        shares = sensitivity.morris_shares(knobs, points, seed)
        return Scheme(
            placed(knobs, shares), lambda values, *of: sensitivity.morris(knobs, shares, values.means(*of), seed)
        )
    shares = sensitivity.sobol_shares(knobs, points, seed)
    return Scheme(drawn(knobs, shares), lambda values, *of: sensitivity.sobol(knobs, values.means(*of), seed))


def _scheme_in(table: Path) -> Scheme:
    points = listed(table)
    return Scheme(list(points.values()), places=list(points))


def _on_levels(knobs: Sequence[Knob]) -> None:
    """Morris compares steps of one length: a whole-number range must not be rounded at the levels of its walks."""
    steps = sensitivity.LEVELS - 1
    for one in knobs:
        if one.whole and one.high - one.low < LONG and (one.high - one.low) % steps:
            longer = one.low + steps * -((one.low - one.high) // steps)
            raise KnobError(
                f"'{one.key}': morris walks through {steps + 1} levels, which are not whole numbers in "
                f"{one.low:g}..{one.high:g}: take {one.low:g}..{longer:g}, or {one.low:.1f}..{one.high:g} for fractions"
            )


@dataclass(frozen=True)
class PointValues:
    """What was played at each point; points by name, in their order."""

    points: Mapping[str, Setting]
    samples: Samples

    def values(self, scenario: str, kpi: str) -> Floats:
        """A measure at every point in every replication, NaN where undefined; shape (points, replications)."""
        return np.array([column(self.samples[Variant(scenario, None, name)], kpi) for name in self.points])

    def means(self, scenario: str, kpi: str) -> Floats:
        """The same, averaged over the replications that define it; shape (points,)."""
        return np.array([mean_interval(row).mean for row in self.values(scenario, kpi)])

    @property
    def scenarios(self) -> list[str]:
        """The scenarios that were played, the baseline first."""
        return list(dict.fromkeys(variant.scenario for variant in self.samples))

    def rows(self, kpis: Sequence[str]) -> tuple[SweepPoint, ...]:
        """One row a point and scenario: its settings, and each measure with its interval."""
        rows = []
        for name, point in self.points.items():
            for scenario in self.scenarios:
                found = estimates(self.samples[Variant(scenario, None, name)])
                measures = {kpi: found[kpi] for kpi in kpis}
                rows.append(SweepPoint(id=name, at=point, scenario=scenario, kpis=measures))
        return tuple(rows)


def _analysis(scheme: Scheme, values: PointValues, kpis: Sequence[str]) -> tuple[Analysis, ...]:
    if scheme.analyse is None:
        return ()
    return tuple(
        Analysis(scenario=scenario, kpi=kpi, found=scheme.analyse(values, scenario, kpi))
        for scenario in values.scenarios
        for kpi in kpis
    )


def _spread(values: PointValues, scenario: str, kpi: str) -> Spread | None:
    try:
        return sensitivity.spread_by_source(values.values(scenario, kpi))
    except ValueError:  # a measure that is hardly ever defined has no spread to split
        return None
