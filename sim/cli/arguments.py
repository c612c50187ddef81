"""What the arguments of a command mean: which configuration, which scenarios, which run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sim.errors import Problem
    from sim.results.folder import RunFolder
    from sim.results.index import IndexEntry
    from sim.results.studies import AnyStudy

ROOMS = (Path(), Path("configs"))
ELSEWHERE = "runs that were written elsewhere are found with -o DIR, or by the path of their folder"


def config_of(given: str | None) -> Path:
    """The configuration: a path or a shipped name; the only one in a folder; left out, the only one here or in
    `configs/`."""
    from sim.schema.shipped import find

    if given is None:
        found = _only_configuration(ROOMS)
        if found is None:
            raise click.UsageError("name a configuration, or go where one is; `surge init demo` makes one")
        return found
    path = Path(given)
    if path.is_dir():
        return _only_configuration([path]) or path  # without one the folder is refused as what it is
    is_file = path.suffix or len(path.parts) > 1 or path.exists()
    return path if is_file else find(given, "configs")


def _only_configuration(folders: Sequence[Path]) -> Path | None:
    """The only one in the first folder that has any; UsageError when it has several."""
    for folder in folders:
        files = sorted(path for suffix in ("yaml", "yml") for path in folder.glob(f"[!.]*.{suffix}"))
        found = _configurations(files)
        if len(found) > 1:
            raise click.UsageError(f"name a configuration: {', '.join(map(str, found[:8]))}")
        if found:
            return found[0]
    return None


def _configurations(files: list[Path]) -> list[Path]:
    """Of several files those that are configurations, or cannot be read; all of them when none is."""
    from sim.errors import ConfigError
    from sim.schema.reader import read_file
    from sim.schema.sorts import sort_of

    def may_be(file: Path) -> bool:
        try:
            return sort_of(read_file(file, []).tree) == "world"
        except ConfigError:
            return True

    return files if len(files) < 2 else [file for file in files if may_be(file)] or files


def names_in(lists: tuple[str, ...]) -> list[str]:
    """`-s a,b -s c` as a, b, c, each once."""
    return list(dict.fromkeys(name.strip() for part in lists for name in part.split(",") if name.strip()))


def scenarios_of(config: Path, names: list[str], problems: list[Problem]) -> list[Path]:
    """The files of the scenarios: those named, or all in the folder nearest to the configuration.

    A name that fits nothing is added to `problems`; `baseline` means no scenario.
    """
    from sim.errors import ConfigError
    from sim.schema.load import load_world
    from sim.schema.playable import playable
    from sim.schema.shipped import find

    if not names:
        return playable(load_world(config), config)
    found = []
    for name in names:
        try:
            found += [find(name, "scenarios", config)] if name != "baseline" else []
        except ConfigError as error:
            problems += error.problems
    return found


def scenario_files(config: Path, named: tuple[str, ...]) -> list[str]:
    """The scenarios to play, as files; none named = all in the folder nearest to the configuration.

    Raises `ConfigError` with every name that fits nothing.
    """
    from sim.errors import ConfigError

    problems: list[Problem] = []
    files = scenarios_of(config, names_in(named), problems)
    if problems:
        raise ConfigError(problems)
    return [str(file) for file in files]


def run_of(name: str | None, out: Path | None = None) -> RunFolder:
    """The run: its folder, its id or the beginning of it; left out or `latest`, the latest.

    Looked for in the index of `out`, or when that is not given in those here, in `out` and in the folders inside it.
    Raises `UnknownRunError`.
    """
    from sim.results.folder import RunFolder

    if name is not None and (Path(name) / "manifest.json").is_file():
        return RunFolder(Path(name))
    if name is None or name == "latest":
        return RunFolder(_latest(out).folder)
    if Path(name).is_dir():
        return run_of(None, Path(name))
    return RunFolder(_named(name, out).folder)


def _latest(out: Path | None) -> IndexEntry:
    from sim.results.index import UnknownRunError

    runs = _runs_on_disk(out)
    if not runs:
        raise UnknownRunError(f"there is no run {_where(out)}: `surge drill` makes one; {ELSEWHERE}")
    return runs[-1]


def _named(name: str, out: Path | None) -> IndexEntry:
    """The run of that id, or the only one whose id begins like that."""
    from sim.results.index import UnknownRunError

    runs = _runs_on_disk(out)
    exact = [run for run in runs if run.run_id == name]
    found = exact or [run for run in runs if run.run_id.startswith(name)]
    if len({run.run_id for run in found}) > 1:
        raise UnknownRunError(f"run '{name}' could be {', '.join(run.run_id for run in found)}: write more of it")
    if not found:
        raise UnknownRunError(_unknown(name, [run.run_id for run in runs], out))
    return found[-1]


def _unknown(name: str, ids: list[str], out: Path | None) -> str:
    """There is no such run: the nearest id, or all of them, latest first."""
    from sim.errors import cut, nearest, one_of

    like = nearest(name, ids)
    hint = f" (did you mean '{like}'?)" if like else f"; there are: {one_of(ids[::-1])}" if ids else ""
    return f"no run '{cut(name)}' {_where(out)}{hint}; {ELSEWHERE}"


def _where(out: Path | None) -> str:
    return "here or in out/" if out is None else f"in {out}/"


def _runs_on_disk(out: Path | None) -> list[IndexEntry]:
    return [run for run in known_runs(out) if run.exists]


def known_runs(out: Path | None = None) -> list[IndexEntry]:
    """All runs of the indexes that are there, oldest first."""
    import sqlite3

    from sim.errors import SurgeError
    from sim.results.index import FILE, RunIndex

    homes = [out] if out else [Path(), Path("out"), *sorted(path.parent for path in Path("out").glob(f"*/{FILE}"))]
    runs: dict[Path, IndexEntry] = {}
    for home in homes:
        try:
            runs |= {run.folder: run for run in RunIndex(home).runs()}
        except sqlite3.Error as error:
            raise SurgeError(f"the index of runs {home / FILE} cannot be read ({error})") from None
    return sorted(runs.values(), key=lambda run: datetime.fromisoformat(run.created))


def result_of(folder: RunFolder) -> AnyStudy:
    """The result of a run; SurgeError when it was interrupted before there was one."""
    from sim.errors import SurgeError

    try:
        return folder.result()
    except FileNotFoundError:
        name = folder.path.name
        raise SurgeError(f"run {name} was not finished: give its command again with --resume") from None
