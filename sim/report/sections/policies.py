"""Policy sets compared: each measure under each of them, the paired difference, and cost against fulfilment."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sim.report.charts.pareto import pareto
from sim.report.compared import (
    comparison,
    difference,
    efficient,
    finding,
    mean_of,
    meaning,
    names,
    pareto_columns,
    pareto_rows,
    places,
    selected,
    spots,
    unequal,
)
from sim.report.document import Column, Part, Picture, Section, Table
from sim.report.labels import Result, measure_title
from sim.report.terms import Lang, say
from sim.report.values import Cell

ORDER = 4
TITLE = {"zh": "策略对比：哪种补货更好", "en": "Policies compared: which way is better"}


def build(result: Result, lang: Lang) -> Section | None:
    """Nothing when no policy sets were compared."""
    found = comparison(result)
    if found is None:
        return None
    said = (finding(result, found, lang), selected(found, lang))
    parts = [Part(say(lang, "", " ").join(filter(None, said)), _table(result, found, lang))]
    if rows := pareto_rows(result, found, lang):
        base = names(found, lang)[str(found["base"])]
        told = say(
            lang,
            f"实心者在成本与履约率上没有被别的策略同时超过。以下各章是基准“{base}”的结果。",
            f"No other set beats a full dot in both cost and fulfilment. The chapters below show the base, '{base}'.",
        )
        table = Table(say(lang, "成本与履约", "Cost against fulfilment"), pareto_columns(lang), tuple(rows), "measures")
        parts.append(Part(told, table, tuple(_pictures(result, found, lang))))
    return Section("policies", TITLE[lang], tuple(parts), say(lang, "策略对比报告", "Policies compared"))


def _table(result: Result, found: Mapping[str, Any], lang: Lang) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            place,
            measure_title(result, kpi, lang),
            name,
            mean_of(result, found, scenario, policy, kpi),
            difference(result, found, scenario, policy, kpi),
            meaning(found, scenario, policy, kpi, lang),
        )
        for scenario, place in places(result, found, lang).items()
        for kpi in found["kpis"]
        for policy, name in names(found, lang).items()
    ]
    columns = (
        Column(say(lang, "场景", "Scenario")),
        Column(say(lang, "指标", "Measure")),
        Column(say(lang, "策略", "Policy set")),
        Column(say(lang, "均值", "Mean"), "interval"),
        Column(say(lang, "与基准之差", "Against the base"), "interval"),
        Column(say(lang, "判断", "Reading")),
    )
    note = say(
        lang,
        "差为同一随机数下的配对差，区间为各自的 95 % 区间；判断以 p 值为准，按 Holm 对同一指标的全部比较校正，"
        "因此区间不含 0 时也可能无法区分。",
        "Differences are paired under the same random numbers, each with its own 95 % interval; the reading goes by p, "
        "adjusted by Holm over all comparisons of one measure, so that an interval without 0 may still not tell.",
    )
    notes = say(lang, "", " ").join(filter(None, (note, unequal(found, lang))))
    return Table(TITLE[lang], columns, tuple(rows), "measures", notes, cards=True)


def _pictures(result: Result, found: Mapping[str, Any], lang: Lang) -> list[Picture]:
    words = names(found, lang)
    axis = say(
        lang,
        "每单成本（元）· 纵轴：履约率 % · 实心＝有效前沿",
        "cost per order (yuan) · vertical: fulfilment % · full: efficient",
    )
    made = []
    for scenario, place in places(result, found, lang).items():
        there = {words[policy]: spot for policy, spot in spots(found, scenario).items()}
        best = frozenset(words[policy] for policy in words if efficient(found, scenario, policy))
        heading = say(lang, f"{place}：成本与履约", f"{place}: cost against fulfilment")
        if there:
            made.append(Picture(f"pareto-{scenario}", heading, partial(pareto, heading, there, best, axis)))
    return made
