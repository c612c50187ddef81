"""Reverse stress test: where along a setting a target begins to break."""

import re
from collections.abc import Sequence

from sim.reporting.document import Part, ReportColumn, ReportTable, Section
from sim.reporting.labels import measure_title
from sim.reporting.numbers import written
from sim.reporting.sections import exposure
from sim.reporting.terms import text
from sim.reporting.values import Row, measured
from sim.results.studies import Bisection, BreakingPoint, TriedValue
from sim.results.study import Lang

ORDER = 8
ABOUT = BreakingPoint
TITLE = exposure.TITLE
DECIMAL = re.compile(r"([+-]?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+))(.*)")
FEWEST, MOST = 3, 10
"""Significant digits of a setting in words: the fewest, and as many as a range is divided to."""


def build(result: BreakingPoint, lang: Lang) -> Section:
    """Every value that was tried, from low to high."""
    found, short = result.level, _shortened(result.level)
    measure = ReportColumn(measure_title(result, found.kpi, lang), "interval")
    columns = ReportColumn(found.key), measure, ReportColumn(text(lang, "目标", "Target"))
    rows: tuple[Row, ...] = tuple(
        (short[one.at], measured(result, found.kpi, one), _reading(one, lang)) for one in found.tried
    )
    note = text(lang, "每个取值使用同一随机数。", "Every value meets the same random numbers.")
    table = ReportTable(text(lang, "二分搜索", "Bisection"), columns, rows, "resilience", note)
    subject = text(lang, "压力测试报告", "Stress report")
    return Section("exposure", TITLE[lang], (Part(_finding(result, lang), table),), subject)


def _finding(result: BreakingPoint, lang: Lang) -> str:
    """Where the target begins to break, in one sentence; in another what the replications cannot tell."""
    found, short = result.level, _shortened(result.level)
    where = text(lang, f"（场景 {found.scenario}）", f" in {found.scenario}") if found.scenario else ""
    last, first = (written(measured(result, found.kpi, one), lang) for one in (found.holds, found.breaks))
    holds, breaks = short[found.holds.at], short[found.breaks.at]
    words = text(
        lang,
        f"{found.target}{where}：{found.key} = {holds} 时仍成立（{last}），到 {breaks} 时不再成立（{first}）。",
        f"{found.target}{where}: holds at {found.key} = {holds} ({last}), no longer at {breaks} ({first}).",
    )
    if found.uncertain_from is None or found.uncertain_to is None:
        return words
    low, high, n = short[found.uncertain_from], short[found.uncertain_to], result.replications
    return words + text(
        lang,
        f"▲ n = {n} 时，至少 {low} 与 {high} 之间分不清成立与否：请增加重复次数。",
        f" ▲ With n = {n} at least the values from {low} to {high} cannot be told apart: play more replications.",
    )


def _reading(one: TriedValue, lang: Lang) -> str:
    if one.sure:
        return text(lang, "● 成立", "● holds") if one.holds else text(lang, "■ 不成立", "■ breaks")
    if one.holds:
        return text(lang, "▲ 均值成立，不确定", "▲ holds on average, not sure")
    return text(lang, "▲ 均值不成立，不确定", "▲ breaks on average, not sure")


def _shortened(found: Bisection) -> dict[str, str]:
    """Every value that was tried as words need it: in the fewest digits that keep them apart."""
    tried = [one.at for one in found.tried]
    for digits in range(FEWEST, MOST):
        short = _rounded(tried, digits)
        if len(set(short.values())) == len(set(tried)):
            return short
    return {one: one for one in tried}


def _rounded(tried: Sequence[str], digits: int) -> dict[str, str]:
    """Decimals to so many significant digits, with their unit; whole numbers stay as they are."""
    parts = {one: DECIMAL.fullmatch(one) for one in tried}
    return {one: f"{float(f'{float(m[1]):.{digits}g}'):.{MOST}g}{m[2]}" if m else one for one, m in parts.items()}
