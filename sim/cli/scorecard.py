"""The result of a study as a table for the terminal: what holds, what breaks, and what a plan would change."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sim.cli.screen import console, count, fold, is_terminal, show, show_text
from sim.cli.tables import bare_table, interval_cell, plain
from sim.reporting.labels import FULFILMENT, LEAD_TIME, RECOVERY, label, measure_title
from sim.reporting.numbers import points, written
from sim.reporting.terms import light_mark, light_word, text
from sim.reporting.values import measure, quantity

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from sim.results.study import Expectation, Lang, Light, Run, StudyResult

NARROW, WIDE, ENDLESS = 80, 120, 1000
"""Widths of a screen: below the first lights have no words, from the second on plans have a column of their own, and
beyond the last it is a pipe."""
NAME, NAME_BESIDE_PLANS = 26, 34
STYLES: dict[Light | None, str] = {"green": "green", "amber": "yellow", "red": "red", None: ""}


def show_scorecard(result: StudyResult, lang: Lang) -> None:
    """Heading, table, score and verdict, as wide as the screen."""
    width = console().width
    show_text(fold(heading(result, lang), width))
    show(scorecard(result, lang, width if is_terminal(sys.stdout) else 10 * width))
    for sentence in sentences(result, lang):
        show_text(fold(sentence, width))


def heading(result: StudyResult, lang: Lang) -> str:
    """Whose drill of which month, and how much was played."""
    scenarios, n = len(result.without_plans), result.replications
    plans = sum(len(result.plans(run.id)) for run in result.without_plans)
    played = f"{count(scenarios, 'scenario')}, {count(plans, 'plan')}"
    parts = [
        result.brand.of(lang),
        result.month,
        text(lang, f"{scenarios} 个场景，{plans} 个预案", played),
        text(lang, f"每种 {n} 次重复", f"{count(n, 'replication')} of each"),
    ]
    return " · ".join(part for part in parts if part)


def scorecard(result: StudyResult, lang: Lang, width: int) -> Table:
    """One row a scenario. On a wide screen the plans stand in a column of their own, else in rows underneath."""
    table = _empty(lang, width)
    for run in (result.baseline, *result.without_plans):
        if run is None:
            continue
        name, plans = fold(label(result, run, lang), _name_width(width)), result.plans(run.id)
        row = _row(result, run, name, lang, width)
        if width >= WIDE:
            table.add_row(*row, _lines([_plan(result, plan, lang, width) for plan in plans]))
            continue
        table.add_row(*row)
        for plan in plans:
            words = fold(_plan_title(plan, lang), _name_width(width) - 4).replace("\n", "\n    ")
            table.add_row(*_row(result, plan, f"  → {words}", lang, width))
    return table


def sentences(result: StudyResult, lang: Lang) -> list[str]:
    """The score with its change since the last drill, and the verdict."""
    verdict = result.verdict.of(lang)
    in_one = text(lang, f"一句话结论：{verdict}", f"In one sentence: {verdict}")
    if result.score is None:
        return [in_one]
    score = text(lang, f"爆款承接能力评分 {points(result.score)}", f"Readiness score {points(result.score)}")
    before = result.previous
    if before is not None and before.score is not None:
        moved = points(result.score) - points(before.score)
        mark = "▲" if moved > 0 else "▼" if moved < 0 else "="
        score += text(lang, f"  ({mark} {moved:+d}，较 {before.month})", f"  ({mark} {moved:+d} since {before.month})")
    return [score, in_one]


def unmet(result: StudyResult, lang: Lang) -> list[str]:
    """Every expectation that was not met, in words."""
    return [
        f"■ {_name(result, run, lang)}: {measure_title(result, wish.kpi, lang)} "
        f"{plain(written(measure(result, run, wish.kpi), lang))}, {_bound(result, wish, lang)}"
        for run in result.runs
        for wish in run.expect
        if not wish.met
    ]


def _bound(result: StudyResult, wish: Expectation, lang: Lang) -> str:
    limit = wish.at_most if wish.at_least is None else wish.at_least
    words = ("应不高于", "expected at most") if wish.at_least is None else ("应不低于", "expected at least")
    return f"{text(lang, *words)} {plain(written(quantity(limit, result.kpis[wish.kpi].unit), lang))}"


def _name(result: StudyResult, run: Run, lang: Lang) -> str:
    """The scenario, and its plan."""
    scenario = label(result, result.run(run.id), lang)
    return f"{scenario} + {_plan_title(run, lang)}" if run.plan else scenario


def _plan_title(run: Run, lang: Lang) -> str:
    return run.plan_title.of(lang) if run.plan_title else ""


def _empty(lang: Lang, width: int) -> Table:
    table = bare_table()
    table.add_column("", no_wrap=True)
    heads = [text(lang, "履约率", "Fulfilled"), text(lang, "P95 时长", "P95 time")]
    heads += [text(lang, "恢复", "Recovery")] if width >= NARROW else []
    for head in (*heads, text(lang, "评分", "Score")):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    if width >= WIDE:
        table.add_column(text(lang, "启动预案后", "With plan"), no_wrap=True)
    return table


def _row(result: StudyResult, run: Run, name: str, lang: Lang, width: int) -> list[Text | str]:
    light = light_mark(run.light) + (f" {light_word(run.light, lang)}" if width >= NARROW else "")
    recovery = ["-" if run.is_baseline else _duration(result, run, RECOVERY, lang)]
    return [
        name,
        interval_cell(measure(result, run, FULFILMENT), lang),
        _duration(result, run, LEAD_TIME, lang),
        *(recovery if width >= NARROW else []),
        "-" if run.score is None else str(points(run.score)),
        _coloured(light, run.light),
    ]


def _plan(result: StudyResult, run: Run, lang: Lang, width: int) -> Text:
    share = f"{light_mark(run.light)} {plain(written(measure(result, run, FULFILMENT), lang))}  "
    words = fold(_plan_title(run, lang), width - 100)
    return _coloured(share + words.replace("\n", "\n" + " " * len(share)), run.light)


def _name_width(width: int) -> int:
    """Cells for the first column: what the screen has beyond what the numbers need."""
    if width > ENDLESS:
        return width
    if width >= WIDE:
        return NAME_BESIDE_PLANS
    return NAME + max(width - NARROW, 0)


def _lines(parts: list[Text]) -> Text:
    from rich.text import Text

    return Text("\n").join(parts)


def _coloured(words: str, light: Light | None) -> Text:
    from rich.text import Text

    return Text(words, style=STYLES[light])


def _duration(result: StudyResult, run: Run, kpi: str, lang: Lang) -> str:
    found = measure(result, run, kpi)
    return "-" if found.number is None else plain(written(found, lang))
