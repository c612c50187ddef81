"""Scorecard: one line per scenario with its light, its curve, its key measures, and how it ends with the best plan."""

from sim.reporting.document import Part, ReportColumn, ReportTable, Section
from sim.reporting.labels import (
    COST,
    FULFILMENT,
    LEAD_TIME,
    RECOVERY,
    intervals_note,
    label,
    measure_title,
    short_name,
)
from sim.reporting.numbers import SCORE, with_interval
from sim.reporting.terms import GRADES, light_mark, light_word, text
from sim.reporting.values import (
    ReportQuantity,
    Row,
    Spark,
    TrafficLight,
    difference,
    measure,
    number,
    number_or,
    quantity,
)
from sim.results.study import Lang, Light, Run, StudyResult

ORDER = 10
ABOUT = StudyResult
TITLE = {"zh": "记分卡", "en": "Scorecard"}
MEASURES = ("lead_time_p50", LEAD_TIME, "lowest_point", RECOVERY)
POINTS = 48
"""Points of a small curve."""


def build(result: StudyResult, lang: Lang) -> Section:
    """The baseline first, then every scenario."""
    rows = tuple(_row(result, run, lang) for run in (result.baseline, *result.without_plans) if run)
    table = ReportTable(TITLE[lang], _columns(result, lang), rows, "scorecard", _note(result, lang), cards=True)
    return Section("scorecard", TITLE[lang], (Part(_finding(result, lang), table),))


def _columns(result: StudyResult, lang: Lang) -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(text(lang, "场景", "Scenario")),
        ReportColumn(text(lang, "灯", "Light"), look="light"),
        ReportColumn(measure_title(result, FULFILMENT, lang), "interval", "bar"),
        ReportColumn(text(lang, "走势", "Course")),
        *(ReportColumn(measure_title(result, kpi, lang), "interval") for kpi in MEASURES),
        ReportColumn(text(lang, "每单成本变化", "Cost per order, change"), "interval"),
        ReportColumn(text(lang, "评分", "Score"), look="score"),
        ReportColumn(text(lang, "级", "Grade")),
        ReportColumn(text(lang, "预案后", "With plan"), look="light"),
        ReportColumn(text(lang, "预案后履约率", "Fulfilled with plan"), "interval", "bar"),
    )


def _row(result: StudyResult, run: Run, lang: Lang) -> Row:
    best = None if run.is_baseline else result.best_plan(run.id)
    return (
        label(result, run, lang),
        TrafficLight(run.light),
        measure(result, run, FULFILMENT),
        _spark(result, run),
        *(measure(result, run, kpi) for kpi in MEASURES),
        ReportQuantity(None) if run.is_baseline else difference(result, COST, run.delta[COST]),
        quantity(run.score, SCORE, better="higher"),
        run.grade or "—",
        TrafficLight(best.light) if best else None,
        measure(result, best, FULFILMENT) if best else None,
    )


def _spark(result: StudyResult, run: Run) -> Spark | None:
    """The lowest fulfilment of each stretch of the curve."""
    median = [number(share) for share in run.curve.median]
    step = -(-len(median) // POINTS) or 1
    stretches = [median[k : k + step] for k in range(0, len(median), step)]
    lowest = tuple(min((share for share in part if share is not None), default=None) for part in stretches)
    return Spark(lowest, result.goal(FULFILMENT)) if any(share is not None for share in lowest) else None


def _finding(result: StudyResult, lang: Lang) -> str:
    played = result.without_plans
    if not played:
        return text(lang, "本次只跑了基线，没有冲击场景。", "Only the baseline was played; there is no shock.")
    lights: tuple[Light, ...] = ("green", "amber", "red")
    counts = [(light, sum(run.light == light for run in played)) for light in lights]
    listed = text(lang, "、", ", ").join(f"{light_mark(c)} {k} {light_word(c, lang)}" for c, k in counts if k)
    weakest = min(played, key=lambda run: number_or(run.mean(FULFILMENT), 2.0))
    goal, name = result.goal(FULFILMENT), short_name(result, weakest, lang)
    aim = "" if goal is None else text(lang, f"（目标 {goal * 100:g}%）", f" (target {goal * 100:g}%)")
    least = with_interval(measure(result, weakest, FULFILMENT), lang)
    return text(
        lang,
        f"{len(played)} 个冲击场景在无预案时：{listed}；履约率最低的是 {name}：{least}{aim}。",
        f"{len(played)} shocks without a plan: {listed}; the least is fulfilled in {name}: {least}{aim}.",
    )


def _note(result: StudyResult, lang: Lang) -> str:
    grades = text(lang, "；", "; ").join(f"{grade} {text(lang, *words)}" for grade, words in GRADES.items())
    return text(
        lang,
        f"{intervals_note(result, lang)}走势：滚动履约率中位数，圆点为最低，虚线为目标。▲▼ 只在区间不含 0 时出现。"
        f"— 表示没有这个数（例如基线没有冲击，或没有预案）。等级：{grades}。",
        f"{intervals_note(result, lang)}Course: median rolling fulfilment; the dot is its lowest point, dashes are the "
        f"target. ▲▼ appear only where the interval leaves out 0. — means there is no such number (no shock "
        f"in the baseline, or no plan). Grades: {grades}.",
    )
