"""What a study is made of, from files: a world with settings from the command line, and scenarios that fit it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import ConfigError, Problem
from sim.experiment.variants import targets
from sim.kpi.registry import scalars
from sim.results.documents import fingerprint
from sim.schema.load import read_world
from sim.schema.load_scenario import load_scenario
from sim.schema.patch import override
from sim.schema.resolved import resolved, to_yaml
from sim.schema.scenario import Scenario
from sim.schema.shipped import available, find
from sim.schema.world import World


@dataclass(frozen=True)
class Written:
    """What is run, written out with every default: the world and its scenarios as YAML, and one hash of both."""

    world: str
    scenarios: Mapping[str, str]

    @property
    def hash(self) -> str:
        """SHA-256 of the texts in the order of the study."""
        return fingerprint([self.world, *(part for pair in self.scenarios.items() for part in pair)])


def write_out(world: World, scenarios: Mapping[str, Scenario]) -> Written:
    """A world and its scenarios as texts that read in again to the same."""
    texts = {
        name: to_yaml(scenario.model_dump(mode="json", by_alias=True, exclude_none=True))
        for name, scenario in scenarios.items()
    }
    return Written(to_yaml(resolved(world)), texts)


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
    """Scenarios by id (the file's stem): those named, or (None) all in the folder nearest to the configuration.

    A name is a path, a stem or its letter (`a`). `ConfigError` with the problems of all of them at once.
    """
    paths = _nearest(beside) if names is None else []
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


def _nearest(beside: str | Path | None) -> list[Path]:
    """All scenarios in `scenarios/` beside the configuration, else in that above, else wherever there are any."""
    known = list(available("scenarios", beside).values())
    home = Path(beside).resolve().parent if beside is not None else Path.cwd()
    for room in (home / "scenarios", home.parent / "scenarios"):
        if found := [path for path in known if path.resolve().parent == room]:
            return found
    return known
