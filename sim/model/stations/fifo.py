"""A first-come-first-served station: c servers, shifts, halts; exact, lazy, no event per order."""

from __future__ import annotations

import math

import numpy as np

from sim.model.stations.capacity import Capacity, Schedule, scheduled
from sim.model.stations.recursion import serve
from sim.model.stations.stage import (
    NO_ORDERS,
    NO_TIMES,
    How,
    Minutes,
    Orders,
    Visits,
    Work,
    by_time,
    check_arrivals,
    check_now,
    grown,
)


class Fifo:
    """A FIFO station: `servers` (a number, inf, or a `Schedule`) and `work(orders)`, each order's service minutes.

    Every arrival takes the next *row* of the columns, so the queue is a slice, from the first row not yet started to
    the last one arrived; `_busy` holds the rows in service in the order they were (re)started, `_paused` the rows a
    halt interrupted, which resume before the queue, oldest arrival first.
    """

    def __init__(self, work: Work, servers: float | Schedule, start: float = 0.0) -> None:
        self._work, self._capacity, self._clock = work, Capacity(servers, start), start
        self._order, self._at, self._minutes = np.empty(0, np.int64), np.empty(0), np.empty(0)
        self._start, self._finish = np.empty(0), np.empty(0)
        self._head = self._tail = 0
        self._busy, self._since = NO_ORDERS, NO_TIMES
        self._paused, self._left = NO_ORDERS, NO_TIMES
        self._free, self._opened = NO_TIMES, start
        self._out: list[Orders] = []
        self._finished, self._spent = 0, 0.0
        self._open(start)

    def add(self, orders: Orders, at: Minutes) -> None:
        """`orders` arrive at the instants `at`, sorted, none before the last one given or the clock.

        Raises:
            ValueError: the times are not sorted or too early, or an order's work is negative or NaN.
        """
        last = self._at[self._tail - 1] if self._tail else -math.inf
        orders, at = check_arrivals(orders, at, max(self._clock, last))
        if not orders.size:
            return
        minutes = np.asarray(self._work(orders), np.float64)
        if not bool(np.all(minutes >= 0)):
            raise ValueError(f"service minutes must be >= 0, not {minutes.min()}")
        end = self._tail + orders.size
        for name in ("_order", "_at", "_minutes", "_start", "_finish"):
            setattr(self, name, grown(getattr(self, name), end))
        rows = slice(self._tail, end)
        self._order[rows], self._at[rows], self._minutes[rows] = orders, at, minutes
        self._start[rows] = self._finish[rows] = np.nan
        self._tail = end

    def advance(self, until: float) -> tuple[Orders, Minutes]:
        """Play up to `until`: the orders finished since the last call, and when, sorted; ties by arrival.

        Raises:
            ValueError: `until` lies in the past.
        """
        if not until >= self._clock:
            raise ValueError(f"the stage stands at minute {self._clock:g} and cannot go back to {until:g}")
        while (step := self._capacity.schedule.next_change(self._clock)) <= until and self._unsettled(step, until):
            self._play(step)
            self._change(step, self._capacity.schedule.how, lose=False)
        self._play(until)
        rows = np.concatenate(self._out) if self._out else NO_ORDERS
        self._out = []
        self._finished += rows.size
        return self._order[rows], self._finish[rows]

    def set_servers(self, servers: float | Schedule, now: float, how: How = "drain", lose: bool = False) -> None:
        """From `now` on, `servers` (or a new schedule) are on duty.

        `drain`: running jobs finish and surplus servers leave as they do. `halt`: the jobs started last are paused;
        the rest of their work resumes when a server is free, or all of it once more if `lose`.

        Raises:
            ValueError: `now` is not the instant the stage has been advanced to.
        """
        check_now(now, self._clock)
        self._capacity.schedule = scheduled(servers)
        self._change(now, how, lose)

    def set_factor(self, factor: float, now: float, how: How = "drain", lose: bool = False) -> None:
        """From `now` on, the schedule's servers are multiplied by `factor` and rounded; see `set_servers`."""
        check_now(now, self._clock)
        self._capacity.set_factor(factor)
        self._change(now, how, lose)

    def halt(self, now: float, how: How = "halt", lose: bool = False) -> None:
        """Nobody serves from `now` until `resume`; see `set_servers`."""
        check_now(now, self._clock)
        self._capacity.halted = True
        self._change(now, how, lose)

    def resume(self, now: float) -> None:
        """The end of a halt: the schedule is in force again."""
        check_now(now, self._clock)
        self._capacity.halted = False
        self._change(now, "drain", lose=False)

    def in_system(self, now: float) -> int:
        """Orders that have arrived by `now`, the clock, and have not been handed out."""
        check_now(now, self._clock)
        return int(np.searchsorted(self._at[: self._tail], now, side="right")) - self._finished

    def waiting(self, now: float) -> int:
        """Orders of `in_system` not in service: queued, paused, or about to start at `now`."""
        return self.in_system(now) - self._busy.size

    def busy(self, now: float) -> float:
        """Server minutes worked up to `now`, the clock."""
        check_now(now, self._clock)
        return self._spent + float(np.sum(now - self._since))

    def capacity(self) -> tuple[Minutes, Minutes]:
        """Servers on duty as a step function: times and counts, shapes (changes,)."""
        return self._capacity.log()

    def visits(self) -> Visits:
        """Every visit begun by an arrival up to the clock, in the order of arrival; NaN = not yet.

        What is known for good is shown, not copied: do not write to it.
        """
        rows = slice(0, int(np.searchsorted(self._at[: self._tail], self._clock, side="right")))
        finish = np.where(self._finish[rows] <= self._clock, self._finish[rows], np.nan)
        return Visits(self._order[rows], self._at[rows], self._start[rows], finish)

    def _unsettled(self, step: float, until: float) -> bool:
        """Whether the schedule's next step can still matter; without end it matters only to work left to do."""
        if math.isfinite(until) or math.isinf(step):
            return math.isfinite(step)
        left = (
            self._head < self._tail or self._paused.size or (self._busy.size and self._capacity.schedule.how == "halt")
        )
        return bool(left) and not self._capacity.dead

    def _play(self, until: float) -> None:
        """Start what can start before `until`, then split what runs into finished and still running."""
        if self._paused.size:
            starts = self._serve(np.full(self._paused.size, -math.inf), self._left, until)
            rows, self._paused = self._paused[: starts.size], self._paused[starts.size :]
            self._finish[rows] = starts + self._left[: starts.size]
            self._left = self._left[starts.size :]
            self._begin(rows, starts)
        if self._head < self._tail and not self._paused.size:
            queue = slice(self._head, self._tail)
            starts = self._serve(self._at[queue], self._minutes[queue], until)
            rows = np.arange(self._head, self._head + starts.size)
            self._head += starts.size
            self._start[rows] = starts
            self._finish[rows] = starts + self._minutes[rows]
            self._begin(rows, starts)
        ends = self._finish[self._busy]
        done = ends <= until
        rows, ends = self._busy[done], ends[done]
        if rows.size:
            self._spent += float(np.sum(ends - self._since[done]))
            self._out.append(rows[by_time(ends, rows)])
            self._busy, self._since = self._busy[~done], self._since[~done]
        self._clock = until

    def _serve(self, at: Minutes, minutes: Minutes, until: float) -> Minutes:
        """The starts before `until`; with servers without end nobody waits longer than until the doors open."""
        if math.isinf(self._capacity.level):
            starts = np.maximum(at, self._opened)
            return starts[: np.searchsorted(starts, until)]
        starts, self._free = serve(at, minutes, self._free, until)
        return starts

    def _begin(self, rows: Orders, starts: Minutes) -> None:
        self._busy = np.concatenate((self._busy, rows))
        self._since = np.concatenate((self._since, starts))

    def _change(self, now: float, how: How, lose: bool) -> None:
        """Put the capacity of `now` in force: pause what a halt leaves without a server, then reopen."""
        level = self._capacity.settle(now)
        if how == "halt" and level < self._busy.size:
            rows, since = self._busy[int(level) :], self._since[int(level) :]
            self._spent += float(np.sum(now - since))
            left = self._minutes[rows] if lose else self._finish[rows] - now
            self._finish[rows] = np.nan
            self._busy, self._since = self._busy[: int(level)], self._since[: int(level)]
            rows, left = np.concatenate((self._paused, rows)), np.concatenate((self._left, left))
            order = np.argsort(rows)
            self._paused, self._left = rows[order], left[order]
        self._open(now)

    def _open(self, now: float) -> None:
        """When each server is free: the busy ones as they finish (surplus ones never), the others now."""
        self._opened = now
        if math.isinf(self._capacity.level):
            return
        level = int(self._capacity.level)
        ends = np.sort(self._finish[self._busy])
        idle = max(level - ends.size, 0)
        self._free = np.concatenate((np.full(idle, now), ends[max(ends.size - level, 0) :]))
