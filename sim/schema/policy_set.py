"""A policy set: replenishment rules that take over from those of a world, to compare ways of running it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import Field, PrivateAttr, model_validator

from sim.errors import ConfigError, Problem
from sim.schema.base import Strict, Title
from sim.schema.document import Document
from sim.schema.files import HASHES
from sim.schema.load import build
from sim.schema.patch import patched
from sim.schema.reader import read_file
from sim.schema.resolved import resolved
from sim.schema.rules import Rule
from sim.schema.shipped import listed, shipped
from sim.schema.sorts import needs
from sim.schema.sourcing import Sourcing, covered
from sim.schema.validate import check as validate
from sim.schema.world import World

NOTHING = "this policy set changes nothing: give it `replenishment` or `over`; the world as it is goes by `current`"


class PolicySet(Strict):
    """Another way to run the same world: its rules replace those of the world wherever they apply; all others stay."""

    title: Title = Field(description="name for people")
    replenishment: list[Rule] = Field(
        default_factory=list,
        description="rules that take over from the world's for their sites and items; "
        "without `from` or `sourcing` the source stays",
    )
    over: dict[str, Any] = Field(default_factory=dict, description="dotted keys of the world and their new values")

    _document: Document | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _says_it_once(self) -> PolicySet:
        if any(key.split(".")[0] == "replenishment" for key in self.over) and self.replenishment:
            raise ValueError("change `replenishment` by rules or by `over`, not by both")
        return self

    @property
    def document(self) -> Document:
        """Where each part was written, for messages; a set that was not read from a file has no places."""
        return self._document or Document("<policies>", self.model_dump(mode="json", by_alias=True))

    def set_document(self, document: Document) -> None:
        """Set once, by the loader."""
        self._document = document


class _Part(NamedTuple):
    """Some of what one rule covers: all `items` at all `sites`, from `source` (see `_source`)."""

    sites: tuple[str, ...]
    items: tuple[str, ...]
    source: str | None


def load_policies(path: str | Path, world: World) -> PolicySet:
    """The policy set in a YAML file; ConfigError with everything wrong, alone or in this world."""
    problems: list[Problem] = []
    document = read_file(Path(path), problems)
    needs("policies", document)
    policies = validate(PolicySet, document, problems)
    if policies is not None:
        policies.set_document(document)
        if not policies.replenishment and not policies.over:
            problems.append(document.problem((), NOTHING))
        try:
            under(world, policies)
        except ConfigError as error:
            problems += error.problems
    if problems or policies is None:
        raise ConfigError(dict.fromkeys(problems))
    return policies


def fitting(world: World) -> list[Path]:
    """The shipped policy sets that can be used in a world."""
    found = []
    for path in listed(shipped("policies")):
        with suppress(ConfigError):
            load_policies(path, world)
            found.append(path)
    return found


def under(world: World, policies: PolicySet) -> World:
    """The world as it is run under a policy set; ConfigError when the two do not fit together.

    A pair of site and item that a rule of the set covers leaves the world's own rule. A rule of the set without
    `from` and `sourcing` keeps the source of the rule that it takes over from.
    """
    world = patched(world, [policies.document] if policies.over else []).world
    if not policies.replenishment:
        return world
    tree = resolved(world)
    tree.pop(HASHES, None)
    kept, sources = _left_over(world, policies.replenishment)
    taken = [
        (number, part) for number, rule in enumerate(policies.replenishment) for part in _taken(world, rule, sources)
    ]
    own: list[dict[str, Any]] = tree["replenishment"]
    rules = [_restricted(own[number], part) for number, part in kept]
    tree["replenishment"] = [*rules, *({} for _ in taken)]
    new = policies.document
    document = Document(new.file, tree, {(): new.mark(())})
    for row, (number, part) in enumerate(taken, len(rules)):
        at = ("replenishment", row)
        document = document.graft(at, new, ("replenishment", number))
        if part is not None:
            document = document.graft(at, Document(new.file, _restricted(document.at(at), part)))
    return build(document, world.folder).world


def _left_over(
    world: World, rules: Iterable[Rule]
) -> tuple[list[tuple[int, _Part | None]], dict[tuple[str, str], str | None]]:
    """What stays with the world's own rules (None = all of it), and from where each pair comes now."""
    sourcing = Sourcing(world)
    gone = {(site, item) for rule in rules for site, item, _ in covered(world, rule)}
    sources: dict[tuple[str, str], str | None] = {}
    kept: list[tuple[int, _Part | None]] = []
    for number, (rule, pairs) in enumerate(zip(world.replenishment, sourcing.covered, strict=True)):
        mine = [(site, item) for site, item, _ in pairs if sourcing.origins(rule, site, item)]
        sources |= dict.fromkeys(mine, _source(rule))
        stays = [pair for pair in mine if pair not in gone]
        if len(stays) == len(mine):
            kept.append((number, None))
        else:
            kept += [(number, part) for part in _blocks((*pair, _source(rule)) for pair in stays)]
    return kept, sources


def _taken(world: World, rule: Rule, sources: dict[tuple[str, str], str | None]) -> Iterator[_Part | None]:
    """A rule of the set as it is (None), or in parts when what it takes over comes from sources that had been named."""
    pairs = [(site, item) for site, item, _ in covered(world, rule)]
    if _source(rule) is not None or not any(sources.get(pair) for pair in pairs):
        yield None
    else:
        yield from _blocks((*pair, sources[pair]) for pair in pairs if pair in sources)


def _source(rule: Rule) -> str | None:
    """The `from` or `sourcing` of a rule as JSON; None = neither."""
    given = rule.model_dump(mode="json", by_alias=True, exclude_none=True, include={"source", "sourcing"})
    return json.dumps(given, sort_keys=True) if given else None


def _blocks(pairs: Iterable[tuple[str, str, str | None]]) -> Iterator[_Part]:
    """(site, item, source) gathered into as few parts as have the same items from the same source at every site."""
    items: dict[tuple[str, str | None], list[str]] = {}
    for site, item, source in pairs:
        items.setdefault((site, source), []).append(item)
    sites: dict[tuple[tuple[str, ...], str | None], list[str]] = {}
    for (site, source), mine in items.items():
        sites.setdefault((tuple(mine), source), []).append(site)
    for (together, source), where in sites.items():
        yield _Part(tuple(where), together, source)


def _restricted(rule: dict[str, Any], part: _Part | None) -> dict[str, Any]:
    """A rule as written, for one part of what it covers."""
    if part is None:
        return rule
    rest = {key: value for key, value in rule.items() if key not in ("at", "items", "class", "from", "sourcing")}
    source = {} if part.source is None else json.loads(part.source)
    return {"at": list(part.sites), "items": list(part.items), **rest, **source}
