"""Resilience curves: how deep, how long, how fast back, without and with the best plan."""

import math
from functools import partial

import numpy as np

from sim.reporting.charts.curves import BandCurve, CurveAnnotations, curves
from sim.reporting.document import Part, Picture, ReportColumn, ReportTable, Section
from sim.reporting.labels import FULFILMENT, RECOVERY, intervals_note, label, measure_title, short_name
from sim.reporting.numbers import figure, moment, target_share, written
from sim.reporting.terms import text
from sim.reporting.values import ReportQuantity, Row, measure, quantity
from sim.results.study import Lang, Run, StudyResult

ORDER = 20
ABOUT = StudyResult
TITLE = {"zh": "韧性曲线：多深、多久、多快恢复", "en": "Resilience: how deep, how long, how fast back"}
MEASURES = ("lowest_point", "time_below_target", RECOVERY, "recovered", "loss_area")
DRAWN, LISTED = 260, 44
"""Points of a curve in a picture, and in a table."""


def build(result: StudyResult, lang: Lang) -> Section | None:
    """Nothing without a shock."""
    if not result.without_plans:
        return None
    pictures = tuple(_picture(result, run, lang) for run in result.without_plans)
    courses = Part(_finding(result, lang), _courses(result, lang), pictures)
    return Section("resilience", TITLE[lang], (courses, Part(_how_to_read(lang), _measures(result, lang))))


def _picture(result: StudyResult, run: Run, lang: Lang) -> Picture:
    best = result.best_plan(run.id)
    lines = [_curve(result.baseline, "", "base")] if result.baseline else []
    lines.append(_curve(run, text(lang, "无预案", "no plan"), "bare"))
    if best:
        lines.append(_curve(best, text(lang, "有预案", "with plan"), "plan"))
    goal, shock = result.goal(FULFILMENT), run.shock
    annotations = CurveAnnotations(
        heading=label(result, run, lang),
        target=goal,
        target_word="" if goal is None else target_share(goal, lang),
        shock=(shock.start / 60, None if math.isnan(shock.until) else shock.until / 60) if shock else None,
        shock_word=text(lang, "冲击", "shock"),
        axis_word=text(
            lang, "距冲击开始的天数 · 纵轴：滚动履约率 %", "days since the shock began · vertical: rolling fulfilment %"
        ),
    )
    title = run.title.of(lang)
    words = text(lang, f"{title}：滚动履约率曲线", f"{title}: rolling fulfilment")
    return Picture(f"curve-{short_name(result, run, 'en')}", words, partial(curves, lines, annotations))


def _curve(run: Run, name: str, role: str) -> BandCurve:
    step = -(-len(run.curve.hours) // DRAWN)
    lines = (run.curve.hours, run.curve.median, run.curve.low, run.curve.high)
    return BandCurve(name, role, *(np.array(line[::step], dtype=np.float64) for line in lines))


def _courses(result: StudyResult, lang: Lang) -> ReportTable:
    """The curves as rows of time and columns of runs; thinned to a size a person can read."""
    hours = max((run.curve.hours for run in result.runs), key=len)
    step = -(-len(hours) // LISTED)
    rows: list[Row] = []
    for k in range(0, len(hours), step):
        moments = moment(hours[k] * 60, result.start, lang), quantity(hours[k], "h")
        rows.append((*moments, *(_point(run, k) for run in result.runs)))
    heads = [ReportColumn(short_name(result, run, lang), "band") for run in result.runs]
    return ReportTable(
        text(lang, "滚动履约率：中位数与 10–90 % 带", "Rolling fulfilment: median and 10–90 % band"),
        (ReportColumn(text(lang, "时刻", "Moment")), ReportColumn(text(lang, "开局后", "Since start")), *heads),
        tuple(rows),
        "resilience",
        _thinned(step, lang),
    )


def _thinned(step: int, lang: Lang) -> str:
    if step == 1:
        return text(lang, "逐点列出。", "Every point is listed.")
    return text(lang, f"每 {step} 个点列一个。", f"One point in {step} is listed.")


def _point(run: Run, k: int) -> ReportQuantity:
    """A point of a curve; empty after the end of a shorter one."""
    if k >= len(run.curve.hours):
        return quantity(None, "share")
    return quantity(run.curve.median[k], "share", run.curve.low[k], run.curve.high[k])


def _measures(result: StudyResult, lang: Lang) -> ReportTable:
    rows: tuple[Row, ...] = tuple(
        (label(result, run, lang), _shock(result, run, lang), *(measure(result, run, kpi) for kpi in MEASURES))
        for bare in result.without_plans
        for run in (bare, *result.plans(bare.id))
    )
    columns = (
        ReportColumn(text(lang, "场景 / 预案", "Scenario / plan")),
        ReportColumn(text(lang, "冲击窗口", "Shock window")),
        *(ReportColumn(measure_title(result, kpi, lang), "interval") for kpi in MEASURES),
    )
    title, note = text(lang, "韧性指标", "Resilience measures"), intervals_note(result, lang)
    return ReportTable(title, columns, rows, "resilience", note, cards=True)


def _shock(result: StudyResult, run: Run, lang: Lang) -> str:
    if run.shock is None:
        return "—"
    return " → ".join(moment(end, result.start, lang) for end in (run.shock.start, run.shock.until))


def _finding(result: StudyResult, lang: Lang) -> str:
    deepest = min(result.without_plans, key=_lowest)
    name, depth = short_name(result, deepest, lang), figure(_lowest(deepest), "share")
    found = text(
        lang, f"跌得最深的是 {name}：中位数最低到 {depth}%", f"{name} falls deepest: its median reaches {depth}%"
    )
    found += _recovery(result, deepest, lang)
    if best := result.best_plan(deepest.id):
        lifted = figure(_lowest(best), "share")
        found += text(lang, f"；有预案时最低 {lifted}%", f"; with its plan the lowest point is {lifted}%")
    return found + text(lang, "。", ".")


def _recovery(result: StudyResult, run: Run, lang: Lang) -> str:
    """When it was back; a mean over replications that never came back is not reported as a recovery."""
    back, share = measure(result, run, RECOVERY), measure(result, run, "recovered")
    if back.number is None:
        return ""
    if share.number is None or share.number >= 1:
        return text(lang, f"，{written(back, lang)}后恢复", f" and is back after {written(back, lang)}")
    if share.number <= 0:
        return text(lang, "，到结束仍未恢复", " and is not back by the end of the run")
    return text(
        lang,
        f"，只有 {written(share, lang)} 的重复在期内恢复（平均至少 {written(back, lang)}）",
        f" and only {written(share, lang)} of the replications are back within the run "
        f"(after {written(back, lang)} or more on average)",
    )


def _lowest(run: Run) -> float:
    return min((share for share in run.curve.median if math.isfinite(share)), default=1.0)


def _how_to_read(lang: Lang) -> str:
    return text(
        lang,
        "实线为各次重复的中位数，浅色带为 10–90 % 分位；灰线为基线；底色为冲击窗口。"
        "恢复：重新达标并保持规定时长；期内未恢复的重复按到结束为止计，是下限。",
        "Lines are medians over replications, pale bands their 10–90 % range; grey is the baseline; the tint is the "
        "shock. Recovered: back on target and staying there for the stated time; a replication that has not recovered "
        "counts until its end, a lower bound.",
    )
