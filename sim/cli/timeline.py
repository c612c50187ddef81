"""The timeline of one order out of a record: its stamps, its visits, its lots and where they came from; minutes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from sim.state.ledger import STAMPS, Exit, Kind, Mode, Status
from sim.state.stock import Elsewhere

if TYPE_CHECKING:
    from sim.results.record import Record

EVENTS = frozenset(
    ("shock_began", "shock_ended", "shock_noticed", "plan_decided", "action_began", "action_ended", "recall_issued")
)
"""Events of the trace that belong to the timeline of every order that is open when they happen."""


class StationVisit(TypedDict):
    """A visit to a resource; NaN = it was not served, or not done, by the end of the run."""

    resource: str | None
    arrived: float
    started: float
    finished: float


class Stop(TypedDict):
    """A site that a lot reached on its way, and when."""

    site: str | None
    arrived: float


LotHistory = TypedDict(
    "LotHistory",
    {
        "lot": int,
        "qty": float,
        "from": str,  # made, bought or opening
        "made_at": str | None,
        "made_on": str | None,
        "made": float,
        "work_order": int | None,
        "expires": float | None,
        "route": list[Stop],
        "taken_at": str | None,
        "taken": float,
    },
)
"""A stock lot that served a line: where and when it was made, how it came here, when it was taken."""


class TimelineLine(TypedDict):
    """A line of the order and the lots that served it."""

    sku: str | None
    qty: float
    price: float
    allocated: float
    lots: list[LotHistory]


class OrderTimeline(TypedDict):
    """Everything that the record has of one order; `meanwhile` are the events of shocks and plans until it ended."""

    order: int
    kind: str
    source: str | None
    channel: str | None
    community: str | None
    site: str | None
    mode: str
    status: str
    exit: str
    value: float
    promise: float
    replaces: int | None
    stamps: dict[str, float]
    visits: list[StationVisit]
    meanwhile: list[dict[str, Any]]
    lines: list[TimelineLine]


def timeline(record: Record, order: int) -> OrderTimeline:
    """Everything that the record has of one order (a row of `orders`)."""
    orders = record.orders
    stamps = {name: float(orders[name][order]) for name in STAMPS if math.isfinite(orders[name][order])}
    if stamps.get("released") == stamps.get("paid"):
        stamps.pop("released", None)  # goods on the shelf wait for no threshold
    replaces = int(orders["replaces"][order]) if "replaces" in orders else -1
    return {
        "order": order,
        "kind": Kind(int(orders["kind"][order])).name.lower(),
        "source": _name(record, "source", int(orders["source"][order])),
        "channel": _name(record, "channel", int(orders["channel"][order])),
        "community": _name(record, "community", int(orders["community"][order])),
        "site": _name(record, "site", int(orders["node"][order])),
        "mode": Mode(int(orders["mode"][order])).name.lower(),
        "status": Status(int(orders["status"][order])).name.lower(),
        "exit": Exit(int(orders["exit"][order])).name.lower(),
        "value": float(orders["value"][order]),
        "promise": float(orders["promise"][order]),
        "replaces": replaces if replaces >= 0 else None,
        "stamps": stamps,
        "visits": list(_visits(record, order)),
        "meanwhile": list(_events(record, min(stamps.values(), default=0.0), _end(record, stamps))),
        "lines": [_line(record, int(line)) for line in np.flatnonzero(record.lines["order"] == order)],
    }


def latest_order(record: Record) -> int:
    """The customer's order that is latest against its promise; -1 without any order that was paid for."""
    orders = record.orders
    mine = (orders["kind"] == Kind.CUSTOMER) & np.isfinite(orders["paid"]) & ~np.isfinite(orders["cancelled"])
    done = np.where(np.isfinite(orders["delivered"]), orders["delivered"], record.horizon)
    late = np.where(mine, done - orders["promise"], -np.inf)
    return int(np.argmax(late)) if mine.any() else -1


def _end(record: Record, stamps: dict[str, float]) -> float:
    over = [at for name, at in stamps.items() if name in ("delivered", "cancelled", "refunded", "returned")]
    return max(over, default=record.horizon)


def _name(record: Record, kind: str, code: int) -> str | None:
    return str(record.names[kind][code]) if code >= 0 else None


def _visits(record: Record, order: int) -> Iterator[StationVisit]:
    visits = record.visits
    for row in np.flatnonzero(visits["order"] == order):
        yield {
            "resource": _name(record, "resource", int(visits["resource"][row])),
            "arrived": float(visits["arrived"][row]),
            "started": float(visits["started"][row]),
            "finished": float(visits["finished"][row]),
        }


def _events(record: Record, begin: float, end: float) -> Iterator[dict[str, Any]]:
    """What shocks and plans did between the beginning and the end of the order."""
    trace = record.trace
    for row in np.flatnonzero((trace["time"] >= begin) & (trace["time"] <= end)):
        if trace["event"][row] in EVENTS:
            what = json.loads(trace["what"][row] or "{}")
            yield {"time": float(trace["time"][row]), "event": trace["event"][row], "of": trace["where"][row], **what}


def _line(record: Record, line: int) -> TimelineLine:
    lines = record.lines
    return {
        "sku": _name(record, "sku", int(lines["sku"][line])),
        "qty": float(lines["qty"][line]),
        "price": float(lines["price"][line]),
        "allocated": float(lines["allocated"][line]),
        "lots": [_lot(record, int(pick)) for pick in np.flatnonzero(record.picks["line"] == line)],
    }


def _lot(record: Record, pick: int) -> LotHistory:
    picks, lots = record.picks, record.lots
    lot, site, time = int(picks["lot"][pick]), int(picks["site"][pick]), float(picks["time"][pick])
    jobs = record.jobs
    made_by = np.flatnonzero(jobs["lot"] == lot)
    expires = float(lots["expires"][lot])
    return {
        "lot": lot,
        "qty": float(picks["qty"][pick]),
        "from": "made" if len(made_by) else "opening" if _entered(record, lot) == Elsewhere.OPENING else "bought",
        "made_at": _name(record, "site", int(lots["site"][lot])),
        "made_on": _name(record, "resource", int(jobs["resource"][made_by[0]])) if len(made_by) else None,
        "made": float(lots["made"][lot]),
        "work_order": int(lots["origin"][lot]) if lots["origin"][lot] >= 0 else None,
        "expires": expires if math.isfinite(expires) else None,
        "route": list(_route(record, lot, site, time))[::-1],
        "taken_at": _name(record, "site", site),
        "taken": time,
    }


def _entered(record: Record, lot: int) -> int:
    rows = np.flatnonzero(record.moves["lot"] == lot)
    return int(record.moves["source"][rows[0]]) if len(rows) else int(Elsewhere.SUPPLIER)


def _route(record: Record, lot: int, site: int, until: float) -> Iterator[Stop]:
    """The sites through which the lot came to `site`, last first, by its latest arrivals and departures on lanes."""
    moves, lanes = record.moves, set(record.names["resource"])
    mine = moves["lot"] == lot
    arrivals = mine & (moves["source"] == Elsewhere.TRANSIT)
    departures = mine & (moves["target"] == Elsewhere.TRANSIT)
    seen: set[int] = set()
    while site not in seen:
        seen.add(site)
        here = np.flatnonzero(arrivals & (moves["target"] == site) & (moves["time"] <= until))
        if not len(here):
            return
        until = float(moves["time"][here[-1]])
        yield {"site": _name(record, "site", site), "arrived": until}
        name = _name(record, "site", site)
        before = [
            int(moves["source"][row])
            for row in np.flatnonzero(departures & (moves["time"] <= until))
            if f"{_name(record, 'site', int(moves['source'][row]))}->{name}" in lanes
        ]
        if not before:
            return
        site = before[-1]
