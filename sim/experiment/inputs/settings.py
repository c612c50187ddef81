"""Settings that a study varies: which ones, and each point of theirs as a policy set of its own."""

from collections.abc import Sequence

from sim.errors import ConfigError, Problem
from sim.experiment.stats.points import Knob, KnobError, knob
from sim.results.studies import Setting
from sim.schema.patch import override
from sim.schema.policy_set import PolicySet
from sim.schema.reader import read_text
from sim.schema.world import World


def knobs_of(world: World, vary: Sequence[str]) -> list[Knob]:
    """The settings written as `key=a,b,c` or `key=low..high`; none = what the world calls uncertain."""
    knobs = [knob(text) for text in vary] or [knob(f"{key}={span}") for key, span in world.uncertain.items()]
    if not knobs:
        raise KnobError("nothing to vary: say --vary key=low..high, or list what is not known under `uncertain:`")
    keys = [one.key for one in knobs]
    if twice := [key for key in dict.fromkeys(keys) if keys.count(key) > 1]:
        raise KnobError(f"'{twice[0]}' is varied twice")
    return knobs


def sets_of_points(world: World, points: Sequence[Setting], places: Sequence[str] = ()) -> dict[str, PolicySet]:
    """Each point as a policy set of its own, `p001` and so on; `ConfigError` with all points that the world refuses.

    `places` are where each point was written, for the messages; without them its settings were typed after `-x`.
    """
    sets = {}
    problems: list[Problem] = []
    digits = max(3, len(str(len(points))))
    for number, point in enumerate(points, 1):
        try:
            written = [places[number - 1]] * len(point) if places else [f"-x {key}" for key in point]
            override(world, [f"{key}={value}" for key, value in point.items()], written)
            over = {key: read_text(value, f"{key}={value}").tree for key, value in point.items()}
            title = ", ".join(f"{key.rpartition('.')[2]}={value}" for key, value in point.items()) or "base"
            sets[f"p{number:0{digits}d}"] = PolicySet.model_validate({"title": title, "over": over})
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(dict.fromkeys(problems))
    return sets
