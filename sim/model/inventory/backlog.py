"""Backlog: order lines that wait for goods at one site, a queue per item, served oldest first and unit by unit."""

import math

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.model.inventory.rationing import distinct
from sim.state.stock import Stock
from sim.tolerance import SAME_UNITS

BLOCK = 1024


class LineQueue:
    """Waiting lines of one item, oldest first, as columns: units still to give, waiting since, deadline (minutes)."""

    def __init__(self) -> None:
        self.line = np.empty(0, np.int64)
        self.left, self.since, self.deadline = np.empty(0), np.empty(0), np.empty(0)
        self.next_deadline = math.inf

    def __len__(self) -> int:
        return len(self.line)

    def append(self, line: Ints, left: Floats, since: Floats, deadline: Floats) -> None:
        """Lines join behind all that are as old or older."""
        last = self.since[-1] if len(self.since) else -math.inf
        unsorted = bool((since[:1] < last).any() or (since[1:] < since[:-1]).any())
        self.line, self.left = np.concatenate((self.line, line)), np.concatenate((self.left, left))
        self.since, self.deadline = np.concatenate((self.since, since)), np.concatenate((self.deadline, deadline))
        if unsorted:
            order = np.argsort(self.since, kind="stable")
            self.line, self.left = self.line[order], self.left[order]
            self.since, self.deadline = self.since[order], self.deadline[order]
        if len(deadline):
            self.next_deadline = min(self.next_deadline, float(deadline.min()))

    def front(self, available: float) -> Floats:
        """Units for each line from the front until `available` is used up; the array may be shorter than the queue."""
        size = BLOCK
        while size < len(self.left) and self.left[:size].sum() < available:
            size *= 2
        wanted = self.left[:size]
        return np.clip(available - (np.cumsum(wanted) - wanted), 0.0, wanted)

    def give(self, units: Floats) -> tuple[Ints, Floats, Ints]:
        """Give `units` to the first lines; returns lines that got something, how much, and lines now complete."""
        n = len(units)
        got = units > SAME_UNITS
        lines, amounts = self.line[:n][got], units[got]
        self.left[:n] -= units
        done = self.left[:n] <= SAME_UNITS
        complete = self.line[:n][done]
        self._keep(np.concatenate((~done, np.ones(len(self.line) - n, bool))))
        return lines, amounts, complete

    def expire(self, now: float) -> tuple[Ints, Floats, Floats]:
        """Take out the lines whose deadline is `now` or earlier: lines, units they still lacked, deadlines."""
        if self.next_deadline > now:
            return np.empty(0, np.int64), np.empty(0), np.empty(0)
        gone = self.deadline <= now
        taken = self.line[gone], self.left[gone], self.deadline[gone]
        self._keep(~gone)
        self.next_deadline = float(self.deadline.min()) if len(self.deadline) else math.inf
        return taken

    def remove(self, lines: Ints) -> tuple[Ints, Floats]:
        """Take out certain lines; returns those that were in the queue, and the units that they still lacked."""
        # most often a single line of a cancelled order
        gone = self.line == lines[0] if len(lines) == 1 else np.isin(self.line, lines)
        taken = self.line[gone], self.left[gone]
        if len(taken[0]):
            self._keep(~gone)
        return taken

    def _keep(self, mask: Bools) -> None:
        self.line, self.left = self.line[mask], self.left[mask]
        self.since, self.deadline = self.since[mask], self.deadline[mask]


class Backlog:
    """The queues of one site by item code. Units in `Stock.backlog` follow what the lines lack.

    `next_deadline` is a lower bound of all deadlines.
    """

    def __init__(self, stock: Stock, site: int) -> None:
        self._units = stock.backlog[site]
        self.queues: dict[int, LineQueue] = {}
        self.next_deadline = math.inf

    def add(self, sku: Ints, lines: Ints, left: Floats, since: Floats, deadline: Floats) -> None:
        """Lines join the queues of their items; arrays of one shape."""
        self.next_deadline = min(self.next_deadline, float(deadline.min(initial=math.inf)))
        for item in distinct(sku):
            mine = sku == item
            self._units[item] += left[mine].sum()
            self.queues.setdefault(item, LineQueue()).append(lines[mine], left[mine], since[mine], deadline[mine])

    def give(self, item: int, units: Floats) -> tuple[Ints, Floats, Ints]:
        """Give `units` to the first lines of an item; as `LineQueue.give`."""
        lines, amounts, complete = self.queues[item].give(units)
        self._units[item] -= amounts.sum()
        self._drop_if_empty(item)
        return lines, amounts, complete

    def remove(self, lines: Ints, sku: Ints) -> tuple[Ints, Floats]:
        """Take lines out of the queues of their items: those that waited, and the units that they lacked."""
        found: list[tuple[Ints, Floats]] = []
        for item in [item for item in distinct(sku) if item in self.queues]:
            gone, units = self.queues[item].remove(lines[sku == item])
            if len(gone):
                self._units[item] -= units.sum()
                found.append((gone, units))
                self._drop_if_empty(item)
        return _joined(found)

    def expire(self, now: float) -> tuple[Ints, Floats]:
        """Take out the lines whose deadline is `now` or earlier; returns lines and deadlines."""
        if self.next_deadline > now:
            return _joined([])
        found: list[tuple[Ints, Floats]] = []
        for item in [item for item, queue in self.queues.items() if queue.next_deadline <= now]:
            lines, left, deadline = self.queues[item].expire(now)
            self._units[item] -= left.sum()
            found.append((lines, deadline))
            self._drop_if_empty(item)
        self.next_deadline = min((queue.next_deadline for queue in self.queues.values()), default=math.inf)
        return _joined(found)

    def _drop_if_empty(self, item: int) -> None:
        if not len(self.queues[item]):
            del self.queues[item]


def _joined(parts: list[tuple[Ints, Floats]]) -> tuple[Ints, Floats]:
    if not parts:
        return np.empty(0, np.int64), np.empty(0)
    first, second = zip(*parts, strict=True)
    return np.concatenate(first), np.concatenate(second)
