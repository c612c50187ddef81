"""Future events of rows of a table: what is foreseen is kept here, and written into the table when it has happened.

Shows draw their orders ahead, and with them when each is placed, paid or refunded. Such instants may lie in the future
and may still change, so the tables do not hold them: who reads a table at t sees nothing later than t. A table may
lag behind the clock, never run ahead of it; `FutureEvents.advance(now)` brings it up to now.
"""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from sim.arrays import Floats, Ints

Happen = Callable[[Ints, Floats], None]
"""Writes an event into its table: `happen(rows, at)`, instants in minutes."""


class _Block(NamedTuple):
    """Rows that were added together, and their instants; ordered by the first of these, then by number."""

    first: float
    number: int
    rows: Ints
    at: Floats
    is_sorted: bool


class EventQueue:
    """Future events of one kind, in a heap of blocks. A block is sorted when a part of it is due: no event per row."""

    def __init__(self, happen: Happen) -> None:
        self._happen, self._added = happen, 0
        self._blocks: list[_Block] = []

    def add(self, rows: Ints, at: Floats) -> None:
        """The event will happen to `rows` at the instants `at`; a row at most once."""
        if len(rows):
            is_sorted = bool((at[:-1] <= at[1:]).all())
            self._added += 1
            heappush(self._blocks, _Block(float(at[0] if is_sorted else at.min()), self._added, rows, at, is_sorted))

    def remove(self, rows: Ints) -> Ints:
        """It will not happen to these rows; returns those of them to which it would have."""
        removed, blocks = [np.empty(0, np.int64)], self._blocks
        self._blocks = []
        for block in blocks:
            gone = np.isin(block.rows, rows)
            removed.append(block.rows[gone])
            self.add(block.rows[~gone], block.at[~gone])
        return np.concatenate(removed)

    def advance(self, now: float) -> None:
        """Write down what has happened by `now`."""
        while self._blocks and self._blocks[0].first <= now:
            _, number, rows, at, is_sorted = heappop(self._blocks)
            if not is_sorted and at.max() > now:
                by_time = np.argsort(at)
                rows, at, is_sorted = rows[by_time], at[by_time], True
            due = int(np.searchsorted(at, now, side="right")) if is_sorted else len(at)
            if due < len(at):
                heappush(self._blocks, _Block(float(at[due]), number, rows[due:], at[due:], is_sorted))
            self._happen(rows[:due], at[:due])

    def rest(self) -> tuple[Ints, Floats]:
        """The rows to which it has not happened yet, and when it will."""
        rows = [np.empty(0, np.int64), *(block.rows for block in self._blocks)]
        return np.concatenate(rows), np.concatenate([np.empty(0), *(block.at for block in self._blocks)])


class FutureEvents:
    """The queues of a run."""

    def __init__(self) -> None:
        self._queues: list[EventQueue] = []

    def queue(self, happen: Happen) -> EventQueue:
        """A queue for a kind of event."""
        self._queues.append(EventQueue(happen))
        return self._queues[-1]

    def advance(self, now: float) -> None:
        """Write down everything that has happened by `now`; an earlier instant than the last changes nothing."""
        for queue in self._queues:
            queue.advance(now)
