"""From a file to a checked world: read, spell out tables, validate, and check across the whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import ConfigError, Problem
from sim.schema.document import Document
from sim.schema.draft import draft
from sim.schema.expand import expand
from sim.schema.reader import read_file, read_text
from sim.schema.references import problems as reference_problems
from sim.schema.references import warnings
from sim.schema.sorts import needs
from sim.schema.world import World


@dataclass(frozen=True)
class Loaded:
    """A checked world, and what may be a mistake in it but can be played."""

    world: World
    warnings: tuple[Problem, ...] = ()


def load_world(path: str | Path) -> World:
    """The world in a YAML file; ConfigError with every problem of the file and its tables."""
    return read_world(path).world


def load_text(text: str, name: str = "<text>", folder: str | Path = ".") -> World:
    """The world in a YAML text; `name` stands in error messages, `folder` is where its file names begin."""
    problems: list[Problem] = []
    return build(read_text(text, name, problems), folder, problems=problems).world


def load_tree(tree: dict[str, Any], name: str = "<world>", folder: str | Path = ".") -> World:
    """The world in plain data, such as `resolved` gives."""
    return build(Document(name, tree), folder).world


def read_world(path: str | Path, kpis: Collection[str] | None = None) -> Loaded:
    """The world in a YAML file, with its warnings; `kpis` are the measures that may have targets (None = any)."""
    path, problems = Path(path), list[Problem]()
    document = read_file(path, problems)
    needs("world", document)
    return build(document, path.parent, kpis, problems)


def build(
    document: Document,
    folder: str | Path = ".",
    kpis: Collection[str] | None = None,
    problems: Iterable[Problem] = (),
) -> Loaded:
    """The world in a document; ConfigError with every problem, also those found while it was read (`problems`)."""
    folder = Path(folder).absolute()
    expanded = expand(document, folder)
    problems = [*problems, *expanded.problems]
    made = draft(expanded.document, expanded.unsure, problems)
    if made is not None:
        problems += reference_problems(made, kpis)
    if problems or made is None:
        raise ConfigError(dict.fromkeys(problems))
    made.world.set_folder(str(folder))
    return Loaded(made.world, tuple(warnings(made)))
