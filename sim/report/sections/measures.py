"""All measures of all runs, each with unit, interval and n, and the expectations the scenarios had declared."""

from sim.report.document import Column, Part, Section, Table
from sim.report.labels import Result, Run, label, measure, measure_title, runs, unit
from sim.report.terms import Lang, say, unit_word
from sim.report.values import Cell, Light, Value, number, value

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
    parts = (_lights(result, lang), _expected(result, lang), Part(finding, table, folded=True))
    return Section("measures", TITLE[lang], tuple(part for part in parts if part))


def _lights(result: Result, lang: Lang) -> Part | None:
    """The light of every target in every run: what made a scenario's light what it is."""
    held = [run for run in runs(result) if run.get("lights")]
    names = list(dict.fromkeys(name for run in held for name in run["lights"]))
    if not names:
        return None
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (label(result, run, lang), *(Light(run["lights"].get(name)) for name in names)) for run in held
    )
    missed = sum(light == "red" for run in held for light in run["lights"].values())
    heads = [Column(measure_title(result, name, lang), look="light") for name in names]
    finding = say(
        lang,
        f"逐项目标的灯：{len(held)} 次运行 × {len(names)} 项目标中有 {missed} 个不达标。",
        f"Lights by target: {len(held)} runs x {len(names)} targets, missed: {missed}.",
    )
    table = Table(
        say(lang, "逐项目标的灯", "Lights by target"),
        (Column(say(lang, "场景 / 预案", "Scenario / plan")), *heads),
        rows,
        "scorecard",
    )
    return Part(finding, table, folded=True)


def _share_of_runs(wish: Run) -> Value | None:
    """In what share of the replications an expectation is met, with Wilson's interval."""
    raw = wish.get("runs")
    return value(raw.get("mean"), "share", raw.get("ci_low"), raw.get("ci_high"), raw.get("n")) if raw else None


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
                    _share_of_runs(wish),
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
        Column(say(lang, "满足的重复", "Replications that meet it"), "interval"),
    )
    finding = say(
        lang,
        f"事先写下的 {len(rows)} 条期望中满足 {met} 条。",
        f"Expectations written down beforehand: {met} of {len(rows)} met.",
    )
    return Part(
        finding, Table(say(lang, "事先写下的期望", "Expectations"), heads, tuple(rows), "measures"), folded=True
    )
