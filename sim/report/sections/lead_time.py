"""Lead time: cumulative share in hand against hours, and how the time splits into stages."""

from functools import partial

import numpy as np

from sim.report.charts.diverging import diverging
from sim.report.charts.rising import Line, rising
from sim.report.charts.stacked import stacked
from sim.report.document import Column, Part, Picture, Section, Table
from sim.report.labels import (
    Result,
    Run,
    baseline,
    code,
    drills,
    label,
    measure,
    member,
    members_note,
    runs,
    target,
    unit,
)
from sim.report.numbers import written
from sim.report.terms import Lang, say, word
from sim.report.values import Cell, Value, number, value

ORDER = 50
TITLE = {"zh": "交付时长：多快到手，时间花在哪", "en": "Lead time: how fast, and where the time goes"}
ROLES = ("kind0", "kind1", "kind2", "kind3", "kind5", "kind6")
P95 = "lead_time_p95"
LISTED = 40


def build(result: Result, lang: Lang) -> Section | None:
    """Curves where runs have them, stages where runs have them."""
    parts = [part for part in (_curves(result, lang), _stages(result, lang)) if part]
    return Section("lead_time", TITLE[lang], tuple(parts)) if parts else None


def _curves(result: Result, lang: Lang) -> Part | None:
    held = [run for run in runs(result) if (run.get("lead_time") or {}).get("hours")]
    if not held:
        return None
    goal = value(target(result, P95), unit(result, P95)).number
    promise_word = "" if goal is None else say(lang, f"P95 目标 {goal:.0f} 小时", f"P95 target {goal:.0f} h")
    axis = say(lang, "付清后小时数 · 纵轴：累计到手 %", "hours after payment · vertical: share in hand %")
    base = [run for run in held if run.get("id") == "baseline"]
    bare = [d.without for d in drills(result) if d.without in held]
    best = [d.best for d in drills(result) if d.best and d.best in held]
    pictures = []
    for key, heading, chosen in (
        ("bare", say(lang, "无预案", "Without a plan"), bare),
        ("best", say(lang, "有预案", "With the plan"), best),
    ):
        if base or chosen:
            lines = [_line(result, run, "base", lang) for run in base]
            lines += [_line(result, run, ROLES[k % len(ROLES)], lang) for k, run in enumerate(chosen)]
            pictures.append(
                Picture(
                    f"rising-{key}",
                    say(lang, f"累计到手比例：{heading}", f"Cumulative share in hand: {heading}"),
                    partial(rising, heading, lines, goal, promise_word, axis),
                )
            )
    return Part(_finding(result, lang), _course(result, held, lang), tuple(pictures))


def _line(result: Result, run: Run, role: str, lang: Lang) -> Line:
    hours = np.array(run["lead_time"]["hours"], dtype=np.float64)
    shares = np.array([np.nan if number(x) is None else x for x in run["lead_time"]["share"]], dtype=np.float64)
    return code(result, run, lang), role, hours, shares


def _course(result: Result, held: list[Run], lang: Lang) -> Table:
    hours = max((run["lead_time"]["hours"] for run in held), key=len)
    step = -(-len(hours) // LISTED)
    rows = tuple((value(hours[k], "h"), *(_at(run, k) for run in held)) for k in range(0, len(hours), step))
    return Table(
        say(lang, "累计到手比例", "Cumulative share in hand"),
        (Column(say(lang, "付清后", "After payment")), *(Column(code(result, run, lang)) for run in held)),
        rows,
        "measures",
        say(lang, "各次重复的平均值。", "Means over replications."),
    )


def _at(run: Run, k: int) -> Value:
    shares = run["lead_time"]["share"]
    return value(shares[k] if k < len(shares) else None, "share")


def _finding(result: Result, lang: Lang) -> str:
    played = [d.without for d in drills(result)]
    late = max(played, key=lambda run: measure(result, run, P95).number or -1.0, default=None)
    slowest = measure(result, late, P95) if late else value(None, "h")
    if late is None or slowest.number is None:
        return say(
            lang,
            "曲线到顶的高度就是期内到手的比例。",
            "The height at which a curve ends is the share delivered in time.",
        )
    base = next((measure(result, run, P95) for run in runs(result) if run.get("id") == "baseline"), value(None, "h"))
    against = (
        ""
        if base.number is None
        else say(lang, f"，基线 {written(base, lang)}", f" against {written(base, lang)} in the baseline")
    )
    name = code(result, late, lang)
    return say(
        lang,
        f"最慢的是 {name}：95 % 的到手订单用时不超过 {written(slowest, lang)}{against}；"
        "曲线到顶的高度就是期内到手的比例。",
        f"{name} is slowest: 95 % of its delivered orders take up to {written(slowest, lang)}{against}; "
        f"the height at which a curve ends is the share delivered.",
    )


def _stages(result: Result, lang: Lang) -> Part | None:
    held = [run for run in runs(result) if run.get("stages")]
    if not held:
        return None
    names = list(dict.fromkeys(stage for run in held for stage in run["stages"]))
    bars = [
        (code(result, run, lang), {word(s, lang): _hours(run, s) for s in names}, k > 0 and not run.get("plan"))
        for k, run in enumerate(held)
    ]
    picture = Picture(
        "stages",
        say(lang, "各阶段平均时长", "Mean time by stage"),
        partial(stacked, [word(s, lang) for s in names], bars, 1),
    )
    pictures = [picture, *_more_than_base(result, held, names, lang)]
    rows: list[tuple[Cell, ...]] = []
    for run in held:
        cells = [cell for s in names for cell in _stage(run, s)]
        rows.append((label(result, run, lang), *cells))
    middle = say(lang, "平均", "mean")
    heads = [
        column
        for s in names
        for column in (Column(f"{word(s, lang)} {middle}", "interval"), Column(f"{word(s, lang)} P95"))
    ]
    table = Table(
        say(lang, "各阶段时长", "Time by stage"),
        (Column(say(lang, "场景 / 预案", "Scenario / plan")), *heads),
        tuple(rows),
        "measures",
        members_note(result, lang),
    )
    return Part(_longest(result, held, names, lang), table, tuple(pictures))


def _stage(run: Run, stage: str) -> tuple[Value, Value]:
    """Mean hours with their interval, and the 95th percentile."""
    raw = run["stages"].get(stage) or {}
    return member(run, "stages", stage, raw.get("mean"), "h"), value(raw.get("p95"), "h")


def _hours(run: Run, stage: str) -> float:
    return number((run["stages"].get(stage) or {}).get("mean")) or 0.0


def _longest(result: Result, held: list[Run], names: list[str], lang: Lang) -> str:
    run = max(held, key=lambda r: sum(_hours(r, s) for s in names))
    stage = max(names, key=lambda s: _hours(run, s))
    total = sum(_hours(run, s) for s in names)
    share = f"{_hours(run, stage) / total * 100:.0f}" if total else "0"
    return say(
        lang,
        f"时间主要花在{word(stage, lang)}：{code(result, run, lang)} 中平均 {_hours(run, stage):.1f} 小时，占 {share} %"
        "（条形末端为各阶段平均之和，小时）。",
        f"The longest stage is {word(stage, lang).lower()}: {_hours(run, stage):.1f} h on average in "
        f"{code(result, run, lang)}, {share} % of the whole (bar ends: sum of stage means, hours).",
    )


def _more_than_base(result: Result, held: list[Run], names: list[str], lang: Lang) -> list[Picture]:
    """Where the slowest run spends more time than the baseline."""
    base = baseline(result)
    if base is None or base not in held or len(held) < 2:
        return []
    slow = max(held, key=lambda run: sum(_hours(run, s) for s in names))
    rows = [(word(s, lang), _hours(slow, s) - _hours(base, s)) for s in names]
    heading = say(
        lang,
        f"{code(result, slow, lang)} 比基线多花的时间（小时）",
        f"Time {code(result, slow, lang)} takes beyond the baseline (h)",
    )
    return [Picture("stages-more", heading, partial(diverging, heading, rows, 1))]
