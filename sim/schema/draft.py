"""A partial world: invalid parts are cut out, so that the names in the rest can be checked in the same run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.errors import Problem
from sim.schema.document import Document, dotted
from sim.schema.document import Path as At
from sim.schema.network import Lane
from sim.schema.rules import Rule
from sim.schema.validate import check, unreported
from sim.schema.world import World

_LISTS = ("lanes", "replenishment")
_FILLERS = {"brand": "?", "start": "2000-01-01 00:00 +00:00", "horizon": "36500d"}
_ROUNDS = 12


@dataclass(frozen=True)
class Draft:
    """A world and the document behind it. When the document is valid, nothing is cut out.

    `lost` has the paths that were cut out, `unsure` the sections whose names are not all known (a table is unreadable)
    and the figures and files that could not be read, `numbers` the original positions of the lanes and of the
    rules that are left.
    """

    world: World
    document: Document
    lost: frozenset[At] = frozenset()
    unsure: frozenset[str] = frozenset()
    numbers: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    def names(self, *sections: str) -> list[str]:
        """All names that the sections define, also those of entries that are wrong otherwise."""
        parts = [self.document.tree.get(section) for section in sections]
        return [name for part in parts if isinstance(part, dict) for name in part]

    def sure(self, *sections: str) -> bool:
        """Whether all names of the sections are known."""
        return not self.unsure & set(sections) and not any((section,) in self.lost for section in sections)

    def whole(self, *sections: str, but: str = "") -> bool:
        """Whether nothing was cut out of the sections, except inside keys `but`: then conclusions can be drawn."""
        cut = any(where[0] in sections and but not in where for where in self.lost)
        return self.sure(*sections) and not cut

    def torn(self, path: str) -> bool:
        """Whether something was cut out inside the part at a dotted path: what is concluded about it may be false."""
        return any(dotted(where).startswith(f"{path}.") for where in self.lost)

    def lanes(self) -> Iterator[tuple[int, Lane]]:
        """The lanes with their positions in the file, from 0."""
        return zip(self.numbers[0] or range(len(self.world.lanes)), self.world.lanes, strict=True)

    def rules(self) -> Iterator[tuple[int, Rule]]:
        """The replenishment rules with their positions in the file, from 0."""
        return zip(self.numbers[1] or range(len(self.world.replenishment)), self.world.replenishment, strict=True)

    def listed(self, at: At) -> list[tuple[At, str]]:
        """One name or a list of names at a path, each with its own path."""
        try:
            part = self.document.at(at)
        except (KeyError, IndexError, TypeError):
            return []
        if isinstance(part, str):
            return [(at, part)]
        names = enumerate(part) if isinstance(part, list) else ()
        return [((*at, index), name) for index, name in names if isinstance(name, str)]


def draft(document: Document, unsure: set[str], problems: list[Problem]) -> Draft | None:
    """The world in the document, or what is left of it; what is wrong is added to `problems`. None: nothing is left."""
    found: list[Problem] = []
    world = check(World, document, found)
    problems += [one for one in unreported(found, problems) if one.path not in unsure]
    if world is not None:
        return Draft(world, document, unsure=frozenset(unsure))
    if not isinstance(document.tree, dict):
        return None
    pruned = _Pruned(document)
    for _ in range(_ROUNDS):
        if not pruned.cut(found):
            break
        found = []
        world = check(World, Document(document.file, pruned.tree), found)
        if world is not None:
            lanes, rules = (tuple(pruned.numbers[section]) for section in _LISTS)
            return Draft(world, document, frozenset(pruned.lost), frozenset(unsure), (lanes, rules))
    return None


class _Pruned:
    """A copy of the tree from which wrong parts are cut, the smallest part that can be spared first."""

    def __init__(self, document: Document) -> None:
        self.tree: dict[str, Any] = _copied(document.tree)
        self.lost: set[At] = set()
        self.numbers = {section: list(range(len(self._list(section)))) for section in _LISTS}

    def cut(self, problems: list[Problem]) -> bool:
        """Cut what the problems name; where something is missing, cut what it is missing from. False: nothing to cut.

        Of an unknown key, the key that was probably meant counts as lost, if there is one.
        """
        places = {self._find(one.path): one for one in problems}
        places.pop((), None)
        for at in sorted(places, key=_order, reverse=True):
            original, problem = self._cut(at), places[at]
            if not problem.message.startswith("unknown key"):
                self.lost.add(original)
            elif problem.suggestion:
                self.lost.add((*original[:-1], problem.suggestion))
        return bool(places)

    def _find(self, dotted: str) -> At:
        """The path of the deepest part of the tree that a dotted path leads to."""
        at: At = ()
        part: Any = self.tree
        while dotted:
            steps = part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
            fits = [step for step in steps if f"{dotted}.".startswith(f"{step}.")]
            if not fits:
                if at == () and (head := dotted.partition(".")[0]) in _FILLERS:
                    return (head,)
                break
            step = max(fits, key=lambda one: len(str(one)))
            at, part, dotted = (*at, step), part[step], dotted[len(str(step)) + 1 :]
        return at

    def _cut(self, at: At) -> At:
        """Cut one part; returns its path in the document."""
        section, step = str(at[0]), at[1] if len(at) > 1 else None
        number = step if section in _LISTS and isinstance(step, int) else None
        original = at if number is None else (section, self.numbers[section][number], *at[2:])
        parent: Any = self.tree
        for inner in at[:-1]:
            parent = parent[inner]
        last: Any = at[-1]
        if last in _FILLERS and len(at) == 1:
            parent[last] = _FILLERS[section]
        elif isinstance(parent, list) or last in parent:
            del parent[last]
            if number is not None and len(at) == 2:
                del self.numbers[section][number]
        return original

    def _list(self, section: str) -> list[Any]:
        part = self.tree.get(section)
        return part if isinstance(part, list) else []


def _order(at: At) -> list[tuple[str, int]]:
    """Later entries of a list, and parts before what they are parts of, come last: in reverse they are cut first."""
    return [("", step) if isinstance(step, int) else (step, 0) for step in at]


def _copied(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _copied(value) for key, value in part.items()}
    return [_copied(value) for value in part] if isinstance(part, list) else part
