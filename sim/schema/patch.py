"""Scenarios as patches: dotted keys of the resolved world get new values, and every change is told, old -> new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sim.errors import ConfigError, Problem, nearest, one_of
from sim.schema.document import Document, Mark, dotted
from sim.schema.document import Path as At
from sim.schema.files import HASHES
from sim.schema.load import build
from sim.schema.reader import read_text
from sim.schema.resolved import resolved
from sim.schema.scenario import Scenario
from sim.schema.world import World


class Change(NamedTuple):
    """One value that a patch replaced."""

    key: str
    old: Any
    new: Any

    def __str__(self) -> str:
        return f"{self.key}: {_short(self.old)} -> {_short(self.new)}"


class Patched(NamedTuple):
    """A world with patches, checked anew, and what they changed."""

    world: World
    changes: tuple[Change, ...] = ()


class _Target(NamedTuple):
    """A dotted key of a patch that was found in the world's tree."""

    at: At
    key: str
    patch: Document


def apply(world: World, *scenarios: Scenario) -> Patched:
    """The world under the patches of one or several scenarios at once.

    ConfigError with every key that is missing, that two patches touch, or whose value the world cannot take.
    """
    return patched(world, [scenario.document for scenario in scenarios if scenario.over])


def override(world: World, settings: Iterable[str]) -> Patched:
    """The world with settings from the command line, each `key=value` with the value as in YAML: `horizon=3d`."""
    over: dict[str, Any] = {}
    problems: list[Problem] = []
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip():
            problems.append(Problem("-S", 0, 0, "", "takes a key and a value like horizon=3d", found=f"'{setting}'"))
        elif key.strip() in over:
            problems.append(Problem("-S", 0, 0, key.strip(), "is set twice"))
        else:
            try:
                over[key.strip()] = read_text(value, f"-S {setting[:60]}").tree if value.strip() else None
            except ConfigError as error:
                problems += error.problems
    if problems:
        raise ConfigError(problems)
    return patched(world, [Document("-S", {"over": over})] if over else [])


def patched(world: World, patches: list[Document]) -> Patched:
    """The world with every `over` of the documents, whose marks serve the messages."""
    if not patches:
        return Patched(world)
    tree = resolved(world)
    tree.pop(HASHES, None)
    problems: list[Problem] = []
    targets = [target for patch in patches for target in _targets(tree, patch, problems)]
    problems += _conflicts(targets)
    if problems:
        raise ConfigError(problems)
    mark = patches[0].mark(("over",), key=True)
    document = Document(mark.file, tree, {(): Mark(mark.file, mark.line, mark.column, mark.source)})
    changes = []
    for at, key, patch in targets:
        changes.append(Change(dotted(at), document.at(at), patch.at(("over", key))))
        document = document.graft(at, patch, ("over", key))
    return Patched(build(document, world.folder).world, tuple(changes))


def _targets(tree: Any, patch: Document, problems: list[Problem]) -> Iterator[_Target]:
    for key in patch.tree["over"]:
        at = _find(tree, key, patch, problems)
        if at is not None:
            yield _Target(at, key, patch)


def _find(tree: Any, key: str, patch: Document, problems: list[Problem]) -> At | None:
    """The path that a dotted key leads to; None, with the problem kept, when there is no such key."""
    at: At = ()
    part = tree
    steps = key.split(".")
    for step in steps:
        if isinstance(part, list) and step.isdecimal() and len(step) <= 6 and int(step) < len(part):
            at, part = (*at, int(step)), part[int(step)]
        elif isinstance(part, dict) and step in part:
            at, part = (*at, step), part[step]
        else:
            problems.append(_missing(part, at, step, key, patch))
            return None
    return at


def _missing(part: Any, at: At, step: str, key: str, patch: Document) -> Problem:
    where = f"'{dotted(at)}'" if at else "the world"
    allowed, suggestion = "", ""
    if isinstance(part, list):
        message = f"{where} has no entry {step}"
        allowed = f"0 to {len(part) - 1}" if part else "none: the list is empty"
    elif isinstance(part, dict):
        message = (
            f"{where} has no key '{step[:60]}': a patch changes what is there; to add a name, set {where} as a whole"
        )
        allowed = one_of(list(part)) or "none: it is empty"
        if near := nearest(step, part):
            suggestion = ".".join([*map(str, at), near, *key.split(".")[len(at) + 1 :]])
    else:
        message = f"{where} is a single value, with nothing inside it: set it as a whole"
    return patch.problem(("over", key), message, allowed=allowed, suggestion=suggestion, key=True)


def _conflicts(targets: list[_Target]) -> Iterator[Problem]:
    """Patches that touch one key, or one a part of what the other replaces."""
    for index, later in enumerate(targets):
        for earlier in targets[:index]:
            common = min(len(earlier.at), len(later.at))
            if earlier.at[:common] == later.at[:common]:
                place = earlier.patch.mark(("over", earlier.key), key=True)
                where = f"{place.file}, line {place.line}" if place.line else place.file
                same = "also changed" if earlier.at == later.at else f"touched by '{earlier.key}'"
                message = f"'{later.key}' is {same} in {where}: two patches of one key conflict"
                yield later.patch.problem(("over", later.key), message, key=True)
                break


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
