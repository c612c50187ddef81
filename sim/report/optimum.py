"""Reading an optimum in a result: which settings, what they are worth on fresh luck, how much the search flattered."""

from collections.abc import Mapping
from typing import Any

from sim.report.numbers import written
from sim.report.reading import Result, measure_title, unit
from sim.report.terms import Lang, say
from sim.report.values import value


def optimum(result: Result) -> Mapping[str, Any] | None:
    """The optimum that the result holds, or None."""
    found = result.get("optimum")
    return found if isinstance(found, Mapping) and found.get("at") else None


def sentences(result: Result, lang: Lang) -> list[str]:
    """What was found, in words, a line each."""
    found = optimum(result)
    if found is None:
        return []
    kpi = str(found["by"])
    title = measure_title(result, kpi, lang)
    search, fresh = (written(value(found[name][kpi], unit(result, kpi)), lang) for name in ("search", "fresh"))
    optimism = written(value(found["optimism"][kpi], unit(result, kpi), signed=True), lang)
    count, n, again = len(found["trials"]), found["search_replications"], found["fresh_replications"]
    lines = [
        say(lang, f"{count} 次试验中的最优设置：", f"The best of {count} trials:"),
        *(f"  {key} = {setting}" for key, setting in found["at"].items()),
        say(
            lang,
            f"{title}：搜索时 {search}（{n} 次重复），新随机数下 {fresh}（{again} 次），搜索的乐观偏差 {optimism}。",
            f"{title}: {search} in the search ({n} replications), {fresh} on fresh luck ({again}), "
            f"optimism {optimism}.",
        ),
    ]
    if bounds := found.get("subject_to"):
        held = (
            say(lang, "仍满足", "still holds") if found["fresh_meets"] else say(lang, "■ 不再满足", "■ no longer holds")
        )
        lines.append(say(lang, f"约束 {'、'.join(bounds)}：{held}。", f"{' and '.join(bounds)}: {held}."))
    return lines
