"""Conservation: goods and money neither appear nor vanish. Asserted at the end of every run.

Goods, for every lot:
    opening + made + received + spare + handed back
        = sold + used + on hand + in transit + expired + destroyed + quarantined + sent back
Every movement is noted once in `moves`, from a place to a place, so the sums balance by themselves; what could be
wrong is checked against what was noted elsewhere: the picks, the jobs, the lots, the lines, and what was counted at the
end on the shelves, at docks and on roads, and in the order books of suppliers, factories and sites.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.errors import ConservationError
from sim.results.accounts import INCOME, REFUND
from sim.results.columns import Array, distinct
from sim.results.record import Record
from sim.state.ledger import SOLD
from sim.state.stock import Elsewhere, Why

TOLERANCE = 1e-6
"""Units, or a share of a larger sum: sums over all rows of a run are further apart than the sums of a single step."""
CENT = 0.005
"""Yuan: half of the smallest coin."""
SHOWN = 5
"""Mistakes of one sort that are listed."""


@dataclass(frozen=True)
class EndingInventory:
    """What the engine holds at the end of a run, to be compared with the books.

    `on_hand`   units on the shelves, shape (sites, SKUs)
    `on_order`  units that sites count on, shape (sites, SKUs)
    `on_road`   units of each lot at docks and on vehicles, shape (lots,)
    `to_come`   units that suppliers, factories and other sites have still to bring, shape (sites, SKUs)
    """

    on_hand: Floats
    on_order: Floats
    on_road: Floats
    to_come: Floats


def units(record: Record) -> dict[str, Floats]:
    """Units of every lot by where they came from and where they are at the end of the run, shapes (lots,)."""
    moves = record.moves
    back = moves["source"] == Elsewhere.CUSTOMER
    put_back = back & (moves["why"] == Why.PUT_BACK)
    sides = {
        "opening": moves["source"] == Elsewhere.OPENING,
        "received": moves["source"] == Elsewhere.SUPPLIER,
        "made": moves["source"] == Elsewhere.PRODUCTION,
        "handed_back": back & ~put_back,
        "used": moves["target"] == Elsewhere.PRODUCTION,
        "expired": moves["target"] == Elsewhere.EXPIRED,
        "destroyed": moves["target"] == Elsewhere.DESTROYED,
        "quarantined": moves["target"] == Elsewhere.QUARANTINE,
        "sent_back": moves["target"] == Elsewhere.SUPPLIER,
    }
    account = {name: _by_lot(record, moves["lot"], moves["qty"], which) for name, which in sides.items()}
    at_sites, on_road = (moves["target"] >= 0, moves["source"] >= 0), (Elsewhere.TRANSIT, Elsewhere.TRANSIT)
    account["on_hand"] = _net(record, *at_sites)
    account["in_transit"] = _net(record, moves["target"] == on_road[0], moves["source"] == on_road[1])
    account["sold"] = _net(record, moves["target"] == Elsewhere.CUSTOMER, put_back)
    return account


def unit_errors(record: Record, counted: EndingInventory | None = None) -> list[str]:
    """What is wrong with the goods, in words; empty when they are conserved. What is `counted` is compared too."""
    # an impossible movement would make the sums meaningless
    if wrong := list(_places(record)):
        return wrong
    account = units(record)
    return [
        *_balances(record, account["in_transit"]),
        *(_counted(record, counted, account["in_transit"]) if counted else ()),
        *_picked(record),
        *_made(record, account["made"]),
    ]


def money_errors(record: Record) -> list[str]:
    """What is wrong with the money, in words; empty when it is conserved.

    Of every customer's order the shop keeps its value when it was paid in full and not paid back, nothing when it was
    paid back or never paid, and up to its value while it is open.
    """
    cash, orders = record.cash, record.orders
    if not np.isfinite(cash["amount"]).all() or not np.isfinite(cash["time"]).all():
        return ["cash: an amount or a time is not a number"]
    theirs = _of_customers(record)
    if not theirs.any():
        return []
    untied = float(cash["amount"][theirs & (cash["order"] < 0)].sum())
    tied = theirs & (cash["order"] >= 0)
    kept = np.bincount(cash["order"][tied], cash["amount"][tied], record.rows("orders"))
    repaid = orders["refunded"] <= record.horizon
    paid = (orders["paid"] <= record.horizon) & ~repaid
    closed = repaid | (orders["cancelled"] <= record.horizon)
    least = np.where(paid, orders["value"], 0.0)
    most = np.where(closed & ~paid, 0.0, orders["value"])
    customers = np.isin(orders["kind"], SOLD)
    wrong = (kept < least - CENT) | (kept > most + CENT)
    if untied:
        low, high, total = least[customers].sum(), most[customers].sum(), untied + kept[customers].sum()
        slack = CENT * max(1.0, float(customers.sum()))
        return [] if low - slack <= total <= high + slack else [f"cash: {total:.2f} kept, not {low:.2f} to {high:.2f}"]
    return [
        f"order {row}: {kept[row]:.2f} yuan kept of {orders['value'][row]:.2f}, not {least[row]:.2f} to {most[row]:.2f}"
        for row in _first(customers & wrong)
    ]


def _of_customers(record: Record) -> Array:
    """Rows of the cash that customers paid, or were paid back, within the run."""
    accounts, booked_on = distinct(record.cash["account"])
    return np.isin(accounts, (*INCOME, REFUND))[booked_on] & (record.cash["time"] <= record.horizon)


def require(record: Record, counted: EndingInventory | None = None) -> None:
    """Raise `ConservationError` with everything found, unless goods and money are conserved."""
    errors = unit_errors(record, counted) + money_errors(record)
    if errors:
        raise ConservationError("; ".join(errors))


def _places(record: Record) -> Iterator[str]:
    moves, lots = record.moves, record.lots
    sites = len(record.names.get("site", ()))
    for side in ("source", "target"):
        for row in _first((moves[side] < min(Elsewhere)) | (moves[side] >= sites)):
            yield f"move {row}: {side} {moves[side][row]} is no place"
    for row in _first(~(moves["qty"] >= 0)):
        yield f"move {row}: {moves['qty'][row]} units"
    for row in _first(moves["sku"] != lots["sku"][moves["lot"]]):
        yield f"move {row}: SKU {moves['sku'][row]}, but lot {moves['lot'][row]} is of another"


def _balances(record: Record, road: Floats) -> Iterator[str]:
    """Nothing was taken from where it was not: no lot is negative at a site or on the road."""
    moves, lots = record.moves, record.rows("lots")
    sites = max(len(record.names.get("site", ())), 1)
    net = np.zeros(sites * lots)
    for side, sign in (("target", 1.0), ("source", -1.0)):
        here = moves[side] >= 0
        cells = moves[side][here].astype(np.int64) * lots + moves["lot"][here]
        net += sign * np.bincount(cells, moves["qty"][here], len(net))
    for cell in _first(net < -TOLERANCE):
        yield f"lot {cell % lots} at site {cell // lots}: {net[cell]:g} units left"
    for lot in _first(road < -TOLERANCE):
        yield f"lot {lot} in transit: {road[lot]:g} units"


def _counted(record: Record, counted: EndingInventory, road: Floats) -> Iterator[str]:
    """What lies on shelves and roads is what was moved there, and what is on order is what is to come."""
    moves, shape = record.moves, counted.on_hand.shape
    net = np.zeros(shape)
    for side, sign in (("target", 1.0), ("source", -1.0)):
        here = moves[side] >= 0
        cells = moves[side][here].astype(np.int64) * shape[1] + moves["sku"][here]
        net += sign * np.bincount(cells, moves["qty"][here], net.size).reshape(shape)
    for site, sku in _differ(counted.on_hand, net):
        yield (
            f"site {site}, SKU {sku}: {counted.on_hand[site, sku]:g} on the shelf, {net[site, sku]:g} by its movements"
        )
    for (lot,) in _differ(counted.on_road, road):
        yield f"lot {lot}: {counted.on_road[lot]:g} units at docks and on roads, {road[lot]:g} by its movements"
    on_order, to_come = counted.on_order, counted.to_come
    for site, sku in _differ(on_order, to_come):
        yield f"site {site}, SKU {sku}: {on_order[site, sku]:g} on order, {to_come[site, sku]:g} to come"


def _differ(one: Floats, other: Floats) -> list[tuple[int, ...]]:
    """The first few places at which two arrays of one shape differ."""
    cells = _first((np.abs(one - other) > _slack(other)).ravel())
    return [tuple(int(axis) for axis in np.unravel_index(cell, one.shape)) for cell in cells]


def _picked(record: Record) -> Iterator[str]:
    """Picks agree with the movements of their lots and with the lines they serve."""
    moves, picks, lines = record.moves, record.picks, record.lines
    if not len(picks["lot"]):
        return
    out = moves["why"] == Why.PICKED
    back = moves["why"] == Why.PUT_BACK
    moved = _net(record, out, back)
    noted = _by_lot(record, picks["lot"], picks["qty"], picks["lot"] >= 0)
    for lot in _first(np.abs(moved - noted) > _slack(noted)):
        yield f"lot {lot}: {noted[lot]:g} units picked, {moved[lot]:g} moved"
    got = np.bincount(picks["line"], picks["qty"], record.rows("lines"))
    served = np.bincount(picks["line"], minlength=record.rows("lines")) > 0
    off = record.orders["cancelled"][lines["order"]] <= record.horizon
    short = served & (lines["allocated"] <= record.horizon) & ~off & (got < lines["qty"] - _slack(lines["qty"]))
    for line in _first(short | (got > lines["qty"] + _slack(lines["qty"])) | (got < -TOLERANCE)):
        yield f"line {line}: {got[line]:g} units picked for {lines['qty'][line]:g}"


def _made(record: Record, made: Floats) -> Iterator[str]:
    """What the factory lines report good is what entered the stock of their lots."""
    jobs = record.jobs
    reported = _by_lot(record, jobs["lot"], jobs["good"], jobs["lot"] >= 0)
    for lot in _first(np.abs(made - reported) > _slack(made)):
        yield f"lot {lot}: {reported[lot]:g} good units made, {made[lot]:g} received from production"


def _net(record: Record, into: Array, out: Array) -> Floats:
    moves = record.moves
    return _by_lot(record, moves["lot"], moves["qty"], into) - _by_lot(record, moves["lot"], moves["qty"], out)


def _by_lot(record: Record, lot: Array, qty: Floats, which: Array) -> Floats:
    return np.asarray(np.bincount(lot[which], qty[which], record.rows("lots")), dtype=np.float64)


def _slack(size: Floats) -> Floats:
    return np.asarray(TOLERANCE * np.maximum(1.0, np.abs(size)))


def _first(wrong: Array) -> list[int]:
    """The first few rows at which something is wrong."""
    return [int(row) for row in np.flatnonzero(wrong)[:SHOWN]]
