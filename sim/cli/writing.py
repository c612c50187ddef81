"""The reports of a run on disk: beside the run, and copies where the latest is always found."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.cli.options import Settings
from sim.cli.playing import Result

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
