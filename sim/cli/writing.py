"""The reports of a run on disk: beside the run, and copies where the latest is always found."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.cli.options import Lang, Settings
from sim.cli.study import Result, last_words, look_again

FORMATS = ("html", "xlsx", "json")


def write_reports(result: Result, out: Path, settings: Settings) -> Path:
    """Write all reports beside the run, and copies into `out` itself; returns the page in the user's language."""
    import shutil

    from sim.cli.screen import is_terminal, tell
    from sim.report import render

    folder = out / str(result["run_id"])
    if is_terminal(sys.stderr) and not settings.quiet:
        tell("writing the report ...")
    written: dict[str, list[Path]] = {
        "zh": render(result, folder, FORMATS, "zh"),
        "en": render(result, folder, FORMATS[:2], "en"),
    }
    for file in (file for files in written.values() for file in files):
        draft = out / f".{file.name}.new"
        shutil.copyfile(file, draft)
        draft.replace(out / file.name)
    return out / written[settings.language][0].name


def end(
    settings: Settings,
    played: tuple[Result, float],
    out: Path,
    document: Callable[[Result], dict[str, Any]],
    show: Callable[[Result, Lang], None],
) -> None:
    """How a study with a report ends: the report is written, the result shown or told as JSON, the last line said."""
    from sim.cli.screen import show_json, show_text

    result, seconds = played
    report = write_reports(result, out, settings)
    if settings.json:
        show_json(document(result))
    else:
        show(result, settings.language)
        show_text(f"report: {report}")
    last_words(settings, str(result["run_id"]), look_again(result, out), seconds)
