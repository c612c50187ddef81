"""Stock by site, item and lot, and every movement of it.

Each site keeps a pile of lots per item, in the order in which they are issued (FEFO: first expired first out, or
LIFO). On hand, on order and backlog are kept apart, shape (sites, items), in units; `levels` is all three. Every
movement goes into `moves`, every unit promised to an order line into `picks`, so that a lot can be traced to orders
exactly.
"""

import heapq
import math
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from enum import IntEnum

import numpy as np

from sim.arrays import Floats, Ints
from sim.state import columns
from sim.state.columns import TableColumns
from sim.state.table import Table
from sim.tolerance import SAME_UNITS

EPSILON = SAME_UNITS


class Elsewhere(IntEnum):
    """Where goods come from or go to when it is not a site."""

    SUPPLIER = -1
    CUSTOMER = -2
    PRODUCTION = -3
    EXPIRED = -4
    DESTROYED = -5
    QUARANTINE = -6
    OPENING = -7
    TRANSIT = -8


class Quality(IntEnum):
    """What is known of a lot."""

    GOOD = 0
    QUARANTINED = 2


class Why(IntEnum):
    """Why goods moved."""

    OPENING = 0
    RECEIVED = 1
    MADE = 2
    USED = 3
    PICKED = 4
    PUT_BACK = 5
    SHIPPED = 6
    EXPIRED = 7
    DESTROYED = 8
    QUARANTINED = 9
    RETURNED = 10
    SPARE = 11
    SENT_BACK = 12


LOTS: TableColumns = {
    "sku": columns.name("sku", "what it holds"),
    "made": columns.time("made"),
    "expires": columns.number("last minute at which it may be sold; inf = keeps", "min"),
    "site": columns.name("site", "where it was made or first received", "i2"),
    "quality": columns.enum(Quality, "what is known of it"),
    "origin": columns.number("work order that made it, -1 = bought or opening stock", dtype="i4"),
    "cost": columns.number("what a unit is worth", "yuan"),
}
MOVES: TableColumns = {
    "time": columns.time("moved"),
    "source": columns.place(Elsewhere, "from where"),
    "target": columns.place(Elsewhere, "to where"),
    "sku": columns.name("sku", "what"),
    "lot": columns.row("lots", "which lot"),
    "qty": columns.number("how much", "units"),
    "why": columns.enum(Why, "reason"),
}
PICKS: TableColumns = {
    "line": columns.row("lines", "line that was served"),
    "lot": columns.row("lots", "stock lot it was served from"),
    "qty": columns.number("how much", "units"),
    "time": columns.time("picked"),
    "site": columns.name("site", "where", "i2"),
}
_PAID = columns.number("what of a unit's cost suppliers have been paid within the run; not recorded", "yuan")

Heap = list[tuple[float, int, int]]
Pile = list[tuple[float, int]]  # (issue key, row of the shelf), the next to be issued first
NOTHING = -1
FROZEN = int(Quality.QUARANTINED)
"""As a plain number: NumPy takes many times as long to compare with a member of an enumeration."""


class Stock:
    """Piles of lots at sites. `endless` sites never run out and keep no lots."""

    def __init__(self, sites: int, items: int, lifo: Iterable[int] = ()) -> None:
        self.levels = np.zeros((3, sites, items))
        self.on_hand, self.on_order, self.backlog = self.levels
        self.lots = Table.of({**LOTS, "paid": _PAID})
        self.moves, self.picks = Table.of(MOVES), Table.of(PICKS)
        self._lifo = frozenset(lifo)
        self._shelf = Table({"lot": "i4", "left": "f8"})
        self._front = np.full((sites, items), NOTHING)
        self._piles: dict[tuple[int, int], Pile] = defaultdict(list)
        self._row_of: dict[tuple[int, int], int] = {}
        self._expiries: dict[int, Heap] = defaultdict(list)

    def new_lot(
        self, sku: int, made: float, expires: float, site: int, origin: int = -1, cost: float = 0.0, paid: float = 0.0
    ) -> int:
        """A lot that begins to exist; goods enter it by `put`.

        `cost`: what a unit is worth, yuan; `paid`: what of it suppliers have been paid within the run, which for
        opening stock is nothing.
        """
        (row,) = self.lots.append(
            1, sku=sku, made=made, expires=expires, site=site, origin=origin, cost=cost, paid=paid
        ).tolist()
        return int(row)

    def put(self, time: float, site: int, lot: int, qty: float, source: int, why: Why) -> None:
        """Put `qty` units of a lot at a site; quarantined lots go into quarantine, expired ones are thrown away."""
        sku, expires = int(self.lots.sku[lot]), float(self.lots.expires[lot])
        self.move(time, source, site, sku, lot, qty, why)
        if self.lots.quality[lot] == FROZEN:
            self.move(time, site, Elsewhere.QUARANTINE, sku, lot, qty, Why.QUARANTINED)
            return
        if expires <= time:
            self.move(time, site, Elsewhere.EXPIRED, sku, lot, qty, Why.EXPIRED)
            return
        pile, shelf = self._piles[site, sku], self._shelf
        row = self._row_of.get((site, lot), NOTHING)
        if row == NOTHING:
            made = float(self.lots.made[lot])
            (row,) = shelf.append(1, lot=lot, left=0.0).tolist()
            self._row_of[site, lot] = row
            insort(pile, (-made if site in self._lifo else expires, row))
            self._front[site, sku] = pile[0][1]
            if expires < math.inf:
                heapq.heappush(self._expiries[site], (expires, row, sku))
        shelf.left[row] += qty
        self.on_hand[site, sku] += qty

    def take(self, site: int, sku: Ints, wants: Floats) -> tuple[Ints, Ints, Floats]:
        """Issue the wanted amounts of items, in order; together they must be on hand.

        Returns (which want, lot, units), one row per want and lot it draws from. The caller notes the movements.
        """
        if len(wants) == 1 and (lot := self._take_one(site, int(sku[0]), float(wants[0]))) != NOTHING:
            return np.zeros(1, np.int64), np.array([lot]), wants
        totals = np.bincount(sku, wants, minlength=self.on_hand.shape[1])
        items = np.flatnonzero(totals)
        rows, total, shelf = self._front[site, items], totals[items], self._shelf
        covers = (rows != NOTHING) & (shelf.left[rows] >= total - SAME_UNITS)
        self.on_hand[site] -= totals
        simple, hard = items[covers], items[~covers]
        shelf.left[rows[covers]] -= total[covers]
        lots = shelf.lot[self._front[site, sku]].astype(np.int64)
        for item in simple[shelf.left[rows[covers]] <= SAME_UNITS].tolist():
            self._drop(site, item, 0)
        if not len(hard):
            return np.arange(len(wants)), lots, wants
        split = np.zeros(len(totals), bool)
        split[hard] = True
        easy = np.flatnonzero(~split[sku])
        parts = [(easy, lots[easy], wants[easy])]
        drawn: list[tuple[int, int, float]] = []
        for item in hard.tolist():
            mine = np.flatnonzero(sku == item)
            if len(mine) == 1:
                self._draw(site, item, int(mine[0]), float(wants[mine[0]]), drawn)
            else:
                which, lots_of, amounts = self._split(site, item, wants[mine])
                parts.append((mine[which], lots_of, amounts))
        if drawn:
            parts.append((np.array([w for w, _, _ in drawn]), np.array([d for _, d, _ in drawn]),
                          np.array([u for _, _, u in drawn])))  # fmt: skip
        which, lots, amounts = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        return which, lots, amounts

    def _take_one(self, site: int, sku: int, units: float) -> int:
        """Issue units of one item if its first lot has them all; returns that lot, or `NOTHING`."""
        row, shelf = int(self._front[site, sku]), self._shelf
        if row == NOTHING or shelf.left[row] < units - SAME_UNITS:
            return NOTHING
        self.on_hand[site, sku] -= units
        shelf.left[row] -= units
        lot = int(shelf.lot[row])
        if shelf.left[row] <= SAME_UNITS:
            self._drop(site, sku, 0)
        return lot

    def _draw(self, site: int, sku: int, want: int, units: float, drawn: list[tuple[int, int, float]]) -> None:
        """Draw one want from lot after lot; notes (want, lot, units) of each."""
        pile, shelf, wanted = self._piles[site, sku], self._shelf, units
        left, lots = shelf.left, shelf.lot
        while units > SAME_UNITS:
            if not pile:
                raise ValueError(f"site {site} holds {wanted - units:g} of item {sku}, {wanted:g} are wanted")
            row = pile[0][1]
            there = float(left[row])
            amount = min(units, there)
            drawn.append((want, int(lots[row]), amount))
            left[row] = there - amount
            units -= amount
            if there - amount <= SAME_UNITS:
                self._drop(site, sku, 0)

    def _split(self, site: int, sku: int, wants: Floats) -> tuple[Ints, Ints, Floats]:
        """Draw one item from several lots: both sides cut at every edge of the other."""
        shelf = self._shelf
        rows = np.array([row for _, row in self._piles[site, sku]], dtype=np.int64)
        have = np.cumsum(shelf.left[rows])
        if not len(rows) or have[-1] < wants.sum() - SAME_UNITS:
            raise ValueError(f"site {site} holds {have[-1:].sum():g} of item {sku}, {wants.sum():g} are wanted")
        ends = np.minimum(np.cumsum(wants), have[-1])
        edges = np.unique(np.concatenate((ends, have[have < ends[-1]])))
        amounts = np.diff(edges, prepend=0.0)
        edges, amounts = edges[amounts > SAME_UNITS], amounts[amounts > SAME_UNITS]
        middle = edges - amounts / 2
        which, drawn = np.searchsorted(ends, middle), np.searchsorted(have, middle)
        lots = shelf.lot[rows[drawn]].astype(np.int64)
        shelf.left[rows] -= np.bincount(drawn, amounts, minlength=len(rows))
        for place in np.flatnonzero(shelf.left[rows] <= SAME_UNITS)[::-1].tolist():
            self._drop(site, sku, place)
        return which, lots, amounts

    def _drop(self, site: int, sku: int, place: int) -> None:
        pile = self._piles[site, sku]
        _, row = pile.pop(place)
        del self._row_of[site, int(self._shelf.lot[row])]
        self._front[site, sku] = pile[0][1] if pile else NOTHING

    def move(
        self,
        time: float | Floats,
        source: int,
        target: int,
        sku: int | Ints,
        lot: int | Ints,
        qty: float | Floats,
        why: Why,
    ) -> None:
        """Note a movement (numbers, or arrays of one length)."""
        self.moves.append(
            np.size(qty), time=time, source=source, target=target, sku=sku, lot=lot, qty=qty, why=int(why)
        )

    def next_expiry(self, site: int) -> float:
        """The instant at which the next lot that still lies at a site expires (inf = none)."""
        heap = self._expiries[site]
        while heap and self._shelf.left[heap[0][1]] <= SAME_UNITS:
            heapq.heappop(heap)
        return heap[0][0] if heap else math.inf

    def expire(self, site: int, now: float) -> None:
        """Throw away what has expired at a site by `now`."""
        while self.next_expiry(site) <= now:
            expires, row, sku = heapq.heappop(self._expiries[site])
            self._remove(expires, site, sku, {int(self._shelf.lot[row])}, Elsewhere.EXPIRED, Why.EXPIRED)

    def quarantine(self, now: float, lots: Ints) -> None:
        """Freeze lots wherever they lie; those on the road follow when they arrive (`put`)."""
        self.lots.quality[lots] = Quality.QUARANTINED
        chosen = set(lots.tolist())
        for site, sku in sorted(self._piles):
            self._remove(now, site, sku, chosen, Elsewhere.QUARANTINE, Why.QUARANTINED)

    def _remove(self, time: float, site: int, sku: int, lots: set[int], target: int, why: Why) -> None:
        pile, shelf = self._piles[site, sku], self._shelf
        for place in range(len(pile) - 1, -1, -1):
            row = pile[place][1]
            lot, qty = int(shelf.lot[row]), float(shelf.left[row])
            if lot in lots:
                self._drop(site, sku, place)
                shelf.left[row] = 0.0
                self.on_hand[site, sku] -= qty
                self.move(time, site, target, sku, lot, qty, why)
