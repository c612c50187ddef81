"""`surge doctor`: is this machine fit to play drills? Each finding is fine, or comes with its cure."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click

from sim.cli.options import Command, Settings, shared, take

GIGABYTE = 1 << 30
MARKS = {"ok": "●", "note": "▲", "wrong": "■"}
COLOURS = {"ok": "green", "note": "yellow", "wrong": "red"}
BROWSERS = ("chromium", "google-chrome", "chromium-browser", "microsoft-edge", "msedge", "chrome")


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `cure` says what to do unless all is well."""

    what: str
    state: Literal["ok", "note", "wrong"]
    found: str
    cure: str = ""


@click.command(cls=Command)
@shared("json")
@take
@click.pass_context
def command(ctx: click.Context, settings: Settings) -> None:
    """Look at Python, packages, fonts, cores, disk and terminal."""
    from sim.cli.screen import show_json, show_text

    findings = [finding for look in LOOKS for finding in look()]
    well = all(finding.state != "wrong" for finding in findings)
    if settings.json:
        show_json({"ok": well, "findings": [asdict(finding) for finding in findings]})
    else:
        width = max(len(finding.what) for finding in findings)
        for finding in findings:
            mark = click.style(MARKS[finding.state], fg=None if os.environ.get("NO_COLOR") else COLOURS[finding.state])
            show_text(f"{mark} {finding.what:<{width}}  {finding.found}")
            if finding.cure:
                show_text(f"  {'':<{width}}  → {finding.cure}")
    ctx.exit(0 if well else 1)


def _python() -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= (3, 11):  # noqa: UP036 - an older Python may still start doctor
        yield Finding("Python", "ok", found)
    else:
        yield Finding("Python", "wrong", found, "install Python 3.11 or newer")


def _packages() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, requires, version

    try:
        needed = [text for text in requires("surgetwin") or () if "extra ==" not in text]
    except PackageNotFoundError:
        yield Finding("packages", "wrong", "surgetwin is not installed", "python -m pip install surgetwin")
        return
    missing = []
    for text in needed:
        name = re.split(r"[^\w.-]", text, maxsplit=1)[0]
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        words = " ".join(missing)
        yield Finding("packages", "wrong", f"missing: {words}", f"python -m pip install {words}")
    else:
        yield Finding("packages", "ok", f"surgetwin {version('surgetwin')} and {len(needed)} libraries")


def _shipped() -> Iterator[Finding]:
    from sim.schema.shipped import shipped

    missing = [room for room in ("configs", "scenarios", "reports") if not shipped(room).is_dir()]
    if missing:
        cure = "install again: python -m pip install --force-reinstall surgetwin"
        yield Finding("templates", "wrong", f"missing: {', '.join(missing)}", cure)
    else:
        names = ", ".join(sorted(path.stem for path in shipped("configs").glob("*.yaml")))
        yield Finding("templates", "ok", names)


def _fonts() -> Iterator[Finding]:
    try:
        from sim.reporting.fonts import font_file

        yield Finding("Chinese font", "ok", font_file().stem)
    except (ImportError, OSError) as error:
        cure = "python -m pip install --force-reinstall zhplot"
        yield Finding("Chinese font", "wrong", str(error), cure)


def _cores() -> Iterator[Finding]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores > 1:
        yield Finding("cores", "ok", str(cores))
    else:
        yield Finding("cores", "note", "1", "a drill of 30 replications takes twice as long as on two cores")


def _disk() -> Iterator[Finding]:
    import shutil

    free = shutil.disk_usage(".").free / GIGABYTE
    if free >= 1:
        yield Finding("disk", "ok", f"{free:.0f} GB free")
    else:
        yield Finding("disk", "wrong", f"{free:.1f} GB free", "make room: a month of drills takes about 1 GB")


def _writable() -> Iterator[Finding]:
    import tempfile

    here = Path.cwd()
    try:
        with tempfile.TemporaryFile(dir=here):
            pass
        yield Finding("folder", "ok", f"{here} can be written")
    except OSError as error:
        cure = "go to a folder of your own, or name one with -o"
        yield Finding("folder", "wrong", f"{here} cannot be written ({error.strerror})", cure)


def _terminal() -> Iterator[Finding]:
    encoding = str(getattr(sys.stdout, "encoding", None) or "unknown")
    try:
        "爆单演练 ● ▲ ■ → ± ￥".encode(encoding)
        yield Finding("terminal", "ok", f"{encoding} can write Chinese")
    except (UnicodeEncodeError, LookupError):
        cure = "set PYTHONUTF8=1 (Windows: also `chcp 65001`)"
        yield Finding("terminal", "note", f"{encoding} cannot write Chinese", cure)


def _browser() -> Iterator[Finding]:
    import shutil

    found = next((name for name in BROWSERS if shutil.which(name)), None)
    yield Finding("browser", "ok", found or "none found; none is needed to make reports")


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python, _packages, _shipped, _fonts, _cores, _disk, _writable, _terminal, _browser,
)  # fmt: skip
