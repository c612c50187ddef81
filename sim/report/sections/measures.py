"""All measures of all runs, each with unit, interval and n, and the expectations the scenarios had declared."""

from sim.report.document import Column, Part, Section, Table
from sim.report.reading import Result, label, measure, measure_title, runs, unit
from sim.report.terms import Lang, say, unit_word
from sim.report.values import Cell, number, value

ORDER = 190
TITLE = {"zh": "全部指标", "en": "All measures"}


def build(result: Result, lang: Lang) -> Section | None:
    """One row per measure and run."""
    names = list(
        dict.fromkeys([*(result.get("kpis") or {}), *(name for run in runs(result) for name in run.get("kpis") or {})])
    )
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        for run in runs(result):
            found = measure(result, run, name)
            source = str(((result.get("kpis") or {}).get(name) or {}).get("source") or "")
            shown = "%" if found.unit == "share" else unit_word(found.unit, lang)
            count = None if found.n is None else value(found.n, "n")
            rows.append((measure_title(result, name, lang), label(result, run, lang), found, shown, count, source))
    if not rows:
        return None
    heads = (
        Column(say(lang, "指标", "Measure")),
        Column(say(lang, "场景 / 预案", "Scenario / plan")),
        Column(say(lang, "均值", "Mean"), "interval"),
        Column(say(lang, "单位", "Unit")),
        Column("n"),
        Column(say(lang, "定义", "Definition")),
    )
    table = Table(TITLE[lang], heads, tuple(rows), "measures")
    finding = say(
        lang,
        f"{len(names)} 项指标 × {len(runs(result))} 次运行，逐项给出均值、95 % 区间和重复次数。",
        f"{len(names)} measures of {len(runs(result))} runs, each with mean, 95 % interval and number of replications.",
    )
    parts = [Part(finding, table, folded=True)]
    expected = _expected(result, lang)
    return Section("measures", TITLE[lang], (*([expected] if expected else []), *parts))


def _expected(result: Result, lang: Lang) -> Part | None:
    rows: list[tuple[Cell, ...]] = []
    met = 0
    for run in runs(result):
        for wish in run.get("expect") or ():
            name = str(wish["kpi"])
            side = "at_least" if number(wish.get("at_least")) is not None else "at_most"
            limit = wish.get(side) if number(wish.get(side)) is not None else wish.get("value")
            met += bool(wish.get("met"))
            rows.append(
                (
                    label(result, run, lang),
                    measure_title(result, name, lang),
                    "≥" if side == "at_least" else "≤",
                    value(limit, unit(result, name)),
                    measure(result, run, name),
                    say(lang, "● 满足", "● met") if wish.get("met") else say(lang, "■ 未满足", "■ not met"),
                )
            )
    if not rows:
        return None
    heads = (
        Column(say(lang, "场景 / 预案", "Scenario / plan")),
        Column(say(lang, "指标", "Measure")),
        Column(""),
        Column(say(lang, "期望", "Expected")),
        Column(say(lang, "结果", "Found"), "interval"),
        Column(say(lang, "判断", "Reading")),
    )
    finding = say(
        lang,
        f"事先写下的 {len(rows)} 条期望中满足 {met} 条。",
        f"{met} of {len(rows)} expectations written down beforehand are met.",
    )
    return Part(
        finding, Table(say(lang, "事先写下的期望", "Expectations"), heads, tuple(rows), "measures"), folded=True
    )
