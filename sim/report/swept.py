"""Reading a sweep in a result: its points, and what was found about the settings."""

from collections.abc import Mapping
from typing import Any

from sim.report.document import Column
from sim.report.labels import Result, better, label, measure_title, runs, unit
from sim.report.terms import Lang, say
from sim.report.values import Cell, Value, value

Row = Mapping[str, Any]


def sweep(result: Result) -> Row | None:
    """The sweep that the result holds, or None."""
    found = result.get("sweep")
    return found if isinstance(found, Mapping) and found.get("rows") else None


def places(result: Result, lang: Lang) -> dict[str, str]:
    """The scenarios in words by id."""
    return {str(run["id"]): label(result, run, lang) for run in runs(result)}


def short(key: str) -> str:
    """The last two steps of a dotted key, of a numbered row also the name of its list: enough to know it by."""
    steps = key.split(".")
    return ".".join(steps[-3 if any(step.isdecimal() for step in steps[-2:]) else -2 :])


def point_columns(result: Result, found: Row, lang: Lang) -> tuple[Column, ...]:
    """Scenario, the settings, the measures."""
    keys = [Column(short(key)) for key in found["rows"][0]["at"]]
    measures = [Column(measure_title(result, kpi, lang), "interval") for kpi in found["kpis"]]
    return (Column(say(lang, "场景", "Scenario")), *keys, *measures)


def point_rows(result: Result, found: Row, lang: Lang) -> list[tuple[Cell, ...]]:
    """One row a point and scenario."""
    said = places(result, lang)
    return [
        (
            said.get(str(row["scenario"]), str(row["scenario"])),
            *(str(setting) for setting in row["at"].values()),
            *(_measured(result, kpi, row["kpis"].get(kpi) or {}) for kpi in found["kpis"]),
        )
        for row in found["rows"]
    ]


def analyses(result: Result, found: Row, lang: Lang) -> list[tuple[str, str, Any]]:
    """(scenario in words, measure, what was found) of each analysis."""
    said = places(result, lang)
    return [
        (said.get(str(one["scenario"]), str(one["scenario"])), str(one["kpi"]), one["found"])
        for one in found.get("analysis") or ()
        if one["found"]
    ]


def analysis_columns(how: str, lang: Lang) -> tuple[Column, ...]:
    """The columns of an analysis of one measure."""
    setting = Column(say(lang, "设置", "Setting"))
    if how == "tornado":
        ends = Column(say(lang, "从", "From")), Column(say(lang, "到", "To"))
        low, high = say(lang, "低端之差", "At the low end"), say(lang, "高端之差", "At the high end")
        return setting, *ends, Column(low, "interval"), Column(high, "interval")
    if how == "morris":
        return setting, Column("μ*", "interval"), Column("σ")
    if how == "sobol":
        return (
            setting,
            Column(say(lang, "一阶", "First order"), "interval"),
            Column(say(lang, "总效应", "Total"), "interval"),
        )
    return (
        Column(say(lang, "均值", "Mean"), "interval"),
        Column(say(lang, "未知输入的标准差", "Spread of inputs")),
        Column(say(lang, "运气的标准差", "Spread of luck")),
        Column(say(lang, "输入的 95 % 范围", "95 % range over inputs"), "band"),
    )


def analysis_rows(result: Result, how: str, kpi: str, found: Any) -> list[tuple[Cell, ...]]:
    """The rows of an analysis of one measure, what matters most first."""
    of = unit(result, kpi)
    if how == "tornado":
        return [
            (one["key"], one["from"], one["to"], *(difference(result, kpi, one[end]) for end in ("low", "high")))
            for one in found
        ]
    if how == "morris":
        return [(one["key"], _around(one["mu_star"], one["mu_star_ci"], of), value(one["sigma"], of)) for one in found]
    if how == "sobol":
        pairs = (("first", "first_ci"), ("total", "total_ci"))
        return [(one["key"], *(_around(one[name], one[half], "") for name, half in pairs)) for one in found]
    mean, middle = (value(found["mean"], of, *found[name]) for name in ("interval", "range"))
    return [(mean, value(found["inputs"], of), value(found["luck"], of), middle)]


def _measured(result: Result, kpi: str, raw: Row) -> Value:
    bounds = raw.get("ci_low"), raw.get("ci_high"), raw.get("n")
    return value(raw.get("mean"), unit(result, kpi), *bounds, better=better(result, kpi))


def difference(result: Result, kpi: str, raw: Row) -> Value:
    """How far a measure is moved, with its interval."""
    bounds = raw.get("ci_low"), raw.get("ci_high"), raw.get("n")
    return value(raw.get("mean"), unit(result, kpi), *bounds, signed=True, better=better(result, kpi))


def _around(centre: float, half: float, of: str) -> Value:
    return value(centre, of, centre - half, centre + half)
