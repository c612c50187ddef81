"""Sensitivity: which setting matters most, unknown inputs against random variation, and the points of a sweep."""

from collections.abc import Sequence
from functools import partial

from sim.reporting.charts.tornado import TornadoBar, tornado
from sim.reporting.document import Part, Picture, ReportColumn, ReportTable, Section
from sim.reporting.labels import measure_title, scenario_labels
from sim.reporting.numbers import written
from sim.reporting.terms import text, unit_word
from sim.reporting.values import ReportQuantity, Row, difference, measured, number_or, quantity
from sim.results.studies import Analysis, ElementaryEffect, SobolIndex, Spread, Sweep, SweepPoint, Swing
from sim.results.study import Lang

ORDER = 5
ABOUT = Sweep
TITLE = {"zh": "敏感度：什么最要紧", "en": "Sensitivity: what matters most"}

Effect = Swing | ElementaryEffect | SobolIndex


def build(result: Sweep, lang: Lang) -> Section:
    """What was found of each measure, then every point."""
    found = [one for one in result.sweep.analysis if one.found]
    parts = [_analysis(result, one, number, lang) for number, one in enumerate(found)]
    return Section(
        "sensitivity",
        TITLE[lang],
        (*parts, _points(result, lang)),
        text(lang, "敏感度报告", "Sensitivity report"),
        text(lang, "", " ").join(part.finding for part in parts),
    )


def short_key(key: str) -> str:
    """The last two steps of a dotted key, of a numbered row also the name of its list: enough to know it by."""
    steps = key.split(".")
    return ".".join(steps[-3 if any(step.isdecimal() for step in steps[-2:]) else -2 :])


def _points(result: Sweep, lang: Lang) -> Part:
    points = result.sweep.rows
    columns = (
        ReportColumn(text(lang, "场景", "Scenario")),
        *(ReportColumn(short_key(key)) for key in points[0].at),
        *(ReportColumn(measure_title(result, kpi, lang), "interval") for kpi in result.sweep.kpis),
    )
    labels, count = scenario_labels(result, lang), len({point.id for point in points})
    rows = tuple(_point_row(result, point, labels[point.scenario]) for point in points)
    note = text(lang, "各点使用同一随机数。", "All points use the same random numbers.")
    table = ReportTable(text(lang, "各点结果", "Every point"), columns, rows, "measures", note)
    finding = text(lang, f"共比较 {count} 组设置。", f"{count} points were played.")
    return Part(finding, table, folded=True)


def _point_row(result: Sweep, point: SweepPoint, place: str) -> Row:
    return place, *point.at.values(), *(measured(result, kpi, point.kpis[kpi]) for kpi in result.sweep.kpis)


def _analysis(result: Sweep, one: Analysis, number: int, lang: Lang) -> Part:
    """The table of one measure in one scenario; of a tornado also its picture."""
    title = f"{scenario_labels(result, lang)[one.scenario]} · {measure_title(result, one.kpi, lang)}"
    if isinstance(one.found, Spread):
        return _spread(result, one.kpi, one.found, title, lang)
    effects: Sequence[Effect] = one.found or ()
    rows = tuple(_effect_row(result, one.kpi, effect) for effect in effects)
    table = ReportTable(title, _effect_columns(effects[0], lang), rows, "measures")
    bars = [effect for effect in effects if isinstance(effect, Swing)]
    pictures = (_tornado(result, one.kpi, bars, number, title, lang),) if bars else ()
    return Part(_most_important(result, one.kpi, effects[0], title, lang), table, pictures)


def _effect_columns(first: Effect, lang: Lang) -> tuple[ReportColumn, ...]:
    setting = ReportColumn(text(lang, "设置", "Setting"))
    if isinstance(first, Swing):
        ends = ReportColumn(text(lang, "从", "From")), ReportColumn(text(lang, "到", "To"))
        low, high = text(lang, "低端之差", "At the low end"), text(lang, "高端之差", "At the high end")
        return setting, *ends, ReportColumn(low, "interval"), ReportColumn(high, "interval")
    if isinstance(first, ElementaryEffect):
        return setting, ReportColumn("μ*", "interval"), ReportColumn("σ")
    shares = text(lang, "一阶", "First order"), text(lang, "总效应", "Total")
    return setting, *(ReportColumn(share, "interval") for share in shares)


def _effect_row(result: Sweep, kpi: str, effect: Effect) -> Row:
    unit = result.kpis[kpi].unit
    if isinstance(effect, Swing):
        ends = (difference(result, kpi, end) for end in (effect.low, effect.high))
        return effect.key, effect.start, effect.end, *ends
    if isinstance(effect, ElementaryEffect):
        return effect.key, _around(effect.mu_star, effect.mu_star_ci, unit), quantity(effect.sigma, unit)
    return effect.key, _around(effect.first, effect.first_ci, ""), _around(effect.total, effect.total_ci, "")


def _around(centre: float, half: float, unit: str) -> ReportQuantity:
    return quantity(centre, unit, centre - half, centre + half)


def _most_important(result: Sweep, kpi: str, first: Effect, title: str, lang: Lang) -> str:
    name = first.key
    if isinstance(first, Swing):
        ends = [difference(result, kpi, end) for end in (first.low, first.high)]
        if not first.swing or all(end.low is not None and not end.clear for end in ends):
            return text(lang, f"{title}：没有一项设置有明显影响。", f"{title}: no setting moves it clearly.")
        name += f" ({text(lang, '至', ' to ').join(written(end, lang) for end in ends)})"
    return text(lang, f"{title}：影响最大的是 {name}。", f"{title}: {name} matters most.")


def _tornado(result: Sweep, kpi: str, swings: list[Swing], number: int, title: str, lang: Lang) -> Picture:
    unit = result.kpis[kpi].unit
    factor = 100.0 if unit == "share" else 1.0
    bars = [
        TornadoBar(short_key(one.key), *(factor * number_or(end.mean, 0.0) for end in (one.low, one.high)))
        for one in swings
    ]
    words = unit_word("points" if unit == "share" else unit, lang)
    axis = text(
        lang,
        f"与中点之差（{words}）· 浅＝低端，深＝高端",
        f"change from the middle ({words}) · pale: low end, dark: high end",
    )
    return Picture(f"tornado-{number}", title, partial(tornado, title, bars, axis))


def _spread(result: Sweep, kpi: str, found: Spread, title: str, lang: Lang) -> Part:
    """How much of the spread comes from unknown inputs, and how much from random numbers."""
    unit = result.kpis[kpi].unit
    columns = (
        ReportColumn(text(lang, "均值", "Mean"), "interval"),
        ReportColumn(text(lang, "未知输入的标准差", "Spread of inputs")),
        ReportColumn(text(lang, "随机波动的标准差", "Spread of random variation")),
        ReportColumn(text(lang, "输入的 95 % 范围", "95 % range over inputs"), "band"),
    )
    inputs, chance = quantity(found.inputs, unit), quantity(found.luck, unit)
    mean, middle = (quantity(found.mean, unit, *ends) for ends in (found.interval, found.range))
    table = ReportTable(title, columns, ((mean, inputs, chance, middle),), "measures")
    finding = text(
        lang,
        f"{title}：未知输入带来的标准差 {written(inputs, lang)}，随机波动带来的 {written(chance, lang)}；"
        "后者可用更多重复缩小，前者不能。",
        f"{title}: unknown inputs spread it by {written(inputs, lang)} (standard deviation), random variation by "
        f"{written(chance, lang)}; more replications shrink only the latter.",
    )
    return Part(finding, table)
