"""Configurations and scenarios by name: the user's own first, then those that come with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sim.errors import ConfigError, Problem, nearest, one_of

_SUFFIXES = (".yaml", ".yml")


def find(name: str, room: str = "scenarios", beside: str | Path | None = None) -> Path:
    """The file that a name means: a path as given, else a file of that stem in `room`, or its letter (`a`).

    Looked for in `<folder of beside>/scenarios`, in the folder above it, in the working directory and among what is
    shipped, in this order. ConfigError when there is none, or when a letter fits several.
    """
    given = Path(name)
    if given.suffix in _SUFFIXES or len(given.parts) > 1:
        if given.is_file():
            return given
    else:
        known = available(room, beside)
        folded = {stem.casefold(): path for stem, path in known.items()}
        if name.casefold() in folded:
            return folded[name.casefold()]
        short = [stem for stem in known if stem.casefold().split("_")[0] == name.casefold()]
        if len(short) == 1:
            return known[short[0]]
        if short:
            message = f"'{name}' could mean several {room}"
            raise ConfigError([Problem(name, 0, 0, "", message, allowed=one_of(short))])
    stems = list(available(room, beside))
    message = f"there is no file '{name}'" if given.suffix in _SUFFIXES else f"there is no '{name}' among the {room}"
    problem = Problem(name, 0, 0, "", message, allowed=one_of(stems), suggestion=nearest(given.stem, stems))
    raise ConfigError([problem])


def available(room: str = "scenarios", beside: str | Path | None = None) -> dict[str, Path]:
    """All files of a room by stem, sorted; where two folders have the same stem, the nearer one counts."""
    found: dict[str, Path] = {}
    for folder in _folders(room, beside):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix in _SUFFIXES and path.is_file():
                found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def shipped(room: str) -> Path:
    """The folder of what is shipped: inside an installed package, or at the top of a checkout."""
    package = Path(str(files("sim")))
    installed = package / "_shipped" / room
    return installed if installed.is_dir() else package.parent / room


def _folders(room: str, beside: str | Path | None) -> list[Path]:
    near = [] if beside is None else [Path(beside).parent / room, Path(beside).absolute().parent.parent / room]
    return [*near, Path(room), shipped(room)]
