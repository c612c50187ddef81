"""Steady states: each series with its warm-up and its long-run mean."""

import math
from functools import partial

import numpy as np

from sim.reporting.charts.warm_up import warm_up
from sim.reporting.document import Part, Picture, ReportColumn, ReportTable, Section
from sim.reporting.numbers import written
from sim.reporting.terms import text
from sim.reporting.values import estimated, quantity
from sim.results.studies import SteadySeries, SteadyState
from sim.results.study import Lang

ORDER = 7
ABOUT = SteadyState
TITLE = {"zh": "稳态：去掉预热之后", "en": "Steady state: after the warm-up"}
INDEPENDENT = 0.2
"""Batches whose neighbours correlate by more than this make an interval that is too short."""


def build(result: SteadyState, lang: Lang) -> Section:
    """One row a series."""
    found = result.steady
    columns = (
        ReportColumn(text(lang, "序列", "Series")),
        ReportColumn(text(lang, "长期均值", "Long-run mean"), "interval"),
        ReportColumn(text(lang, "预热", "Warm-up")),
        ReportColumn(text(lang, "可信吗", "To be trusted?")),
    )
    rows = tuple(
        (one.title.of(lang), estimated(one, one.unit), quantity(one.warm_up_hours, "h"), _advice(one, lang))
        for one in found.values()
    )
    table = ReportTable(TITLE[lang], columns, rows, "measures", _note(result, lang))
    part = Part(_finding(result, lang), table, tuple(_picture(name, one, lang) for name, one in found.items()))
    return Section("steady", TITLE[lang], (part,), text(lang, "稳态报告", "Steady-state report"))


def _note(result: SteadyState, lang: Lang) -> str:
    note = text(
        lang,
        "预热由 MSER-5 判定（White 等 2000）；单次长跑用 20 个批均值，多次运行各取一个均值，95 % 区间。",
        "Warm-up by MSER-5 (White et al. 2000); one long run: 20 batch means, several runs: the mean of each; 95 % "
        "interval.",
    )
    if not result.steady_left_out:
        return note
    left_out = text(lang, "、", ", ").join(title.of(lang) for title in result.steady_left_out)
    return note + text(
        lang,
        f"未分析（有的时段没有任何订单，请加大 --step）：{left_out}。",
        f" Left out, for they cannot be measured in every step (take a longer --step): {left_out}.",
    )


def _advice(one: SteadySeries, lang: Lang) -> str:
    """Whether the mean can be trusted, and what to do if not."""
    if not one.long_enough:
        return text(lang, "■ 运行太短，预热可能未结束", "■ too short: it may still be warming up")
    if one.correlation > INDEPENDENT:
        return text(lang, "▲ 批次相关，区间偏窄：请延长运行", "▲ batches correlate, interval too short: run longer")
    return text(lang, "● 可信", "● yes")


def _finding(result: SteadyState, lang: Lang) -> str:
    """The long-run means, in one sentence."""
    found = result.steady.values()
    means = text(lang, "，", ", ").join(
        f"{one.title.of(lang)} {written(estimated(one, one.unit), lang)}" for one in found
    )
    longest = max(one.warm_up_hours for one in found)
    return text(
        lang,
        f"最长预热 {longest:g} 小时；之后：{means}。",
        f"The longest warm-up takes {longest:g} h; after it: {means}.",
    )


def _picture(name: str, one: SteadySeries, lang: Lang) -> Picture:
    title = one.title.of(lang)
    bounds = None if math.isnan(one.ci_low) or math.isnan(one.ci_high) else (one.ci_low, one.ci_high)
    axis = text(lang, "天 · 底色＝预热，横线＝长期均值与区间", "days · shaded: warm-up, line: long-run mean, interval")
    values = np.array(one.series, dtype=np.float64)
    draw = partial(warm_up, title, values, one.step_hours, one.warm_up_hours, one.mean, bounds, axis)
    return Picture(f"steady-{name}", title, draw)
