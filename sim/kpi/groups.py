"""Community groups: how many form, how long it takes, how many orders they hold, and what is refunded."""

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Bools, Floats
from sim.instants import HOUR
from sim.kpi.counted import share
from sim.kpi.registry import kpi
from sim.results.record import Record

SOURCE = "docs/measures.md#groups"


def is_closed(record: Record) -> Bools:
    """Groups whose fate is known within the run: formed, or past their last minute. Shape (groups,)."""
    groups = record.groups
    return np.asarray((groups["formed"] <= record.horizon) | (groups["closes"] <= record.horizon))


def is_formed(record: Record) -> Bools:
    """Groups that formed within the run. Shape (groups,)."""
    return np.asarray(record.groups["formed"] <= record.horizon)


def open_minutes(record: Record) -> Floats:
    """Minutes from opening to forming, or to the last minute, of every closed group. Shape (closed,)."""
    groups, closed = record.groups, is_closed(record)
    end = np.where(is_formed(record), groups["formed"], groups["closes"])
    return np.asarray((end - groups["opened"])[closed])


@kpi(unit="share", better="higher", title_zh="成团率", title_en="Group completion", source=SOURCE)
def group_completion(record: Record) -> float:
    """Groups formed / groups closed within the run (formed, or past their last minute)."""
    return share(is_formed(record).sum(), is_closed(record).sum())


@kpi(unit="h", better="lower", title_zh="开团时长", title_en="Hours a group is open", source=SOURCE)
def group_open_hours(record: Record) -> float:
    """Mean hours from opening to forming or closing, over groups closed within the run."""
    return _mean(open_minutes(record) / HOUR)


@kpi(unit="h", better="lower", title_zh="成团用时", title_en="Hours to form", source=SOURCE)
def group_hours_to_form(record: Record) -> float:
    """Mean hours from opening to forming, over groups that formed."""
    groups, formed = record.groups, is_formed(record)
    return _mean((groups["formed"] - groups["opened"])[formed] / HOUR)


@kpi(unit="orders", better="higher", title_zh="团均订单", title_en="Orders a group", source=SOURCE)
def group_joined(record: Record) -> float:
    """Mean number of orders that joined, over groups closed within the run."""
    return _mean(record.groups["joined"][is_closed(record)])


@kpi(unit="orders", better="lower", title_zh="未成团退款订单", title_en="Orders in failed groups", source=SOURCE)
def group_refunds(record: Record) -> float:
    """Orders that had joined groups which closed within the run without forming."""
    return float(record.groups["joined"][is_closed(record) & ~is_formed(record)].sum())


@kpi(unit="orders", better="higher", title_zh="成团订单", title_en="Orders in formed groups", source=SOURCE)
def group_orders(record: Record) -> float:
    """Orders in groups that formed within the run: what is released to supply."""
    return float(record.groups["joined"][is_formed(record)].sum())


def _mean(values: NDArray[np.floating] | NDArray[np.integer]) -> float:
    return float(values.mean()) if values.size else float("nan")
