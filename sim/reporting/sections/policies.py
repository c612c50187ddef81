"""Policy sets compared: each measure under each of them, the paired difference, and cost against fulfilment."""

from functools import partial

from sim.reporting.charts.pareto import pareto
from sim.reporting.document import Part, Picture, ReportColumn, ReportTable, Section
from sim.reporting.labels import measure_title, scenario_labels
from sim.reporting.numbers import written
from sim.reporting.terms import text
from sim.reporting.values import ReportQuantity, Row, difference, measured, number, quantity
from sim.results.studies import Comparison, Optimum, PolicyComparison, Reading
from sim.results.study import Lang

ORDER = 4
ABOUT = (Comparison, Optimum)
TITLE = {"zh": "策略对比：哪种补货更好", "en": "Policies compared: which way is better"}

READINGS: dict[Reading, tuple[str, str]] = {
    "better": ("更好", "better"),
    "worse": ("更差", "worse"),
    "no significant difference": ("无显著差异", "no significant difference"),
    "unknown": ("无法判断", "cannot be told"),
}

Compared = Comparison | Optimum


def build(result: Compared, lang: Lang) -> Section:
    """The table, then cost against fulfilment where both are known."""
    found = result.comparison
    words = text(lang, "", " ").join(filter(None, (finding(result, lang), selected(found, lang))))
    parts = [Part(words, _table(result, lang))]
    if rows := _pareto_rows(result, lang):
        base = policy_titles(found, lang)[found.base]
        efficient = text(
            lang,
            f"实心者在成本与履约率上没有被别的策略同时超过。以下各章是基准“{base}”的结果。",
            f"No other set beats a full dot in both cost and fulfilment. The chapters below show the base, '{base}'.",
        )
        title = text(lang, "成本与履约", "Cost against fulfilment")
        table = ReportTable(title, _pareto_columns(lang), tuple(rows), "measures")
        parts.append(Part(efficient, table, tuple(_pictures(result, lang))))
    return Section("policies", TITLE[lang], tuple(parts), text(lang, "策略对比报告", "Policies compared"))


def policy_titles(found: PolicyComparison, lang: Lang) -> dict[str, str]:
    """The policy sets in words by id, in the order of the comparison."""
    return {policy.id: policy.title.of(lang) for policy in found.policies}


def places(result: Compared, lang: Lang) -> dict[str, str]:
    """The scenarios of the comparison in words by id."""
    labels = scenario_labels(result, lang)
    return {scenario: labels[scenario] for scenario in result.comparison.scenarios}


def mean(result: Compared, scenario: str, policy: str, kpi: str) -> ReportQuantity:
    """A measure under a policy set, with its interval."""
    return measured(result, kpi, result.comparison.means[scenario, policy, kpi])


def against_base(result: Compared, scenario: str, policy: str, kpi: str) -> ReportQuantity | None:
    """A policy set minus the base under the same random numbers; None for the base itself."""
    if policy == result.comparison.base:
        return None
    return difference(result, kpi, result.comparison.against_base[scenario, policy, kpi])


def reading(found: PolicyComparison, scenario: str, policy: str, kpi: str, lang: Lang) -> str:
    """Better, worse, or not significant and how many replications it would take; with p after Holm."""
    if policy == found.base:
        return text(lang, "基准", "base")
    row = found.against_base[scenario, policy, kpi]
    words = text(lang, *READINGS[row.verdict])
    p = number(row.p_holm)
    if p is not None:
        words += f" (p {'< 0.001' if p < 0.001 else f'= {p:.3f}'})"
    if needed := row.replications_needed:
        words += text(lang, f"；区分需约 {needed} 次重复", f"; about {needed} replications would tell")
    return words


def finding(result: Compared, lang: Lang) -> str:
    """In what each policy set is significantly better or worse than the base, in one sentence for each scenario."""
    titles, found = policy_titles(result.comparison, lang), []
    for scenario, place in places(result, lang).items():
        sets = [
            f"{_quoted(title, lang)} {_moves(result, scenario, policy, lang)}"
            for policy, title in titles.items()
            if policy != result.comparison.base
        ]
        found.append(f"{place}{text(lang, '：', ': ')}{text(lang, '；', '; ').join(sets)}{text(lang, '。', '.')}")
    return text(lang, "", " ").join(found)


def selected(found: PolicyComparison, lang: Lang) -> str:
    """Which of many policy sets was selected, in words; nothing without a selection."""
    race = found.selection
    if race is None:
        return ""
    titles, how = policy_titles(found, lang), race.method.upper()
    left = text(lang, "、", ", ").join(_quoted(titles[name], lang) for name in race.left)
    if not race.decided:
        return text(
            lang,
            f"{how}：达到重复次数上限，尚未分出胜负：{left}。",
            f"{how}: still undecided when the cap of replications was reached: {left}.",
        )
    if len(race.left) > 1:
        return text(lang, f"{how}：同样好：{left}。", f"{how}: equally good: {left}.")
    return text(lang, f"{how} 选出的最优：{left}。", f"{how} selects {left} as the best.")


def unequal(found: PolicyComparison, lang: Lang) -> str:
    """What it means that a selection played some policy sets more often than others; nothing without one."""
    if found.selection is None:
        return ""
    return text(
        lang,
        "出局者不再重复：均值各用自己的重复，差与有效前沿只用共同的重复。",
        "A set that is out is not replicated any more: a mean is over its own replications, differences and efficient "
        "sets over those in common.",
    )


def _table(result: Compared, lang: Lang) -> ReportTable:
    columns = (
        ReportColumn(text(lang, "场景", "Scenario")),
        ReportColumn(text(lang, "指标", "Measure")),
        ReportColumn(text(lang, "策略", "Policy set")),
        ReportColumn(text(lang, "均值", "Mean"), "interval"),
        ReportColumn(text(lang, "与基准之差", "Against the base"), "interval"),
        ReportColumn(text(lang, "判断", "Reading")),
    )
    found = result.comparison
    rows: tuple[Row, ...] = tuple(
        (
            place,
            measure_title(result, kpi, lang),
            title,
            mean(result, scenario, policy, kpi),
            against_base(result, scenario, policy, kpi),
            reading(found, scenario, policy, kpi, lang),
        )
        for scenario, place in places(result, lang).items()
        for kpi in found.kpis
        for policy, title in policy_titles(found, lang).items()
    )
    note = text(
        lang,
        "差为同一随机数下的配对差，区间为各自的 95 % 区间；判断以 p 值为准，按 Holm 对同一指标的全部比较校正，"
        "因此区间不含 0 时也可能无法区分。",
        "Differences are paired under the same random numbers, each with its own 95 % interval; the reading goes by p, "
        "adjusted by Holm over all comparisons of one measure, so that an interval without 0 may still not tell.",
    )
    notes = text(lang, "", " ").join(filter(None, (note, unequal(found, lang))))
    return ReportTable(TITLE[lang], columns, rows, "measures", notes, cards=True)


def _moves(result: Compared, scenario: str, policy: str, lang: Lang) -> str:
    """What a policy set does better than the base, and what worse."""
    found, parts = result.comparison, []
    for verdict, zh, en in (("better", "更好：", "is better in "), ("worse", "更差：", "is worse in ")):
        moved = [
            f"{measure_title(result, kpi, lang)} ({written(difference(result, kpi, row), lang)})"
            for kpi in found.kpis
            for row in (found.against_base[scenario, policy, kpi],)
            if row.verdict == verdict
        ]
        if moved:
            parts.append(text(lang, zh, en) + text(lang, "、", ", ").join(moved))
    base = _quoted(policy_titles(found, lang)[found.base], lang)
    none = text(lang, f"与{base}无显著差异", f"does not differ significantly from {base}")
    return text(lang, "，", ", ").join(parts) or none


def _quoted(name: str, lang: Lang) -> str:
    return text(lang, f"“{name}”", f"'{name}'")


def _pareto_columns(lang: Lang) -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(text(lang, "场景", "Scenario")),
        ReportColumn(text(lang, "策略", "Policy set")),
        ReportColumn(text(lang, "每单成本", "Cost per order")),
        ReportColumn(text(lang, "履约率", "Fulfilment rate")),
        ReportColumn(text(lang, "有效前沿", "Efficient")),
    )


def _spots(found: PolicyComparison, scenario: str) -> dict[str, tuple[float, float]]:
    """(cost per order, fulfilment rate) by policy set in one scenario, where both are known."""
    rows = (found.tradeoffs[scenario, policy.id] for policy in found.policies)
    pairs = {row.policy: (number(row.cost_per_order), number(row.fulfilment_rate)) for row in rows}
    return {name: (cost, share) for name, (cost, share) in pairs.items() if cost is not None and share is not None}


def _pareto_rows(result: Compared, lang: Lang) -> list[Row]:
    """Cost and fulfilment of each policy set in each scenario, and whether no other beats it in both."""
    found, titles = result.comparison, policy_titles(result.comparison, lang)
    return [
        (
            place,
            titles[policy],
            quantity(cost, "yuan/order"),
            quantity(share, "share"),
            "●" if found.tradeoffs[scenario, policy].efficient else "",
        )
        for scenario, place in places(result, lang).items()
        for policy, (cost, share) in _spots(found, scenario).items()
    ]


def _pictures(result: Compared, lang: Lang) -> list[Picture]:
    found, titles = result.comparison, policy_titles(result.comparison, lang)
    axis = text(
        lang,
        "每单成本（元）· 纵轴：履约率 % · 实心＝有效前沿",
        "cost per order (yuan) · vertical: fulfilment % · full: efficient",
    )
    made = []
    for scenario, place in places(result, lang).items():
        spots = {titles[policy]: spot for policy, spot in _spots(found, scenario).items()}
        best = frozenset(titles[row.policy] for row in found.pareto if row.scenario == scenario and row.efficient)
        heading = text(lang, f"{place}：成本与履约", f"{place}: cost against fulfilment")
        if spots:
            made.append(Picture(f"pareto-{scenario}", heading, partial(pareto, heading, spots, best, axis)))
    return made
