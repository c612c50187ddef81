"""Future demand: order lines whose arrival at a site is known ahead, sorted by instant."""

import math
from collections.abc import Callable

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.inventory.rationing import cumulative_before


class FutureDemand:
    """Lines by the instant (minutes) at which they want goods; lines may be added at any time, never in the past."""

    def __init__(self) -> None:
        self._line, self._at, self._head = np.empty(0, np.int64), np.empty(0), 0
        self._items: Ints | None = None

    def add(self, lines: Ints, at: Floats) -> None:
        """Add lines; at equal instants those that were added first come first."""
        line = np.concatenate((self._line[self._head :], lines))
        when = np.concatenate((self._at[self._head :], at))
        ordered = len(when) < 2 or bool(np.all(when[:-1] <= when[1:]))
        order = slice(None) if ordered else np.argsort(when, kind="stable")
        self._line, self._at, self._head, self._items = line[order], when[order], 0, None

    def remove(self, lines: Ints) -> None:
        """Take out lines that will not come, or come at another instant."""
        stay = ~np.isin(self._line[self._head :], lines)
        self._line, self._at, self._head = self._line[self._head :][stay], self._at[self._head :][stay], 0

    def until(self, now: float) -> tuple[Ints, Floats]:
        """Take the lines that come at `now` or earlier: lines and instants."""
        head = self._head
        if head == len(self._at) or self._at[head] > now:
            return self._line[:0], self._at[:0]
        self._head = head + int(np.searchsorted(self._at[head:], now, side="right"))
        come = self._line[head : self._head], self._at[head : self._head]
        if self._head == len(self._at):
            self._line, self._at, self._head = self._line[:0].copy(), self._at[:0].copy(), 0
        return come

    def next(self) -> float:
        """Instant of the next line (inf = none)."""
        return float(self._at[self._head]) if self._head < len(self._at) else math.inf

    def ahead(self, first: int, count: int) -> tuple[Ints, Floats]:
        """Lines `first` .. `first + count - 1` of those to come, without taking them."""
        low = self._head + first
        return self._line[low : low + count], self._at[low : low + count]

    def uses_up(self, slack: Floats, wanted: Callable[[Ints], tuple[Ints, Floats]]) -> float:
        """The instant at which the lines to come use up the `slack` of any item, shape (items,); inf = never.

        `wanted(lines)` returns their items and units. An item with infinite slack is not watched.
        """
        if self._head == len(self._line) or not (slack < math.inf).any():
            return math.inf
        if self._items is None:
            self._items = np.unique(wanted(self._line[self._head :])[0])
        # a rule for materials need not look through all customers' orders
        if not (slack[self._items] < math.inf).any():
            return math.inf
        line, at = self.ahead(0, 1)
        sku, qty = wanted(line)
        if len(line) and qty[0] >= slack[sku[0]]:
            return float(at[0])
        first, count, used = 0, 64, np.zeros(len(slack))
        while True:
            line, at = self.ahead(first, count)
            if not len(line):
                return math.inf
            sku, qty = wanted(line)
            order = np.argsort(sku, kind="stable")
            grouped = sku[order]
            reached = used[grouped] + cumulative_before(grouped, qty[order]) + qty[order] >= slack[grouped]
            if reached.any():
                return float(at[order[reached]].min())
            used += np.bincount(sku, qty, minlength=len(slack))
            first, count = first + len(line), count * 2
