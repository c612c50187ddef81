"""What management reads: one result object, many formats."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from sim.reporting.writing import UnknownFormatError, formats, render
from sim.results.studies import AnyStudy
from sim.results.study import Lang

__all__ = ["UnknownFormatError", "formats", "render", "write_report"]


class HasResult(Protocol):
    """A study, as far as a report needs it."""

    def result(self, month: str = "") -> AnyStudy:
        """The result of the study, as of a month."""


def write_report(
    study: HasResult, to: str | Path, formats: Sequence[str] = ("html",), lang: Lang = "zh", month: str = ""
) -> list[Path]:
    """Write a study's report into the folder `to`, one file a format (html, xlsx, json); returns the files."""
    return render(study.result(month), Path(to), formats, lang)
