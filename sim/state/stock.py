"""Stock: what lies where, lot by lot, and every movement of it.

Each site keeps a pile of lots per item, in the order in which they are issued (FEFO: first expired first out, or
LIFO). On hand, on order and backlog are kept apart, shape (sites, items), in units. Every movement goes into `moves`,
every unit promised to an order line into `picks`, so that a lot can be traced to orders exactly.
"""

import heapq
import math
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.state.table import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EPSILON = 1e-9


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
    SUSPECT = 1
    QUARANTINED = 2


WHY = ("opening", "received", "made", "used", "picked", "put back", "shipped", "expired", "destroyed", "quarantined",
       "returned", "spare")  # fmt: skip
Heap = list[tuple[float, int, int]]
Pile = list[list[float]]  # [issue key, lot, units]


class Stock:
    """Piles of lots at sites. `endless` sites never run out and keep no lots."""

    def __init__(self, sites: int, items: int, lifo: Iterable[int] = ()) -> None:
        self.on_hand, self.on_order, self.backlog = (np.zeros((sites, items)) for _ in range(3))
        self.lots = Table(
            {"sku": "i4", "made": "f8", "expires": "f8", "site": "i2", "quality": "i1", "origin": "i4", "cost": "f8"}
        )
        self.moves = Table(
            {"time": "f8", "source": "i2", "target": "i2", "sku": "i4", "lot": "i4", "qty": "f8", "why": "i1"}
        )
        self.picks = Table({"line": "i4", "lot": "i4", "qty": "f8", "time": "f8", "site": "i2"})
        self._lifo = frozenset(lifo)
        self._piles: dict[tuple[int, int], Pile] = defaultdict(list)
        self._expiries: dict[int, Heap] = defaultdict(list)

    def new_lot(
        self, sku: int, made: float, expires: float, site: int, origin: int = -1, cost: float = 0.0
    ) -> int:
        """A lot that begins to exist; goods enter it by `put`."""
        return int(self.lots.append(1, sku=sku, made=made, expires=expires, site=site, origin=origin, cost=cost)[0])

    def put(self, time: float, site: int, lot: int, qty: float, source: int, why: str) -> None:
        """`qty` units of a lot come to lie at a site; quarantined lots go straight into quarantine, dead ones away."""
        sku, expires = int(self.lots.sku[lot]), float(self.lots.expires[lot])
        self.move(time, source, site, sku, lot, qty, why)
        if self.lots.quality[lot] == Quality.QUARANTINED:
            self.move(time, site, Elsewhere.QUARANTINE, sku, lot, qty, "quarantined")
            return
        if expires <= time:
            self.move(time, site, Elsewhere.EXPIRED, sku, lot, qty, "expired")
            return
        pile = self._piles[site, sku]
        for entry in pile:
            if entry[1] == lot:
                entry[2] += qty
                break
        else:
            made = float(self.lots.made[lot])
            insort(pile, [-made if site in self._lifo else expires, lot, qty])
            if expires < math.inf:
                heapq.heappush(self._expiries[site], (expires, sku, lot))
        self.on_hand[site, sku] += qty

    def take(self, site: int, sku: int, wants: Floats) -> tuple[Ints, Ints, Floats]:
        """Issue the wanted amounts, in order; together they must be on hand.

        Returns (which want, lot, units), one row per want and lot it draws from. Movements are the caller's to note.
        """
        pile = self._piles[site, sku]
        total = float(wants.sum())
        self.on_hand[site, sku] -= total
        if pile and pile[0][2] >= total - EPSILON:
            lot = int(pile[0][1])
            self._lower(pile, 0, total)
            return np.arange(len(wants)), np.full(len(wants), lot), wants
        have = np.cumsum([entry[2] for entry in pile])
        if not pile or have[-1] < total - EPSILON:
            raise ValueError(f"site {site} holds {have[-1] if pile else 0} of item {sku}, {total} are wanted")
        ends = np.minimum(np.cumsum(wants), have[-1])
        edges = np.unique(np.concatenate((ends, have[have < ends[-1]])))
        amounts = np.diff(edges, prepend=0.0)
        edges, amounts = edges[amounts > EPSILON], amounts[amounts > EPSILON]
        middle = edges - amounts / 2
        which, drawn = np.searchsorted(ends, middle), np.searchsorted(have, middle)
        lots = np.array([int(entry[1]) for entry in pile])[drawn]
        used = np.bincount(drawn, amounts)
        for row in range(len(used) - 1, -1, -1):
            if used[row] > 0:
                self._lower(pile, row, float(used[row]))
        return which, lots, amounts

    @staticmethod
    def _lower(pile: Pile, row: int, qty: float) -> None:
        pile[row][2] -= qty
        if pile[row][2] <= EPSILON:
            del pile[row]

    def move(
        self,
        time: float | Floats,
        source: int,
        target: int,
        sku: int | Ints,
        lot: int | Ints,
        qty: float | Floats,
        why: str,
    ) -> None:
        """Note a movement (numbers, or arrays of one length)."""
        self.moves.append(
            np.size(qty), time=time, source=source, target=target, sku=sku, lot=lot, qty=qty, why=WHY.index(why)
        )

    def next_expiry(self, site: int) -> float:
        """The instant at which the next lot at a site may expire (inf = none)."""
        heap = self._expiries.get(site)
        return heap[0][0] if heap else math.inf

    def expire(self, site: int, now: float) -> None:
        """Throw away what has expired at a site by `now`."""
        heap = self._expiries[site]
        while heap and heap[0][0] <= now:
            expires, sku, lot = heapq.heappop(heap)
            self._remove(expires, site, sku, {lot}, Elsewhere.EXPIRED, "expired")

    def quarantine(self, now: float, lots: Ints) -> None:
        """Freeze lots wherever they lie; those on the road follow when they arrive (`put`)."""
        self.lots.quality[lots] = Quality.QUARANTINED
        chosen = set(lots.tolist())
        for site, sku in sorted(self._piles):
            self._remove(now, site, sku, chosen, Elsewhere.QUARANTINE, "quarantined")

    def _remove(self, time: float, site: int, sku: int, lots: set[int], target: int, why: str) -> None:
        pile = self._piles[site, sku]
        for row in range(len(pile) - 1, -1, -1):
            _, lot, qty = pile[row]
            if int(lot) in lots:
                del pile[row]
                self.on_hand[site, sku] -= qty
                self.move(time, site, target, sku, int(lot), qty, why)
