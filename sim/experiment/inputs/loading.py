"""What a study is made of, from files: a world with settings from the command line, and scenarios that fit it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import ConfigError, Problem
from sim.experiment.play.variants import targets
from sim.kpi.registry import scalars
from sim.results.documents import fingerprint
from sim.schema.load import read_world
from sim.schema.load_scenario import load_scenario
from sim.schema.patch import override
from sim.schema.playable import playable
from sim.schema.policy_set import PolicySet
from sim.schema.resolved import resolved, to_yaml
from sim.schema.scenario import Scenario
from sim.schema.shipped import find
from sim.schema.world import World


@dataclass(frozen=True)
class Written:
    """What is run, written out with every default: world, scenarios and policy sets as YAML, and one hash of all."""

    world: str
    scenarios: Mapping[str, str]
    policies: Mapping[str, str]

    @property
    def hash(self) -> str:
        """SHA-256 of the texts in the order of the study."""
        return fingerprint([self.world, *(part for pair in self.scenarios.items() for part in pair), *self._policies])

    @property
    def _policies(self) -> list[str]:
        """Names and texts of the policy sets, told apart from those of the scenarios."""
        return [part for name, text in self.policies.items() for part in (f"policies/{name}", text)]


def write_out(
    world: World, scenarios: Mapping[str, Scenario], policies: Mapping[str, PolicySet] | None = None
) -> Written:
    """A world, its scenarios and policy sets as texts that read in again to the same."""
    return Written(to_yaml(resolved(world)), _texts(scenarios), _texts(policies or {}))


def _texts(parts: Mapping[str, Scenario] | Mapping[str, PolicySet]) -> dict[str, str]:
    return {
        name: to_yaml(part.model_dump(mode="json", by_alias=True, exclude_none=True)) for name, part in parts.items()
    }


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
            f"green {one['green']}, amber {one['amber']}",
        )
        for name, one in targets(world).items()
        if (one["green"] - one["amber"]) * (-1 if one["better"] == "lower" else 1) < 0
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
