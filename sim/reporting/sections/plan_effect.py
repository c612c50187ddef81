"""Effect of the plans: without, with, and the difference under the same random numbers."""

from functools import partial

from sim.reporting.charts.effect import EffectRow
from sim.reporting.charts.effect import effect as effect_chart
from sim.reporting.charts.trade import Move, trade
from sim.reporting.document import Part, Picture, ReportColumn, ReportTable, Section
from sim.reporting.labels import (
    COST,
    FULFILMENT,
    LEAD_TIME,
    RECOVERY,
    intervals_note,
    label,
    measure_title,
    plan_title,
    short_name,
)
from sim.reporting.numbers import interval, target_share, written
from sim.reporting.terms import text
from sim.reporting.values import ReportQuantity, Row, TrafficLight, difference, measure, number, quantity
from sim.results.studies import Drill
from sim.results.study import Lang, Run, StudyResult

ORDER = 100
ABOUT = Drill
TITLE = {"zh": "预案效果：无预案 → 有预案", "en": "What the plans change"}
MEASURES = (FULFILMENT, LEAD_TIME, RECOVERY, COST)

Pair = tuple[Run, Run]
"""A scenario without and with one of its plans."""


def build(result: Drill, lang: Lang) -> Section | None:
    """Nothing when no plan was played."""
    pairs = [(bare, plan) for bare in result.without_plans for plan in result.plans(bare.id)]
    if not pairs:
        return None
    pictures = (_effect_picture(result, pairs, lang), *_trade_picture(result, pairs, lang))
    return Section("plan_effect", TITLE[lang], (Part(_finding(result, lang), _table(result, pairs, lang), pictures),))


def _goal(result: StudyResult, lang: Lang) -> tuple[float | None, str]:
    """The target of fulfilment, and its name in charts."""
    goal = result.goal(FULFILMENT)
    return goal, "" if goal is None else target_share(goal, lang)


def _effect_picture(result: StudyResult, pairs: list[Pair], lang: Lang) -> Picture:
    rows = [
        EffectRow(
            short_name(result, plan, lang),
            measure(result, bare, FULFILMENT),
            measure(result, plan, FULFILMENT),
            written(difference(result, FULFILMENT, plan.effect[FULFILMENT]), lang),
        )
        for bare, plan in pairs
    ]
    heading = text(lang, "履约率：无预案 → 有预案", "Fulfilment: without → with the plan")
    axis = text(
        lang,
        "履约率 % · 空心＝无预案，实心＝有预案，粗线＝95 % 区间",
        "fulfilment % · open: no plan, full: with plan, thick: 95 % interval",
    )
    words = text(lang, "预案对履约率的效果", "Effect of the plans on fulfilment")
    return Picture("effect", words, partial(effect_chart, heading, rows, *_goal(result, lang), axis))


def _trade_picture(result: StudyResult, pairs: list[Pair], lang: Lang) -> list[Picture]:
    """Cost against fulfilment, for the plans of which both are known."""
    moves = []
    for bare, plan in pairs:
        before, after = _spot(bare), _spot(plan)
        if before and after:
            moves.append(Move(short_name(result, bare, lang), short_name(result, plan, lang), before, after))
    if not moves:
        return []
    spot = _spot(result.baseline) if result.baseline else None
    base = (text(lang, "基线", "Base"), spot) if spot else None
    heading = text(lang, "花多少钱，换多少履约", "What is paid for what is gained")
    axis = text(lang, "每单成本（元）· 纵轴：履约率 %", "cost per order (yuan) · vertical: fulfilment %")
    return [Picture("trade", heading, partial(trade, heading, moves, base, *_goal(result, lang), axis))]


def _spot(run: Run) -> tuple[float, float] | None:
    cost, share = number(run.mean(COST)), number(run.mean(FULFILMENT))
    return None if cost is None or share is None else (cost, share)


def _table(result: StudyResult, pairs: list[Pair], lang: Lang) -> ReportTable:
    columns = (
        ReportColumn(text(lang, "场景", "Scenario")),
        ReportColumn(text(lang, "预案", "Plan")),
        ReportColumn(text(lang, "指标", "Measure")),
        ReportColumn(text(lang, "无预案", "Without"), "interval"),
        ReportColumn(text(lang, "有预案", "With"), "interval"),
        ReportColumn(text(lang, "差", "Difference"), "interval"),
        ReportColumn(text(lang, "判断", "Reading")),
        ReportColumn(text(lang, "预案成本", "Cost of the plan")),
        ReportColumn(text(lang, "灯", "Light"), look="light"),
    )
    rows = tuple(_row(result, pair, kpi, lang) for pair in pairs for kpi in MEASURES)
    note = text(
        lang,
        "差为同一随机数下的配对差，95 % 区间。",
        "Differences are paired under the same random numbers, 95 % interval. ",
    )
    return ReportTable(TITLE[lang], columns, rows, "resilience", intervals_note(result, lang) + note)


def _row(result: StudyResult, pair: Pair, kpi: str, lang: Lang) -> Row:
    bare, plan = pair
    change = difference(result, kpi, plan.effect[kpi])
    return (
        label(result, bare, lang),
        plan_title(plan, lang),
        measure_title(result, kpi, lang),
        measure(result, bare, kpi),
        measure(result, plan, kpi),
        change,
        _reading(change, lang),
        quantity(plan.plan_cost, "yuan", better="lower"),
        TrafficLight(plan.light),
    )


def _reading(change: ReportQuantity, lang: Lang) -> str:
    if change.low is None or change.high is None:
        return text(lang, "无区间", "no interval")
    if not change.clear:
        return text(lang, "无显著差异", "no significant difference")
    return text(lang, "改善", "better") if change.good else text(lang, "变差", "worse")


def _finding(result: StudyResult, lang: Lang) -> str:
    first = result.first_action
    if first is None:
        return text(lang, "没有哪个预案带来可信的改善。", "No plan brings an improvement to rely on.")
    bare, plan = result.run(first.scenario), result.run(first.scenario, first.plan)
    gain = difference(result, first.kpi, plan.effect[first.kpi])
    name, title, bounds = short_name(result, bare, lang), plan_title(plan, lang), interval(gain)
    measured = f"{measure_title(result, first.kpi, lang)} {written(gain, lang)}"
    within = "" if not bounds else text(lang, f"（95 % 区间 {bounds}）", f" (95 % interval {bounds})")
    return text(
        lang,
        f"先做的是 {name} 的“{title}”：{measured}{within}。",
        f"First comes '{title}' in {name}: {measured}{within}.",
    )
