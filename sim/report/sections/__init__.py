"""The report's chapters: one small file each, found by being here, sorted by their ORDER.

A chapter module offers `ORDER` (its place), `TITLE` (zh and en) and `build(result, lang)`, which returns None when the
result holds nothing for it.
"""

import importlib
import pkgutil
from typing import Protocol, cast

from sim.report.document import Section
from sim.report.labels import Result
from sim.report.terms import Lang


class Chapter(Protocol):
    """What a module of this folder offers."""

    ORDER: int
    TITLE: dict[str, str]

    def build(self, result: Result, lang: Lang) -> Section | None:
        """The chapter for this result, or None."""


def chapters() -> list[Chapter]:
    """All chapters in reading order."""
    names = [info.name for info in pkgutil.iter_modules(__path__)]
    found = [cast(Chapter, importlib.import_module(f"{__name__}.{name}")) for name in names]
    return sorted(found, key=lambda chapter: chapter.ORDER)


def sections(result: Result, lang: Lang) -> list[Section]:
    """The chapters that have something to say about this result."""
    built = [chapter.build(result, lang) for chapter in chapters()]
    return [section for section in built if section is not None]
