"""Stress: what the loss of each element would cost."""

from dataclasses import replace

from sim.reporting.document import Part, ReportColumn, ReportTable, Section
from sim.reporting.labels import RECOVERY, measure_title, resource_title
from sim.reporting.numbers import written
from sim.reporting.terms import text
from sim.reporting.values import Cell, Row, measured
from sim.results.studies import ExposedElement, Exposure
from sim.results.study import Lang

ORDER = 6
ABOUT = Exposure
TITLE = {"zh": "压力测试：最怕失去什么", "en": "Stress: what hurts most"}
SORTS = {
    "site": ("站点", "Site"),
    "lane": ("线路", "Road"),
    "supplier": ("供应商", "Supplier"),
    "couriers": ("骑手", "Couriers"),
}
SURVIVAL, LOST, LOWEST = "time_to_survive", "lost_contribution", "lowest_point"


def build(result: Exposure, lang: Lang) -> Section:
    """One row an element, the one whose loss costs most first."""
    note = text(
        lang,
        "存活时间：中断后服务跌破失效水平前的时间；恢复时间自中断起算，“>”＝只是下限，有的运行到结束仍未恢复；"
        "损失＝无冲击孪生减中断的贡献毛利。",
        "Time to survive: from the outage until service falls below its failure level; time to recover counts from the "
        "outage, '>' is a lower bound: some were not back by the end of the run; "
        "lost contribution: that of the unshocked twin less that with the outage.",
    )
    columns = (
        ReportColumn(text(lang, "对象", "Element")),
        ReportColumn(text(lang, "类别", "Sort")),
        *(ReportColumn(measure_title(result, kpi, lang), "interval") for kpi in (SURVIVAL, RECOVERY, LOST, LOWEST)),
        ReportColumn(text(lang, "判断", "Reading")),
    )
    rows = tuple(_row(result, element, lang) for element in result.stress.elements)
    table = ReportTable(TITLE[lang], columns, rows, "resilience", note, cards=True)
    subject = text(lang, "压力测试报告", "Stress report")
    return Section("exposure", TITLE[lang], (Part(_finding(result, lang), table),), subject)


def _row(result: Exposure, element: ExposedElement, lang: Lang) -> Row:
    return (
        f"{element.rank}. {resource_title(result, element.element, lang)}",
        text(lang, *SORTS[element.sort]),
        _survival(result, element, lang),
        _recovery(result, element, lang),
        measured(result, LOST, element.lost_contribution),
        measured(result, LOWEST, element.lowest_point),
        _reading(element, lang),
    )


def _survival(result: Exposure, element: ExposedElement, lang: Lang) -> Cell:
    found = measured(result, SURVIVAL, element.time_to_survive)
    return text(lang, "未失守", "never fails") if found.number is None else found


def _recovery(result: Exposure, element: ExposedElement, lang: Lang) -> Cell:
    """A lower bound where some replications were not back by the end.

    It is rounded down, and without an interval: both ends of a lower bound are unknown.
    """
    found = measured(result, RECOVERY, element.time_to_recover)
    if found.number is None or not element.not_recovered:
        return found
    return f"> {written(replace(found, better='higher'), lang)}"


def _reading(element: ExposedElement, lang: Lang) -> str:
    failed, of, lasting = element.failed, element.replications, element.not_recovered
    if element.at_risk:
        words = text(lang, f"■ {of} 次中 {failed} 次失守", f"■ fails in {failed} of {of}")
    elif lasting:  # it fails as early in the unshocked twin
        words = text(lang, "▲ 不中断也失守", "▲ fails anyway")
    else:
        words = text(lang, "● 撑得住", "● survives")
    if not lasting:
        return words
    return words + text(lang, f"，{of} 次中 {lasting} 次未恢复", f", not recovered in {lasting} of {of}")


def _finding(result: Exposure, lang: Lang) -> str:
    """What hurts most, in one sentence."""
    elements, lasts = result.stress.elements, result.stress.lasts
    name = resource_title(result, elements[0].element, lang)
    lost = written(measured(result, LOST, elements[0].lost_contribution), lang)
    count, failing = len(elements), sum(element.at_risk for element in elements)
    return text(
        lang,
        f"{count} 个对象逐个中断 {lasts}：损失最大的是{name}（{lost}）；{failing} 个撑不到恢复。",
        f"Each of {count} elements out for {lasts}: the loss of {name} costs most ({lost}); "
        f"without {failing} of them service fails.",
    )
