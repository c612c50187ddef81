"""What all studies have in common: played with progress shown, reported, printed; the last line says what next."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import Settings

if TYPE_CHECKING:
    from sim.results.studies import AnyStudy

SEED = 7
OUT = Path("out")
FOLDER = click.Path(file_okay=False, path_type=Path)
FORMATS = ("html", "xlsx", "json")


@dataclass(frozen=True)
class PlayedStudy:
    """A study that was played: its result, the folder that was asked for, and the seconds that it took."""

    result: AnyStudy
    out: Path
    seconds: float


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def month_of(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A month like 2026-11."""
    if value is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        raise click.BadParameter(f"takes a month like 2026-11; found {value[:40]!r}")
    return value


def play(
    settings: Settings,
    config: Path,
    out: Path,
    scenarios: Sequence[str],
    replications: int,
    study: Callable[..., Any],
    **arguments: Any,
) -> PlayedStudy:
    """Play a study with its progress shown; `study` takes a `Setup` and the `arguments`."""
    from sim.cli.progress import progress_bar
    from sim.cli.screen import message
    from sim.errors import ReplicationError
    from sim.experiment.play.setup import Setup

    show_changes(settings, config)
    begin = time.monotonic()
    seed, jobs = SEED if settings.seed is None else settings.seed, settings.jobs or cores()
    try:
        with progress_bar(settings, config.stem) as progress:
            setup = Setup(
                config, out, scenarios, replications, seed, jobs, settings.overrides, progress, settings.resume
            )
            result = study(setup, **arguments)
    except (KeyboardInterrupt, ReplicationError):
        message("finished replications are kept; the same command with --resume goes on from there")
        raise
    return PlayedStudy(result, out, time.monotonic() - begin)


def show_changes(settings: Settings, config: Path) -> None:
    """What the settings `-S` change, old -> new, on stderr."""
    if not settings.overrides or settings.quiet:
        return
    from sim.cli.screen import message
    from sim.schema.load import load_world
    from sim.schema.patch import override

    for change in override(load_world(config), settings.overrides).changes:
        message(str(change))


def finish(settings: Settings, played: PlayedStudy) -> None:
    """The end of a study with a report: written, the result printed, the last line."""
    show_with_report(settings, played)
    last_line(settings, played, look_again(played))


def show_with_report(settings: Settings, played: PlayedStudy) -> None:
    """Write the reports, then print the result and where the report is."""
    from sim.cli.screen import show_text

    report = write_reports(played.result, played.out, settings)
    show_result(settings, played.result)
    if not settings.json:
        show_text(f"report: {report}")


def show_result(settings: Settings, result: AnyStudy) -> None:
    """The result on stdout, as tables or as JSON."""
    from sim.cli import views
    from sim.cli.screen import show_json

    if settings.json:
        show_json({"run_id": result.run_id, **result.answer()})
    else:
        views.show(result, settings.language)


def write_reports(result: AnyStudy, out: Path, settings: Settings) -> Path:
    """Write all reports beside the run, and copies into `out` itself; returns the page in the user's language."""
    import shutil

    from sim.cli.screen import is_terminal, message
    from sim.reporting import render

    folder = out / result.run_id
    if is_terminal(sys.stderr) and not settings.quiet:
        message("writing the report ...")
    written: dict[str, list[Path]] = {
        "zh": render(result, folder, FORMATS, "zh"),
        "en": render(result, folder, FORMATS[:2], "en"),
    }
    for file in (file for files in written.values() for file in files):
        draft = out / f".{file.name}.new"
        shutil.copyfile(file, draft)
        draft.replace(out / file.name)
    return out / written[settings.language][0].name


def look_again(played: PlayedStudy) -> str:
    """The command that shows a run once more."""
    return f"surge runs show {played.result.run_id}" + ("" if played.out == OUT else f" -o {played.out}")


def last_line(settings: Settings, played: PlayedStudy, following: str) -> None:
    """The last line on a terminal: the run's id, how long it took, and what to type next."""
    from sim.cli.screen import is_terminal, message

    if is_terminal(sys.stderr) and not settings.quiet:
        took = f"{played.seconds // 60:.0f}:{played.seconds % 60:02.0f}"
        message(f"{played.result.run_id}  ({took})    next: {following}")
