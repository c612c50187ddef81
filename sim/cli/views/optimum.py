"""An optimum on the terminal: what was found, the settings, the bounds, then the comparison with the world as it is."""

from __future__ import annotations

from sim.cli.screen import show_text
from sim.cli.tables import plain, show_table
from sim.cli.views import comparison
from sim.reporting.sections.optimum import build
from sim.results.studies import Optimum
from sim.results.study import Lang


def show(result: Optimum, lang: Lang) -> None:
    """The finding, then every table with an empty line after it."""
    parts = build(result, lang).parts
    show_text(plain(parts[0].finding))
    for part in parts:
        show_table(part.table, lang)
        show_text("")
    comparison.show(result, lang)
