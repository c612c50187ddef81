"""Policy sets from files: those that a comparison names, and the world as it is run today."""

from collections.abc import Iterable
from pathlib import Path

from sim.errors import ConfigError, Problem
from sim.schema.policy_set import PolicySet, load_policies
from sim.schema.shipped import find
from sim.schema.world import World

CURRENT = "current"
"""The policy set that changes nothing."""


def load_policy_sets(
    world: World, names: Iterable[str | Path], beside: str | Path | None = None
) -> dict[str, PolicySet]:
    """Policy sets by name (the file's stem), in the order given; `current` is the world as it is.

    A name is a path or a stem, looked for in `policies/` as scenarios are in `scenarios/`. `ConfigError` with the
    problems of all of them at once.
    """
    found: dict[str, PolicySet] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(map(str, names)):
        if name == CURRENT:
            found[name] = PolicySet.model_validate({"title": {"zh": "现行策略", "en": "As it is"}})
            continue
        try:
            path = find(name, "policies", beside, besides=[CURRENT])
            if path.stem in found:
                problems.append(Problem(str(path), 0, 0, "", f"another policy set has the name '{path.stem}' already"))
            found[path.stem] = load_policies(path, world)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(dict.fromkeys(problems))
    return found
