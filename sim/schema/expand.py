"""Tables and files spelled out: a table of sites becomes one site a row and a group; file names become real files.

    sites: {shops: {kind: front_point, table: tables/shops.csv}}      rows: id, x, y, and keys of a site
    communities: {table: tables/communities.csv}                      rows: id, x, y, households, ...

Keys beside `table` hold for every row that does not give them. Values of a row keep their place in the table's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel

from sim.errors import ConfigError, Problem
from sim.schema.document import Document, Mark, dotted
from sim.schema.document import Path as At
from sim.schema.figures import figures, tables_in
from sim.schema.files import HASHES, RECORDS, TABLES, file_hash, located, named_files, relative
from sim.schema.network import Site
from sim.schema.selling import Community
from sim.schema.tables import read_table

Marks = dict[At, Mark]
_TABLES: Mapping[str, type[BaseModel]] = {"sites": Site, "communities": Community}
_COLUMNS = ("id", "x", "y")
_TEXTS = ("id", "title", "delivered_from", "picks_up_at", "kind")


@dataclass
class Expanded:
    """A document without tables, what was wrong on the way, and the sections whose names are not all known now."""

    document: Document
    problems: list[Problem] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)


def expand(document: Document, folder: Path) -> Expanded:
    """Spell out the tables and files of a world's document; `folder` is where its relative names begin."""
    result = Expanded(document)
    if isinstance(document.tree, dict):
        tree, places = dict(document.tree), (dict(document.marks), dict(document.keys))
        result.document = Document(document.file, tree, *places)
        _check_hashes(result, tree.pop(HASHES, None), folder)
        for section, model in _TABLES.items():
            if isinstance(tree.get(section), dict):
                _Section(result, section, model, folder, places).spell_out()
        for at in list(tables_in(tree)):
            found = figures(result.document, at, folder, result.problems)
            if found is None:
                result.unsure.add(dotted(at))
            else:
                result.document = result.document.graft(at, found)
        for at in list(named_files(tree)):
            path = located(result.document, at, folder, result.problems, RECORDS)
            if path is None:
                result.unsure.add(dotted(at))
            else:
                grafted = Document("", str(path), {(): result.document.mark(at)})
                result.document = result.document.graft(at, grafted)
    return result


class _Section:
    """One section of named places, some of which may be tables."""

    def __init__(
        self, result: Expanded, section: str, model: type[BaseModel], folder: Path, places: tuple[Marks, Marks]
    ) -> None:
        self.result, self.section, self.folder = result, section, folder
        self.marks, self.keys = places
        self.document, self.tree = result.document, result.document.tree
        self.optional = [name for name, one in model.model_fields.items() if name != "at" and _single(one.annotation)]
        self.entries: dict[str, Any] = {}

    def spell_out(self) -> None:
        """Replace the section in the tree."""
        written = self.tree[self.section]
        if isinstance(written.get("table"), str):
            self.rows((self.section,), written)
        else:
            for name, entry in written.items():
                if isinstance(entry, dict) and "table" in entry:
                    self.group(name, self.rows((self.section, name), entry))
                elif name in self.entries:
                    self.report((self.section, name), f"the id '{name}' is also in a table above", key=True)
                else:
                    self.entries[name] = entry
        self.tree[self.section] = self.entries

    def rows(self, at: At, entry: dict[str, Any]) -> list[str]:
        """Add one entry per row of the table at `at`; returns their ids."""
        if "at" in entry:
            self.report((*at, "at"), "a table gives the place of each row in its columns x and y", key=True)
        path = located(self.document, (*at, "table"), self.folder, self.result.problems, TABLES)
        try:
            sheet = entry.get("sheet") if isinstance(entry.get("sheet"), str) else None
            table = None if path is None else read_table(path, _COLUMNS, self.optional, texts=_TEXTS, sheet=sheet)
        except ConfigError as error:
            self.result.problems += error.problems
            table = None
        if table is None:
            self.result.unsure.add(self.section)
            return []
        shared = {key: value for key, value in entry.items() if key not in ("table", "sheet", "at")}
        below = {where: mark for where, mark in self.marks.items() if where[: len(at)] == at}
        above = {where: mark for where, mark in self.keys.items() if where[: len(at)] == at and where != at}
        added = []
        for number, row in enumerate(table.tree):
            name = row.pop("id")
            home: At = (self.section, name)
            if name in self.entries:
                self.result.problems.append(table.problem((number, "id"), f"the id '{name}' is there twice"))
                continue
            marks = {(*home, *where[len(at) :]): mark for where, mark in below.items()}
            marks |= {(*home, *where[1:]): mark for where, mark in table.marks.items() if where[:1] == (number,)}
            keys = {(*home, *where[len(at) :]): mark for where, mark in above.items()}
            self.place(home, marks, keys, table.mark((number, "id")))
            self.entries[name] = {"at": [row.pop("x"), row.pop("y")], **shared, **row}
            added.append(name)
        return added

    def place(self, home: At, marks: Marks, keys: Marks, row: Mark) -> None:
        """Remember where an entry of a table and its parts were written."""
        for index, column in enumerate(("x", "y")):
            marks[(*home, "at", index)] = marks.get((*home, column), row)
        marks[(*home, "at")], marks[home], keys[home] = marks[(*home, "at", 0)], row, row
        self.marks.update(marks)
        self.keys.update(keys)

    def group(self, name: str, members: list[str]) -> None:
        """Let the table's name stand for all its rows."""
        groups = self.tree.get("groups") or {}
        if not members or not isinstance(groups, dict):
            return
        if name in groups:
            self.report(("groups", name), f"'{name}' is already the name of a table of {self.section}", key=True)
        self.tree["groups"] = {**groups, name: members}
        self.keys["groups", name] = self.document.mark((self.section, name), key=True)

    def report(self, at: At, message: str, key: bool = False) -> None:
        """Add a problem."""
        self.result.problems.append(self.document.problem(at, message, key=key))


def _single(annotation: Any) -> bool:
    """Whether a cell can hold a value of this type: anything but a group of keys or a list."""
    return get_origin(annotation) not in (dict, list, tuple)


def _check_hashes(result: Expanded, hashes: Any, folder: Path) -> None:
    """Report files whose content is not that of which a resolved configuration has the hash."""
    for name, expected in hashes.items() if isinstance(hashes, dict) else ():
        at: At = (HASHES, name)
        named = Document("", name, {(): result.document.mark(at, key=True)})
        path = located(named, (), folder, result.problems)
        if path is not None and file_hash(path) != expected:
            message = f"'{relative(str(path), str(folder))}' has changed since this configuration was written"
            result.problems.append(result.document.problem(at, message, key=True))
