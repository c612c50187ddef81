"""Scenarios as patches: dotted keys of the resolved world get new values, and every change is listed, old -> new."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sim.errors import ConfigError, Problem, cut, nearest, one_of, shown
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
    """A dotted key that was found in the world's tree: its path there, and its place in the patch."""

    at: At
    key: At
    patch: Document


def apply(world: World, *scenarios: Scenario) -> Patched:
    """The world under the patches of one or several scenarios at once.

    ConfigError with every key that is missing, that two patches touch, or whose value the world cannot take.
    """
    return patched(world, [scenario.document for scenario in scenarios if scenario.over])


def override(world: World, settings: Sequence[str], places: Sequence[str] = ()) -> Patched:
    """The world with settings from the command line, each `key=value` with the value as in YAML: `horizon=3d`.

    `places` are where each was written, for messages; left out, after `-S`.
    """
    over: dict[str, Any] = {}
    marks: dict[At, Mark] = {}
    problems: list[Problem] = []
    for setting, place in zip(settings, places or [_typed(one) for one in settings], strict=True):
        key, equals, value = (part.strip() for part in setting.partition("="))
        if not equals or not key:
            problems.append(Problem(place, 0, 0, "", "takes a key and a value like horizon=3d", found=shown(setting)))
        elif (key,) in marks:
            problems.append(Problem(place, 0, 0, key, "is set twice"))
        else:
            marks[key,] = Mark(place, 0, 0)
            try:
                over[key] = read_text(value, place).tree if value else None
            except ConfigError as error:
                problems += [replace(one, line=0, column=0, source="", path=key) for one in error.problems]
    marks[()] = Mark(", ".join(dict.fromkeys(mark.file for mark in marks.values())), 0, 0)
    try:
        changed = patched(world, [Document(marks[()].file, over, marks, marks)] if over else [], ())
    except ConfigError as error:
        problems += error.problems
    if problems:
        raise ConfigError(problems)
    return changed


def _typed(setting: str) -> str:
    return f"-S {cut(setting)}"


def patched(world: World, patches: list[Document], at: At = ("over",)) -> Patched:
    """The world with the dotted keys of the group at `at` of each document; their marks are used in messages."""
    if not patches:
        return Patched(world)
    tree = resolved(world)
    tree.pop(HASHES, None)
    problems: list[Problem] = []
    targets = [target for patch in patches for target in _targets(tree, patch, at, problems)]
    if conflicts := list(_conflicts(targets)):
        raise ConfigError([*problems, *conflicts])
    mark = patches[0].mark(at, key=True)
    document = Document(mark.file, tree, {(): Mark(mark.file, mark.line, mark.column, mark.source)})
    changes = []
    for where, key, patch in targets:
        changes.append(Change(dotted(where), document.at(where), patch.at(key)))
        document = document.graft(where, patch, key)
    return Patched(build(document, world.folder, problems=problems).world, tuple(changes))


def _targets(tree: Any, patch: Document, over: At, problems: list[Problem]) -> Iterator[_Target]:
    for key in patch.at(over):
        at = _find(tree, (*over, key), patch, problems)
        if at is not None:
            yield _Target(at, (*over, key), patch)


def _find(tree: Any, key: At, patch: Document, problems: list[Problem]) -> At | None:
    """The path that a dotted key leads to; None, with the problem added, when there is no such key."""
    at: At = ()
    part = tree
    for step in str(key[-1]).split("."):
        if isinstance(part, list) and step.isdecimal() and len(step) <= 6 and int(step) < len(part):
            at, part = (*at, int(step)), part[int(step)]
        elif isinstance(part, dict) and step in part:
            at, part = (*at, step), part[step]
        else:
            problems.append(_missing(part, at, step, key, patch))
            return None
    return at


def _missing(part: Any, at: At, step: str, key: At, patch: Document) -> Problem:
    where = f"'{dotted(at)}'" if at else "the world"
    allowed, suggestion = "", ""
    if isinstance(part, list):
        message = f"{where} has no entry {step}"
        allowed = f"0 to {len(part) - 1}" if part else "none: the list is empty"
    elif isinstance(part, dict):
        message = (
            f"{where} has no key '{cut(step)}': a patch changes what is there; to add a name, set {where} as a whole"
        )
        allowed = one_of(list(part)) or "none: it is empty"
        if near := nearest(step, part):
            suggestion = ".".join([*map(str, at), near, *str(key[-1]).split(".")[len(at) + 1 :]])
    else:
        message = f"{where} is a single value, with nothing inside it: set it as a whole"
    return patch.problem(key, message, allowed=allowed, suggestion=suggestion, key=True)


def _conflicts(targets: list[_Target]) -> Iterator[Problem]:
    """Patches that touch one key, or one a part of what the other replaces."""
    for index, later in enumerate(targets):
        for earlier in targets[:index]:
            common = min(len(earlier.at), len(later.at))
            if earlier.at[:common] == later.at[:common]:
                place = earlier.patch.mark(earlier.key, key=True)
                where = f"{place.file}, line {place.line}" if place.line else place.file
                same = "also changed" if earlier.at == later.at else f"touched by '{earlier.key[-1]}'"
                message = f"'{later.key[-1]}' is {same} in {where}: two patches of one key conflict"
                yield later.patch.problem(later.key, message, key=True)
                break


def _short(value: Any) -> str:
    return cut(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
