"""Lead time: cumulative share in hand against hours, and how the time splits into stages."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from sim.reporting.charts.diverging import diverging
from sim.reporting.charts.rising import Line, rising
from sim.reporting.charts.stacked import stacked
from sim.reporting.document import Part, Picture, ReportColumn, ReportTable, Section
from sim.reporting.labels import LEAD_TIME, label, means_note, short_name
from sim.reporting.numbers import written
from sim.reporting.terms import text, word
from sim.reporting.values import Cell, ReportQuantity, measure, member, number_or, quantity
from sim.results.study import Lang, Run, StudyResult

ORDER = 50
ABOUT = StudyResult
TITLE = {"zh": "交付时长：多快到手，时间花在哪", "en": "Lead time: how fast, and where the time goes"}
ROLES = ("kind0", "kind1", "kind2", "kind3", "kind5", "kind6")
LISTED = 40
"""Rows of the table of a curve."""


def build(result: StudyResult, lang: Lang) -> Section:
    """The curves, then the stages."""
    return Section("lead_time", TITLE[lang], (_curves(result, lang), _stages(result, lang)))


def _curves(result: StudyResult, lang: Lang) -> Part:
    bare = list(result.without_plans)
    best = [plan for plan in (result.best_plan(run.id) for run in bare) if plan]
    pictures = (
        _picture(result, "bare", text(lang, "无预案", "Without a plan"), bare, lang),
        _picture(result, "best", text(lang, "有预案", "With the plan"), best, lang),
    )
    return Part(_slowest(result, lang), _course(result, lang), pictures)


def _picture(result: StudyResult, key: str, heading: str, runs: Sequence[Run], lang: Lang) -> Picture:
    """The baseline and these runs."""
    goal = result.goal(LEAD_TIME)
    goal_word = "" if goal is None else text(lang, f"P95 目标 {goal:.0f} 小时", f"P95 target {goal:.0f} h")
    axis = text(lang, "付清后小时数 · 纵轴：累计到手 %", "hours after payment · vertical: share in hand %")
    lines = [_line(result, result.baseline, "base", lang)] if result.baseline else []
    lines += [_line(result, run, ROLES[k % len(ROLES)], lang) for k, run in enumerate(runs)]
    words = text(lang, f"累计到手比例：{heading}", f"Cumulative share in hand: {heading}")
    return Picture(f"rising-{key}", words, partial(rising, heading, lines, goal, goal_word, axis))


def _line(result: StudyResult, run: Run, role: str, lang: Lang) -> Line:
    return short_name(result, run, lang), role, np.array(run.lead_time.hours), np.array(run.lead_time.share)


def _course(result: StudyResult, lang: Lang) -> ReportTable:
    hours = max((run.lead_time.hours for run in result.runs), key=len)
    step = -(-len(hours) // LISTED)
    heads = [ReportColumn(short_name(result, run, lang)) for run in result.runs]
    return ReportTable(
        text(lang, "累计到手比例", "Cumulative share in hand"),
        (ReportColumn(text(lang, "付清后", "After payment")), *heads),
        tuple((quantity(hours[k], "h"), *(_at(run, k) for run in result.runs)) for k in range(0, len(hours), step)),
        "measures",
        text(lang, "各次重复的平均值。", "Means over replications."),
    )


def _at(run: Run, k: int) -> ReportQuantity:
    shares = run.lead_time.share
    return quantity(shares[k] if k < len(shares) else None, "share")


def _slowest(result: StudyResult, lang: Lang) -> str:
    late = max(result.without_plans, key=lambda run: number_or(run.mean(LEAD_TIME), -1.0), default=None)
    slowest = measure(result, late, LEAD_TIME) if late else None
    if late is None or slowest is None or slowest.number is None:
        return text(
            lang,
            "曲线到顶的高度就是期内到手的比例。",
            "The height at which a curve ends is the share delivered in time.",
        )
    base = measure(result, result.baseline, LEAD_TIME) if result.baseline else ReportQuantity(None)
    name, usual = short_name(result, late, lang), written(base, lang)
    against = "" if base.number is None else text(lang, f"，基线 {usual}", f" against {usual} in the baseline")
    return text(
        lang,
        f"最慢的是 {name}：95 % 的到手订单用时不超过 {written(slowest, lang)}{against}；"
        "曲线到顶的高度就是期内到手的比例。",
        f"{name} is slowest: 95 % of its delivered orders take up to {written(slowest, lang)}{against}; "
        f"the height at which a curve ends is the share delivered.",
    )


def _stages(result: StudyResult, lang: Lang) -> Part:
    names = list(dict.fromkeys(stage for run in result.runs for stage in run.stages))
    return Part(
        _longest(result, names, lang),
        _stage_table(result, names, lang),
        (_stage_picture(result, names, lang), *_more_than_base(result, names, lang)),
    )


def _hours(run: Run) -> dict[str, float]:
    """Mean hours in each stage."""
    return {name: stage.mean for name, stage in run.stages.items()}


def _known(run: Run, stage: str) -> float:
    return number_or(run.stages[stage].mean, 0.0)


def _total(run: Run) -> float:
    return sum(_known(run, stage) for stage in run.stages)


def _stage_picture(result: StudyResult, names: list[str], lang: Lang) -> Picture:
    bars = [
        (short_name(result, run, lang), {word(s, lang): _known(run, s) for s in names}, k > 0 and not run.plan)
        for k, run in enumerate(result.runs)
    ]
    draw = partial(stacked, [word(s, lang) for s in names], bars, 1)
    return Picture("stages", text(lang, "各阶段平均时长", "Mean time by stage"), draw)


def _stage_table(result: StudyResult, names: list[str], lang: Lang) -> ReportTable:
    columns = [ReportColumn(text(lang, "场景 / 预案", "Scenario / plan"))]
    for stage in names:
        mean = f"{word(stage, lang)} {text(lang, '平均', 'mean')}"
        columns += [ReportColumn(mean, "interval"), ReportColumn(f"{word(stage, lang)} P95")]
    return ReportTable(
        text(lang, "各阶段时长", "Time by stage"),
        tuple(columns),
        tuple((label(result, run, lang), *_stage_cells(run, names)) for run in result.runs),
        "measures",
        means_note(result, lang),
    )


def _stage_cells(run: Run, names: list[str]) -> list[Cell]:
    """For each stage the mean hours with their interval, and the 95th percentile."""
    cells: list[Cell] = []
    for stage in names:
        cells += [member(_hours(run), run.intervals.stages, stage, "h"), quantity(run.stages[stage].p95, "h")]
    return cells


def _longest(result: StudyResult, names: list[str], lang: Lang) -> str:
    run = max(result.runs, key=_total)
    stage = max(names, key=lambda name: _known(run, name))
    share = f"{_known(run, stage) / _total(run) * 100:.0f}" if _total(run) else "0"
    return text(
        lang,
        f"时间主要花在{word(stage, lang)}：{short_name(result, run, lang)} 中平均 {_known(run, stage):.1f} 小时，"
        f"占 {share} %（条形末端为各阶段平均之和，小时）。",
        f"The longest stage is {word(stage, lang).lower()}: {_known(run, stage):.1f} h on average in "
        f"{short_name(result, run, lang)}, {share} % of the whole (bar ends: sum of stage means, hours).",
    )


def _more_than_base(result: StudyResult, names: list[str], lang: Lang) -> list[Picture]:
    """Where the slowest run spends more time than the baseline."""
    base = result.baseline
    if base is None or len(result.runs) < 2:
        return []
    slow = max(result.runs, key=_total)
    rows = [(word(stage, lang), _known(slow, stage) - _known(base, stage)) for stage in names]
    name = short_name(result, slow, lang)
    heading = text(lang, f"{name} 比基线多花的时间（小时）", f"Time {name} takes beyond the baseline (h)")
    return [Picture("stages-more", heading, partial(diverging, heading, rows, 1))]
