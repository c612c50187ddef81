"""What a reader must know before trusting the numbers: warnings of this study, and what no study models yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.kpi.registry import scalars

Words = dict[str, str]
Run = Mapping[str, Any]

FEWEST = 10

NOT_MODELLED: tuple[Words, ...] = (
    {"zh": "员工疲劳、学习与缺勤", "en": "fatigue, learning and absence of staff"},
    {"zh": "差评、口碑与复购对后续需求的影响", "en": "effect of bad service on later demand"},
    {"zh": "竞品与平台规则的反应", "en": "reactions of competitors and platforms"},
    {
        "zh": "骑手逐单的真实路线（按区域密度近似）",
        "en": "real courier routes (approximated from the density of a zone)",
    },
    {"zh": "融资与授信（现金可为负）", "en": "credit lines (cash may fall below zero)"},
)

METHOD: Words = {
    "zh": "终态型仿真：每个冲击重复都有同一随机数的无冲击孪生；均值配 95 % t 区间，按次计的比例用 Wilson 区间，"
    "差值为配对差。",
    "en": "Terminating runs: every shocked replication has an unshocked twin with the same random numbers; means carry "
    "95 % t-intervals, shares of runs Wilson's, differences are paired.",
}


def warnings(runs: Sequence[Run], targets: Mapping[str, Any], replications: int) -> list[Words]:
    """What weakens this study: too few replications, targets that never had a value, runs that did not recover."""
    found = []
    if replications == 1:
        found.append(
            {"zh": "只有 1 次重复：没有区间，数字可能只是运气", "en": "one replication: no intervals, it may be luck"}
        )
    elif replications < FEWEST:
        found.append({
            "zh": f"只有 {replications} 次重复（建议至少 {FEWEST} 次）：区间较宽",
            "en": f"only {replications} replications (at least {FEWEST} advised): intervals are wide",
        })  # fmt: skip
    for name in targets:
        if not any((run["kpis"].get(name) or {}).get("n") for run in runs):
            aim = _measure(name)
            found.append({
                "zh": f"目标“{aim['zh']}”在所有场景中都没有数值，未计入灯与评分",
                "en": f"the target “{aim['en']}” has no value in any run: it counts neither for the lights nor for the "
                "score",
            })  # fmt: skip
    lost = {run["id"]: run["title"] for run in runs if (run["kpis"].get("recovered") or {}).get("mean", 1.0) < 1.0}
    if lost:
        zh = "、".join(f"“{title['zh']}”" for title in lost.values())
        en = ", ".join(f"“{title['en']}”" for title in lost.values())
        found.append({
            "zh": f"以下场景有重复到结束时仍未恢复，其恢复时长是下限：{zh}",
            "en": f"some replications of {en} had not recovered by the end: their time to recover "
            "is a lower bound",
        })  # fmt: skip
    return found


def _measure(name: str) -> Words:
    """What people call a measure; its name where there is no such measure."""
    known = scalars().get(name)
    return {"zh": known.title_zh, "en": known.title_en} if known else {"zh": name, "en": name}
