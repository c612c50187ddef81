"""What the words on the command line mean: which configuration, which scenarios, which run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sim.errors import Problem

ROOMS = (Path(), Path("configs"))


def config_of(given: str | None) -> Path:
    """The configuration that is meant: a path or a shipped name; left out, the only one here or in `configs/`."""
    from sim.schema.shipped import find

    if given is not None:
        path = Path(given)
        return path if path.suffix or len(path.parts) > 1 or path.exists() else find(given, "configs")
    for room in ROOMS:
        found = sorted(path for suffix in ("yaml", "yml") for path in room.glob(f"[!.]*.{suffix}"))
        if len(found) == 1:
            return found[0]
        if found:
            raise click.UsageError(f"name a configuration: {', '.join(map(str, found[:8]))}")
    raise click.UsageError("name a configuration, or go where one is; `surge init demo` makes one")


def names_in(lists: tuple[str, ...]) -> list[str]:
    """`-s a,b -s c` as a, b, c, each once."""
    return list(dict.fromkeys(name.strip() for part in lists for name in part.split(",") if name.strip()))


def scenarios_of(config: Path, names: list[str], problems: list[Problem]) -> list[Path]:
    """The files of the scenarios that are meant: those named, or all in the folder nearest to the configuration.

    A name that fits nothing is added to `problems`; `baseline` means no scenario.
    """
    from sim.errors import ConfigError
    from sim.schema.shipped import available, find

    if not names:
        files = available("scenarios", config).values()
        return [file for file in files if file.parent == next(iter(files)).parent]
    found = []
    for name in names:
        try:
            found += [find(name, "scenarios", config)] if name != "baseline" else []
        except ConfigError as error:
            problems += error.problems
    return found
