"""Stress tests from a configuration file: knock out everything in turn, or find where a target begins to break."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sim.experiment.carrying import carry_out
from sim.experiment.compare import without_plans
from sim.experiment.level import Level, Tried, find_level
from sim.experiment.loading import load, load_scenarios
from sim.experiment.optimise import Constraint, constraint
from sim.experiment.points import Knob, KnobError, knob
from sim.experiment.result import assemble
from sim.experiment.statistics import Estimate
from sim.experiment.stress import SORTS, Sort, elements, exposure, scenarios
from sim.experiment.study import Design, Progress, Samples, perform
from sim.experiment.summary import estimates
from sim.experiment.variants import BASELINE, Variant
from sim.schema.document import Document
from sim.schema.load_scenario import scenario_of
from sim.schema.patch import override
from sim.schema.reader import read_text
from sim.schema.scenario import Scenario
from sim.schema.world import World
from sim.units import duration

LABEL = "stress"
OF_A_SCENARIO = ("shocks", "plans")


def run_stress(
    config: Path,
    sorts: Sequence[Sort],
    start: str,
    lasts: str,
    replications: int,
    jobs: int,
    seed: int,
    out: Path,
    overrides: Sequence[str] = (),
    progress: Progress | None = None,
    resume: bool = False,
) -> dict[str, Any]:
    """Knock out each element of the given sorts (none = all) from `start` (such as `d3`) for `lasts` (such as `5d`).

    The result is that of the ordinary month with the exposure of every element under `stress`. Raises `ConfigError`
    before anything is written, and otherwise as `carry_out`.
    """
    world = load(config, overrides)
    known = elements(world, sorts or SORTS)
    design = Design(world, scenarios(world, known, start, lasts), replications, seed, None, "none")

    def finish(samples: Samples, run_id: str, config_hash: str) -> dict[str, Any]:
        calm = Variant(BASELINE)
        result = assemble(replace(design, scenarios={}), {calm: samples[calm]}, run_id, config_hash)
        rows = exposure(samples, known, duration(lasts) / 60)
        return {**result, "stress": {"from": start, "for": lasts, "elements": rows}}

    return carry_out(design, LABEL, jobs, out, progress, resume, finish)


def run_level(
    config: Path,
    vary: str,
    target: str,
    scenario: str | None,
    replications: int,
    jobs: int,
    seed: int,
    out: Path,
    overrides: Sequence[str] = (),
    progress: Progress | None = None,
    resume: bool = False,
) -> dict[str, Any]:
    """Find where along a range a target such as `fulfilment_rate>=0.9` begins to break, on the same luck throughout.

    `vary` is `key=low..high`. A key that begins with `shocks` or `plans` is one of the scenario's (the smallest shock
    that breaks the target); any other is the world's (such as the stock that a service level needs). The target is that
    of the scenario, or without one that of the ordinary month. The result is that of the ordinary month with what was
    found under `level`. Raises `KnobError`, `BoundError`, `ConfigError` and `NoCrossingError`.
    """
    world = load(config, overrides)
    along, aim = knob(vary), constraint(target)
    if not along.is_range:
        raise KnobError(f"'{along.key}': needs a range, key=low..high")
    plain = without_plans(load_scenarios(world, [scenario], config)) if scenario else {}
    told = (lambda count: progress(count, max(count + 1, STEPS))) if progress else (lambda _: None)
    level = find_level(along, aim, partial(_measure, world, plain, along, aim, replications, seed, jobs), told)
    design = Design(world, {}, replications, seed, None, "none")

    def finish(samples: Samples, run_id: str, config_hash: str) -> dict[str, Any]:
        result = assemble(design, samples, run_id, config_hash)
        return {**result, "level": _told(along, aim, next(iter(plain), None), level)}

    return carry_out(design, LABEL, jobs, out, None, resume, finish, also=f"{vary} {target} {scenario}")


STEPS = 10
"""About how many values a bisection tries."""


def _measure(
    world: World,
    plain: dict[str, Scenario],
    along: Knob,
    aim: Constraint,
    replications: int,
    seed: int,
    jobs: int,
    at: str,
) -> Estimate:
    """The target's measure at one value of the setting."""
    if along.key.split(".")[0] in OF_A_SCENARIO:
        if not plain:
            raise KnobError(f"'{along.key}' is a setting of a scenario: say which with -s")
        plain = {name: _with(world, one, along.key, at) for name, one in plain.items()}
    else:
        world = override(world, [f"{along.key}={at}"]).world
    samples = perform(Design(world, plain, replications, seed, None, "none"), jobs)
    return estimates(samples[Variant(next(iter(plain), BASELINE))])[aim.kpi]


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


def _told(along: Knob, aim: Constraint, scenario: str | None, level: Level) -> dict[str, Any]:
    def about(one: Tried) -> dict[str, Any]:
        return {"at": one.at, **one.found.about(), "holds": one.holds}

    tried = sorted(level.tried, key=lambda one: one.share)
    ends = {"holds": about(level.holds), "breaks": about(level.breaks)}
    return {"key": along.key, "target": str(aim), "kpi": aim.kpi, "scenario": scenario, **ends,
            "tried": [about(one) for one in tried]}  # fmt: skip
