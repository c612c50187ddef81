"""Sensitivity: which setting matters most, what is not known against luck, and the points of a sweep."""

from functools import partial
from typing import Any

from sim.report.charts.tornado import Swing, tornado
from sim.report.document import Part, Picture, Section, Table
from sim.report.labels import Result, measure_title, unit
from sim.report.numbers import written
from sim.report.swept import (
    analyses,
    analysis_columns,
    analysis_rows,
    difference,
    point_columns,
    point_rows,
    short,
    sweep,
)
from sim.report.terms import Lang, say, unit_word
from sim.report.values import Value, value

ORDER = 5
TITLE = {"zh": "敏感度：什么最要紧", "en": "Sensitivity: what matters most"}


def build(result: Result, lang: Lang) -> Section | None:
    """Nothing when nothing was swept."""
    found = sweep(result)
    if found is None:
        return None
    how = str(found["how"])
    parts = [
        _analysis(result, how, place, kpi, what, lang, number)
        for number, (place, kpi, what) in enumerate(analyses(result, found, lang))
    ]
    count = len({row["id"] for row in found["rows"]})
    table = Table(
        say(lang, "各点结果", "Every point"),
        point_columns(result, found, lang),
        tuple(point_rows(result, found, lang)),
        "measures",
        say(lang, "各点使用同一随机数。", "All points use the same random numbers."),
    )
    said = say(lang, f"共比较 {count} 组设置。", f"{count} points were played.")
    return Section(
        "sensitivity",
        TITLE[lang],
        (*parts, Part(said, table, folded=True)),
        say(lang, "敏感度报告", "Sensitivity report"),
        say(lang, "", " ").join(part.finding for part in parts),
    )


def _analysis(result: Result, how: str, place: str, kpi: str, what: Any, lang: Lang, number: int) -> Part:
    title = f"{place} · {measure_title(result, kpi, lang)}"
    rows = analysis_rows(result, how, kpi, what)
    table = Table(title, analysis_columns(how, lang), tuple(rows), "measures")
    pictures: tuple[Picture, ...] = ()
    if how == "tornado":
        factor = 100.0 if unit(result, kpi) == "share" else 1.0
        swings = [
            Swing(short(one["key"]), factor * (one["low"]["mean"] or 0.0), factor * (one["high"]["mean"] or 0.0))
            for one in what
        ]
        word = unit_word("points" if factor > 1 else unit(result, kpi), lang)
        axis = say(
            lang,
            f"与中点之差（{word}）· 浅＝低端，深＝高端",
            f"change from the middle ({word}) · pale: low end, dark: high end",
        )
        pictures = (Picture(f"tornado-{number}", title, partial(tornado, title, swings, axis)),)
    return Part(_finding(result, how, title, kpi, what, lang), table, pictures)


def _finding(result: Result, how: str, title: str, kpi: str, what: Any, lang: Lang) -> str:
    if how == "inputs":
        inputs, luck = (value(what[name], unit(result, kpi)) for name in ("inputs", "luck"))
        return say(
            lang,
            f"{title}：未知输入带来的标准差 {_said(inputs, lang)}，运气带来的 {_said(luck, lang)}；"
            "后者可用更多重复缩小，前者不能。",
            f"{title}: what is not known spreads it by {_said(inputs, lang)} (standard deviation), luck by "
            f"{_said(luck, lang)}; more replications shrink only the latter.",
        )
    first = what[0]
    if how == "tornado":
        ends = [difference(result, kpi, first[end]) for end in ("low", "high")]
        if not first["swing"] or all(end.low is not None and not end.clear for end in ends):
            return say(lang, f"{title}：没有一项设置有明显影响。", f"{title}: no setting moves it clearly.")
        moved = say(lang, "至", " to ").join(_said(end, lang) for end in ends)
        name = f"{first['key']} ({moved})"
    else:
        name = str(first["key"])
    return say(lang, f"{title}：影响最大的是 {name}。", f"{title}: {name} matters most.")


def _said(spread: Value, lang: Lang) -> str:
    return written(spread, lang)
