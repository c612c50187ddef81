"""A document checked against a model: a frozen object, or every problem at once, each at its line, in plain words."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sim.errors import ConfigError, Problem, cut, nearest, one_of, shown
from sim.schema.document import Document, Path
from sim.schema.hints import Hints
from sim.schema.messages import CHOICES, GROUP, SCALAR_TYPES, sentence, takes

Model = TypeVar("Model", bound=BaseModel)


def validate(model: type[Model], document: Document) -> Model:
    """The document as a `model`; ConfigError with every problem."""
    problems: list[Problem] = []
    made = check(model, document, problems)
    if made is None:
        raise ConfigError(problems)
    return made


def check(model: type[Model], document: Document, problems: list[Problem]) -> Model | None:
    """The document as a `model`, or None with what is wrong added to `problems`: for checking several files at once."""
    text = json.dumps(document.tree)
    made, errors = _try(model, text, strict=None)
    # Validated strictly too, for single values only: a lax model would take true for 1 and '8' for 8. Other strict
    # errors are dropped: after a `BeforeValidator`, strict pydantic refuses a list where a tuple is meant.
    known = {tuple(error["loc"]) for error in errors}
    _, strict = _try(model, text, strict=True)
    errors += [error for error in strict if error["type"] in SCALAR_TYPES and tuple(error["loc"]) not in known]
    if not errors:
        return made
    problems.extend(unreported(_problems(model, document, errors), problems))
    return None


def unreported(found: Iterable[Problem], known: Iterable[Problem]) -> list[Problem]:
    """Those of `found` about values that have no problem yet: one problem a value."""
    places = {(one.path, one.place) for one in known}
    return [one for one in found if (one.path, one.place) not in places]


def _try(model: type[Model], text: str, strict: bool | None) -> tuple[Model | None, list[Mapping[str, Any]]]:
    try:
        return model.model_validate_json(text, strict=strict), []
    except ValidationError as failure:
        return None, _errors(failure)


@dataclass(frozen=True)
class _Finding:
    """One error of pydantic, located in the tree; `branch` is the way through unions that led to it."""

    path: Path
    branch: tuple[tuple[Path, str], ...]
    error: Mapping[str, Any]


def explain(model: type[BaseModel], document: Document, failure: ValidationError) -> list[Problem]:
    """The problems behind a failure of pydantic's."""
    return _problems(model, document, _errors(failure))


def _errors(failure: ValidationError) -> list[Mapping[str, Any]]:
    return [dict(one) for one in failure.errors(include_url=False, include_input=False)]


def _problems(model: type[BaseModel], document: Document, errors: list[Mapping[str, Any]]) -> list[Problem]:
    hints = Hints(model, document.tree)
    grouped: dict[Path, list[_Finding]] = defaultdict(list)
    for finding in _meant([_locate(document.tree, error) for error in errors]):
        grouped[finding.path].append(finding)
    for path in _misspelled(document, hints, grouped):
        del grouped[path]
    return [problem for path, group in grouped.items() for problem in _problems_at(document, hints, path, group)]


def _locate(tree: Any, error: Mapping[str, Any]) -> _Finding:
    """Follow pydantic's location through the tree; steps that are not in it are names of union branches."""
    path: Path = ()
    branch: list[tuple[Path, str]] = []
    part, loc = tree, tuple(error["loc"])
    for index, step in enumerate(loc):
        absent = error["type"] == "missing" and index == len(loc) - 1
        tag = isinstance(part, dict) and part.get("kind") == step and index + 1 < len(loc)
        tag = tag and (path, step) not in branch  # a knob may have the name of its policy
        inside = (isinstance(part, dict) and step in part and not tag) or (
            isinstance(part, list) and isinstance(step, int) and step < len(part)
        )
        if inside or absent:
            path, part = (*path, step), None if absent else part[step]
        elif step != "[key]":
            branch.append((path, str(step)))
    return _Finding(path, tuple(branch), error)


def _meant(findings: list[_Finding]) -> list[_Finding]:
    """Where a union was tried in several ways, keep the way that got furthest with the fewest errors."""
    tried: dict[Path, dict[str, list[_Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        for where, name in finding.branch:
            tried[where][name].append(finding)
    dropped: set[int] = set()
    for where, ways in tried.items():
        deep = {name: way for name, way in ways.items() if any(len(one.path) > len(where) for one in way)}
        if len(ways) > 1 and deep:
            best = min(deep, key=lambda name: len(deep[name]))
            dropped |= {id(one) for name, way in ways.items() if name != best for one in way}
    return [finding for finding in findings if id(finding) not in dropped]


def _misspelled(document: Document, hints: Hints, grouped: Mapping[Path, list[_Finding]]) -> set[Path]:
    """Missing keys that are there under a misspelled name, which is reported instead."""
    unknown = [path for path, group in grouped.items() if group[0].error["type"] == "extra_forbidden"]
    meant = {(*path[:-1], _nearest_key(document, hints, path)) for path in unknown}
    return {path for path in meant if path in grouped and grouped[path][0].error["type"] == "missing"}


def _nearest_key(document: Document, hints: Hints, path: Path) -> str:
    """The key that is not there and is most like the unknown one at `path`."""
    group = _find(document, path[:-1])
    unused = [name for name in hints.names(path[:-1]) if not isinstance(group, dict) or name not in group]
    return nearest(str(path[-1]), unused) if path else ""


def _problems_at(document: Document, hints: Hints, path: Path, group: list[_Finding]) -> list[Problem]:
    """The problems at one path; the ways of a union that all failed there become one sentence."""
    choices = [_choices(hints, path, one.error) for one in group]
    ways = list(dict.fromkeys(takes(one.error, names) for one, names in zip(group, choices, strict=True)))
    ways = [words for words in ways if words]
    if len(group) == 1 or len(ways) < 2 or not all(one.branch for one in group):
        return [_problem_of(document, hints, path, one.error) for one in group]
    found = _find(document, path)
    suggestion = nearest(found, chain.from_iterable(choices)) if isinstance(found, str) else ""
    return [document.problem(path, f"takes {' or '.join(ways)}", found=shown(found), suggestion=suggestion)]


def _problem_of(document: Document, hints: Hints, path: Path, error: Mapping[str, Any]) -> Problem:
    kind, found = error["type"], _find(document, path)
    if kind == "missing":
        meaning = hints.meaning(path)
        return document.problem(path, f"this key is missing: {meaning}" if meaning else "this key is missing")
    if kind == "extra_forbidden":
        name, near = cut(str(path[-1])) if path else "", _nearest_key(document, hints, path)
        message, allowed = f"unknown key '{name}'", one_of(hints.names(path[:-1]))
        return document.problem(path, message, allowed=allowed, suggestion=near, key=True)
    if kind == "union_tag_not_found":
        return document.problem((*path, "kind"), "this key is missing", allowed=one_of(hints.kinds(path)))
    if kind in CHOICES:
        return _choice(document, hints, path, error)
    return _refused(document, hints, path, error, found)


def _refused(document: Document, hints: Hints, path: Path, error: Mapping[str, Any], found: Any) -> Problem:
    """A value that the field does not take: what it takes, and what was found."""
    kind, words = error["type"], takes(error)
    if words == GROUP:
        return _no_group(document, hints, path, found)
    if words and kind not in ("value_error", "assertion_error"):
        count = f"{len(found) or 'none'}" if isinstance(found, dict | list) and kind.startswith("too_") else ""
        return document.problem(path, f"takes {words}", found=count or shown(found))
    return document.problem(path, sentence(error), found="" if isinstance(found, dict | list) else shown(found))


def _no_group(document: Document, hints: Hints, path: Path, found: Any) -> Problem:
    """Something else where keys should stand: which keys there are, or which kinds."""
    kinds = hints.kinds(path)
    if not kinds:
        allowed = one_of(hints.names(path))
        return document.problem(path, f"takes {GROUP}", found=shown(found), allowed=allowed)
    near = nearest(found, kinds) if isinstance(found, str) else ""
    message, cure = f"takes {GROUP} with a `kind`", f"{{kind: {near}}}" if near else ""
    return document.problem(path, message, found=shown(found), allowed=one_of(kinds), suggestion=cure)


def _choices(hints: Hints, path: Path, error: Mapping[str, Any]) -> list[str]:
    """The names that an error of the types in `CHOICES` is about; pydantic's own list of them if no schema has them."""
    if error["type"] not in CHOICES:
        return []
    if error["type"] == "union_tag_invalid":
        return hints.kinds(path) or [str(error["ctx"]["expected_tags"])]
    names = hints.keys(path[:-1]) if error["loc"][-1] == "[key]" else hints.choices(path)
    return names or [str(error["ctx"]["expected"])]


def _choice(document: Document, hints: Hints, path: Path, error: Mapping[str, Any]) -> Problem:
    """A value that is not among the allowed names; for a union, the value of `kind` or the single key itself."""
    names, found, key = _choices(hints, path, error), _find(document, path), False
    if error["type"] == "union_tag_invalid":
        tag = str(error.get("ctx", {}).get("tag", ""))
        key = isinstance(found, dict) and "kind" not in found and tag in found
        path, found = ((*path, tag) if key else (*path, "kind")), tag
    message = f"{shown(found)} is not one of {one_of(names)}"
    suggestion = nearest(found, names) if isinstance(found, str) else ""
    return document.problem(path, message, found=shown(found), allowed=one_of(names), suggestion=suggestion, key=key)


def _find(document: Document, path: Path) -> Any:
    try:
        return document.at(path)
    except (KeyError, IndexError, TypeError):
        return None
