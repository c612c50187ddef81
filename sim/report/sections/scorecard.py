"""Scorecard: one line per scenario with its light, its curve, its key measures, and how it ends with the best plan."""

from sim.report.document import Column, Part, Section, Table
from sim.report.labels import (
    FULFILMENT,
    Drill,
    Result,
    Run,
    baseline,
    change,
    code,
    drills,
    first_known,
    intervals_note,
    label,
    mean,
    measure,
    measure_title,
    runs,
    target,
)
from sim.report.numbers import SCORE, interval, written
from sim.report.terms import GRADES, Lang, grade_word, light_mark, light_word, say
from sim.report.values import Cell, Light, Spark, number, value

ORDER = 10
TITLE = {"zh": "记分卡", "en": "Scorecard"}
POINTS = 48


def build(result: Result, lang: Lang) -> Section | None:
    """Nothing without runs."""
    if not runs(result):
        return None
    base = baseline(result)
    played = [Drill(base, ())] if base else []
    table = Table(
        TITLE[lang],
        _columns(result, lang),
        tuple(_row(result, d, lang) for d in played + drills(result)),
        "scorecard",
        _note(result, lang),
        cards=True,
    )
    return Section("scorecard", TITLE[lang], (Part(_finding(result, lang), table),))


def _measures(result: Result) -> list[str]:
    wanted = (("lead_time_p50",), ("lead_time_p95",), ("lowest_point", "lowest_fulfilment"), ("time_to_recover",))
    return [name for names in wanted if (name := first_known(result, *names))]


def _columns(result: Result, lang: Lang) -> tuple[Column, ...]:
    heads = [Column(measure_title(result, name, lang), "interval") for name in _measures(result)]
    if first_known(result, "cost_per_order"):
        heads.append(Column(say(lang, "每单成本变化", "Cost per order, change"), "interval"))
    return (
        Column(say(lang, "场景", "Scenario")),
        Column(say(lang, "灯", "Light"), look="light"),
        Column(measure_title(result, FULFILMENT, lang), "interval", "bar"),
        Column(say(lang, "走势", "Course")),
        *heads,
        Column(say(lang, "评分", "Score"), look="score"),
        Column(say(lang, "级", "Grade")),
        Column(say(lang, "预案后", "With plan"), look="light"),
        Column(say(lang, "预案后履约率", "Fulfilled with plan"), "interval", "bar"),
    )


def _row(result: Result, drill: Drill, lang: Lang) -> tuple[Cell, ...]:
    run, best = drill.without, drill.best
    cells: list[Cell] = [measure(result, run, name) for name in _measures(result)]
    if first_known(result, "cost_per_order"):
        cells.append(change(result, run, "cost_per_order"))
    return (
        label(result, run, lang),
        Light(run.get("light")),
        measure(result, run, FULFILMENT),
        _spark(result, run),
        *cells,
        value(run.get("score"), SCORE, better="higher"),
        str(run.get("grade") or "—"),
        Light(best.get("light")) if best else None,
        measure(result, best, FULFILMENT) if best else None,
    )


def _spark(result: Result, run: Run) -> Spark | None:
    median = [number(p) for p in (run.get("curve") or {}).get("median") or ()]
    step = -(-len(median) // POINTS) or 1
    worst = [min((p for p in median[k : k + step] if p is not None), default=None) for k in range(0, len(median), step)]
    return Spark(tuple(worst), target(result, FULFILMENT)) if any(p is not None for p in worst) else None


def _finding(result: Result, lang: Lang) -> str:
    played = [drill.without for drill in drills(result)]
    if not played:
        return say(lang, "本次只跑了基线，没有冲击场景。", "Only the baseline was played; there is no shock.")
    counts = [(colour, sum(run.get("light") == colour for run in played)) for colour in ("green", "amber", "red")]
    told = say(lang, "、", ", ").join(f"{light_mark(c)} {k} {light_word(c, lang)}" for c, k in counts if k)
    weakest = min(played, key=lambda run: 2.0 if mean(run, FULFILMENT) is None else mean(run, FULFILMENT) or 0.0)
    rate, goal = measure(result, weakest, FULFILMENT), target(result, FULFILMENT)
    aim = "" if goal is None else say(lang, f"（目标 {goal * 100:g}%）", f" (target {goal * 100:g}%)")
    name = code(result, weakest, lang)
    least = written(rate, lang) + (f" [{interval(rate)}]" if interval(rate) else "")
    return say(
        lang,
        f"{len(played)} 个冲击场景在无预案时：{told}；履约率最低的是 {name}：{least}{aim}。",
        f"{len(played)} shocks without a plan: {told}; the least is fulfilled in {name}: {least}{aim}.",
    )


def _note(result: Result, lang: Lang) -> str:
    grades = say(lang, "；", "; ").join(f"{g} {grade_word(g, lang)}" for g in GRADES)
    return say(
        lang,
        f"{intervals_note(result, lang)}走势：滚动履约率中位数，圆点为最低，虚线为目标。▲▼ 只在区间不含 0 时出现。"
        f"— 表示没有这个数（例如基线没有冲击，或没有预案）。等级：{grades}。",
        f"{intervals_note(result, lang)}Course: median rolling fulfilment; the dot is its lowest point, dashes are the "
        f"target. ▲▼ appear only where the interval leaves out 0. — means there is no such number (no shock "
        f"in the baseline, or no plan). Grades: {grades}.",
    )
