"""Reading the comparison of policy sets in a result: who was compared, where, and what the differences mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.report.document import Column
from sim.report.labels import Result, better, label, measure_title, runs, unit
from sim.report.numbers import written
from sim.report.terms import Lang, pick, say
from sim.report.values import Cell, Value, number, value

Row = Mapping[str, Any]
WORDS = {
    "better": ("更好", "better"),
    "worse": ("更差", "worse"),
    "no significant difference": ("无显著差异", "no significant difference"),
    "unknown": ("无法判断", "cannot be told"),
}


def comparison(result: Result) -> Mapping[str, Any] | None:
    """The comparison that the result holds, or None."""
    found = result.get("comparison")
    return found if isinstance(found, Mapping) and found.get("policies") else None


def names(found: Row, lang: Lang) -> dict[str, str]:
    """The policy sets in words by id, in the order of the comparison."""
    return {str(one["id"]): pick(one.get("title"), lang, str(one["id"])) for one in found.get("policies") or ()}


def places(result: Result, found: Row, lang: Lang) -> dict[str, str]:
    """The scenarios of the comparison in words by id."""
    said = {str(run["id"]): label(result, run, lang) for run in runs(result)}
    return {
        str(row["scenario"]): said.get(str(row["scenario"]), str(row["scenario"])) for row in found.get("rows") or ()
    }


def mean_of(result: Result, found: Row, scenario: str, policy: str, kpi: str) -> Value:
    """A measure under a policy set, with its interval."""
    raw = _find(found.get("rows") or (), scenario, policy, kpi)
    return value(
        raw.get("mean"),
        unit(result, kpi),
        raw.get("ci_low"),
        raw.get("ci_high"),
        raw.get("n"),
        better=better(result, kpi),
    )


def difference(result: Result, found: Row, scenario: str, policy: str, kpi: str) -> Value:
    """A policy set minus the base under the same random numbers; empty for the base itself."""
    raw = _find(found.get("differences") or (), scenario, policy, kpi)
    bounds = raw.get("ci_low"), raw.get("ci_high"), raw.get("n")
    return value(raw.get("mean"), unit(result, kpi), *bounds, signed=True, better=better(result, kpi))


def meaning(found: Row, scenario: str, policy: str, kpi: str, lang: Lang) -> str:
    """Better, worse, or not told apart and how many replications that would take; with p after Holm."""
    raw = _find(found.get("differences") or (), scenario, policy, kpi)
    if not raw:
        return say(lang, "基准", "base")
    said = say(lang, *WORDS.get(str(raw.get("verdict")), ("", "")))
    p = number(raw.get("p_holm"))
    if p is not None:
        said += f" (p {'< 0.001' if p < 0.001 else f'= {p:.3f}'})"
    if raw.get("verdict") == "no significant difference" and (needed := number(raw.get("replications_needed"))):
        said += say(lang, f"；区分需约 {needed:.0f} 次重复", f"; about {needed:.0f} replications would tell")
    return said


def pareto_columns(lang: Lang) -> tuple[Column, ...]:
    """The columns of cost against fulfilment."""
    return (
        Column(say(lang, "场景", "Scenario")),
        Column(say(lang, "策略", "Policy set")),
        Column(say(lang, "每单成本", "Cost per order")),
        Column(say(lang, "履约率", "Fulfilment rate")),
        Column(say(lang, "有效前沿", "Efficient")),
    )


def pareto_rows(result: Result, found: Row, lang: Lang) -> list[tuple[Cell, ...]]:
    """Cost and fulfilment of each policy set in each scenario, and whether no other beats it in both."""
    words = names(found, lang)
    return [
        (
            place,
            words[policy],
            value(cost, "yuan/order"),
            value(share, "share"),
            "●" if efficient(found, scenario, policy) else "",
        )
        for scenario, place in places(result, found, lang).items()
        for policy, (cost, share) in spots(found, scenario).items()
    ]


def efficient(found: Row, scenario: str, policy: str) -> bool:
    """Whether no other policy set is as good in cost and fulfilment and better in one."""
    return bool(_find(found.get("pareto") or (), scenario, policy).get("efficient"))


def spots(found: Row, scenario: str) -> dict[str, tuple[float, float]]:
    """(cost per order, fulfilment rate) by policy set in one scenario, where both are known."""
    rows = [row for row in found.get("pareto") or () if row.get("scenario") == scenario]
    pairs = {
        str(row["policy"]): (number(row.get("cost_per_order")), number(row.get("fulfilment_rate"))) for row in rows
    }
    return {name: (cost, share) for name, (cost, share) in pairs.items() if cost is not None and share is not None}


def finding(result: Result, found: Row, lang: Lang) -> str:
    """In what each policy set is significantly better or worse than the base, in one sentence for each scenario."""
    words = names(found, lang)
    said = []
    for scenario, place in places(result, found, lang).items():
        sets = [
            f"{_quoted(name, lang)} {_moves(result, found, scenario, policy, lang)}"
            for policy, name in words.items()
            if policy != found["base"]
        ]
        said.append(f"{place}{say(lang, '：', ': ')}{say(lang, '；', '; ').join(sets)}{say(lang, '。', '.')}")
    return say(lang, "", " ").join(said)


def _moves(result: Result, found: Row, scenario: str, policy: str, lang: Lang) -> str:
    """What a policy set does better than the base, and what worse."""
    parts = []
    for verdict, zh, en in (("better", "更好：", "is better in "), ("worse", "更差：", "is worse in ")):
        moved = [
            f"{measure_title(result, kpi, lang)} ({written(difference(result, found, scenario, policy, kpi), lang)})"
            for kpi in map(str, found["kpis"])
            if _find(found["differences"], scenario, policy, kpi).get("verdict") == verdict
        ]
        if moved:
            parts.append(say(lang, zh, en) + say(lang, "、", ", ").join(moved))
    base = _quoted(names(found, lang)[str(found["base"])], lang)
    none = say(lang, f"与{base}无显著差异", f"does not differ significantly from {base}")
    return say(lang, "，", ", ").join(parts) or none


def _quoted(name: str, lang: Lang) -> str:
    return say(lang, f"“{name}”", f"'{name}'")


def selected(found: Row, lang: Lang) -> str:
    """Who won the race among many policy sets, in words; nothing without a race."""
    race = found.get("selection")
    if not race:
        return ""
    words = names(found, lang)
    left = say(lang, "、", ", ").join(_quoted(words[name], lang) for name in race["left"])
    how = str(race["method"]).upper()
    if not race.get("decided", True):
        return say(
            lang,
            f"{how}：达到重复次数上限，尚未分出胜负：{left}。",
            f"{how}: still undecided when the cap of replications was reached: {left}.",
        )
    if len(race["left"]) > 1:
        return say(lang, f"{how}：同样好：{left}。", f"{how}: equally good: {left}.")
    return say(lang, f"{how} 选出的最优：{left}。", f"{how} selects {left} as the best.")


def unequal(found: Row, lang: Lang) -> str:
    """What it means that a race played some policy sets more often than others; nothing without a race."""
    if not found.get("selection"):
        return ""
    return say(
        lang,
        "出局者不再重复：均值各用自己的重复，差与有效前沿只用共同的重复。",
        "Who is out plays no more: a mean is over its own replications, differences and efficient sets over those in "
        "common.",
    )


def _find(rows: Sequence[Row], scenario: str, policy: str, kpi: str | None = None) -> Row:
    fits = (row for row in rows if row.get("scenario") == scenario and row.get("policy") == policy)
    return next((row for row in fits if kpi is None or row.get("kpi") == kpi), {})
