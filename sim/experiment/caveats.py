"""What a reader must know before trusting the numbers: warnings of this study, and what no study models yet."""

from collections.abc import Mapping, Sequence
from typing import Any

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
            found.append({
                "zh": f"目标 {name} 在所有场景中都没有数值，未计入灯与评分",
                "en": f"the target {name} has no value in any run: it counts neither for the lights nor for the score",
            })  # fmt: skip
    lost = [run for run in runs if (run["kpis"].get("recovered") or {}).get("mean", 1.0) < 1.0]
    if lost:
        ids = ", ".join(dict.fromkeys(run["id"] for run in lost))
        found.append({
            "zh": f"以下场景有重复到结束时仍未恢复，其恢复时长是下限：{ids}",
            "en": f"some replications of {ids} had not recovered by the end: their time to recover is a lower bound",
        })  # fmt: skip
    return found
