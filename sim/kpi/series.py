"""What a run looks like step by step: measures as series, for steady states and pictures.

A step is a stretch of time; every series has one value for each whole step from the start, shape (steps,).
NaN = nothing to measure in that step.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from sim.arrays import Floats
from sim.errors import SurgeError, nearest
from sim.instants import HOUR
from sim.kpi.counted import complete_at, delivered_at, is_customer, is_in_hand, is_owed, settled_at
from sim.kpi.steps import Steps, count_between, from_changes
from sim.results.record import Record


class UnknownSeriesError(SurgeError):
    """No series goes by that name."""

    exit_code = 2


class Series(NamedTuple):
    """A series: its unit, its titles, and the function from a record and the length of a step, minutes."""

    unit: str
    title_zh: str
    title_en: str
    values: Callable[[Record, float], Floats]


def open_orders(record: Record, step: float) -> Floats:
    """Customers' orders that are paid and not yet in hand nor given up: the average over each step."""
    mine = is_customer(record)
    orders = record.orders
    ended = np.fmin(settled_at(record), np.fmin(orders["cancelled"], orders["refunded"]))
    return _averages(count_between(orders["paid"][mine], ended[mine]), record, step)


def on_hand(record: Record, step: float) -> Floats:
    """Units on all shelves: the average over each step."""
    moves = record.moves
    change = moves["qty"] * ((moves["target"] >= 0).astype(np.float64) - (moves["source"] >= 0))
    return _averages(from_changes(moves["time"], change), record, step)


def lead_time(record: Record, step: float) -> Floats:
    """Mean hours from payment to hand of the orders that came into their customers' hands in each step."""
    mine = is_in_hand(record) & np.isfinite(record.orders["paid"])
    paid, delivered = record.orders["paid"][mine], delivered_at(record)[mine]
    return _means(delivered, (delivered - paid) / HOUR, record, step)


def on_time(record: Record, step: float) -> Floats:
    """Share of the orders due in each step that were complete in hand by then."""
    owed = is_owed(record)
    due = record.orders["promise"][owed]
    return _means(due, (complete_at(record)[owed] <= due).astype(np.float64), record, step)


SERIES: Mapping[str, Series] = {
    "open_orders": Series("orders", "未交付订单", "Open orders", open_orders),
    "on_hand": Series("units", "在库数量", "Units on hand", on_hand),
    "lead_time": Series("h", "交付时长", "Lead time", lead_time),
    "on_time": Series("share", "准时率", "On-time share", on_time),
}


def find(name: str) -> Series:
    """The series of that name; raises `UnknownSeriesError` with the nearest one."""
    if name in SERIES:
        return SERIES[name]
    like = nearest(name, SERIES)
    hint = f" (did you mean '{like}'?)" if like else f"; there are {', '.join(SERIES)}"
    raise UnknownSeriesError(f"no series '{name}'{hint}")


def edges(record: Record, step: float) -> Floats:
    """Where the steps begin and end, minutes; shape (steps + 1,)."""
    return np.arange(int(record.horizon // step) + 1, dtype=np.float64) * step


def _averages(steps: Steps, record: Record, step: float) -> Floats:
    return np.asarray(np.diff(steps.integral(edges(record, step))) / step)


def _means(at: Floats, values: Floats, record: Record, step: float) -> Floats:
    """Mean of the values whose instants lie in each step."""
    bounds = edges(record, step)
    inside = (at >= 0) & (at < bounds[-1])
    which = (at[inside] // step).astype(np.int64)
    count = np.bincount(which, minlength=len(bounds) - 1)
    total = np.bincount(which, values[inside], len(bounds) - 1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
