"""Stress tests from a configuration file: knock out everything in turn, or find where a target begins to break."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sim.experiment.assemble import assemble
from sim.experiment.inputs.loading import write_out
from sim.experiment.inputs.titles import titles
from sim.experiment.play.run_folder import TRIED, carry_out
from sim.experiment.play.runner import Design, Progress, Samples, perform
from sim.experiment.play.search import Constraint, constraint
from sim.experiment.play.setup import Setup
from sim.experiment.play.summary import estimates
from sim.experiment.play.variants import BASELINE, Variant
from sim.experiment.stats.bisection import Level, Tried, find_level
from sim.experiment.stats.estimates import Estimate
from sim.experiment.stats.points import Knob, KnobError, knob
from sim.experiment.studies.compare import without_plans
from sim.experiment.studies.knockout import elements, exposure, scenarios
from sim.schema.document import Document
from sim.schema.load_scenario import scenario_of
from sim.schema.patch import override
from sim.schema.reader import read_text
from sim.schema.scenario import Scenario
from sim.schema.world import World

LABEL = "stress"
OF_A_SCENARIO = "shocks"
STEPS = 10
"""About how many values a bisection tries."""


def run_stress(setup: Setup, only: Sequence[str] = (), start: str = "d3", lasts: str = "5d") -> dict[str, Any]:
    """Knock out each element of `only` (sorts or names; none = all) from `start` (such as `d3`) for `lasts` (`5d`).

    The result is that of the ordinary month with the exposure of every element under `stress`. Raises
    `UnknownElementError` and `ConfigError` before anything is written, and otherwise as `carry_out`.
    """
    world = setup.world()
    known = elements(world, only)
    design = setup.design(world, scenarios(world, known, start, lasts))

    def finish(samples: Samples, run_id: str, config_hash: str) -> dict[str, Any]:
        calm = Variant(BASELINE)
        result = assemble(replace(design, scenarios={}), {calm: samples[calm]}, run_id, config_hash)
        called = titles(world, [place for _, place in known.values()])["resource"]
        named = {**result["titles"], "resource": {**result["titles"]["resource"], **called}}
        told = {"from": start, "for": lasts, "elements": exposure(samples, known)}
        return {**result, "titles": named, "stress": told}

    return carry_out(design, LABEL, setup, finish)


def run_level(setup: Setup, vary: str, target: str) -> dict[str, Any]:
    """Find where along a range a target such as `fulfilment_rate>=0.9` begins to break, on the same luck throughout.

    `vary` is `key=low..high`. A key that begins with `shocks` is one of the setup's only scenario (the smallest shock
    that breaks the target); any other is the world's (such as the stock that a service level needs). The target is that
    of the scenario, without its plans, or without one that of the ordinary month. The result is that of the ordinary
    month with what was found under `level`. Raises `KnobError`, `BoundError` and `ConfigError` before anything is
    written, `NoCrossingError`, and otherwise as `carry_out`.
    """
    world = setup.world()
    along, aim = knob(vary), constraint(target)
    if not along.is_range:
        raise KnobError(f"'{along.key}': needs a range, key=low..high")
    plain = without_plans(setup.met(world))
    if len(plain) > 1:
        raise KnobError(f"a breaking point is sought in one scenario; found {', '.join(plain)}")
    _at(setup.design(world, plain), along.key, along.at(0.0))
    level: list[Level] = []

    def search(design: Design, jobs: int, progress: Progress | None, resume: bool) -> Samples:
        played = _Values(replace(design, scenarios=plain), along.key, aim.kpi, jobs, resume)
        level.append(find_level(along, aim, played, _steps(progress, design.replications)))
        return perform(design, jobs, None, resume)

    design = setup.design(world, {})

    def finish(samples: Samples, run_id: str, config_hash: str) -> dict[str, Any]:
        return {
            **assemble(design, samples, run_id, config_hash),
            "level": _told(along, aim, next(iter(plain), None), level[0]),
        }

    also = f"{along} {aim} {write_out(world, plain).hash}"
    return carry_out(design, LABEL, setup, finish, search, also)


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
    """Hears the number of values tried, and tells how many replications that is; how many come is a guess."""

    def tell(count: int) -> None:
        if progress is not None:
            progress(count * replications, max(count + 1, STEPS) * replications)

    return tell


def _told(along: Knob, aim: Constraint, scenario: str | None, level: Level) -> dict[str, Any]:
    def about(one: Tried) -> dict[str, Any]:
        return {"at": one.at, **one.found.about(), "holds": one.holds, "sure": one.sure}

    tried = sorted(level.tried, key=lambda one: one.share)
    ends = {"holds": about(level.holds), "breaks": about(level.breaks)}
    start, end = (one.at for one in level.uncertain) if level.uncertain else (None, None)
    return {"key": along.key, "target": str(aim), "kpi": aim.kpi, "scenario": scenario, **ends,
            "uncertain_from": start, "uncertain_to": end, "tried": [about(one) for one in tried]}  # fmt: skip
