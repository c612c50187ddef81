"""Recall: traced, notified, blocked, collected and replaced against the 48-hour clock."""

from functools import partial

from sim.report.charts.bars import bars
from sim.report.document import Column, Part, Picture, Section, Table
from sim.report.labels import Result, Run, code, label, measure, member, members_note, runs
from sim.report.numbers import figure, interval, written
from sim.report.terms import Lang, say
from sim.report.values import Cell, Value, number, value

ORDER = 90
TITLE = {"zh": "召回：48 小时内换到手了吗", "en": "Recall: replaced within 48 hours?"}
STEPS = {
    "traced": ("追溯到订单", "Traced"),
    "notified": ("已通知", "Notified"),
    "blocked": ("拦截在途", "Blocked"),
    "collected": ("已收回", "Collected"),
    "replaced": ("已换新", "Replaced"),
}


def build(result: Result, lang: Lang) -> Section | None:
    """Only for runs in which goods were recalled."""
    held = [run for run in runs(result) if run.get("recall")]
    if not held:
        return None
    part = Part(
        _finding(result, held, lang), _table(result, held, lang), tuple(_picture(result, run, lang) for run in held)
    )
    return Section("recall", TITLE[lang], (part,))


def _picture(result: Result, run: Run, lang: Lang) -> Picture:
    recall = run["recall"]
    traced = number(recall.get("traced")) or 0.0
    rows = []
    for name, words in STEPS.items():
        count = number(recall.get(name))
        share = count / traced if count is not None and traced else 0.0
        told = "—" if count is None else f"{figure(count, 'orders')} {say(lang, '单', 'orders')}"
        rows.append((say(lang, *words), share, told, "plan" if run.get("plan") else "bare"))
    within = _within(result, run)
    rows.append((say(lang, "48 小时内", "Within 48 h"), within.number or 0.0, written(within, lang), "target"))
    key = f"recall-{code(result, run, 'en').replace('+', 'p')}"
    return Picture(
        key,
        say(lang, f"{label(result, run, lang)}：召回进度", f"{label(result, run, lang)}: recall"),
        partial(bars, label(result, run, lang), rows),
    )


def _within(result: Result, run: Run) -> Value:
    """The share made good within 48 h: the measure with its interval, else the bare number of the recall."""
    found = measure(result, run, "recall_within_48h")
    return found if found.number is not None else value(run["recall"].get("within_48h"), "share", better="higher")


def _table(result: Result, held: list[Run], lang: Lang) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for run in held:
        counts = [member(run, "recall", name, run["recall"].get(name), "orders") for name in STEPS]
        rows.append((label(result, run, lang), *counts, _within(result, run)))
    heads = [Column(say(lang, *words), "interval") for words in STEPS.values()]
    last = Column(say(lang, "48 小时内完成", "Done within 48 h"), "interval", "bar")
    note = members_note(result, lang)
    columns = (Column(say(lang, "场景 / 预案", "Scenario / plan")), *heads, last)
    return Table(say(lang, "召回进度", "Progress of the recall"), columns, tuple(rows), "resilience", note)


def _finding(result: Result, held: list[Run], lang: Lang) -> str:
    told = []
    for run in held:
        within = _within(result, run)
        done = written(within, lang) + (f" [{interval(within)}]" if interval(within) else "")
        told.append(
            say(
                lang,
                f"{code(result, run, lang)} 在 48 小时内完成 {done}",
                f"{code(result, run, lang)} has {done} done within 48 h",
            )
        )
    return say(lang, "；", "; ").join(told) + say(lang, "（“+”为有预案）。", " ('+': with the plan).")
