"""The sections of the report: one small file each, found by being here, sorted by their ORDER.

A module offers `ORDER` (its place), `TITLE` (zh and en), `ABOUT` (the class of results that it is about; StudyResult =
every study) and `build(result, lang)`, which returns None when a result of that class holds nothing for it.
"""

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any, Protocol, cast

from sim.reporting.document import Section
from sim.results.study import Lang, StudyResult


class SectionModule(Protocol):
    """What a module of this folder offers; `build` takes a result of the class that it is about."""

    ORDER: int
    TITLE: dict[Lang, str]
    ABOUT: type[StudyResult] | tuple[type[StudyResult], ...]

    def build(self, result: Any, lang: Lang) -> Section | None:
        """The section for this result, or None."""


def section_modules() -> list[SectionModule]:
    """All modules in reading order."""
    names = [info.name for info in pkgutil.iter_modules(__path__)]
    found = [cast(SectionModule, importlib.import_module(f"{__name__}.{name}")) for name in names]
    return sorted(found, key=lambda module: module.ORDER)


def sections(result: StudyResult, lang: Lang) -> list[Section]:
    """The sections about this result that have anything to show."""
    return _built((module for module in section_modules() if isinstance(result, module.ABOUT)), result, lang)


def sections_of_kind(result: StudyResult, lang: Lang) -> list[Section]:
    """Of these, the sections that are about this kind of study and not about every one."""
    own = (module for module in section_modules() if module.ABOUT is not StudyResult)
    return _built((module for module in own if isinstance(result, module.ABOUT)), result, lang)


def _built(modules: Iterable[SectionModule], result: StudyResult, lang: Lang) -> list[Section]:
    made = (module.build(result, lang) for module in modules)
    return [section for section in made if section is not None]
