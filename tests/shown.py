"""Which fields of the files that people write are declared, and which of them a shipped file or a page shows.

Fields are counted where they are declared: `review` of every replenishment policy is one field. What is shown is read
from the objects that come of the files (`model_fields_set`), so that a word in a comment or in a text does not count.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from sim.errors import ConfigError
from sim.plug import OneOf, discover
from sim.schema.load import load_world
from sim.schema.load_scenario import load_scenario
from sim.schema.policy_set import PolicySet, load_policies
from sim.schema.reader import read_text
from sim.schema.scenario import Scenario
from sim.schema.sorts import sort_of
from sim.schema.world import World
from sim.shapes.daily import TableCell, TableColumn
from tests.docs.pages import PAGES, ROOT, files_of, rows
from tests.registered import POLICY_ROOMS

ROOTS = (World, Scenario, PolicySet, TableCell)
"""What a file can be; and a cell of a table, which loading puts in place of its name."""


class Declared(NamedTuple):
    """A field and the class that declares it."""

    model: type[BaseModel]
    name: str

    def __str__(self) -> str:
        return f"{self.model.__module__}.{self.model.__name__}.{self.name}"


def declared(roots: Iterable[type[BaseModel]] = ROOTS) -> set[Declared]:
    """Every field of the models that the roots lead to, but for a `kind` that only says which model it is."""
    seen: set[type[BaseModel]] = set()
    todo = list(roots)
    while todo:
        model = todo.pop()
        if model not in seen:
            seen.add(model)
            for info in model.model_fields.values():
                todo += _models(info.annotation, info.metadata)
    return {_field(model, name) for model in seen for name in model.model_fields if not _names_it(model, name)}


def _models(annotation: Any, metadata: Iterable[Any] = ()) -> list[type[BaseModel]]:
    for one in metadata:
        if isinstance(one, OneOf):
            return list(discover(one.room).values())
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _models(inner, more)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]


def _names_it(model: type[BaseModel], name: str) -> bool:
    annotation = model.model_fields[name].annotation
    return name == "kind" and get_origin(annotation) is Literal and len(get_args(annotation)) == 1


def _field(model: type[BaseModel], name: str) -> Declared:
    home = next(one for one in reversed(model.__mro__) if name in vars(one).get("__annotations__", {}))
    return Declared(home, name)


def used(value: Any) -> Iterator[Declared]:
    """The fields that were given in what an object was made of."""
    if isinstance(value, BaseModel):
        for name in value.model_fields_set & type(value).model_fields.keys():
            if not _names_it(type(value), name):
                yield _field(type(value), name)
                yield from used(getattr(value, name))
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from used(part)


def _tables(tree: Any) -> Iterator[Declared]:
    """Columns and cells of tables that a document names: loading replaces them by their numbers."""
    if isinstance(tree, dict):
        if {"table", "column"} <= tree.keys():
            yield from (Declared(TableCell if key == "row" else TableColumn, key) for key in tree)
        for part in tree.values():
            yield from _tables(part)


def shipped() -> Iterator[Declared]:
    """What the worlds, scenarios and policy sets use that come with the program."""
    for path in sorted((ROOT / "configs").glob("*.yaml")):
        world = load_world(path)
        yield from used(world)
        yield from _tables(read_text(path.read_text(encoding="utf-8")).tree)
        own = ROOT / "scenarios" / path.stem
        for scenario in sorted((own if own.is_dir() else own.parent).glob("*.yaml")):
            yield from used(load_scenario(scenario, world))
        for policies in sorted((ROOT / "configs" / "policies").glob("*.yaml")):
            try:
                yield from used(load_policies(policies, world))
            except ConfigError:
                continue  # it is for another brand


def paged(folder: Path) -> Iterator[Declared]:
    """What the files use that pages show; they are written into `folder`, in which their names begin."""
    for page in PAGES:
        if files := files_of(page):
            yield from _of_page(folder / page.stem, files)


def _of_page(home: Path, files: Mapping[str, str]) -> Iterator[Declared]:
    """Scenarios and policy sets fit the first world of their page, or without one the tiny brand."""
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    trees = {home / name: read_text(text).tree for name, text in files.items() if name.endswith(".yaml")}
    worlds = [load_world(path) for path, tree in trees.items() if sort_of(tree) == "world"]
    for world in worlds:
        yield from used(world)
    beside = worlds[0] if worlds else load_world(ROOT / "configs" / "tiny.yaml")
    for path, tree in trees.items():
        yield from _tables(tree)
        if sort_of(tree) == "scenario":
            yield from used(load_scenario(path, beside))
        elif sort_of(tree) != "world":
            yield from used(load_policies(path, beside))


def tabled() -> Iterator[Declared]:
    """What the examples in the tables of pages use; the tests of those pages play each of them."""
    policies = [f"sim.policies.{room}" for room in POLICY_ROOMS]
    for page, column, rooms in (
        ("policies.md", "Name", policies),
        ("disruptions.md", "Shock", ["sim.shocks"]),
        ("disruptions.md", "Action", ["sim.plans"]),
        ("demand.md", "Shape", ["sim.shapes"]),
    ):
        known = {kind: plugin for room in rooms for kind, plugin in discover(room).items()}
        for row in rows(page):
            if column in row.cells:
                (kind,), (example,) = row.codes("Kind"), row.codes("Example")
                yield from used(known[kind].model_validate(read_text(example).tree))
