"""Writing a report: one result object in, one file per format out, each complete or absent."""

import importlib
import os
import pkgutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from sim.errors import SurgeError
from sim.reporting import formats as room
from sim.results.studies import AnyStudy
from sim.results.study import Lang


class UnknownFormatError(SurgeError):
    """A format was asked for that no file in `sim/reporting/formats` provides."""

    exit_code = 2


class Format(Protocol):
    """What a module of `sim/reporting/formats` offers; its name is the format's name."""

    def file_name(self, lang: Lang) -> str:
        """Name of the file inside the report folder."""

    def encode(self, result: AnyStudy, lang: Lang) -> bytes:
        """The whole file."""


def formats() -> list[str]:
    """Names of all formats, sorted; none of them is imported by asking."""
    return sorted(info.name for info in pkgutil.iter_modules(room.__path__))


def render(result: AnyStudy, to: Path, formats: Sequence[str], lang: Lang) -> list[Path]:
    """Write the report of a study's result into the folder `to` and return the files in the order asked for.

    Chinese reports are called `report.html`, ..., English ones `report.en.html`, ... A file appears under its name only
    when it is complete. Raises `UnknownFormatError` before anything is written.
    """
    writers = [_format(name) for name in dict.fromkeys(formats)]
    to.mkdir(parents=True, exist_ok=True)
    return [_write(to / writer.file_name(lang), writer.encode(result, lang)) for writer in writers]


def _format(name: str) -> Format:
    known = formats()
    if name not in known:
        raise UnknownFormatError(f"report format '{name}' is not one of {', '.join(known)}")
    return cast(Format, importlib.import_module(f"{room.__name__}.{name}"))


def _write(path: Path, content: bytes) -> Path:
    """Replace `path` in one step: a reader sees the old file or the new one, never half of it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        draft.chmod(0o644)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return path
