"""Fulfilment: how much of what is owed reaches the customers, and how much of it in time."""

import numpy as np

from sim.arrays import Floats
from sim.kpi.counted import INSTANT, complete_at, is_owed, share, whole
from sim.kpi.registry import kpi
from sim.results.record import Record

SOURCE = "docs/measures.md#fulfilment"


@kpi(
    unit="share", better="higher", title_zh="履约率", title_en="Fulfilment rate", source=SOURCE,
    definition_zh="完整到手的订单 ÷ 应交订单。应交：已付清、承诺时间在运行期内、承诺时间前未被顾客取消的顾客订单。"
    "完整到手：运行结束时在顾客手中，且未被召回而不换新。没有应交订单时无定义。",
)  # fmt: skip
def fulfilment_rate(record: Record) -> float:
    """Orders delivered complete / orders owed.

    Owed: a customer's order, paid in full, its promise within the run, not cancelled by the customer before its
    promise. Delivered complete: in the customer's hands by the end of the run, and not recalled without exchange.
    NaN when nothing is owed.
    """
    owed = is_owed(record)
    return share(np.isfinite(complete_at(record)[owed]).sum(), owed.sum())


@kpi(unit="share", better="higher", title_zh="准时率（按订单）", title_en="On-time rate by orders", source=SOURCE)
def on_time_rate(record: Record) -> float:
    """Orders owed that were complete in the customer's hands at their promise or before / orders owed."""
    return _on_time(record, np.ones(record.rows("orders")))


@kpi(unit="share", better="higher", title_zh="准时率（按件数）", title_en="On-time rate by units", source=SOURCE)
def on_time_rate_units(record: Record) -> float:
    """Units of orders owed that were complete at their promise or before / units owed."""
    return _on_time(record, whole(record, "units"))


@kpi(unit="share", better="higher", title_zh="准时率（按金额）", title_en="On-time rate by revenue", source=SOURCE)
def on_time_rate_revenue(record: Record) -> float:
    """Value of orders owed that were complete at their promise or before / value owed."""
    return _on_time(record, whole(record, "value"))


def _on_time(record: Record, weight: Floats) -> float:
    owed = is_owed(record)
    on_time = owed & (complete_at(record) <= record.orders["promise"] + INSTANT)
    return share(weight[on_time].sum(), weight[owed].sum())
