"""The stock of one item at one site over time: on hand, backorders, on order, demand, orders placed, expired units.

Exact step functions read from the record; times are minutes, amounts units. Counts over a window are over
[begin, end); averages over time are integrals over it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.kpi.counted import share
from sim.kpi.steps import Steps, from_changes
from sim.results.record import Record
from sim.state.ledger import Exit
from sim.state.stock import Elsewhere
from sim.tolerance import SAME_INSTANT

RECEIVED_FROM = (Elsewhere.SUPPLIER, Elsewhere.TRANSIT, Elsewhere.PRODUCTION)


@dataclass(frozen=True)
class DemandLines:
    """Order lines for the item at the site, in the order of arrival. Shapes (lines,).

    `arrived` and `completed` are instants (NaN = never); `filled_at_once` the part of `units` that was drawn on
    arrival; `lost` a line whose customer left at once because stock was short.
    """

    arrived: Floats
    units: Floats
    filled_at_once: Floats
    completed: Floats
    lost: Bools

    def between(self, begin: float, end: float) -> DemandLines:
        """The lines that arrived in [begin, end)."""
        mine = (self.arrived >= begin) & (self.arrived < end)
        amounts = self.units[mine], self.filled_at_once[mine]
        return DemandLines(self.arrived[mine], *amounts, self.completed[mine], self.lost[mine])

    def fill_rate(self) -> float:
        """Units filled at once / units demanded."""
        return share(self.filled_at_once.sum(), self.units.sum())

    def lost_units(self) -> float:
        """Units of the lost lines."""
        return float(self.units[self.lost].sum())

    def mean_wait(self) -> float:
        """Mean minutes from arrival to completion, weighted by units, over the completed lines."""
        done = np.isfinite(self.completed)
        waited = float((self.completed - self.arrived)[done] @ self.units[done])
        return share(waited, float(self.units[done].sum()))


@dataclass(frozen=True)
class StockHistory:
    """The stock of an item at a site over time, as step functions and events.

    `backorders` are owed to customers and to other sites; `on_order` is ordered and not received (at a site whose
    lines reject nothing); `orders_placed` holds instants and units of the replenishment orders, without withdrawn
    ones; `expired` instants and units of goods past their shelf life.
    """

    on_hand: Steps
    backorders: Steps
    on_order: Steps
    demand: DemandLines
    orders_placed: tuple[Floats, Floats]
    expired: tuple[Floats, Floats]

    @property
    def net(self) -> Steps:
        """Net stock: on hand less backorders."""
        return _sum((self.on_hand, 1.0), (self.backorders, -1.0))


def stock_history(record: Record, site: str, item: str) -> StockHistory:
    """The history of one item at one site.

    Raises `ValueError` for a site or item that the run does not have.
    """
    where, what = list(record.names["site"]).index(site), list(record.names["sku"]).index(item)
    return _history(record, where, what, _lines_at(record, where, what))


def stock_histories(record: Record, site: str) -> Iterator[StockHistory]:
    """The history of every item at a site, in the order of the items' codes."""
    where = list(record.names["site"]).index(site)
    for what in range(len(record.names["sku"])):
        yield _history(record, where, what, _lines_at(record, where, what))


def count_in(times: Floats, begin: float, end: float) -> int:
    """Number of instants in [begin, end)."""
    return int(((times >= begin) & (times < end)).sum())


def units_in(events: tuple[Floats, Floats], begin: float, end: float) -> float:
    """Units of the events in [begin, end)."""
    times, units = events
    return float(units[(times >= begin) & (times < end)].sum())


def _history(record: Record, site: int, sku: int, lines: Ints) -> StockHistory:
    moves, requests = record.moves, record.requests
    mine = np.flatnonzero(moves["sku"] == sku)
    time, source, target, qty = (moves[name][mine] for name in ("time", "source", "target", "qty"))
    into, out = target == site, source == site
    came = into & np.isin(source, RECEIVED_FROM)
    placed = (requests["site"] == site) & (requests["sku"] == sku)
    when, units = requests["time"][placed], requests["units"][placed]
    away = out & (target == Elsewhere.EXPIRED)
    return StockHistory(
        on_hand=from_changes(time, qty * (into.astype(np.float64) - out)),
        backorders=_backorders(record, lines),
        on_order=from_changes(np.concatenate((when, time[came])), np.concatenate((units, -qty[came]))),
        demand=_demand(record, lines),
        orders_placed=(when[units > 0], units[units > 0]),
        expired=(time[away], qty[away]),
    )


def _lines_at(record: Record, site: int, sku: int) -> Ints:
    """Lines of the orders released to the site within the run, by the instant of release."""
    orders, lines = record.orders, record.lines
    mine = np.flatnonzero(lines["sku"] == sku)
    order = lines["order"][mine]
    came = (orders["node"][order] == site) & (orders["kind"][order] >= 0)
    came &= orders["released"][order] <= record.horizon
    mine = mine[came]
    return np.asarray(mine[np.argsort(orders["released"][order[came]], kind="stable")])


def _picked(record: Record, lines: Ints) -> tuple[Floats, Floats, Ints]:
    """Instants and units of the picks for the lines, and the position of the line of each. Shapes (picks,)."""
    picks = record.picks
    place = np.full(record.rows("lines"), -1)
    place[lines] = np.arange(len(lines))
    which = place[picks["line"]]
    mine = which >= 0
    return picks["time"][mine], picks["qty"][mine], which[mine]


def _backorders(record: Record, lines: Ints) -> Steps:
    orders, owners = record.orders, record.lines["order"][lines]
    units = record.lines["qty"][lines]
    when, drawn, which = _picked(record, lines)
    off = orders["cancelled"][owners]
    left = units - np.bincount(which, drawn, len(lines))
    times = np.concatenate((orders["released"][owners], when, off))
    return from_changes(times, np.concatenate((units, -drawn, -left)))


def _demand(record: Record, lines: Ints) -> DemandLines:
    orders, owners = record.orders, record.lines["order"][lines]
    arrived, units = orders["released"][owners], record.lines["qty"][lines]
    when, drawn, which = _picked(record, lines)
    at_once = when <= arrived[which] + SAME_INSTANT
    filled = np.asarray(np.bincount(which[at_once], drawn[at_once], len(lines)), dtype=np.float64)
    lost = orders["exit"][owners] == Exit.LOST_SALE
    return DemandLines(arrived, units, filled, record.lines["allocated"][lines], np.asarray(lost))


def _sum(*parts: tuple[Steps, float]) -> Steps:
    """A weighted sum of step functions."""
    times = np.concatenate([steps.times for steps, _ in parts])
    changes = np.concatenate([np.diff(steps.values, prepend=0.0) * weight for steps, weight in parts])
    return from_changes(times, changes)
