"""Steady states: each series with its warm-up and its long-run mean."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from sim.report.charts.warm_up import warm_up
from sim.report.document import Column, Part, Picture, Section, Table
from sim.report.labels import Result
from sim.report.numbers import written
from sim.report.terms import Lang, pick, say
from sim.report.values import Value, value

ORDER = 7
TITLE = {"zh": "稳态：去掉预热之后", "en": "Steady state: after the warm-up"}
INDEPENDENT = 0.2
"""Batches whose neighbours correlate by more than this make an interval that is too short."""


def build(result: Result, lang: Lang) -> Section | None:
    """Nothing unless a steady state was studied."""
    found: Mapping[str, Any] = result.get("steady") or {}
    if not found:
        return None
    rows = tuple(
        (pick(one["title"], lang), mean_of(one), value(one["warm_up_hours"], "h"), advice(one, lang))
        for one in found.values()
    )
    columns = (
        Column(say(lang, "序列", "Series")),
        Column(say(lang, "长期均值", "Long-run mean"), "interval"),
        Column(say(lang, "预热", "Warm-up")),
        Column(say(lang, "可信吗", "To be trusted?")),
    )
    note = say(
        lang,
        "预热由 MSER-5 判定（White 等 2000）；单次长跑用 20 个批均值，多次运行各取一个均值，95 % 区间。",
        "Warm-up by MSER-5 (White et al. 2000); one long run: 20 batch means, several runs: the mean of each; 95 % "
        "interval.",
    )
    if left_out := [pick(title, lang) for title in result.get("steady_left_out") or ()]:
        note += say(
            lang,
            f"未分析（有的时段没有任何订单，请加大 --step）：{'、'.join(left_out)}。",
            f" Left out, for they cannot be measured in every step (take a longer --step): {', '.join(left_out)}.",
        )
    pictures = tuple(_picture(name, one, lang) for name, one in found.items())
    table = Table(TITLE[lang], columns, rows, "measures", note)
    return Section(
        "steady",
        TITLE[lang],
        (Part(finding(found, lang), table, pictures),),
        say(lang, "稳态报告", "Steady-state report"),
    )


def mean_of(one: Mapping[str, Any]) -> Value:
    """The long-run mean of a series."""
    return value(one["mean"], one["unit"], one["ci_low"], one["ci_high"], one["n"])


def advice(one: Mapping[str, Any], lang: Lang) -> str:
    """Whether the mean can be trusted, and what to do if not."""
    if not one["long_enough"]:
        return say(lang, "■ 运行太短，预热可能未结束", "■ too short: it may still be warming up")
    if one["correlation"] > INDEPENDENT:
        return say(lang, "▲ 批次相关，区间偏窄：请延长运行", "▲ batches correlate, interval too short: run longer")
    return say(lang, "● 可信", "● yes")


def finding(found: Mapping[str, Any], lang: Lang) -> str:
    """The long-run means, in one sentence."""
    said = [f"{pick(one['title'], lang)} {written(mean_of(one), lang)}" for one in found.values()]
    longest = max(float(one["warm_up_hours"]) for one in found.values())
    return say(
        lang,
        f"最长预热 {longest:g} 小时；之后：{'，'.join(said)}。",
        f"The longest warm-up takes {longest:g} h; after it: {', '.join(said)}.",
    )


def _picture(name: str, one: Mapping[str, Any], lang: Lang) -> Picture:
    title = pick(one["title"], lang)
    low, high = one["ci_low"], one["ci_high"]
    bounds = None if low is None or high is None else (float(low), float(high))
    axis = say(lang, "天 · 底色＝预热，横线＝长期均值与区间", "days · shaded: warm-up, line: long-run mean, interval")
    values = np.array(one["series"], dtype=np.float64)
    draw = partial(warm_up, title, values, one["step_hours"], one["warm_up_hours"], one["mean"], bounds, axis)
    return Picture(f"steady-{name}", title, draw)
