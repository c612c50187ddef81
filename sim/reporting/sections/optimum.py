"""The optimum: the best settings found, what they are worth on fresh random numbers, whether the bounds still hold."""

from sim.reporting.document import Part, ReportColumn, ReportTable, Section
from sim.reporting.labels import measure_title, scenario_labels
from sim.reporting.numbers import written
from sim.reporting.terms import text
from sim.reporting.values import Row, measured, quantity
from sim.results.studies import ConstraintCheck, Optimum
from sim.results.study import Lang

ORDER = 3
ABOUT = Optimum
TITLE = {"zh": "最优设置", "en": "The best settings"}
HOLDS = {True: ("● 满足", "● holds"), False: ("■ 不再满足", "■ no longer holds"), None: ("▲ 无法判断", "▲ not sure")}


def build(result: Optimum, lang: Lang) -> Section:
    """The settings, then the bounds if there are any."""
    parts = [Part(_finding(result, lang), _settings(result, lang))]
    if result.optimum.constraints:
        checked = text(
            lang,
            "约束在新随机数下逐个场景检验；区间跨过界限时无法判断。",
            "Bounds are checked on fresh random numbers in each scenario; where the interval contains the bound, the "
            "replications cannot tell.",
        )
        parts.append(Part(checked, _bounds(result, lang)))
    return Section("optimum", TITLE[lang], tuple(parts), text(lang, "优化报告", "The best settings"))


def _finding(result: Optimum, lang: Lang) -> str:
    """What the best settings are worth, in the search and on fresh random numbers."""
    found = result.optimum
    unit = result.kpis[found.by].unit
    search, fresh, gap = (written(quantity(x, unit), lang) for x in (found.search, found.fresh, found.optimism))
    title, count = measure_title(result, found.by, lang), len(found.trials)
    n, again = found.search_replications, found.fresh_replications
    return text(
        lang,
        f"{count} 次试验中的最优：{title}搜索时 {search}（{n} 次重复），新随机数下 {fresh}（{again} 次），"
        f"搜索高估了 {gap}。",
        f"The best of {count} trials: {title} {search} in the search ({n} replications), {fresh} on fresh random "
        f"numbers ({again}); the search was too optimistic by {gap}.",
    )


def _settings(result: Optimum, lang: Lang) -> ReportTable:
    columns = ReportColumn(text(lang, "设置", "Setting")), ReportColumn(text(lang, "最优值", "Best value"))
    return ReportTable(TITLE[lang], columns, tuple(result.optimum.at.items()), "measures")


def _bounds(result: Optimum, lang: Lang) -> ReportTable:
    columns = (
        ReportColumn(text(lang, "约束", "Bound")),
        ReportColumn(text(lang, "场景", "Scenario")),
        ReportColumn(text(lang, "搜索时", "In the search")),
        ReportColumn(text(lang, "新随机数下", "On fresh random numbers"), "interval"),
        ReportColumn(text(lang, "判断", "Reading")),
    )
    rows = tuple(_bound_row(result, check, lang) for check in result.optimum.constraints)
    return ReportTable(text(lang, "约束", "Bounds"), columns, rows, "measures", cards=True)


def _bound_row(result: Optimum, check: ConstraintCheck, lang: Lang) -> Row:
    return (
        check.bound,
        scenario_labels(result, lang)[check.scenario],
        quantity(check.search, result.kpis[check.kpi].unit),
        measured(result, check.kpi, check),
        text(lang, *HOLDS[check.holds]),
    )
