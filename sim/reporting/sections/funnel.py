"""Order funnel: how many orders get from the first step to the customer's hands, and where the others leave."""

from collections.abc import Mapping
from functools import partial

from sim.reporting.charts.funnel import funnel
from sim.reporting.document import Part, Picture, ReportColumn, ReportTable, Section
from sim.reporting.labels import label, means_note, short_name
from sim.reporting.numbers import figure
from sim.reporting.terms import text, word
from sim.reporting.values import Row, member, number_or
from sim.results.study import Lang, Run, StudyResult

ORDER = 40
ABOUT = StudyResult
TITLE = {"zh": "订单漏斗：漏在哪里", "en": "Order funnel: where orders are lost"}


def build(result: StudyResult, lang: Lang) -> Section:
    """Pictures of the scenario that loses most and of its best plan; the table has every run."""
    worst = min(result.without_plans, key=_arrived, default=None)
    shown = (worst, result.best_plan(worst.id)) if worst else result.runs[:1]
    pictures = tuple(_picture(result, run, lang) for run in shown if run)
    finding = _finding(worst or result.runs[0], short_name(result, worst or result.runs[0], lang), lang)
    return Section("funnel", TITLE[lang], (Part(finding, _table(result, lang), pictures),))


def _steps(run: Run) -> dict[str, float]:
    return {step.step: step.orders for step in run.funnel}


def _exits(run: Run) -> dict[str, float]:
    return {exit.exit: exit.orders for exit in run.exits}


def _arrived(run: Run) -> float:
    """The share of the orders that reach the last step."""
    first, last = (number_or(run.funnel[end].orders, 0.0) for end in (0, -1))
    return last / first if first else 1.0


def _in_words(counts: Mapping[str, float], lang: Lang) -> list[tuple[str, float]]:
    return [(word(code, lang), number_or(orders, 0.0)) for code, orders in counts.items()]


def _picture(result: StudyResult, run: Run, lang: Lang) -> Picture:
    title = label(result, run, lang)
    draw = partial(
        funnel,
        title,
        _in_words(_steps(run), lang),
        [pair for pair in _in_words(_exits(run), lang) if pair[1] > 0],
        text(lang, "流失去向", "Lost to"),
        "plan" if run.plan else "bare",
    )
    key = f"funnel-{short_name(result, run, 'en').replace('+', 'p')}"
    return Picture(key, text(lang, f"{title} 的订单漏斗", f"Order funnel of {title}"), draw)


def _table(result: StudyResult, lang: Lang) -> ReportTable:
    note = text(lang, "没有订单的去向不列出。", "Exits without any order are not listed.")
    heads = [ReportColumn(short_name(result, run, lang), "interval") for run in result.runs]
    columns = ReportColumn(text(lang, "环节 / 去向", "Step / exit")), ReportColumn(text(lang, "类别", "Kind")), *heads
    rows = (*_step_rows(result, lang), *_exit_rows(result, lang))
    return ReportTable(
        text(lang, "订单漏斗与流失", "Funnel and exits"), columns, rows, "funnel", means_note(result, lang) + note
    )


def _step_rows(result: StudyResult, lang: Lang) -> list[Row]:
    kind = text(lang, "环节", "Step")
    return [
        (
            word(step, lang),
            kind,
            *(member(_steps(run), run.intervals.funnel, step, "orders") for run in result.runs),
        )
        for step in dict.fromkeys(step for run in result.runs for step in _steps(run))
    ]


def _exit_rows(result: StudyResult, lang: Lang) -> list[Row]:
    """The exits that any order takes."""
    kind = text(lang, "流失", "Exit")
    rows: list[Row] = []
    for exit in dict.fromkeys(exit for run in result.runs for exit in _exits(run)):
        cells = [member(_exits(run), run.intervals.exits, exit, "orders") for run in result.runs]
        if any(cell.number for cell in cells):
            rows.append((word(exit, lang), kind, *cells))
    return rows


def _finding(run: Run, name: str, lang: Lang) -> str:
    share = figure(_arrived(run), "share")
    exits = sorted(_in_words(_exits(run), lang), key=lambda pair: -pair[1])
    first = number_or(run.funnel[0].orders, 0.0)
    found = text(lang, f"{name} 中 {share}% 的订单走到最后一步", f"In {name}, {share}% of orders reach the last step")
    if exits and exits[0][1] > 0 and first:
        most, part = exits[0], figure(exits[0][1] / first, "share")
        found += text(
            lang,
            f"；漏得最多的是“{most[0]}”：{figure(most[1], 'orders')} 单（{part}%）",
            f"; most are lost to '{most[0]}': {figure(most[1], 'orders')} orders ({part}%)",
        )
    return found + text(lang, "。", ".")
