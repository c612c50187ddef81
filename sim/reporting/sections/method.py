"""Appendix: how this was computed, by which thresholds, what is not modelled, and what the words mean."""

from sim.reporting.document import Part, ReportColumn, ReportTable, Section
from sim.reporting.glossary import glossary
from sim.reporting.labels import measure_title
from sim.reporting.terms import light_mark, light_word, text
from sim.reporting.values import Cell, Row, quantity
from sim.results.study import Lang, StudyResult

ORDER = 900
ABOUT = StudyResult
TITLE = {"zh": "附录：方法与可信度", "en": "Appendix: method and trust"}

STRESS_DES = (
    (
        ("1 目标", "1 Objectives"),
        "演练 {shocks} 个冲击场景下的履约与恢复，比较有无预案。",
        "Fulfilment and recovery under {shocks} shocks, without and with response plans.",
    ),
    (
        ("2 逻辑", "2 Logic"),
        "订单是账本中的一行，按批流过各环节；政策被询问并作答，只有引擎改变世界；冲击只移动杠杆。",
        "An order is a row of the ledger and moves in lots; policies are asked and answer, only the engine changes "
        "the world; shocks move levers.",
    ),
    (
        ("3 数据", "3 Data"),
        "见配置（哈希如上）；默认值带来源与可信度。",
        "See the configuration (hash above); defaults carry source and confidence.",
    ),
    (
        ("4 实验", "4 Experimentation"),
        "终止型仿真，从给定初态开始，无预热；{n} 次重复；每次有同随机数的无冲击孪生。",
        "Terminating runs from a given state, no warm-up; {n} replications, each with an unshocked twin on the "
        "same random numbers.",
    ),
    (
        ("5 实现", "5 Implementation"),
        "Surge {version}；连续时间，无全局步进；随机流按（种子、重复、名称、实体）命名。",
        "Surge {version}; continuous time, no global tick; random streams are named by "
        "(seed, replication, name, entity).",
    ),
    (
        ("6 获取", "6 Access"),
        "同一配置、种子与版本得到逐字节相同的结果；JSON 与本报告同源。",
        "Same configuration, seed and version give byte-identical results; the JSON is the object this report was "
        "made from.",
    ),
)
"""The checklist STRESS-DES (Monks et al. 2019): heading and statement in both languages."""


def build(result: StudyResult, lang: Lang) -> Section:
    """In every report."""
    judged = text(
        lang, "灯按事先声明的阈值和原始数字判定。", "Lights follow thresholds declared beforehand, on raw numbers."
    )
    limits = text(lang, "没有建模的和需要留意的。", "What is not modelled, and what to mind.")
    checklist = text(lang, "按 STRESS-DES 清单说明本研究。", "The study by the STRESS-DES checklist.")
    names = text(
        lang, "本报告中的名称在配置里怎么写。", "How the names of this report are written in the configuration."
    )
    words = text(lang, "名词对照与定义。", "The words of this report in both languages.")
    parts = (
        Part(result.method.how.of(lang), _setup(result, lang), beside=True),
        Part(judged, _thresholds(result, lang), beside=True),
        Part(limits, _limits(result, lang)),
        Part(checklist, _stress_des(result, lang), folded=True),
        Part(names, _names(result, lang), folded=True),
        Part(words, _glossary(lang), folded=True),
    )
    return Section("method", TITLE[lang], parts)


def _setup(result: StudyResult, lang: Lang) -> ReportTable:
    facts: list[tuple[str, Cell]] = [
        (text(lang, "运行编号", "Run"), result.run_id),
        (text(lang, "随机种子", "Seed"), str(result.seed)),
        (text(lang, "配置哈希", "Configuration hash"), result.config_hash),
        (text(lang, "模型版本", "Model version"), result.version),
        (text(lang, "重复次数", "Replications"), quantity(result.replications, "times")),
        (text(lang, "仿真开始", "Simulated from"), result.start),
        (text(lang, "仿真时长", "Simulated for"), quantity(result.horizon / 1440, "days")),
        *result.method.versions.items(),
    ]
    columns = (ReportColumn(text(lang, "项目", "Item")), ReportColumn(text(lang, "值", "Value")))
    return ReportTable(text(lang, "运行与版本", "Run and versions"), columns, tuple(facts), "setup")


def _thresholds(result: StudyResult, lang: Lang) -> ReportTable:
    rows: list[Row] = []
    for kpi, target in result.targets.items():
        unit = result.kpis[kpi].unit
        sign = "≤" if target.better == "lower" else "≥"
        bounds = quantity(target.green, unit), quantity(target.amber, unit)
        rows.append((measure_title(result, kpi, lang), sign, *bounds, quantity(target.weight, "")))
    columns = (
        ReportColumn(text(lang, "指标", "Measure")),
        ReportColumn(""),
        ReportColumn(f"{light_mark('green')} {light_word('green', lang)}"),
        ReportColumn(f"{light_mark('amber')} {light_word('amber', lang)}"),
        ReportColumn(text(lang, "评分权重", "Weight")),
    )
    red = f"{light_mark('red')} {light_word('red', lang)}"
    note = text(lang, f"其余为 {red}。", f"Everything else is {red}.")
    return ReportTable(text(lang, "阈值", "Thresholds"), columns, tuple(rows), "setup", note)


def _limits(result: StudyResult, lang: Lang) -> ReportTable:
    missing, warning = text(lang, "未建模", "Not modelled"), text(lang, "提醒", "Warning")
    rows = [(missing, words.of(lang)) for words in result.method.not_modelled]
    rows += [(warning, words.of(lang)) for words in result.method.warnings]
    columns = ReportColumn(text(lang, "类别", "Kind")), ReportColumn(text(lang, "说明", "What"))
    return ReportTable(text(lang, "限制", "Limits"), columns, tuple(rows), "notes")


def _stress_des(result: StudyResult, lang: Lang) -> ReportTable:
    facts = {"shocks": len(result.without_plans), "n": result.replications, "version": result.version}
    rows = tuple((text(lang, *head), text(lang, zh, en).format(**facts)) for head, zh, en in STRESS_DES)
    columns = ReportColumn(text(lang, "条目", "Item")), ReportColumn(text(lang, "说明", "What"))
    note = text(lang, f"运行数：{len(result.runs)}。", f"Runs: {len(result.runs)}.")
    return ReportTable("STRESS-DES", columns, rows, "notes", note)


def _names(result: StudyResult, lang: Lang) -> ReportTable:
    """What the places, goods and resources of this report are called in the configuration."""
    sorts = (
        (text(lang, "地点", "Place"), result.titles.site),
        (text(lang, "货品", "Item"), result.titles.item),
        (text(lang, "资源", "Resource"), result.titles.resource),
    )
    rows = tuple((sort, title.of(lang), name) for sort, titles in sorts for name, title in titles.items())
    heads = (("类别", "Kind"), ("名称", "Name"), ("配置中的写法", "In the configuration"))
    columns = tuple(ReportColumn(text(lang, *head)) for head in heads)
    return ReportTable(text(lang, "名称对照", "Names"), columns, rows, "setup")


def _glossary(lang: Lang) -> ReportTable:
    columns = ReportColumn("中文"), ReportColumn("English"), ReportColumn(text(lang, "定义", "Definition"))
    rows = tuple((term.zh, term.en, text(lang, term.definition_zh, term.definition_en)) for term in glossary())
    return ReportTable(text(lang, "名词", "Glossary"), columns, rows, "notes")
