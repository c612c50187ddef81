"""Future events of rows of a table: what is foreseen is kept here, and written into the table when it has happened.

Shows draw their orders ahead, and with them when each is placed, paid or refunded. Such instants may lie in the future
and may still change, so the tables do not hold them: who reads a table at t sees nothing later than t. A table may
lag behind the clock, never run ahead of it; `FutureEvents.advance(now)` brings it up to now.
"""

from collections.abc import Callable
from heapq import heappop, heappush

import numpy as np

from sim.arrays import Floats, Ints

Happen = Callable[[Ints, Floats], None]
"""Writes an event into its table: `happen(rows, at)`, instants in minutes."""


class EventQueue:
    """Future events of one kind. Each `add` is a block of its own, sorted once it is due in parts: no event per row."""

    def __init__(self, happen: Happen) -> None:
        self._happen, self._added = happen, 0
        self._blocks: list[tuple[float, int, Ints, Floats]] = []  # a heap: first instant, number, rows, instants

    def add(self, rows: Ints, at: Floats) -> None:
        """The event will happen to `rows` at the instants `at`; a row at most once."""
        if len(rows):
            self._added += 1
            heappush(self._blocks, (float(at.min()), self._added, rows, at))

    def remove(self, rows: Ints) -> Ints:
        """It will not happen to these rows; returns those of them to which it would have."""
        removed, blocks = [np.empty(0, np.int64)], self._blocks
        self._blocks = []
        for _, _, theirs, at in blocks:
            gone = np.isin(theirs, rows)
            removed.append(theirs[gone])
            self.add(theirs[~gone], at[~gone])
        return np.concatenate(removed)

    def advance(self, now: float) -> None:
        """Write down what has happened by `now`."""
        while self._blocks and self._blocks[0][0] <= now:
            _, number, rows, at = heappop(self._blocks)
            if at.max() > now:
                if (at[:-1] > at[1:]).any():
                    by_time = np.argsort(at)
                    rows, at = rows[by_time], at[by_time]
                due = int(np.searchsorted(at, now, side="right"))
                heappush(self._blocks, (float(at[due]), number, rows[due:], at[due:]))
                rows, at = rows[:due], at[:due]
            self._happen(rows, at)

    def rest(self) -> tuple[Ints, Floats]:
        """The rows to which it has not happened yet, and when it will."""
        rows = [np.empty(0, np.int64), *(rows for _, _, rows, _ in self._blocks)]
        return np.concatenate(rows), np.concatenate([np.empty(0), *(at for _, _, _, at in self._blocks)])


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
