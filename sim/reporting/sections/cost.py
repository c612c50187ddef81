"""Cost per order by category, without and with the plan."""

from functools import partial

from sim.reporting.charts.diverging import diverging
from sim.reporting.charts.palette import KINDS
from sim.reporting.charts.stacked import stacked
from sim.reporting.document import Part, Picture, ReportColumn, ReportTable, Section
from sim.reporting.labels import COST, label, means_note, short_name
from sim.reporting.numbers import with_interval, written
from sim.reporting.terms import text, word
from sim.reporting.values import Row, difference, measure, member, number_or, quantity
from sim.results.study import Lang, Run, StudyResult

ORDER = 80
ABOUT = StudyResult
TITLE = {"zh": "每单成本：韧性花在哪", "en": "Cost per order: what resilience costs"}


def build(result: StudyResult, lang: Lang) -> Section:
    """Every category of every run, the dearest first."""
    names = _dearest_first(result)
    pair = _most_changed(result, names)
    pictures = [_picture(result, names, lang)]
    if pair:
        pictures.append(_moved(result, pair, names, lang))
    part = Part(_finding(result, pair, names, lang), _table(result, names, lang), tuple(pictures))
    return Section("cost", TITLE[lang], (part,))


def _dearest_first(result: StudyResult) -> list[str]:
    names = {name for run in result.runs for name in run.cost}
    return sorted(names, key=lambda name: (-sum(_yuan(run, name) for run in result.runs), name))


def _yuan(run: Run, name: str) -> float:
    return number_or(run.cost[name], 0.0) if name in run.cost else 0.0


def _picture(result: StudyResult, names: list[str], lang: Lang) -> Picture:
    """A bar for each run; beyond the colours that there are, categories are put together."""
    kept = names if len(names) <= KINDS else names[: KINDS - 1]
    other = text(lang, "其他", "Other")
    bars = []
    for k, run in enumerate(result.runs):
        amounts = {word(name, lang): _yuan(run, name) for name in kept}
        if len(kept) < len(names):
            amounts[other] = sum(_yuan(run, name) for name in names if name not in kept)
        bars.append((short_name(result, run, lang), amounts, k > 0 and not run.plan))
    label = text(lang, "每单成本构成", "Cost per order by category")
    return Picture("cost", label, partial(stacked, list(bars[0][1]), bars, 2))


def _table(result: StudyResult, names: list[str], lang: Lang) -> ReportTable:
    rows: tuple[Row, ...] = tuple(
        (
            label(result, run, lang),
            measure(result, run, COST),
            *(member(run.cost, run.intervals.cost, name, "yuan") for name in names),
        )
        for run in result.runs
    )
    columns = (
        ReportColumn(text(lang, "场景 / 预案", "Scenario / plan")),
        ReportColumn(text(lang, "合计", "Total"), "interval", "total"),
        *(ReportColumn(word(name, lang), "interval") for name in names),
    )
    title = text(lang, "每单成本（元）", "Cost per order (yuan)")
    return ReportTable(title, columns, rows, "cost", means_note(result, lang))


def _most_changed(result: StudyResult, names: list[str]) -> tuple[Run, Run] | None:
    """The scenario without and with its best plan whose cost differs most."""
    bests = ((run, result.best_plan(run.id)) for run in result.without_plans)
    pairs = [(bare, plan) for bare, plan in bests if plan]
    return max(pairs, key=lambda pair: abs(sum(_yuan(pair[1], n) - _yuan(pair[0], n) for n in names)), default=None)


def _moved(result: StudyResult, pair: tuple[Run, Run], names: list[str], lang: Lang) -> Picture:
    bare, plan = pair
    rows = [(word(name, lang), _yuan(plan, name) - _yuan(bare, name)) for name in names]
    ends = f"{short_name(result, bare, lang)} → {short_name(result, plan, lang)}"
    heading = text(lang, f"{ends}：每单变化（元）", f"{ends}: change per order (yuan)")
    return Picture("cost-moved", heading, partial(diverging, heading, rows, 2))


def _finding(result: StudyResult, pair: tuple[Run, Run] | None, names: list[str], lang: Lang) -> str:
    if pair is None:
        return text(
            lang,
            "各场景每单成本的构成；条形末端为合计（元）。",
            "What an order costs in each scenario; bar ends: totals in yuan.",
        )
    bare, plan = pair
    whole = with_interval(difference(result, COST, plan.effect[COST]), lang)
    moved = max(names, key=lambda n: abs(_yuan(plan, n) - _yuan(bare, n)))
    shift = written(quantity(_yuan(plan, moved) - _yuan(bare, moved), "yuan", signed=True), lang)
    name = short_name(result, bare, lang)
    return text(
        lang,
        f"预案改变成本最多的是 {name}：{whole}，其中“{word(moved, lang)}”{shift}。条形末端为合计（元）。",
        f"The plan changes cost most in {name}: {whole}, of which '{word(moved, lang)}' {shift}. "
        "Bar ends: totals in yuan.",
    )
