"""Surge (爆单演练): a digital twin for livestream and group-buy supply chains.

The Python interface; importing it loads nothing heavy, each function does when it is called:

    world = sim.load("configs/food.yaml")
    study = sim.study(world, sim.scenarios("a", "b"), replications=10)
    study.table("fulfilment_rate")
    sim.report(study, to="out/example")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from sim.experiment.played import Study
    from sim.schema.policy_set import PolicySet
    from sim.schema.scenario import Scenario
    from sim.schema.world import World

__version__ = "0.1.0"
__all__ = ["__version__", "load", "scenarios", "study", "write_report"]


def load(path: str | Path, overrides: Sequence[str] = ()) -> World:
    """The world in a YAML file, with settings such as `horizon=3d`; `ConfigError` with everything that is wrong."""
    from sim.experiment import loading

    return loading.load(path, overrides)


def scenarios(*names: str, beside: str | Path | None = None) -> list[Path]:
    """The files of scenarios by name or letter: those near the configuration `beside`, then those here and shipped.

    Without names: all that a drill of that configuration would play, or without one all that there are.
    """
    from sim.schema.load import load_world
    from sim.schema.playable import playable
    from sim.schema.shipped import available, find

    if names:
        return [find(name, beside=beside) for name in names]
    return list(available().values()) if beside is None else playable(load_world(beside), beside)


def study(
    world: World,
    scenarios: Iterable[str | Path] | Mapping[str, Scenario] = (),
    replications: int = 30,
    seed: int = 7,
    jobs: int = -1,
    policies: Iterable[str | Path] | Mapping[str, PolicySet] = (),
) -> Study:
    """Play the baseline and every scenario, without a plan and with each of its plans, on the same random numbers.

    `scenarios` are names, files or loaded scenarios by id; `jobs` worker processes, -1 = one for each core. With
    `policies` (names, files or loaded policy sets by name; `current` = as the world is) each of them is played in the
    baseline and in every scenario, without plans.
    """
    from sim.experiment import played

    return played.study(world, scenarios, replications, seed, jobs, policies)


def write_report(
    study: Study,
    to: str | Path,
    formats: Sequence[str] = ("html",),
    lang: Literal["zh", "en"] = "zh",
    month: str = "",
) -> list[Path]:
    """Write a study's report into the folder `to`, one file a format (html, xlsx, json); returns the files.

    `sim.report(...)` is the same.
    """
    from sim import report

    return report.write_report(study, to, formats, lang, month)


def __getattr__(name: str) -> ModuleType:
    """`sim.reporting` is there without an import of its own, and loaded when it is asked for."""
    if name != "report":
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    from importlib import import_module

    return import_module("sim.reporting")
