"""Worlds to begin with: a shipped configuration, its tables, the scenarios that it can play, policy sets to compare."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from sim.errors import SurgeError
from sim.schema.files import FILE_KEYS
from sim.schema.shipped import shipped


class TakenError(SurgeError):
    """Something else is already where a new file would go."""

    exit_code = 2


def templates() -> dict[str, Path]:
    """The shipped configurations by name, sorted."""
    return {path.stem: path for path in sorted(shipped("configs").glob("*.yaml"))}


def contents(name: str) -> dict[PurePosixPath, Path]:
    """Every file of a template: where it goes, and where it comes from."""
    from sim.schema.load import load_world
    from sim.schema.playable import brought
    from sim.schema.policy_set import fitting
    from sim.schema.reader import read_file

    config = templates()[name]
    files = {PurePosixPath(config.name): config}
    for table in sorted(set(_tables(read_file(config).tree))):
        files[PurePosixPath(table)] = config.parent / table
    world = load_world(config)
    for room, paths in (("scenarios", brought(world, config)), ("policies", fitting(world))):
        files |= {PurePosixPath(room) / path.name: path for path in paths}
    return files


def write(files: dict[PurePosixPath, Path], folder: Path) -> None:
    """Copy the files into `folder`: all of them or none. TakenError when one of them is already there."""
    taken = [target for target in files if (folder / target).exists()]
    if folder.exists() and not folder.is_dir():
        raise TakenError(f"{folder} is a file: name another folder")
    if taken:
        names = ", ".join(map(str, taken[:3])) + (" ..." if len(taken) > 3 else "")
        raise TakenError(f"{folder} already has {names}: name another folder, or move them away; nothing was written")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as draft:
        for target, source in files.items():
            (Path(draft) / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, Path(draft) / target)
        for target in files:
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            (Path(draft) / target).replace(folder / target)


def _tables(part: Any) -> Iterator[str]:
    """The names of all files that a configuration names, wherever it names them."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        if key in FILE_KEYS and isinstance(value, str):
            yield value
        else:
            yield from _tables(value)
