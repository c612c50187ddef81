"""All measures of all runs, each with unit, interval and n, and the expectations the scenarios had declared."""

from sim.reporting.document import Part, ReportColumn, ReportTable, Section
from sim.reporting.labels import label, measure_title
from sim.reporting.terms import text, unit_word
from sim.reporting.values import ReportQuantity, Row, TrafficLight, estimated, measure, quantity
from sim.results.study import Expectation, Lang, Run, StudyResult

ORDER = 190
ABOUT = StudyResult
TITLE = {"zh": "全部指标", "en": "All measures"}


def build(result: StudyResult, lang: Lang) -> Section:
    """Lights by target, what was expected, and one row per measure and run."""
    parts = (_lights(result, lang), _expected(result, lang), _every_measure(result, lang))
    return Section("measures", TITLE[lang], tuple(part for part in parts if part))


def _every_measure(result: StudyResult, lang: Lang) -> Part:
    columns = (
        ReportColumn(text(lang, "指标", "Measure")),
        ReportColumn(text(lang, "场景 / 预案", "Scenario / plan")),
        ReportColumn(text(lang, "均值", "Mean"), "interval"),
        ReportColumn(text(lang, "单位", "Unit")),
        ReportColumn("n"),
        ReportColumn(text(lang, "定义", "Definition")),
    )
    rows = tuple(_measure_row(result, run, kpi, lang) for kpi in result.kpis for run in result.runs)
    finding = text(
        lang,
        f"{len(result.kpis)} 项指标 × {len(result.runs)} 次运行，逐项给出均值、95 % 区间和重复次数。",
        f"{len(result.kpis)} measures of {len(result.runs)} runs, each with mean, 95 % interval and number of "
        "replications.",
    )
    return Part(finding, ReportTable(TITLE[lang], columns, rows, "measures"), folded=True)


def _measure_row(result: StudyResult, run: Run, kpi: str, lang: Lang) -> Row:
    found = measure(result, run, kpi)
    unit = "%" if found.unit == "share" else unit_word(found.unit, lang)
    n = quantity(found.n, "n")
    return measure_title(result, kpi, lang), label(result, run, lang), found, unit, n, result.kpis[kpi].source


def _lights(result: StudyResult, lang: Lang) -> Part | None:
    """The light of every target in every run: what made a scenario's light what it is."""
    judged = [run for run in result.runs if run.lights]
    names = list(dict.fromkeys(kpi for run in judged for kpi in run.lights))
    if not names:
        return None
    rows: tuple[Row, ...] = tuple(
        (
            label(result, run, lang),
            *(TrafficLight(run.lights.get(kpi)) for kpi in names),
        )
        for run in judged
    )
    columns = (
        ReportColumn(text(lang, "场景 / 预案", "Scenario / plan")),
        *(ReportColumn(measure_title(result, kpi, lang), look="light") for kpi in names),
    )
    missed = sum(light == "red" for run in judged for light in run.lights.values())
    finding = text(
        lang,
        f"逐项目标的灯：{len(judged)} 次运行 × {len(names)} 项目标中有 {missed} 个不达标。",
        f"Lights by target: {len(judged)} runs x {len(names)} targets, missed: {missed}.",
    )
    title = text(lang, "逐项目标的灯", "Lights by target")
    return Part(finding, ReportTable(title, columns, rows, "scorecard"), folded=True)


def _expected(result: StudyResult, lang: Lang) -> Part | None:
    wishes = [(run, wish) for run in result.runs for wish in run.expect]
    if not wishes:
        return None
    columns = (
        ReportColumn(text(lang, "场景 / 预案", "Scenario / plan")),
        ReportColumn(text(lang, "指标", "Measure")),
        ReportColumn(""),
        ReportColumn(text(lang, "期望", "Expected")),
        ReportColumn(text(lang, "结果", "Found"), "interval"),
        ReportColumn(text(lang, "判断", "Reading")),
        ReportColumn(text(lang, "满足的重复", "Replications that meet it"), "interval"),
    )
    met = sum(wish.met for _, wish in wishes)
    finding = text(
        lang,
        f"事先写下的 {len(wishes)} 条期望中满足 {met} 条。",
        f"Expectations written down beforehand: {met} of {len(wishes)} met.",
    )
    rows = tuple(_wish_row(result, run, wish, lang) for run, wish in wishes)
    title = text(lang, "事先写下的期望", "Expectations")
    return Part(finding, ReportTable(title, columns, rows, "measures"), folded=True)


def _wish_row(result: StudyResult, run: Run, wish: Expectation, lang: Lang) -> Row:
    return (
        label(result, run, lang),
        measure_title(result, wish.kpi, lang),
        "≤" if wish.at_least is None else "≥",
        _limit(result, wish),
        measure(result, run, wish.kpi),
        text(lang, "● 满足", "● met") if wish.met else text(lang, "■ 未满足", "■ not met"),
        estimated(wish.runs, "share"),
    )


def _limit(result: StudyResult, wish: Expectation) -> ReportQuantity:
    return quantity(wish.at_most if wish.at_least is None else wish.at_least, result.kpis[wish.kpi].unit)
