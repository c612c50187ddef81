"""A queue of order lines that wait for goods: arrays with a head, served front first, unit by unit."""

import math

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.state.stock import EPSILON

BLOCK = 1024


class LineQueue:
    """Lines of one item at one site, oldest first: what is left to give, since when, and until when they wait."""

    def __init__(self) -> None:
        self.line = np.empty(0, np.int64)
        self.left, self.since, self.deadline = np.empty(0), np.empty(0), np.empty(0)
        self.next_deadline = math.inf

    def __len__(self) -> int:
        return len(self.line)

    def append(self, line: Ints, left: Floats, since: Floats, deadline: Floats) -> None:
        """Join behind everybody who is as old, or older."""
        last = self.since[-1] if len(self.since) else -math.inf
        pushes_in = bool((since[:1] < last).any() or (since[1:] < since[:-1]).any())
        self.line, self.left = np.concatenate((self.line, line)), np.concatenate((self.left, left))
        self.since, self.deadline = np.concatenate((self.since, since)), np.concatenate((self.deadline, deadline))
        if pushes_in:
            order = np.argsort(self.since, kind="stable")
            self.line, self.left = self.line[order], self.left[order]
            self.since, self.deadline = self.since[order], self.deadline[order]
        if len(deadline):
            self.next_deadline = min(self.next_deadline, float(deadline.min()))

    def front(self, available: float) -> Floats:
        """Units for each line from the front until `available` is used up; only as long as it must be."""
        size = BLOCK
        while size < len(self.left) and self.left[:size].sum() < available:
            size *= 2
        wanted = self.left[:size]
        return np.clip(available - (np.cumsum(wanted) - wanted), 0.0, wanted)

    def give(self, units: Floats) -> tuple[Ints, Floats, Ints]:
        """Give `units` to the first lines; returns lines that got something, how much, and lines now complete."""
        n = len(units)
        got = units > EPSILON
        lines, amounts = self.line[:n][got], units[got]
        self.left[:n] -= units
        done = self.left[:n] <= EPSILON
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
        """Take out certain lines; returns those that were here, and the units that they still lacked."""
        # most often it is one line of an order that gives up
        gone = self.line == lines[0] if len(lines) == 1 else np.isin(self.line, lines)
        taken = self.line[gone], self.left[gone]
        if len(taken[0]):
            self._keep(~gone)
        return taken

    def _keep(self, mask: Bools) -> None:
        self.line, self.left = self.line[mask], self.left[mask]
        self.since, self.deadline = self.since[mask], self.deadline[mask]
