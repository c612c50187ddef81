"""Appendix: how this was computed, by which thresholds, what is not modelled, and what the words mean."""

from sim.report.document import Column, Part, Section, Table
from sim.report.glossary import ENTRIES
from sim.report.labels import Result, drills, measure_title, runs, shared_n, unit
from sim.report.terms import Lang, light_mark, light_word, pick, say
from sim.report.values import Cell, number, value

ORDER = 900
TITLE = {"zh": "附录：方法与可信度", "en": "Appendix: method and trust"}


def build(result: Result, lang: Lang) -> Section | None:
    """Always there: a number without its method is a rumour."""
    n = shared_n(result)
    told = pick((result.get("method") or {}).get("how"), lang)
    intervals = told or say(
        lang,
        f"每个场景重复 {n} 次；均值的区间为 t 区间，重复次数上的比率用 Wilson 区间，差值在同一随机数下配对。",
        f"Every scenario is replicated {n} times; means have t intervals, rates over replications Wilson intervals; "
        f"differences are paired under common random numbers.",
    )
    return Section(
        "method",
        TITLE[lang],
        (
            Part(intervals, _setup(result, lang), beside=True),
            Part(
                say(
                    lang,
                    "灯按事先声明的阈值和原始数字判定。",
                    "Lights follow thresholds declared beforehand, on raw numbers.",
                ),
                _thresholds(result, lang),
                beside=True,
            ),
            Part(
                say(lang, "没有建模的和需要留意的。", "What is not modelled, and what to mind."), _limits(result, lang)
            ),
            Part(
                say(lang, "按 STRESS-DES 清单说明本研究。", "The study by the STRESS-DES checklist."),
                _stress(result, lang),
                folded=True,
            ),
            *_called(result, lang),
            Part(
                say(lang, "名词对照与定义。", "The words of this report in both languages."),
                _glossary(lang),
                folded=True,
            ),
        ),
    )


def _setup(result: Result, lang: Lang) -> Table:
    horizon = number(result.get("horizon"))
    facts: list[tuple[str, Cell]] = [
        (say(lang, "运行编号", "Run"), _text(result.get("run_id"))),
        (say(lang, "随机种子", "Seed"), _text(result.get("seed"))),
        (say(lang, "配置哈希", "Configuration hash"), _text(result.get("config_hash"))),
        (say(lang, "模型版本", "Model version"), _text(result.get("version"))),
        (say(lang, "重复次数", "Replications"), value(result.get("replications"), "times")),
        (say(lang, "仿真开始", "Simulated from"), _text(result.get("start"))),
        (say(lang, "仿真时长", "Simulated for"), value(None if horizon is None else horizon / 1440, "days")),
    ]
    versions = (result.get("method") or {}).get("versions") or {}
    facts += [(str(name), _text(version)) for name, version in versions.items()]
    heads = (Column(say(lang, "项目", "Item")), Column(say(lang, "值", "Value")))
    return Table(say(lang, "运行与版本", "Run and versions"), heads, tuple(facts), "setup")


def _text(raw: object) -> Cell:
    return None if raw is None else str(raw)


def _thresholds(result: Result, lang: Lang) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, raw in (result.get("targets") or {}).items():
        sign = "≤" if raw.get("better") == "lower" else "≥"
        known = unit(result, name)
        rows.append(
            (
                measure_title(result, name, lang),
                sign,
                value(raw.get("green"), known),
                value(raw.get("amber"), known),
                value(raw.get("weight"), ""),
            )
        )
    green, amber, red = (f"{light_mark(c)} {light_word(c, lang)}" for c in ("green", "amber", "red"))
    heads = (
        Column(say(lang, "指标", "Measure")),
        Column(""),
        Column(green),
        Column(amber),
        Column(say(lang, "评分权重", "Weight")),
    )
    return Table(
        say(lang, "阈值", "Thresholds"),
        heads,
        tuple(rows),
        "setup",
        say(lang, f"其余为 {red}。", f"Everything else is {red}."),
    )


def _limits(result: Result, lang: Lang) -> Table:
    method = result.get("method") or {}
    rows: list[tuple[Cell, ...]] = [
        (say(lang, "未建模", "Not modelled"), pick(item, lang)) for item in method.get("not_modelled") or ()
    ]
    rows += [(say(lang, "提醒", "Warning"), pick(item, lang)) for item in method.get("warnings") or ()]
    if not rows:
        rows = [(say(lang, "无", "None"), say(lang, "结果未列出限制。", "The result lists no limits."))]
    return Table(
        say(lang, "限制", "Limits"),
        (Column(say(lang, "类别", "Kind")), Column(say(lang, "说明", "What"))),
        tuple(rows),
        "notes",
    )


def _stress(result: Result, lang: Lang) -> Table:
    n, played = shared_n(result), len(drills(result))
    facts = (
        (
            "1 目标",
            "1 Objectives",
            f"演练 {played} 个冲击场景下的履约与恢复，比较有无预案。",
            f"Fulfilment and recovery under {played} shocks, without and with response plans.",
        ),
        (
            "2 逻辑",
            "2 Logic",
            "订单是账本中的一行，按批流过各环节；政策被询问并作答，只有引擎改变世界；冲击只移动杠杆。",
            "An order is a row of the ledger and moves in lots; policies are asked and answer, only the engine changes "
            "the world; shocks move levers.",
        ),
        (
            "3 数据",
            "3 Data",
            "见配置（哈希如上）；默认值带来源与可信度。",
            "See the configuration (hash above); defaults carry source and confidence.",
        ),
        (
            "4 实验",
            "4 Experimentation",
            f"终止型仿真，从给定初态开始，无预热；{n} 次重复；每次有同随机数的无冲击孪生。",
            f"Terminating runs from a given state, no warm-up; {n} replications, each with an unshocked twin on the "
            "same random numbers.",
        ),
        (
            "5 实现",
            "5 Implementation",
            f"Surge {result.get('version')}；连续时间，无全局步进；随机流按（种子、重复、名称、实体）命名。",
            f"Surge {result.get('version')}; continuous time, no global tick; random streams are named by "
            "(seed, replication, name, entity).",
        ),
        (
            "6 获取",
            "6 Access",
            "同一配置、种子与版本得到逐字节相同的结果；JSON 与本报告同源。",
            "Same configuration, seed and version give byte-identical results; the JSON is the object this report was "
            "made from.",
        ),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (say(lang, zh, en), say(lang, told, said)) for zh, en, told, said in facts
    )
    return Table(
        "STRESS-DES",
        (Column(say(lang, "条目", "Item")), Column(say(lang, "说明", "What"))),
        rows,
        "notes",
        say(lang, f"运行数：{len(runs(result))}。", f"Runs: {len(runs(result))}."),
    )


def _called(result: Result, lang: Lang) -> list[Part]:
    """What the places, goods and resources of this report are called in the configuration."""
    sorts = {"site": ("地点", "Place"), "item": ("货品", "Item"), "resource": ("资源", "Resource")}
    rows: list[tuple[Cell, ...]] = [
        (say(lang, *words), pick(title, lang, name), name)
        for sort, words in sorts.items()
        for name, title in ((result.get("titles") or {}).get(sort) or {}).items()
    ]
    heads = (("类别", "Kind"), ("名称", "Name"), ("配置中的写法", "In the configuration"))
    table = Table(say(lang, "名称对照", "Names"), tuple(Column(say(lang, *h)) for h in heads), tuple(rows), "setup")
    finding = say(
        lang, "本报告中的名称在配置里怎么写。", "How the names of this report are written in the configuration."
    )
    return [Part(finding, table, folded=True)] if rows else []


def _glossary(lang: Lang) -> Table:
    heads = (Column("中文"), Column("English"), Column(say(lang, "定义", "Definition")))
    rows: tuple[tuple[Cell, ...], ...] = tuple((zh, en, say(lang, told, said)) for zh, en, told, said in ENTRIES)
    return Table(say(lang, "名词", "Glossary"), heads, rows, "notes")
