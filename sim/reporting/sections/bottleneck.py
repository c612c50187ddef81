"""Bottleneck heat map: utilisation of every resource in its busiest four hours, and which one binds first."""

from collections import Counter
from functools import partial

from sim.reporting.charts.heat import heat
from sim.reporting.document import Part, Picture, ReportColumn, ReportTable, Section
from sim.reporting.labels import label, means_note, resource_title, short_name
from sim.reporting.numbers import moment
from sim.reporting.terms import text
from sim.reporting.values import ReportQuantity, Row, member, number_or, quantity
from sim.results.study import Lang, Run, StudyResult

ORDER = 30
ABOUT = StudyResult
TITLE = {"zh": "瓶颈热力图：哪个环节先撑不住", "en": "Bottlenecks: what gives way first"}
DRAWN = 16
"""Resources in the picture."""


def build(result: StudyResult, lang: Lang) -> Section | None:
    """Nothing in a world without any resource."""
    names = _busiest_first(result)
    if not names:
        return None
    cells = Part(_finding(result, lang), _table(result, names, lang), (_picture(result, names, lang),), beside=True)
    first = Part(_how_to_read(len(names), lang), _binds_first(result, lang), beside=True)
    return Section("bottleneck", TITLE[lang], (cells, first))


def _busiest_first(result: StudyResult) -> list[str]:
    names = {name for run in result.runs for name in run.utilisation}
    return sorted(names, key=lambda name: (-max(_peak(run, name) for run in result.runs), name))


def _peak(run: Run, name: str) -> float:
    return number_or(run.utilisation[name], 0.0) if name in run.utilisation else 0.0


def _busy(run: Run, name: str) -> ReportQuantity:
    return member(run.utilisation, run.intervals.utilisation, name, "share")


def _binding(result: StudyResult, run: Run, lang: Lang) -> str | None:
    """The resource that binds first, in words."""
    return resource_title(result, run.binds_first.resource, lang) if run.binds_first else None


def _picture(result: StudyResult, names: list[str], lang: Lang) -> Picture:
    shown = names[:DRAWN]
    draw = partial(
        heat,
        [resource_title(result, name, lang) for name in shown],
        [short_name(result, run, lang) for run in result.runs],
        [[_busy(run, name).number for run in result.runs] for name in shown],
        [_binding(result, run, lang) for run in result.runs],
    )
    label = text(lang, "资源与场景的峰值利用率热力图", "Heat map of peak utilisation by resource and scenario")
    return Picture("heat", label, draw)


def _table(result: StudyResult, names: list[str], lang: Lang) -> ReportTable:
    heads = [ReportColumn(short_name(result, run, lang), "interval", "heat") for run in result.runs]
    return ReportTable(
        text(lang, "峰值 4 小时平均利用率", "Mean utilisation in the busiest four hours"),
        (ReportColumn(text(lang, "资源", "Resource")), *heads),
        tuple((resource_title(result, name, lang), *(_busy(run, name) for run in result.runs)) for name in names),
        "bottleneck",
        means_note(result, lang),
    )


def _binds_first(result: StudyResult, lang: Lang) -> ReportTable:
    n = result.replications
    columns = (
        ReportColumn(text(lang, "场景 / 预案", "Scenario / plan")),
        ReportColumn(text(lang, "最先到顶", "Binds first")),
        ReportColumn(text(lang, "时刻", "When")),
        ReportColumn(text(lang, "峰值利用率", "Peak utilisation"), "interval"),
        ReportColumn(text(lang, f"最先的重复（共 {n} 次）", f"Replications (of {n})")),
    )
    rows = tuple((label(result, run, lang), *_first(result, run, lang)) for run in result.runs)
    return ReportTable(text(lang, "最先到顶的环节", "What binds first"), columns, rows, "bottleneck", cards=True)


def _first(result: StudyResult, run: Run, lang: Lang) -> Row:
    """What binds first in a run: the resource, when, its utilisation, in how many replications."""
    if run.binds_first is None:
        return None, "—", quantity(None, "share"), quantity(None, "times")
    return (
        _binding(result, run, lang),
        moment(run.binds_first.at, result.start, lang),
        _busy(run, run.binds_first.resource),
        quantity(run.binds_first.runs, "times"),
    )


def _finding(result: StudyResult, lang: Lang) -> str:
    if not result.without_plans:
        return text(lang, "没有冲击场景：平日里各环节的忙闲。", "How busy everything is in the ordinary month.")
    bound = [(run, run.binds_first) for run in result.without_plans if run.binds_first]
    if not bound:
        return text(lang, "冲击下没有任何环节到顶。", "Nothing reaches its limit under any shock.")
    often, times = Counter(first.resource for _, first in bound).most_common(1)[0]
    if times == 1 and len(bound) > 1:
        pairs = (f"{short_name(result, run, lang)} {_binding(result, run, lang)}" for run, _ in bound)
        listed = text(lang, "、", ", ").join(pairs)
        return text(
            lang, f"各场景最先到顶的环节都不同：{listed}。", f"Every scenario binds somewhere else first: {listed}."
        )
    where = [(run, first) for run, first in bound if first.resource == often]
    codes = text(lang, "、", ", ").join(short_name(result, run, lang) for run, _ in where)
    when, title = moment(where[0][1].at, result.start, lang), resource_title(result, often, lang)
    one = short_name(result, where[0][0], lang)
    return text(
        lang,
        f"最先到顶的多半是 {title}：无预案的 {len(bound)} 个冲击场景里有 {times} 个（{codes}）；{one} 中在 {when}。",
        f"{title} binds first in {times} of {len(bound)} shocks without a plan ({codes}); in {one} at {when}.",
    )


def _how_to_read(count: int, lang: Lang) -> str:
    more = count > DRAWN
    zh = f"图中只画最忙的 {DRAWN} 个（共 {count} 个），其余见数据表。" if more else ""
    en = f" The picture shows the {DRAWN} busiest of {count}; the table has all." if more else ""
    return text(
        lang,
        "数字为峰值 4 小时平均利用率（%），供应商和干线为最忙一天；颜色越浓越忙，"
        f"粗框为该场景最先到顶的环节；“+”为有预案。{zh}",
        f"Numbers are utilisation (%) in the busiest four hours, of suppliers and lanes in the busiest day; stronger "
        f"colours are busier, frames mark what binds first; '+' is with the plan.{en}",
    )
