"""A document: a plain tree of dicts, lists and scalars, with the place in a file where each part was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.errors import Problem, cut, nearest, one_of

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something was written: file, line and column from 1 (0 = unknown), and the text of that line."""

    file: str
    line: int
    column: int
    source: str = ""


@dataclass(frozen=True)
class Document:
    """The content of a file as a `tree`, and its places there: `marks` of the values, `keys` of the keys, by path."""

    file: str
    tree: Any
    marks: Mapping[Path, Mark] = field(default_factory=dict, repr=False)
    keys: Mapping[Path, Mark] = field(default_factory=dict, repr=False)

    def mark(self, path: Path, key: bool = False) -> Mark:
        """The place of the value at `path` (or of its key); of the nearest part around it when it was not written."""
        places = (self.keys, self.marks) if key else (self.marks, self.keys)
        for end in range(len(path), -1, -1):
            for marks in places if end == len(path) else (self.keys, self.marks):
                if path[:end] in marks:
                    return marks[path[:end]]
        return Mark(self.file, 0, 0)

    def problem(
        self,
        path: Path,
        message: str,
        *,
        found: str = "",
        allowed: str = "",
        suggestion: str = "",
        key: bool = False,
    ) -> Problem:
        """A problem at a path; `key` puts the caret under the key rather than its value."""
        mark = self.mark(path, key)
        return Problem(
            mark.file, mark.line, mark.column, dotted(path), message, found, allowed, suggestion, mark.source
        )

    def unknown(self, path: Path, what: str, name: str, known: Iterable[str], *, key: bool = False) -> Problem:
        """The name at `path` is not among the known ones: `'oat_laof' is not a product; allowed: ...`."""
        names, article = list(known), "an" if what[0] in "aeiou" else "a"
        return self.problem(
            path,
            f"'{cut(name)}' is not {article} {what}",
            allowed=one_of(names) or "none is defined",
            suggestion=nearest(name, names),
            key=key,
        )

    def graft(self, path: Path, other: Document, at: Path = ()) -> Document:
        """A copy in which the part at `path` is `other`'s part at `at`, marks included; nothing else is touched."""
        keep = [{where: mark for where, mark in marks.items() if where[: len(path)] != path} for marks in self._places]
        new = [
            {path + where[len(at) :]: mark for where, mark in marks.items() if where[: len(at)] == at}
            for marks in other._places
        ]
        tree = _replaced(self.tree, path, other.at(at))
        return Document(self.file, tree, {**keep[0], **new[0]}, {**keep[1], **new[1]})

    def at(self, path: Path) -> Any:
        """The part of the tree at `path`; KeyError, IndexError or TypeError when there is none."""
        part = self.tree
        for step in path:
            part = part[step]
        return part

    @property
    def _places(self) -> tuple[Mapping[Path, Mark], Mapping[Path, Mark]]:
        return self.marks, self.keys


def dotted(path: Iterable[str | int]) -> str:
    """`sites.dc.lanes.0.to`, for people."""
    return ".".join(str(step) if len(str(step)) <= 80 else str(step)[:77] + "..." for step in path)


def lines_of(text: str) -> list[str]:
    """The lines as a YAML parser counts them."""
    return re.split("\r\n|[\n\r\x85\u2028\u2029]", text)


def _replaced(tree: Any, path: Path, part: Any) -> Any:
    if not path:
        return part
    copy = list(tree) if isinstance(tree, list) else dict(tree)
    step: Any = path[0]
    inner = copy.get(step, {}) if isinstance(copy, dict) else copy[step]
    copy[step] = _replaced(inner, path[1:], part)
    return copy
