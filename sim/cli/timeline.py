"""One order's life out of a record: its stamps, its visits, its lots and where they came from. Plain data, minutes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.state.ledger import Exit, Kind, Mode, Status
from sim.state.stock import Elsewhere

if TYPE_CHECKING:
    from sim.results.record import Record

STAMPS = (
    "placed", "paid", "grouped", "released", "allocated", "ready", "departed", "delivered", "cancelled", "refunded",
    "returned",
)  # fmt: skip
TOLD = frozenset(
    ("shock_began", "shock_ended", "shock_noticed", "plan_decided", "action_began", "action_ended", "recall_issued")
)
Life = dict[str, Any]


def life(record: Record, order: int) -> Life:
    """Everything the record knows of one order (a row of `orders`)."""
    orders = record.orders
    stamps = {name: float(orders[name][order]) for name in STAMPS if math.isfinite(orders[name][order])}
    if stamps.get("released") == stamps.get("paid"):
        stamps.pop("released", None)  # goods on the shelf wait for no threshold
    replaces = int(orders["replaces"][order]) if "replaces" in orders else -1
    return {
        "order": order,
        "kind": Kind(int(orders["kind"][order])).name.lower(),
        **{name: _name(record, name, int(orders[name][order])) for name in ("source", "channel", "community")},
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
    """The customer's order that kept its customer waiting longest beyond the promise; -1 when nobody ordered."""
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


def _visits(record: Record, order: int) -> Iterator[dict[str, Any]]:
    visits = record.visits
    for row in np.flatnonzero(visits["order"] == order):
        times = {name: float(visits[name][row]) for name in ("arrived", "started", "finished")}
        yield {"resource": _name(record, "resource", int(visits["resource"][row])), **times}


def _events(record: Record, begin: float, end: float) -> Iterator[dict[str, Any]]:
    """What shocks and plans did while the order lived."""
    trace = record.trace
    for row in np.flatnonzero((trace["time"] >= begin) & (trace["time"] <= end)):
        if trace["event"][row] in TOLD:
            what = json.loads(trace["what"][row] or "{}")
            yield {"time": float(trace["time"][row]), "event": trace["event"][row], "of": trace["where"][row], **what}


def _line(record: Record, line: int) -> dict[str, Any]:
    lines = record.lines
    return {
        "sku": _name(record, "sku", int(lines["sku"][line])),
        "qty": float(lines["qty"][line]),
        "price": float(lines["price"][line]),
        "allocated": float(lines["allocated"][line]),
        "lots": [_lot(record, int(pick)) for pick in np.flatnonzero(record.picks["line"] == line)],
    }


def _lot(record: Record, pick: int) -> dict[str, Any]:
    """A stock lot that served a line: where and when it was made, how it came here, when it was taken."""
    picks, lots = record.picks, record.lots
    lot, site, time = int(picks["lot"][pick]), int(picks["site"][pick]), float(picks["time"][pick])
    jobs = record.jobs
    baked = np.flatnonzero(jobs["lot"] == lot)
    expires = float(lots["expires"][lot])
    return {
        "lot": lot,
        "qty": float(picks["qty"][pick]),
        "from": "made" if len(baked) else "opening" if _entered(record, lot) == Elsewhere.OPENING else "bought",
        "made_at": _name(record, "site", int(lots["site"][lot])),
        "made_on": _name(record, "resource", int(jobs["resource"][baked[0]])) if len(baked) else None,
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


def _route(record: Record, lot: int, site: int, until: float) -> Iterator[dict[str, Any]]:
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
