"""Reading a stress test in a result: the exposure of every element, or where a target begins to break."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.report.document import Column
from sim.report.labels import Result, better, measure_title, resource_title, shared_n, unit
from sim.report.numbers import written
from sim.report.terms import Lang, say
from sim.report.values import Cell, Value, value

Row = Mapping[str, Any]
SORTS = {
    "site": ("站点", "Site"),
    "lane": ("线路", "Road"),
    "supplier": ("供应商", "Supplier"),
    "couriers": ("骑手", "Couriers"),
}
LOST = "lost_contribution"
SURVIVE, RECOVER = "time_to_survive", "time_to_recover"
DECIMAL = re.compile(r"([+-]?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+))(.*)")
FEWEST, EXACT = 3, 10
"""Digits of a setting in words: of the fewest, and of all that a range is divided to."""
KPIS = (SURVIVE, RECOVER, LOST, "lowest_point")


def stress(result: Result) -> Row | None:
    """The knock-out test that the result holds, or None."""
    found = result.get("stress")
    return found if isinstance(found, Mapping) and found.get("elements") else None


def level(result: Result) -> Row | None:
    """The search for a breaking point that the result holds, or None."""
    found = result.get("level")
    return found if isinstance(found, Mapping) and found.get("tried") else None


def columns(result: Result, lang: Lang) -> tuple[Column, ...]:
    """The element with its rank, and what its loss means."""
    measures = (Column(measure_title(result, kpi, lang), "interval") for kpi in KPIS)
    heads = Column(say(lang, "对象", "Element")), Column(say(lang, "类别", "Sort"))
    return (*heads, *measures, Column(say(lang, "判断", "Reading")))


def rows(result: Result, found: Row, lang: Lang) -> list[tuple[Cell, ...]]:
    """One row an element, the one that costs most first."""
    return [
        (
            f"{row['rank']}. {resource_title(result, str(row['element']), lang)}",
            say(lang, *SORTS[str(row["sort"])]),
            *(_cell(result, row, kpi, lang) for kpi in KPIS),
            _reading(row, lang),
        )
        for row in found["elements"]
    ]


def _reading(row: Row, lang: Lang) -> str:
    failed, of, lasting = row["failed"], row["replications"], _not_recovered(row)
    if not row["at_risk"]:
        # who is not back and yet not at risk fails as early in the unshocked twin
        word = say(lang, "▲ 不中断也失守", "▲ fails anyway") if lasting else say(lang, "● 撑得住", "● survives")
    else:
        word = say(lang, f"■ {of} 次中 {failed} 次失守", f"■ fails in {failed} of {of}")
    return word + say(lang, f"，{of} 次中 {lasting} 次未恢复", f", not recovered in {lasting} of {of}") * (lasting > 0)


def _not_recovered(row: Row) -> int:
    """In how many replications service was not back by the end of the run; 0 in results that do not say."""
    return int(row["replications"] - row.get("recovered_in", row["replications"]))


def _cell(result: Result, row: Row, kpi: str, lang: Lang) -> Cell:
    shown = _measured(result, row[kpi], kpi)
    if kpi == SURVIVE and shown.number is None:
        return say(lang, "未失守", "never fails")
    if kpi == RECOVER and shown.number is not None and _not_recovered(row):
        # rounded down, and without an interval: both ends of a lower bound are unknown
        return f"> {written(replace(shown, better='higher'), lang)}"
    return shown


def finding(result: Result, found: Row, lang: Lang) -> str:
    """What hurts most, in one sentence."""
    first = found["elements"][0]
    name = resource_title(result, str(first["element"]), lang)
    lost = written(_measured(result, first[LOST], LOST), lang)
    failing = sum(bool(row["at_risk"]) for row in found["elements"])
    count = len(found["elements"])
    return say(
        lang,
        f"{count} 个对象逐个中断 {found['for']}：损失最大的是{name}（{lost}）；{failing} 个撑不到恢复。",
        f"Each of {count} elements out for {found['for']}: the loss of {name} costs most ({lost}); "
        f"without {failing} of them service fails.",
    )


def breaking_point(result: Result, found: Row, lang: Lang) -> str:
    """Where the target begins to break, in one sentence."""
    kpi = str(found["kpi"])
    last, first = (written(_measured(result, found[end], kpi), lang) for end in ("holds", "breaks"))
    where = say(lang, f"（场景 {found['scenario']}）", f" in {found['scenario']}") if found.get("scenario") else ""
    short = _shortened(found)
    holds, breaks = (short[str(found[end]["at"])] for end in ("holds", "breaks"))
    told = say(
        lang,
        f"{found['target']}{where}：{found['key']} = {holds} 时仍成立（{last}），到 {breaks} 时不再成立（{first}）。",
        f"{found['target']}{where}: holds at {found['key']} = {holds} ({last}), no longer at {breaks} ({first}).",
    )
    if found.get("uncertain_from") is None:
        return told
    low, high, n = short[str(found["uncertain_from"])], short[str(found["uncertain_to"])], shared_n(result)
    return told + say(
        lang,
        f"▲ n = {n} 时，至少 {low} 与 {high} 之间分不清成立与否：请增加重复次数。",
        f" ▲ With n = {n} at least the values from {low} to {high} cannot be told apart: play more replications.",
    )


def level_columns(result: Result, found: Row, lang: Lang) -> tuple[Column, ...]:
    """The setting, the measure, whether the target holds."""
    measure = Column(measure_title(result, str(found["kpi"]), lang), "interval")
    return Column(str(found["key"])), measure, Column(say(lang, "目标", "Target"))


def level_rows(result: Result, found: Row, lang: Lang) -> list[tuple[Cell, ...]]:
    """One row a value that was tried, from low to high."""
    kpi, short = str(found["kpi"]), _shortened(found)
    return [(short[str(one["at"])], _measured(result, one, kpi), _met(one, lang)) for one in found["tried"]]


def _met(one: Row, lang: Lang) -> str:
    if not one.get("sure", True):
        words = (
            ("▲ 均值成立，不确定", "▲ holds on average, not sure"),
            ("▲ 均值不成立，不确定", "▲ breaks on average, not sure"),
        )
        return say(lang, *words[0 if one["holds"] else 1])
    return say(lang, "● 成立", "● holds") if one["holds"] else say(lang, "■ 不成立", "■ breaks")


def _shortened(found: Row) -> dict[str, str]:
    """Every value that was tried as words need it: in the fewest digits, from three on, that keep them apart."""
    tried = [str(one["at"]) for one in found["tried"]]
    for digits in range(FEWEST, EXACT):
        short = _rounded(tried, digits)
        if len(set(short.values())) == len(set(tried)):
            return short
    return {one: one for one in tried}


def _rounded(tried: Sequence[str], digits: int) -> dict[str, str]:
    """Decimals to so many significant digits, with their unit; whole numbers stay as they are."""
    parts = {one: DECIMAL.fullmatch(one) for one in tried}
    return {one: f"{float(f'{float(m[1]):.{digits}g}'):.{EXACT}g}{m[2]}" if m else one for one, m in parts.items()}


def _measured(result: Result, raw: Row, kpi: str) -> Value:
    return value(raw["mean"], unit(result, kpi), raw["ci_low"], raw["ci_high"], raw["n"], better=better(result, kpi))
