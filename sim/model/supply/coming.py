"""Order lines that are known to come: sorted by their instant, read from the front."""

import math

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Coming:
    """Lines by the instant at which they reach a site; new ones may be added at any time, never in the past."""

    def __init__(self) -> None:
        self._line, self._at, self._head = np.empty(0, np.int64), np.empty(0), 0

    def add(self, lines: Ints, at: Floats) -> None:
        """More lines; at equal instants those that were known first come first."""
        line = np.concatenate((self._line[self._head :], lines))
        when = np.concatenate((self._at[self._head :], at))
        ordered = len(when) < 2 or bool(np.all(when[:-1] <= when[1:]))
        order = slice(None) if ordered else np.argsort(when, kind="stable")
        self._line, self._at, self._head = line[order], when[order], 0

    def until(self, now: float) -> tuple[Ints, Floats]:
        """Take the lines that have come by `now`."""
        head = self._head
        if head == len(self._at) or self._at[head] > now:
            return self._line[:0], self._at[:0]
        self._head = head + int(np.searchsorted(self._at[head:], now, side="right"))
        return self._line[head : self._head], self._at[head : self._head]

    def next(self) -> float:
        """Instant of the next line (inf = none)."""
        return float(self._at[self._head]) if self._head < len(self._at) else math.inf

    def ahead(self, first: int, count: int) -> tuple[Ints, Floats]:
        """Lines `first` .. `first + count - 1` of those to come, without taking them."""
        low = self._head + first
        return self._line[low : low + count], self._at[low : low + count]
