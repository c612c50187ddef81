"""Configurations and scenarios by name: the user's own first, then those that come with the program."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from sim.errors import ConfigError, Problem, nearest, one_of

_SUFFIXES = (".yaml", ".yml")
_WITHIN = {"policies": "configs/policies"}


def find(name: str, room: str = "scenarios", beside: str | Path | None = None, besides: Sequence[str] = ()) -> Path:
    """The file that a name means: a path as given, else a file of that stem in `room`, or its letter (`a`).

    Looked for in the folders of `folders`, nearest first. `besides` are names without a file, to be listed among
    the others. ConfigError when there is none, or when a letter fits several files of one folder.
    """
    given = Path(name)
    if given.suffix in _SUFFIXES or len(given.parts) > 1:
        if given.is_file():
            return given
    else:
        known = {stem.casefold(): path for stem, path in available(room, beside).items()}
        if name.casefold() in known:
            return known[name.casefold()]
        for folder in folders(room, beside):
            short = [path for path in listed(folder) if path.stem.casefold().split("_")[0] == name.casefold()]
            if len(short) == 1:
                return short[0]
            if short:
                message = f"'{name}' could mean several {room}"
                raise ConfigError([Problem(name, 0, 0, "", message, allowed=one_of([path.stem for path in short]))])
    stems = [*besides, *available(room, beside)]
    message = f"there is no file '{name}'" if given.suffix in _SUFFIXES else f"there is no '{name}' among the {room}"
    problem = Problem(name, 0, 0, "", message, allowed=one_of(stems), suggestion=nearest(given.stem, stems))
    raise ConfigError([problem])


def available(room: str = "scenarios", beside: str | Path | None = None) -> dict[str, Path]:
    """All files of a room by stem, sorted; where two folders have the same stem, the nearer one counts."""
    found: dict[str, Path] = {}
    for folder in folders(room, beside):
        for path in listed(folder):
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def folders(room: str, beside: str | Path | None = None) -> list[Path]:
    """Where a name of a room is looked for, nearest first: beside the configuration, above it, here, and shipped."""
    return [*near(room, beside), *_own(Path(room), beside), *_own(shipped(room), beside)]


def near(room: str, beside: str | Path | None = None) -> list[Path]:
    """The folders of a room that belong to a configuration, or to the working directory when there is none.

    The folder with the configuration's own name comes first: `scenarios/beauty` before `scenarios` for `beauty.yaml`.
    """
    if beside is None:
        return [Path(room)]
    home = Path(beside).parent
    return [*_own(home / room, beside), *_own(home.absolute().parent / room, beside)]


def _own(folder: Path, beside: str | Path | None) -> list[Path]:
    return [folder] if beside is None else [folder / Path(beside).stem, folder]


def listed(folder: Path) -> list[Path]:
    """The YAML files of a folder by name; none when there is no such folder."""
    found = [path for path in folder.iterdir() if path.suffix in _SUFFIXES] if folder.is_dir() else []
    return sorted((path for path in found if path.is_file() and not path.name.startswith(".")), key=lambda p: p.stem)


def shipped(room: str) -> Path:
    """The folder of what is shipped: inside an installed package, or at the top of a checkout."""
    package = Path(str(files("sim")))
    place = _WITHIN.get(room, room)
    installed = package / "_shipped" / place
    return installed if installed.is_dir() else package.parent / place
