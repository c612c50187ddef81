"""Table cells as HTML: the exact number travels in the `value` attribute, the eye gets digits, unit and interval."""

from markupsafe import Markup, escape

from sim.reporting.charts.spark import spark_svg
from sim.reporting.document import ReportColumn, ReportTable
from sim.reporting.numbers import NOTHING, figure, interval, unit_of
from sim.reporting.terms import TINTS, light_mark, light_word, text
from sim.reporting.values import Cell, ReportQuantity, Spark, TrafficLight
from sim.results.study import Lang


def cell_html(cell: Cell, column: ReportColumn, lang: Lang, n: int) -> Markup:
    """One cell; `n` is the study's number of replications, given only where a number has another."""
    if cell is None or cell == "":
        return Markup('<span class="none">{}</span>').format(NOTHING if cell is None else "")
    if isinstance(cell, TrafficLight):
        return light_html(cell, lang)
    if isinstance(cell, Spark):
        return Markup(spark_svg(cell, text(lang, "滚动履约率走势", "course of fulfilment")))
    if isinstance(cell, ReportQuantity):
        return _value_html(cell, column, lang, n)
    short = "\u00a0" in cell or (len(cell) <= 14 and cell.isascii())
    return Markup('<span class="short">{}</span>').format(cell) if short else escape(cell)


def light_html(light: TrafficLight, lang: Lang) -> Markup:
    """Shape and word in the light's colour."""
    return Markup('<span class="light {}"><i>{}</i>{}</span>').format(
        TINTS[light.colour], light_mark(light.colour), light_word(light.colour, lang)
    )


def _value_html(v: ReportQuantity, column: ReportColumn, lang: Lang, n: int) -> Markup:
    if v.number is None:
        return Markup('<span class="none">{}</span>').format(NOTHING)
    arrow = Markup("")
    if v.signed and v.clear:
        tint = "" if not v.better else "good" if v.good else "bad"
        arrow = Markup('<i class="arrow {}">{}</i>').format(tint, "▲" if v.number > 0 else "▼")
    unit = unit_of(v, lang)
    shown = Markup('{}<data value="{}">{}</data>').format(
        arrow, repr(v.number), figure(v.number, v.unit, v.signed, v.better)
    )
    if unit:
        shown += Markup('<span class="unit">{}</span>').format(unit)
    return Markup('<span class="v">{}</span>').format(shown) + _small(v, column, n)


def _small(v: ReportQuantity, column: ReportColumn, n: int) -> Markup:
    """The interval, and n where it is not the study's."""
    words = [interval(v)] if interval(v) else []
    if column.bounds == "interval" and v.n is not None and v.n != n:
        words.append(f"n = {v.n}")
    return Markup('<span class="ci">{}</span>').format(" · ".join(words)) if words else Markup("")


def numeric(table: ReportTable) -> list[bool]:
    """Which columns hold numbers and nothing else, and are aligned right."""
    held = [[row[k] for row in table.rows if row[k] is not None] for k in range(len(table.columns))]
    return [bool(cells) and all(isinstance(cell, ReportQuantity) for cell in cells) for cells in held]
