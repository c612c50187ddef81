"""Reading an optimum in a result: which settings, what they are worth on fresh luck, how much the search flattered."""

from collections.abc import Mapping
from typing import Any

from sim.report.document import Column
from sim.report.labels import Result, better, label, measure_title, runs, unit
from sim.report.numbers import written
from sim.report.terms import Lang, say
from sim.report.values import Cell, value

Row = Mapping[str, Any]
HOLDS = {True: ("● 满足", "● holds"), False: ("■ 不再满足", "■ no longer holds"), None: ("▲ 无法判断", "▲ not sure")}


def optimum(result: Result) -> Row | None:
    """The optimum that the result holds, or None."""
    found = result.get("optimum")
    return found if isinstance(found, Mapping) and found.get("at") else None


def finding(result: Result, found: Row, lang: Lang) -> str:
    """What the best settings are worth, in the search and on luck that it never saw."""
    kpi = str(found["by"])
    title, of = measure_title(result, kpi, lang), unit(result, kpi)
    search, fresh, optimism = (written(value(found[name], of), lang) for name in ("search", "fresh", "optimism"))
    count, n, again = len(found["trials"]), found["search_replications"], found["fresh_replications"]
    return say(
        lang,
        f"{count} 次试验中的最优：{title}搜索时 {search}（{n} 次重复），新随机数下 {fresh}（{again} 次），"
        f"搜索高估了 {optimism}。",
        f"The best of {count} trials: {title} {search} in the search ({n} replications), {fresh} on fresh luck "
        f"({again}); the search flattered it by {optimism}.",
    )


def settings(found: Row) -> list[tuple[Cell, ...]]:
    """The best settings, a row each."""
    return [(str(key), str(setting)) for key, setting in found["at"].items()]


def setting_columns(lang: Lang) -> tuple[Column, ...]:
    """The columns of the settings."""
    return Column(say(lang, "设置", "Setting")), Column(say(lang, "最优值", "Best value"))


def bounds(result: Result, found: Row, lang: Lang) -> list[tuple[Cell, ...]]:
    """How each bound fares on fresh luck, a row for each scenario."""
    said = {str(run["id"]): label(result, run, lang) for run in runs(result)}
    rows: list[tuple[Cell, ...]] = []
    for one in found.get("constraints") or ():
        kpi = str(one["kpi"])
        fresh = value(
            one["mean"], unit(result, kpi), one["ci_low"], one["ci_high"], one["n"], better=better(result, kpi)
        )
        place = said.get(str(one["scenario"]), str(one["scenario"]))
        rows.append((str(one["bound"]), place, value(one["search"], unit(result, kpi)), fresh, _held(one, lang)))
    return rows


def bound_columns(lang: Lang) -> tuple[Column, ...]:
    """The columns of the bounds."""
    return (
        Column(say(lang, "约束", "Bound")),
        Column(say(lang, "场景", "Scenario")),
        Column(say(lang, "搜索时", "In the search")),
        Column(say(lang, "新随机数下", "On fresh luck"), "interval"),
        Column(say(lang, "判断", "Reading")),
    )


def _held(one: Row, lang: Lang) -> str:
    return say(lang, *HOLDS[one["holds"]])
