"""A world with settings from the command line, and scenarios that fit it, from files."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sim.errors import ConfigError, Problem
from sim.experiment.inputs.thresholds import thresholds
from sim.kpi.registry import scalars
from sim.schema.load import read_world
from sim.schema.load_scenario import load_scenario
from sim.schema.patch import override
from sim.schema.playable import playable
from sim.schema.scenario import Scenario
from sim.schema.shipped import find
from sim.schema.world import World


def load(path: str | Path, overrides: Sequence[str] = ()) -> World:
    """The world in a file, with settings `key=value`; `ConfigError` with everything that is wrong.

    Targets must name measures, and their amber threshold must not be stricter than their green one.
    """
    world = override(read_world(path, kpis=scalars()).world, overrides).world
    crossed = [
        Problem(
            str(path),
            0,
            0,
            f"targets.{name}",
            "amber is stricter than green",
            f"green {one.green}, amber {one.amber}",
        )
        for name, one in thresholds(world).items()
        if (one.green - one.amber) * (-1 if one.better == "lower" else 1) < 0
    ]
    if crossed:
        raise ConfigError(crossed)
    return world


def load_scenarios(
    world: World, names: Iterable[str | Path] | None = None, beside: str | Path | None = None
) -> dict[str, Scenario]:
    """Scenarios by id (the file's stem): those named, or (None) those that `playable` finds for the configuration.

    A name is a path, a stem or its letter (`a`). `ConfigError` with the problems of all of them at once.
    """
    paths = playable(world, beside) if names is None else []
    problems: list[Problem] = []
    for name in names or ():
        try:
            paths.append(find(str(name), "scenarios", beside))
        except ConfigError as error:
            problems += error.problems
    found: dict[str, Scenario] = {}
    for path in dict.fromkeys(paths):
        try:
            found[path.stem] = load_scenario(path, world, scalars())
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(dict.fromkeys(problems))
    return found


def without_plans(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """The same scenarios without any plan that answers them."""
    return {name: scenario.model_copy(update={"plans": {}}) for name, scenario in scenarios.items()}
