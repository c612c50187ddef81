"""Recall: traced, notified, blocked, collected and replaced against the 48-hour clock."""

from functools import partial

from sim.reporting.charts.bars import bars
from sim.reporting.document import Part, Picture, ReportColumn, ReportTable, Section
from sim.reporting.labels import label, means_note, short_name
from sim.reporting.numbers import with_interval, written
from sim.reporting.terms import text
from sim.reporting.values import ReportQuantity, Row, measure, member, number_or, quantity
from sim.results.study import Lang, RecallCounts, Run, StudyResult

ORDER = 90
ABOUT = StudyResult
TITLE = {"zh": "召回：48 小时内换到手了吗", "en": "Recall: replaced within 48 hours?"}
STEPS = {
    "traced": ("追溯到订单", "Traced"),
    "notified": ("已通知", "Notified"),
    "blocked": ("拦截在途", "Blocked"),
    "collected": ("已收回", "Collected"),
    "replaced": ("已换新", "Replaced"),
}


def build(result: StudyResult, lang: Lang) -> Section | None:
    """Only for runs in which goods were recalled."""
    recalled = [(run, run.recall) for run in result.runs if run.recall]
    if not recalled:
        return None
    pictures = tuple(_picture(result, run, recall, lang) for run, recall in recalled)
    part = Part(_finding(result, [run for run, _ in recalled], lang), _table(result, recalled, lang), pictures)
    return Section("recall", TITLE[lang], (part,))


def _counts(recall: RecallCounts) -> dict[str, float]:
    return {
        "traced": recall.traced,
        "notified": recall.notified,
        "blocked": recall.blocked,
        "collected": recall.collected,
        "replaced": recall.replaced,
    }


def _within(result: StudyResult, run: Run) -> ReportQuantity:
    """The share made good within 48 h."""
    return measure(result, run, "recall_within_48h")


def _picture(result: StudyResult, run: Run, recall: RecallCounts, lang: Lang) -> Picture:
    rows = []
    for step, count in _counts(recall).items():
        share = number_or(count, 0.0) / recall.traced if recall.traced else 0.0
        words = written(quantity(count, "orders"), lang)
        rows.append((text(lang, *STEPS[step]), share, words, "plan" if run.plan else "bare"))
    within, title = _within(result, run), label(result, run, lang)
    name, share = text(lang, "48 小时内", "Within 48 h"), number_or(within.number, 0.0)
    rows.append((name, share, written(within, lang), "target"))
    key = f"recall-{short_name(result, run, 'en').replace('+', 'p')}"
    return Picture(key, text(lang, f"{title}：召回进度", f"{title}: recall"), partial(bars, title, rows))


def _table(result: StudyResult, recalled: list[tuple[Run, RecallCounts]], lang: Lang) -> ReportTable:
    rows: tuple[Row, ...] = tuple(
        (
            label(result, run, lang),
            *(member(_counts(recall), run.intervals.recall, step, "orders") for step in STEPS),
            _within(result, run),
        )
        for run, recall in recalled
    )
    columns = (
        ReportColumn(text(lang, "场景 / 预案", "Scenario / plan")),
        *(ReportColumn(text(lang, *words), "interval") for words in STEPS.values()),
        ReportColumn(text(lang, "48 小时内完成", "Done within 48 h"), "interval", "bar"),
    )
    title = text(lang, "召回进度", "Progress of the recall")
    return ReportTable(title, columns, rows, "resilience", means_note(result, lang))


def _finding(result: StudyResult, runs: list[Run], lang: Lang) -> str:
    found = []
    for run in runs:
        name, done = short_name(result, run, lang), with_interval(_within(result, run), lang)
        found.append(text(lang, f"{name} 在 48 小时内完成 {done}", f"{name} has {done} done within 48 h"))
    return text(lang, "；", "; ").join(found) + text(lang, "（“+”为有预案）。", " ('+': with the plan).")
