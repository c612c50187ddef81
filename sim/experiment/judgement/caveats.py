"""What a reader must know before trusting the numbers: warnings of this study, and what no study models yet."""

from collections.abc import Iterable, Sequence

from sim.kpi.registry import scalars
from sim.results.study import Run, Words

FEWEST = 10

NOT_MODELLED = (
    Words(zh="员工疲劳、学习与缺勤", en="fatigue, learning and absence of staff"),
    Words(zh="差评、口碑与复购对后续需求的影响", en="effect of bad service on later demand"),
    Words(zh="竞品与平台规则的反应", en="reactions of competitors and platforms"),
    Words(
        zh="骑手逐单的真实路线（按区域密度近似）", en="real courier routes (approximated from the density of a zone)"
    ),
    Words(zh="融资与授信（现金可为负）", en="credit lines (cash may fall below zero)"),
)

METHOD = Words(
    zh="终态型仿真：每个冲击重复都有同一随机数的无冲击孪生；均值配 95 % t 区间，按次计的比例用 Wilson 区间，"
    "差值为配对差。",
    en="Terminating runs: every shocked replication has an unshocked twin with the same random numbers; means carry "
    "95 % t-intervals, shares of runs Wilson's, differences are paired.",
)


def warnings(runs: Sequence[Run], targets: Iterable[str], replications: int) -> list[Words]:
    """What weakens this study: too few replications, targets that never had a value, runs that did not recover."""
    found = []
    if replications == 1:
        found.append(
            Words(zh="只有 1 次重复：没有区间，数字可能只是运气", en="one replication: no intervals, it may be luck")
        )
    elif replications < FEWEST:
        found.append(
            Words(
                zh=f"只有 {replications} 次重复（建议至少 {FEWEST} 次）：区间较宽",
                en=f"only {replications} replications (at least {FEWEST} advised): intervals are wide",
            )
        )
    found += [_no_value(name) for name in targets if not any(name in run.kpis and run.kpis[name].n for run in runs)]
    lost = {run.id: run.title for run in runs if "recovered" in run.kpis and run.mean("recovered") < 1.0}
    if lost:
        zh = "、".join(f"“{title.zh}”" for title in lost.values())
        en = ", ".join(f"“{title.en}”" for title in lost.values())
        found.append(
            Words(
                zh=f"以下场景有重复到结束时仍未恢复，其恢复时长是下限：{zh}",
                en=f"some replications of {en} had not recovered by the end: their time to recover is a lower bound",
            )
        )
    return found


def _no_value(name: str) -> Words:
    """A target without a value; it goes by the measure's title, or its name where there is no such measure."""
    known = scalars().get(name)
    zh, en = (known.title_zh, known.title_en) if known else (name, name)
    return Words(
        zh=f"目标“{zh}”在所有场景中都没有数值，未计入灯与评分",
        en=f"the target “{en}” has no value in any run: it counts neither for the lights nor for the score",
    )
