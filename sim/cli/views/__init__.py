"""How the result of a study looks on the terminal: one file a kind of study, called as the kind, found by being here.

A file offers `show(result, lang)`. A kind without a file is shown by the section of the report that is about it.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.results.studies import AnyStudy
    from sim.results.study import Lang


def show(result: AnyStudy, lang: Lang) -> None:
    """Print a result."""
    if result.kind in {info.name for info in pkgutil.iter_modules(__path__)}:
        importlib.import_module(f"{__name__}.{result.kind}").show(result, lang)
    else:
        show_sections(result, lang)


def show_sections(result: AnyStudy, lang: Lang) -> None:
    """Every table of the sections about this kind of study, each followed by its finding."""
    from sim.cli.screen import show_text
    from sim.cli.tables import plain, show_table
    from sim.reporting.sections import sections_of_kind

    for section in sections_of_kind(result, lang):
        for part in section.parts:
            show_table(part.table, lang)
            show_text(plain(part.finding))
