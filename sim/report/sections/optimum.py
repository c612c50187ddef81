"""The optimum: the best settings found, what they are worth on fresh luck, and whether the bounds still hold."""

from sim.report.document import Part, Section, Table
from sim.report.labels import Result
from sim.report.optimum import bound_columns, bounds, finding, optimum, setting_columns, settings
from sim.report.terms import Lang, say

ORDER = 3
TITLE = {"zh": "最优设置", "en": "The best settings"}


def build(result: Result, lang: Lang) -> Section | None:
    """Nothing when nothing was optimised."""
    found = optimum(result)
    if found is None:
        return None
    best = Table(TITLE[lang], setting_columns(lang), tuple(settings(found)), "measures")
    parts = [Part(finding(result, found, lang), best)]
    if rows := bounds(result, found, lang):
        said = say(
            lang,
            "约束在新随机数下逐个场景检验；区间跨过界限时无法判断。",
            "Bounds are tried on fresh luck in each scenario; where the interval has the bound in it, nobody knows.",
        )
        title = say(lang, "约束", "Bounds")
        parts.append(Part(said, Table(title, bound_columns(lang), tuple(rows), "measures", cards=True)))
    return Section("optimum", TITLE[lang], tuple(parts), say(lang, "优化报告", "The best settings"))
