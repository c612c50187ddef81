"""From a file to a scenario that is checked against the world in which it will be played."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from sim.errors import ConfigError, Problem
from sim.plug import Plugin
from sim.schema.checks.playing import check
from sim.schema.document import Document
from sim.schema.patch import patched
from sim.schema.places import spelled_out
from sim.schema.reader import read_file, read_text
from sim.schema.scenario import Scenario
from sim.schema.sorts import needs
from sim.schema.sound import sound, whole
from sim.schema.validate import check as validate
from sim.schema.world import World


def load_scenario(path: str | Path, world: World, kpis: Collection[str] | None = None) -> Scenario:
    """The scenario in a YAML file; ConfigError with everything wrong, alone or in this world.

    `kpis` are the measures that `expect` may name (None = any). In shocks and actions `*` and groups are spelled out.
    """
    problems: list[Problem] = []
    document = read_file(Path(path), problems)
    needs("scenario", document)
    return scenario_of(document, world, kpis, problems)


def scenario_text(text: str, world: World, kpis: Collection[str] | None = None, name: str = "<scenario>") -> Scenario:
    """The same from a text; `name` stands in error messages."""
    problems: list[Problem] = []
    return scenario_of(read_text(text, name, problems), world, kpis, problems)


def written(path: str | Path) -> None:
    """ConfigError with what is wrong with the scenario in a YAML file whatever the world, which is not known."""
    problems: list[Problem] = []
    document = read_file(Path(path), problems)
    needs("scenario", document)
    validate(Scenario, document, problems)
    if problems:
        raise ConfigError(problems)


def scenario_of(
    document: Document, world: World, kpis: Collection[str] | None = None, problems: Iterable[Problem] = ()
) -> Scenario:
    """The same from a document; `problems` are those found while it was read."""
    problems = list(problems)
    scenario = validate(Scenario, document, problems)
    over = document.tree.get("over") if isinstance(document.tree, dict) else None
    try:
        world = patched(world, [document] if isinstance(over, dict) and over else []).world
    except ConfigError as error:
        problems += error.problems
    if scenario is not None:
        scenario.set_document(document)
    known = sound(document, problems) if scenario is None else whole(scenario)
    if known is not None:
        problems += check(known, world, kpis)
    if problems or scenario is None:
        raise ConfigError(dict.fromkeys(problems))
    shocks = [_spelled(shock, world) for shock in scenario.shocks]
    plans = {
        name: plan.model_copy(update={"do": [_spelled(action, world) for action in plan.do]})
        for name, plan in scenario.plans.items()
    }
    return scenario.model_copy(update={"shocks": shocks, "plans": plans})


def _spelled(thing: Plugin, world: World) -> Plugin:
    """A shock or an action with `*` and groups written out."""
    new: dict[str, Any] = {
        field: spelled_out(world, sorts, getattr(thing, field))
        for field, _, sorts in thing.references()
        if not isinstance(getattr(thing, field), str)
    }
    return thing.model_copy(update=new)
