"""Resilience curves: how deep, how long, how fast back, without and with the best plan."""

from functools import partial

import numpy as np

from sim.arrays import Floats
from sim.report.charts.curves import Curve, Window, curves
from sim.report.document import Column, Part, Picture, Section, Table
from sim.report.labels import (
    FULFILMENT,
    Drill,
    Result,
    Run,
    baseline,
    code,
    drills,
    first_known,
    intervals_note,
    label,
    measure,
    measure_title,
    runs,
    target,
    title,
)
from sim.report.numbers import figure, moment, written
from sim.report.terms import Lang, say
from sim.report.values import Cell, Value, number, value

ORDER = 20
TITLE = {"zh": "韧性曲线：多深、多久、多快恢复", "en": "Resilience: how deep, how long, how fast back"}
MEASURES = (
    ("lowest_point", "lowest_fulfilment"),
    ("time_below_target", "hours_below_target"),
    ("time_to_recover",),
    ("recovered",),
    ("loss_area",),
)
DRAWN, LISTED = 260, 44


def build(result: Result, lang: Lang) -> Section | None:
    """Curves of every scenario that has one; nothing without any."""
    played = [drill for drill in drills(result) if any(_has_curve(run) for run in drill.runs)]
    if not played:
        return None
    pictures = tuple(_picture(result, drill, lang) for drill in played)
    shown = Part(_finding(result, played, lang), _course(result, lang), pictures)
    return Section("resilience", TITLE[lang], (shown, Part(_note(lang), _measures(result, lang))))


def _has_curve(run: Run | None) -> bool:
    return bool(run) and bool(((run or {}).get("curve") or {}).get("hours"))


def _array(raw: object) -> Floats:
    numbers = [number(x) for x in raw] if isinstance(raw, list | tuple) else []
    return np.array([np.nan if x is None else x for x in numbers], dtype=np.float64)


def _curve(run: Run, name: str, role: str) -> Curve:
    raw = run["curve"]
    hours, median = _array(raw["hours"]), _array(raw["median"])
    step = -(-len(hours) // DRAWN)
    edges = [(_array(raw.get(side)) if raw.get(side) else median)[::step] for side in ("low", "high")]
    return Curve(name, role, hours[::step], median[::step], *edges)


def _picture(result: Result, drill: Drill, lang: Lang) -> Picture:
    base, best = baseline(result), drill.best
    lines = [_curve(base, "", "base")] if base and _has_curve(base) else []
    if _has_curve(drill.without):
        lines.append(_curve(drill.without, say(lang, "无预案", "no plan"), "bare"))
    if best and _has_curve(best):
        lines.append(_curve(best, say(lang, "有预案", "with plan"), "plan"))
    goal, shock = target(result, FULFILMENT), drill.without.get("shock")
    window = Window(
        heading=label(result, drill.without, lang),
        target=goal,
        target_word="" if goal is None else say(lang, f"目标 {goal * 100:g} %", f"target {goal * 100:g} %"),
        shock=(shock["from"] / 60, None if shock.get("until") is None else shock["until"] / 60) if shock else None,
        shock_word=say(lang, "冲击", "shock"),
        axis_word=say(
            lang, "距冲击开始的天数 · 纵轴：滚动履约率 %", "days since the shock began · vertical: rolling fulfilment %"
        ),
    )
    words = say(
        lang, f"{title(drill.without, lang)}：滚动履约率曲线", f"{title(drill.without, lang)}: rolling fulfilment"
    )
    return Picture(f"curve-{code(result, drill.without, 'en')}", words, partial(curves, lines, window))


def _course(result: Result, lang: Lang) -> Table:
    """The curves as rows of time and columns of runs; thinned to a size a person can read."""
    held = [run for run in runs(result) if _has_curve(run)]
    hours = max((run["curve"]["hours"] for run in held), key=len)
    step = -(-len(hours) // LISTED)
    rows: list[tuple[Cell, ...]] = []
    for k in range(0, len(hours), step):
        cells: list[Cell] = [moment(float(hours[k]) * 60, result.get("start"), lang), value(hours[k], "h")]
        rows.append((*cells, *(_point(run, k) for run in held)))
    heads = [Column(code(result, run, lang), "band") for run in held]
    return Table(
        say(lang, "滚动履约率：中位数与 10–90 % 带", "Rolling fulfilment: median and 10–90 % band"),
        (Column(say(lang, "时刻", "Moment")), Column(say(lang, "开局后", "Since start")), *heads),
        tuple(rows),
        "resilience",
        _thinned(step, lang),
    )


def _thinned(step: int, lang: Lang) -> str:
    if step == 1:
        return say(lang, "逐点列出。", "Every point is listed.")
    return say(lang, f"每 {step} 个点列一个。", f"One point in {step} is listed.")


def _point(run: Run, k: int) -> Value:
    at = [(run["curve"].get(side) or ())[k : k + 1] for side in ("median", "low", "high")]
    middle, low, high = (found[0] if found else None for found in at)
    return value(middle, "share", low, high)


def _measures(result: Result, lang: Lang) -> Table:
    names = [name for options in MEASURES if (name := first_known(result, *options))]
    heads = [Column(measure_title(result, name, lang), "interval") for name in names]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (label(result, run, lang), _shock(result, run, lang), *(measure(result, run, name) for name in names))
        for drill in drills(result)
        for run in drill.runs
    )
    columns = (
        Column(say(lang, "场景 / 预案", "Scenario / plan")),
        Column(say(lang, "冲击窗口", "Shock window")),
        *heads,
    )
    return Table(
        say(lang, "韧性指标", "Resilience measures"),
        columns,
        rows,
        "resilience",
        intervals_note(result, lang),
        cards=True,
    )


def _shock(result: Result, run: Run, lang: Lang) -> str:
    shock = run.get("shock")
    return " → ".join(moment(shock.get(end), result.get("start"), lang) for end in ("from", "until")) if shock else "—"


def _finding(result: Result, played: list[Drill], lang: Lang) -> str:
    lowest = {id(d): _lowest(d.without) for d in played}
    deep = min(played, key=lambda d: lowest[id(d)])
    name, depth = code(result, deep.without, lang), figure(lowest[id(deep)], "share")
    told = say(
        lang, f"跌得最深的是 {name}：中位数最低到 {depth}%", f"{name} falls deepest: its median reaches {depth}%"
    )
    told += _recovery(result, deep.without, lang)
    if deep.best and _has_curve(deep.best):
        lifted = figure(_lowest(deep.best), "share")
        told += say(lang, f"；有预案时最低 {lifted}%", f"; with its plan the lowest point is {lifted}%")
    return told + say(lang, "。", ".")


def _recovery(result: Result, run: Run, lang: Lang) -> str:
    """When it was back; a mean over replications that never came back is not told as a recovery."""
    back, share = measure(result, run, "time_to_recover"), measure(result, run, "recovered")
    if back.number is None:
        return ""
    if share.number is None or share.number >= 1:
        return say(lang, f"，{written(back, lang)}后恢复", f" and is back after {written(back, lang)}")
    if share.number <= 0:
        return say(lang, "，到结束仍未恢复", " and is not back by the end of the run")
    return say(
        lang,
        f"，只有 {written(share, lang)} 的重复在期内恢复（平均至少 {written(back, lang)}）",
        f" and only {written(share, lang)} of the replications are back within the run "
        f"(after {written(back, lang)} or more on average)",
    )


def _lowest(run: Run) -> float:
    known = [x for x in map(number, (run.get("curve") or {}).get("median") or ()) if x is not None]
    return min(known, default=1.0)


def _note(lang: Lang) -> str:
    return say(
        lang,
        "实线为各次重复的中位数，浅色带为 10–90 % 分位；灰线为基线；底色为冲击窗口。"
        "恢复：重新达标并保持规定时长；期内未恢复的重复按到结束为止计，是下限。",
        "Lines are medians over replications, pale bands their 10–90 % range; grey is the baseline; the tint is the "
        "shock. Recovered: back on target and staying there for the stated time; a replication that has not recovered "
        "counts until its end, a lower bound.",
    )
