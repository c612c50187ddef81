"""The words of the report in both languages, with what exactly they mean.

A measure is called and defined by its own declaration; the other words are defined here.
"""

from dataclasses import dataclass
from typing import Any

from sim.kpi.fulfilment import fulfilment_rate
from sim.kpi.lead_time import lead_time_p95
from sim.kpi.registry import Measure
from sim.kpi.resilience import loss_area, lowest_point, time_to_recover
from sim.kpi.resources import utilisation_peak

MEASURES: tuple[Measure[..., Any], ...] = (
    fulfilment_rate,
    lead_time_p95,
    lowest_point,
    time_to_recover,
    loss_area,
    utilisation_peak,
)


@dataclass(frozen=True)
class Term:
    """A word in both languages, and its definition in both."""

    zh: str
    en: str
    definition_zh: str
    definition_en: str


TERMS: tuple[Term, ...] = (
    Term(
        "滚动履约率",
        "Rolling fulfilment",
        "近 24 小时内到期的应交订单中按时完整到手的份额。",
        "Share delivered in time and complete of the orders that fell due in the last 24 hours.",
    ),
    Term(
        "孪生",
        "Twin",
        "同一重复、同一随机数、没有冲击的运行。",
        "The run of the same replication and random numbers without the shock.",
    ),
    Term(
        "预案",
        "Response plan",
        "触发 → 发现延迟 → 决策延迟 → 启动延迟 → 动作，带成本。",
        "Trigger, detection delay, decision delay, start-up delay, action; with its cost.",
    ),
    Term(
        "最先到顶",
        "Binds first",
        "最早达到能力上限的资源；有冲击时，指冲击开始后在无冲击的同一时段里并未到顶的资源。",
        "The resource that reaches its capacity first; under a shock, from then on, and not without the shock as well.",
    ),
    Term(
        "95 % 区间",
        "95 % interval",
        "重复抽样下有 95 % 把握包含真实均值的范围；只反映随机波动，不反映假设的对错。",
        "A range that covers the true mean in 95 % of repetitions: of random variation, not of wrong assumptions.",
    ),
    Term(
        "10–90 % 带",
        "10–90 % band",
        "各次重复中间八成的范围。",
        "The range of the middle eighty per cent of replications.",
    ),
    Term("n", "n", "该数字所依据的重复次数。", "Number of replications behind a number."),
    Term(
        "P / S / M / U",
        "P / S / M / U",
        "HSEEP 评级：无障碍完成、有些困难、困难重重、未能完成。",
        "HSEEP ratings: performed without, with some, with major challenges; unable to be performed.",
    ),
    Term(
        "评分",
        "Readiness score",
        "0–100，按声明的权重由各场景指标合成。",
        "0-100, from the scenarios' measures by declared weights.",
    ),
)


def glossary() -> list[Term]:
    """The measures, then the other words."""
    return [*map(_measure, MEASURES), *TERMS]


def _measure(measure: Measure[..., Any]) -> Term:
    definition = " ".join(measure.definition.split())
    return Term(measure.title_zh, measure.title_en, measure.definition_zh, definition)
