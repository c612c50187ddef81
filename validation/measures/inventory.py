"""One item at one site over time: on hand, owed, on order, wanted, lost, expired. Everything exact, from the record.

Times in minutes, amounts in units. What a window asks for is counted in [begin, end); averages over time are exact
integrals over it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.kpi.counted import INSTANT, share
from sim.kpi.steps import Steps, from_changes
from sim.results.record import Record
from sim.state.ledger import Exit
from sim.state.stock import Elsewhere

COMES_FROM = (Elsewhere.SUPPLIER, Elsewhere.TRANSIT, Elsewhere.PRODUCTION)


@dataclass(frozen=True)
class Wanted:
    """Order lines that wanted the item at the site, in the order in which they came. Shapes (lines,).

    `asked` when, `units` how many, `at_once` how many of them were drawn at that very moment, `complete` when the last
    unit was there (NaN = never), `lost` whether the customer left at once for want of stock.
    """

    asked: Floats
    units: Floats
    at_once: Floats
    complete: Floats
    lost: Bools

    def between(self, begin: float, end: float) -> Wanted:
        """Those that came in [begin, end)."""
        mine = (self.asked >= begin) & (self.asked < end)
        amounts = self.units[mine], self.at_once[mine]
        return Wanted(self.asked[mine], *amounts, self.complete[mine], self.lost[mine])

    def fill_rate(self) -> float:
        """Units served at once / units wanted."""
        return share(self.at_once.sum(), self.units.sum())

    def lost_units(self) -> float:
        """Units that customers who left at once had wanted."""
        return float(self.units[self.lost].sum())

    def mean_wait(self) -> float:
        """Minutes from asking to being complete, averaged over the units of the lines that were completed."""
        done = np.isfinite(self.complete)
        waited = float((self.complete - self.asked)[done] @ self.units[done])
        return share(waited, float(self.units[done].sum()))


@dataclass(frozen=True)
class Shelf:
    """The item at the site over time.

    `owed` is what customers and other sites have asked for and not got; `on_order` what the site has ordered and not
    received (at a site whose lines reject nothing); `requests` are the instants and units of its restocking orders,
    without those that were taken back; `expired` likewise of what was thrown away.
    """

    on_hand: Steps
    owed: Steps
    on_order: Steps
    wanted: Wanted
    requests: tuple[Floats, Floats]
    expired: tuple[Floats, Floats]

    @property
    def net(self) -> Steps:
        """On hand less owed."""
        return _sum((self.on_hand, 1.0), (self.owed, -1.0))


def shelf(record: Record, site: str, item: str) -> Shelf:
    """The book-keeping of one item at one site.

    Raises `ValueError` for a site or item that the run does not have.
    """
    where, what = list(record.names["site"]).index(site), list(record.names["sku"]).index(item)
    return _shelf(record, where, what, _lines_at(record, where, what))


def shelves(record: Record, site: str) -> Iterator[Shelf]:
    """The shelf of every item at a site, in the order of the items' codes."""
    where = list(record.names["site"]).index(site)
    for what in range(len(record.names["sku"])):
        yield _shelf(record, where, what, _lines_at(record, where, what))


def count(times: Floats, begin: float, end: float) -> int:
    """How many of the instants lie in [begin, end)."""
    return int(((times >= begin) & (times < end)).sum())


def total(events: tuple[Floats, Floats], begin: float, end: float) -> float:
    """Units of the events in [begin, end)."""
    times, units = events
    return float(units[(times >= begin) & (times < end)].sum())


def _shelf(record: Record, site: int, sku: int, lines: Ints) -> Shelf:
    moves, requests = record.moves, record.requests
    mine = np.flatnonzero(moves["sku"] == sku)
    time, source, target, qty = (moves[name][mine] for name in ("time", "source", "target", "qty"))
    into, out = target == site, source == site
    came = into & np.isin(source, COMES_FROM)
    asked = (requests["site"] == site) & (requests["sku"] == sku)
    when, units = requests["time"][asked], requests["units"][asked]
    away = out & (target == Elsewhere.EXPIRED)
    return Shelf(
        on_hand=from_changes(time, qty * (into.astype(np.float64) - out)),
        owed=_owed(record, lines),
        on_order=from_changes(np.concatenate((when, time[came])), np.concatenate((units, -qty[came]))),
        wanted=_wanted(record, lines),
        requests=(when[units > 0], units[units > 0]),
        expired=(time[away], qty[away]),
    )


def _lines_at(record: Record, site: int, sku: int) -> Ints:
    """Lines of orders that were let through to the site within the run, by the instant at which they came."""
    orders, lines = record.orders, record.lines
    mine = np.flatnonzero(lines["sku"] == sku)
    order = lines["order"][mine]
    came = (orders["node"][order] == site) & (orders["kind"][order] >= 0)
    came &= orders["released"][order] <= record.horizon
    mine = mine[came]
    return np.asarray(mine[np.argsort(orders["released"][order[came]], kind="stable")])


def _picked(record: Record, lines: Ints) -> tuple[Floats, Floats, Ints]:
    """Instants and units of what was picked for the lines, and the position of the line of each. Shapes (picks,)."""
    picks = record.picks
    place = np.full(record.rows("lines"), -1)
    place[lines] = np.arange(len(lines))
    which = place[picks["line"]]
    mine = which >= 0
    return picks["time"][mine], picks["qty"][mine], which[mine]


def _owed(record: Record, lines: Ints) -> Steps:
    orders, owners = record.orders, record.lines["order"][lines]
    units = record.lines["qty"][lines]
    when, drawn, which = _picked(record, lines)
    off = orders["cancelled"][owners]
    left = units - np.bincount(which, drawn, len(lines))
    times = np.concatenate((orders["released"][owners], when, off))
    return from_changes(times, np.concatenate((units, -drawn, -left)))


def _wanted(record: Record, lines: Ints) -> Wanted:
    orders, owners = record.orders, record.lines["order"][lines]
    asked, units = orders["released"][owners], record.lines["qty"][lines]
    when, drawn, which = _picked(record, lines)
    prompt = when <= asked[which] + INSTANT
    at_once = np.asarray(np.bincount(which[prompt], drawn[prompt], len(lines)), dtype=np.float64)
    lost = orders["exit"][owners] == Exit.LOST_SALE
    return Wanted(asked, units, at_once, record.lines["allocated"][lines], np.asarray(lost))


def _sum(*parts: tuple[Steps, float]) -> Steps:
    """A weighted sum of step functions."""
    times = np.concatenate([steps.times for steps, _ in parts])
    changes = np.concatenate([np.diff(steps.values, prepend=0.0) * weight for steps, weight in parts])
    return from_changes(times, changes)
