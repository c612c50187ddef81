"""The worst dips: when they began, when they were over, how deep they were and why."""

from sim.report.document import Column, Part, Section, Table
from sim.report.labels import Result, code, label, resource_title, runs
from sim.report.numbers import moment, written
from sim.report.terms import Lang, say, word
from sim.report.values import Cell, number, value

ORDER = 140
TITLE = {"zh": "最差的时段", "en": "The worst hours"}
LISTED = 10


def build(result: Result, lang: Lang) -> Section | None:
    """The ten deepest dips over all runs."""
    dips = [(run, dip) for run in runs(result) for dip in run.get("worst") or ()]
    if not dips:
        return None
    dips = sorted(dips, key=lambda pair: -(number(pair[1].get("depth")) or 0.0))[:LISTED]
    start = result.get("start")
    rows: list[tuple[Cell, ...]] = []
    for run, dip in dips:
        times = [moment(dip.get(name), start, lang) for name in ("start", "trough", "recovered")]
        rows.append(
            (
                label(result, run, lang),
                *times,
                value(dip.get("depth"), "share", signed=False),
                _cause(result, dip.get("cause"), lang),
            )
        )
    heads = (
        ("场景 / 预案", "Scenario / plan"),
        ("开始", "Began"),
        ("最低", "Lowest"),
        ("恢复", "Recovered"),
        ("深度", "Depth"),
        ("原因", "Cause"),
    )
    table = Table(
        TITLE[lang],
        tuple(Column(say(lang, *h)) for h in heads),
        tuple(rows),
        "resilience",
        say(
            lang,
            "取自中位数曲线；深度为低于失效水平（预警阈值）的份额；— 表示期内未恢复。",
            "From the median curves; depth: below the failure level (amber); — means not recovered within the run.",
        ),
    )
    run, dip = dips[0]
    deep = written(value(dip.get("depth"), "share"), lang)
    finding = say(
        lang,
        f"最深的一次在 {code(result, run, lang)}，{moment(dip.get('trough'), start, lang)} 触底，深 {deep}。",
        f"The deepest: {code(result, run, lang)}, bottom at {moment(dip.get('trough'), start, lang)}, {deep} deep.",
    )
    return Section("worst", TITLE[lang], (Part(finding, table),))


def _cause(result: Result, cause: str | None, lang: Lang) -> str:
    """The resource that was busy before, by its title, or `shock` in words."""
    if cause is None:
        return "—"
    called = resource_title(result, cause, lang)
    return word(cause, lang) if called == cause else called
