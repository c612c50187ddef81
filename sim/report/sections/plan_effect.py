"""Effect of the plans: without, with, and the difference under the same random numbers."""

from functools import partial

from sim.report.charts.effect import Step
from sim.report.charts.effect import effect as dots
from sim.report.charts.trade import Move, trade
from sim.report.document import Column, Part, Picture, Section, Table
from sim.report.labels import (
    FULFILMENT,
    Drill,
    Result,
    Run,
    baseline,
    code,
    drills,
    effect,
    first_known,
    first_step,
    intervals_note,
    label,
    mean,
    measure,
    measure_title,
    plan_title,
    target,
)
from sim.report.numbers import interval, written
from sim.report.terms import Lang, say
from sim.report.values import Cell, Light, Value, value

ORDER = 100
TITLE = {"zh": "预案效果：无预案 → 有预案", "en": "What the plans change"}
MEASURES = ("lead_time_p95", "time_to_recover", "cost_per_order")


def build(result: Result, lang: Lang) -> Section | None:
    """Nothing when no plan was played."""
    pairs = [(drill, plan) for drill in drills(result) for plan in drill.plans]
    if not pairs:
        return None
    goal = target(result, FULFILMENT)
    steps = [_step(result, drill, plan, lang) for drill, plan in pairs]
    goal_word = "" if goal is None else say(lang, f"目标 {goal * 100:g} %", f"target {goal * 100:g} %")
    axis = say(
        lang,
        "履约率 % · 空心＝无预案，实心＝有预案，粗线＝95 % 区间",
        "fulfilment % · open: no plan, full: with plan, thick: 95 % interval",
    )
    picture = Picture(
        "effect",
        say(lang, "预案对履约率的效果", "Effect of the plans on fulfilment"),
        partial(
            dots,
            say(lang, "履约率：无预案 → 有预案", "Fulfilment: without → with the plan"),
            steps,
            goal,
            goal_word,
            axis,
        ),
    )
    pictures = (picture, *_trade(result, pairs, goal, goal_word, lang))
    return Section("plan_effect", TITLE[lang], (Part(_finding(result, lang), _table(result, pairs, lang), pictures),))


def _trade(
    result: Result, pairs: list[tuple[Drill, Run]], goal: float | None, goal_word: str, lang: Lang
) -> list[Picture]:
    """Cost against fulfilment, for the plans of which both are known."""
    moves = []
    for drill, plan in pairs:
        before, after = _spot(drill.without), _spot(plan)
        if before and after:
            moves.append(Move(code(result, drill.without, lang), code(result, plan, lang), before, after))
    if not moves:
        return []
    base = baseline(result)
    spot = _spot(base) if base else None
    heading = say(lang, "花多少钱，换多少履约", "What is paid for what is gained")
    axis = say(lang, "每单成本（元）· 纵轴：履约率 %", "cost per order (yuan) · vertical: fulfilment %")
    named = (say(lang, "基线", "Base"), spot) if spot else None
    return [Picture("trade", heading, partial(trade, heading, moves, named, goal, goal_word, axis))]


def _spot(run: Run) -> tuple[float, float] | None:
    cost, share = mean(run, "cost_per_order"), mean(run, FULFILMENT)
    return None if cost is None or share is None else (cost, share)


def _step(result: Result, drill: Drill, plan: Run, lang: Lang) -> Step:
    found, _ = effect(result, drill.without, plan, FULFILMENT)
    return Step(
        code(result, plan, lang),
        measure(result, drill.without, FULFILMENT),
        measure(result, plan, FULFILMENT),
        written(found, lang),
    )


def _table(result: Result, pairs: list[tuple[Drill, Run]], lang: Lang) -> Table:
    names = [name for name in (FULFILMENT, *MEASURES) if first_known(result, name)]
    rows: list[tuple[Cell, ...]] = []
    paired = True
    for drill, plan in pairs:
        for name in names:
            found, is_paired = effect(result, drill.without, plan, name)
            paired &= is_paired or found.number is None
            rows.append(
                (
                    label(result, drill.without, lang),
                    plan_title(plan, lang),
                    measure_title(result, name, lang),
                    measure(result, drill.without, name),
                    measure(result, plan, name),
                    found,
                    _verdict(found, lang),
                    value(plan.get("plan_cost"), "yuan", better="lower"),
                    Light(plan.get("light")),
                )
            )
    columns = (
        Column(say(lang, "场景", "Scenario")),
        Column(say(lang, "预案", "Plan")),
        Column(say(lang, "指标", "Measure")),
        Column(say(lang, "无预案", "Without"), "interval"),
        Column(say(lang, "有预案", "With"), "interval"),
        Column(say(lang, "差", "Difference"), "interval"),
        Column(say(lang, "判断", "Reading")),
        Column(say(lang, "预案成本", "Cost of the plan")),
        Column(say(lang, "灯", "Light"), look="light"),
    )
    exact = say(
        lang,
        "差为同一随机数下的配对差，95 % 区间。",
        "Differences are paired under the same random numbers, 95 % interval. ",
    )
    wide = say(
        lang,
        "结果未带配对区间之处，按两个独立均值估计（偏宽，不会偏窄）。",
        "Where the result has no paired interval, that of two independent means is given (too wide, never too narrow).",
    )
    return Table(
        TITLE[lang],
        columns,
        tuple(rows),
        "resilience",
        f"{intervals_note(result, lang)}{exact}{'' if paired else wide}",
    )


def _verdict(found: Value, lang: Lang) -> str:
    if found.low is None or found.high is None:
        return say(lang, "无区间", "no interval")
    if not found.clear:
        return say(lang, "无显著差异", "no significant difference")
    return say(lang, "改善", "better") if found.good else say(lang, "变差", "worse")


def _finding(result: Result, lang: Lang) -> str:
    first = first_step(result)
    if first is None:
        return say(lang, "没有哪个预案带来可信的改善。", "No plan brings an improvement to rely on.")
    drill, plan, kpi = first
    lift, _ = effect(result, drill.without, plan, kpi)
    name, words, bounds = code(result, drill.without, lang), plan_title(plan, lang), interval(lift)
    within = "" if not bounds else say(lang, f"（95 % 区间 {bounds}）", f" (95 % interval {bounds})")
    return say(
        lang,
        f"先做的是 {name} 的“{words}”：{measure_title(result, kpi, lang)} {written(lift, lang)}{within}。",
        f"First comes '{words}' in {name}: {measure_title(result, kpi, lang)} {written(lift, lang)}{within}.",
    )
