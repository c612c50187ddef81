"""Stress: what each loss would cost, and where a target begins to break."""

from sim.report.document import Part, Section, Table
from sim.report.labels import Result
from sim.report.stressed import (
    breaking_point,
    columns,
    finding,
    level,
    level_columns,
    level_rows,
    rows,
    stress,
)
from sim.report.terms import Lang, say

ORDER = 6
TITLE = {"zh": "压力测试：最怕失去什么", "en": "Stress: what hurts most"}


def build(result: Result, lang: Lang) -> Section | None:
    """Nothing when nothing was stressed."""
    parts = [part for part in (_exposure(result, lang), _level(result, lang)) if part]
    return Section("exposure", TITLE[lang], tuple(parts), say(lang, "压力测试报告", "Stress report")) if parts else None


def _exposure(result: Result, lang: Lang) -> Part | None:
    found = stress(result)
    if found is None:
        return None
    note = say(
        lang,
        "存活时间：中断后服务跌破失效水平前的时间；恢复时间自中断起算，“>”＝只是下限，有的运行到结束仍未恢复；"
        "损失＝无冲击孪生减中断的贡献毛利。",
        "Time to survive: from the outage until service falls below its failure level; time to recover counts from the "
        "outage, '>' is a lower bound: some were not back by the end of the run; "
        "lost contribution: that of the unshocked twin less that with the outage.",
    )
    table = Table(TITLE[lang], columns(result, lang), tuple(rows(result, found, lang)), "resilience", note, cards=True)
    return Part(finding(result, found, lang), table)


def _level(result: Result, lang: Lang) -> Part | None:
    found = level(result)
    if found is None:
        return None
    title = say(lang, "二分搜索", "Bisection")
    note = say(lang, "每个取值使用同一随机数。", "Every value meets the same random numbers.")
    table = Table(title, level_columns(result, found, lang), tuple(level_rows(result, found, lang)), "resilience", note)
    return Part(breaking_point(result, found, lang), table)
