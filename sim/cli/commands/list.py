"""`surge list`: what there is to choose from, found by being there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import Command, Settings, Word, shared, take

if TYPE_CHECKING:
    from sim.plug import Plugin

Row = dict[str, Any]


def _plugins(package: str, **more: str) -> Iterator[Row]:
    from sim.plug import discover

    for kind, plugin in discover(package).items():
        yield {"name": kind, **more, "about": _first_line(plugin), "knobs": _knobs(plugin)}


def _policies() -> Iterator[Row]:
    import pkgutil

    import sim.policies

    for room in pkgutil.iter_modules(sim.policies.__path__):
        if room.ispkg:
            yield from _plugins(f"sim.policies.{room.name}", room=room.name)


def _kpis() -> Iterator[Row]:
    from sim.kpi.registry import measures

    for name, measure in measures().items():
        about = measure.about()
        yield {"name": name, **about, "by": measure.by, "about": measure.definition.split("\n")[0]}


def _levers() -> Iterator[Row]:
    from sim.state.levers import LEVERS

    for name, lever in LEVERS.items():
        yield {"name": name, "axis": lever.axis, "about": lever.meaning}


def _files(room: str) -> Iterator[Row]:
    from sim.schema.shipped import available

    for name, path in available(room).items():
        yield {"name": name, **_titles(path), "file": path.as_posix()}


def _templates() -> Iterator[Row]:
    from sim.cli.template import templates

    for name, path in templates().items():
        yield {"name": name, **_titles(path, "brand"), "file": path.as_posix()}


def _cases(file: Path) -> Iterator[Row]:
    from sim.cli.textbook import textbook

    for case in textbook().read_cases(file):
        yield {"name": case.id, "area": case.area, "model": case.model, "about": case.title}


CASES = "cases"
ROOMS: dict[str, Callable[[], Iterator[Row]]] = {
    "policies": _policies,
    "shocks": lambda: _plugins("sim.shocks"),
    "plans": lambda: _plugins("sim.plans"),
    "shapes": lambda: _plugins("sim.shapes"),
    "levers": _levers,
    "kpis": _kpis,
    "scenarios": lambda: _files("scenarios"),
    "policy-sets": lambda: _files("policies"),
    "templates": _templates,
}
ROOMY = 100
COLUMNS = ("name", "room", "area", "model", "unit", "axis", "title_zh", "title_en", "about", "knobs")


@click.command(cls=Command)
@click.argument("what", metavar="WHAT", type=Word([*ROOMS, CASES]))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@shared("json")
@take
def command(settings: Settings, what: str, file: Path | None) -> None:
    """What there is to choose from.

    \b
    policies shocks plans shapes      with their knobs, as they are written in YAML
    levers                            what shocks and plans move
    kpis                              the measures
    scenarios policy-sets templates   what `drill`, `compare` and `init` know by name
    cases FILE                        what `verify FILE --only` can choose from
    """
    from sim.cli.screen import show_json

    if file is None and what == CASES:
        raise click.UsageError("name the file that holds them: surge list cases FILE")
    if file is not None and what != CASES:
        raise click.UsageError(f"only cases are listed from a file; `surge list {what}` takes none")
    rows = list(ROOMS[what]() if file is None else _cases(file))
    if settings.json:
        show_json(rows)
    else:
        _show(rows, settings)


def _show(rows: list[Row], settings: Settings) -> None:
    from sim.cli.screen import console, show
    from sim.cli.tables import bare_table

    table, columns = bare_table(), _columns(rows, settings, console().width)
    for name in columns:
        table.add_column(name.removesuffix("_zh").removesuffix("_en"), overflow="fold", no_wrap=name == "name")
    for row in rows:
        table.add_row(*(_text(row.get(name, "")) for name in columns))
    show(table)


def _columns(rows: list[Row], settings: Settings, width: int) -> list[str]:
    """The columns that any row fills, titles in one language; in little room titled things are not explained."""
    other = "title_en" if settings.language == "zh" else "title_zh"
    columns = [name for name in COLUMNS if name != other and any(row.get(name) for row in rows)]
    titled = any(name.startswith("title") for name in columns)
    return [name for name in columns if name != "about"] if titled and width < ROOMY else columns


def _knobs(plugin: type[Plugin]) -> dict[str, str]:
    """The fields of a plug-in as written in YAML, with their meaning."""
    fields = {field.alias or name: field for name, field in plugin.model_fields.items() if name != "kind"}
    return {name: field.description or "" for name, field in fields.items()}


def _titles(path: Any, key: str = "title") -> dict[str, str]:
    """The titles that a file gives itself; a file that cannot be read has none."""
    from sim.errors import ConfigError
    from sim.schema.reader import read_file

    try:
        found = read_file(path).tree[key]
    except (ConfigError, KeyError, TypeError):
        return {}
    words = found if isinstance(found, dict) else {"zh": found, "en": found}
    return {f"title_{lang}": str(words.get(lang, "")) for lang in ("zh", "en")}


def _first_line(thing: type) -> str:
    return (thing.__doc__ or "").strip().split("\n")[0]


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, dict) else str(value)
