"""The worst dips: when they began, when they were over, how deep they were and why."""

from sim.reporting.document import Part, ReportColumn, ReportTable, Section
from sim.reporting.labels import label, resource_title, short_name
from sim.reporting.numbers import moment, written
from sim.reporting.terms import text, word
from sim.reporting.values import Row, quantity
from sim.results.study import Lang, Run, ServiceDip, StudyResult

ORDER = 140
ABOUT = StudyResult
TITLE = {"zh": "最差的时段", "en": "The worst hours"}
LISTED = 10


def build(result: StudyResult, lang: Lang) -> Section | None:
    """The ten deepest dips over all runs; nothing without any."""
    dips = [(run, dip) for run in result.runs for dip in run.worst]
    if not dips:
        return None
    dips = sorted(dips, key=lambda pair: -pair[1].depth)[:LISTED]
    return Section("worst", TITLE[lang], (Part(_finding(result, *dips[0], lang), _table(result, dips, lang)),))


def _table(result: StudyResult, dips: list[tuple[Run, ServiceDip]], lang: Lang) -> ReportTable:
    heads = (
        ("场景 / 预案", "Scenario / plan"),
        ("开始", "Began"),
        ("最低", "Lowest"),
        ("恢复", "Recovered"),
        ("深度", "Depth"),
        ("原因", "Cause"),
    )
    return ReportTable(
        TITLE[lang],
        tuple(ReportColumn(text(lang, *head)) for head in heads),
        tuple(_row(result, run, dip, lang) for run, dip in dips),
        "resilience",
        text(
            lang,
            "取自中位数曲线；深度为低于失效水平（预警阈值）的份额；— 表示期内未恢复。",
            "From the median curves; depth: below the failure level (amber); — means not recovered within the run.",
        ),
    )


def _row(result: StudyResult, run: Run, dip: ServiceDip, lang: Lang) -> Row:
    times = (moment(at, result.start, lang) for at in (dip.start, dip.trough, dip.recovered))
    return label(result, run, lang), *times, quantity(dip.depth, "share"), _cause(result, dip.cause, lang)


def _cause(result: StudyResult, cause: str | None, lang: Lang) -> str:
    """The resource that was busy before, by its title, or `shock` in words."""
    if cause is None:
        return "—"
    title = resource_title(result, cause, lang)
    return word(cause, lang) if title == cause else title


def _finding(result: StudyResult, run: Run, dip: ServiceDip, lang: Lang) -> str:
    name, when = short_name(result, run, lang), moment(dip.trough, result.start, lang)
    deep = written(quantity(dip.depth, "share"), lang)
    return text(
        lang,
        f"最深的一次在 {name}，{when} 触底，深 {deep}。",
        f"The deepest: {name}, bottom at {when}, {deep} deep.",
    )
