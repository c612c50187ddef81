"""A breaking point: where along a setting of the world, or of a scenario, a target begins to break."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sim.experiment.assemble import assemble
from sim.experiment.inputs.loading import without_plans
from sim.experiment.inputs.resolved import resolve
from sim.experiment.play.design import Design, Progress
from sim.experiment.play.kind import RunKey, StudyKind
from sim.experiment.play.run_folder import TRIED, carry_out
from sim.experiment.play.runner import perform
from sim.experiment.play.sample import Samples
from sim.experiment.play.setup import Setup
from sim.experiment.play.summary import estimates
from sim.experiment.play.variants import Variant
from sim.experiment.stats.bisection import Crossing, Tried, find_crossing
from sim.experiment.stats.constraints import Constraint, constraint
from sim.experiment.stats.points import Knob, KnobError, knob
from sim.results.studies import Bisection, BreakingPoint, TriedValue
from sim.results.study import BASELINE, Estimate
from sim.schema.document import Document
from sim.schema.load_scenario import scenario_of
from sim.schema.patch import override
from sim.schema.reader import read_text
from sim.schema.scenario import Scenario
from sim.schema.world import World

OF_A_SCENARIO = "shocks"
STEPS = 10
"""About how many values a bisection tries."""


def run_breaking_point(setup: Setup, vary: str, target: str) -> BreakingPoint:
    """Find where along a range a target begins to break; arguments as in `BreakingPointStudy`.

    Raises `KnobError`, `BoundError` and `ConfigError` before anything is written, `NoCrossingError`, and otherwise as
    `carry_out`.
    """
    return carry_out(BreakingPointStudy(vary, target), setup)


@dataclass(frozen=True, kw_only=True)
class BreakingPointDesign(Design):
    """The ordinary month; `sought` are the scenarios (one or none) in which `target` is sought along `knob`."""

    knob: Knob
    target: Constraint
    sought: Mapping[str, Scenario]


@dataclass(frozen=True)
class BreakingPointStudy(StudyKind[BreakingPointDesign, tuple[Samples, Crossing], BreakingPoint]):
    """Where along `vary` (`key=low..high`) a target such as `fulfilment_rate>=0.9` begins to break.

    All values meet the same random numbers. A key that begins with `shocks` is one of the setup's only scenario (the
    smallest shock that breaks the target); any other is the world's (such as the stock that a service level needs). The
    target is that of the scenario, without its plans, or without one that of the ordinary month.
    """

    vary: str
    target: str
    name: ClassVar[str] = "breaking_point"

    def design(self, setup: Setup) -> BreakingPointDesign:
        """The ordinary month, and the scenario in which the target is sought."""
        world = setup.load_world()
        along, target = knob(self.vary), constraint(self.target)
        if not along.is_range:
            raise KnobError(f"'{along.key}': needs a range, key=low..high")
        sought = without_plans(setup.load_scenarios(world))
        if len(sought) > 1:
            raise KnobError(f"a breaking point is sought in one scenario; found {', '.join(sought)}")
        _at(setup.design(world, sought), along.key, along.at(0.0))
        also = f"{along} {target} {resolve(world, sought).hash}"
        design = setup.design(world, {}, label="stress", also=also)
        return BreakingPointDesign(**vars(design), knob=along, target=target, sought=sought)

    def play(
        self, design: BreakingPointDesign, jobs: int, progress: Progress | None, resume: bool
    ) -> tuple[Samples, Crossing]:
        """Bisect the range, then play the ordinary month."""
        values = _Values(replace(design, scenarios=design.sought), design.knob.key, design.target.kpi, jobs, resume)
        found = find_crossing(design.knob, design.target, values, _steps(progress, design.replications))
        return perform(design, jobs, None, resume), found

    def result(self, design: BreakingPointDesign, outcome: tuple[Samples, Crossing], run: RunKey) -> BreakingPoint:
        """The result of the ordinary month, with both sides of the breaking point."""
        samples, found = outcome
        start, end = (one.at for one in found.uncertain) if found.uncertain else (None, None)
        level = Bisection(
            key=design.knob.key,
            target=str(design.target),
            kpi=design.target.kpi,
            scenario=next(iter(design.sought), None),
            holds=_value(found.holds),
            breaks=_value(found.breaks),
            uncertain_from=start,
            uncertain_to=end,
            tried=tuple(_value(one) for one in sorted(found.tried, key=lambda one: one.share)),
        )
        return BreakingPoint(**assemble(design, samples, run).shared(), level=level)


def _value(one: Tried) -> TriedValue:
    return TriedValue(**dict(one.found), at=one.at, holds=one.holds, sure=one.sure)


class _Values:
    """The measure at one value of the setting after another, each kept in a folder of its own beside the run."""

    def __init__(self, design: Design, key: str, kpi: str, jobs: int, resume: bool) -> None:
        self.design, self.key, self.kpi, self.jobs, self.resume = design, key, kpi, jobs, resume
        self.count = 0

    def __call__(self, at: str) -> Estimate:
        folder = self.design.folder / TRIED / f"{self.count:02d}" if self.design.folder else None
        self.count += 1
        design = replace(_at(self.design, self.key, at), folder=folder)
        samples = perform(design, self.jobs, None, self.resume)
        return estimates(samples[Variant(next(iter(design.scenarios), BASELINE))])[self.kpi]


def _at(design: Design, key: str, at: str) -> Design:
    """The design with a setting of its world, or of its scenario, at one value."""
    if key.partition(".")[0] != OF_A_SCENARIO:
        return replace(design, world=override(design.world, [f"{key}={at}"], [f"-x {key}"]).world)
    if not design.scenarios:
        raise KnobError(f"'{key}' is a setting of a scenario: say which with -s")
    shifted = {name: _with(design.world, one, key, at) for name, one in design.scenarios.items()}
    return replace(design, scenarios=shifted)


def _with(world: World, scenario: Scenario, key: str, value: str) -> Scenario:
    """A scenario with one of its values replaced, checked anew."""
    tree = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    part: Any = tree
    *steps, last = (int(step) if step.isdecimal() else step for step in key.split("."))
    try:
        for step in steps:
            part = part[step]
        part[last]  # a key that is not there is an error
    except (KeyError, IndexError, TypeError):
        raise KnobError(f"the scenario has no '{key}'; it says {', '.join(_keys(tree))}") from None
    part[last] = read_text(value, f"{key}={value}").tree
    return scenario_of(Document(f"{key}={value}", tree), world)


def _keys(tree: dict[str, Any]) -> list[str]:
    """The keys of a scenario's shocks, for an error."""
    return [f"shocks.{number}.{key}" for number, shock in enumerate(tree.get("shocks", ())) for key in shock]


def _steps(progress: Progress | None, replications: int) -> Callable[[int], None]:
    """From the number of values tried to that of replications; how many will come is a guess."""

    def on_tried(count: int) -> None:
        if progress is not None:
            progress(count * replications, max(count + 1, STEPS) * replications)

    return on_tried
