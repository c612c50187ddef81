"""A first-come-first-served station: c servers, shifts, halts; exact, lazy, no event per order."""

from __future__ import annotations

import math

import numpy as np

from sim.model.stations.capacity import Capacity
from sim.model.stations.recursion import serve
from sim.model.stations.schedule import Running, Schedule
from sim.model.stations.stage import (
    NO_ORDERS,
    NO_TIMES,
    CapacityLog,
    Column,
    Minutes,
    Orders,
    ServiceStage,
    StageVisits,
    Work,
    by_time,
    check_arrivals,
    check_now,
    check_until,
    grown,
)


class Fifo(ServiceStage):
    """A FIFO station: `servers` (a number, inf, or a `Schedule`) and `work(orders)`, each order's service minutes.

    Every arrival takes the next row of `_visits`, so the queue is a slice: from `_head`, the first row not yet
    started, to the last one arrived. A halt moves rows out of `_service` into `_paused`, where `_left` is the work
    that is left of each; they resume before the queue, oldest arrival first.
    """

    def __init__(self, work: Work, servers: float | Schedule, start: float = 0.0) -> None:
        self._work, self._clock = work, start
        self._visits, self._head = _VisitTable(), 0
        self._servers, self._service = _Servers(servers, start), _InService()
        self._paused, self._left = NO_ORDERS, NO_TIMES
        self._done: list[Orders] = []
        self._handed_out = 0

    def add(self, orders: Orders, at: Minutes) -> None:
        """`orders` arrive at the instants `at`, sorted, none before the last one given or the clock.

        Raises:
            ValueError: the times are not sorted or too early, or an order's work is negative or NaN.
        """
        orders, at = check_arrivals(orders, at, max(self._clock, self._visits.last))
        if not orders.size:
            return
        minutes = np.asarray(self._work(orders), np.float64)
        if not bool(np.all(minutes >= 0)):
            raise ValueError(f"service minutes must be >= 0, not {minutes.min()}")
        self._visits.append(orders, at, minutes)

    def advance(self, until: float) -> Column:
        """Play up to `until`: the orders finished since the last call, and when, sorted; ties by arrival.

        Raises:
            ValueError: `until` lies in the past.
        """
        check_until(until, self._clock)
        capacity = self._servers.capacity
        while (step := capacity.next_change(self._clock)) <= until and self._matters(step, until):
            self._play(step)
            self._settle(step, capacity.schedule.running)
        self._play(until)
        rows = np.concatenate(self._done) if self._done else NO_ORDERS
        self._done = []
        self._handed_out += rows.size
        return self._visits.order[rows], self._visits.finished[rows]

    def set_capacity(
        self,
        now: float,
        servers: float | Schedule | None = None,
        factor: float | None = None,
        running: Running = "drain",
    ) -> None:
        """From `now` on, `servers` (or a new schedule) are on duty, multiplied by `factor` and rounded.

        `drain`: running jobs finish and surplus servers leave as they do. `halt`: the jobs started last are paused
        and resume when a server is free. `lose`: they are paused too, and start from scratch.
        """
        check_now(now, self._clock)
        self._servers.capacity.set(servers, factor)
        self._settle(now, running)

    def halt(self, now: float, running: Running = "halt") -> None:
        """No service starts from `now` until `resume`; see `set_capacity`."""
        check_now(now, self._clock)
        self._servers.capacity.halted = True
        self._settle(now, running)

    def resume(self, now: float) -> None:
        """The end of a halt: the schedule is in force again."""
        check_now(now, self._clock)
        self._servers.capacity.halted = False
        self._settle(now, "drain")

    def in_system(self, now: float) -> int:
        """Orders that have arrived by `now`, the clock, and have not been handed out."""
        check_now(now, self._clock)
        return self._visits.arrived_by(now) - self._handed_out

    def waiting(self, now: float) -> int:
        """Orders of `in_system` not in service: queued, paused, or about to start at `now`."""
        return self.in_system(now) - self._service.rows.size

    def busy(self, now: float) -> float:
        """Server minutes worked up to `now`, the clock."""
        check_now(now, self._clock)
        return self._service.minutes(now)

    def capacity(self) -> CapacityLog:
        """Servers on duty as a step function."""
        return self._servers.capacity.log()

    def visits(self) -> StageVisits:
        """Every visit begun by an arrival up to the clock, in the order of arrival; NaN = not yet.

        The columns are views of the stage's own arrays: do not write to them.
        """
        return self._visits.until(self._clock)

    def _matters(self, step: float, until: float) -> bool:
        """Whether a step of the schedule has to be played; with no end in sight, only if work is left for it."""
        if math.isfinite(until) or math.isinf(step):
            return math.isfinite(step)
        capacity = self._servers.capacity
        waiting = self._head < self._visits.size or self._paused.size
        interruptible = self._service.rows.size and capacity.schedule.running != "drain"
        return bool(waiting or interruptible) and not capacity.dead

    def _play(self, until: float) -> None:
        """Start what can start before `until`, then split what runs into finished and still running."""
        visits, service = self._visits, self._service
        if self._paused.size:
            starts = self._servers.serve(np.full(self._paused.size, -math.inf), self._left, until)
            rows, self._paused = self._paused[: starts.size], self._paused[starts.size :]
            visits.finished[rows] = starts + self._left[: starts.size]
            self._left = self._left[starts.size :]
            service.begin(rows, starts)
        if self._head < visits.size and not self._paused.size:
            queue = slice(self._head, visits.size)
            starts = self._servers.serve(visits.arrived[queue], visits.work[queue], until)
            rows = np.arange(self._head, self._head + starts.size)
            self._head += starts.size
            visits.started[rows] = starts
            visits.finished[rows] = starts + visits.work[rows]
            service.begin(rows, starts)
        done = service.end(visits.finished[service.rows], until)
        if done.size:
            self._done.append(done)
        self._clock = until

    def _settle(self, now: float, running: Running) -> None:
        """Put the capacity of `now` in force: pause what a halt leaves without a server, then reopen."""
        level, visits = self._servers.capacity.settle(now), self._visits
        if running != "drain" and level < self._service.rows.size:
            rows = self._service.interrupt(int(level), now)
            left = visits.work[rows] if running == "lose" else visits.finished[rows] - now
            visits.finished[rows] = np.nan
            rows, left = np.concatenate((self._paused, rows)), np.concatenate((self._left, left))
            oldest_first = np.argsort(rows)
            self._paused, self._left = rows[oldest_first], left[oldest_first]
        self._servers.reopen(visits.finished[self._service.rows], now)


class _VisitTable:
    """One row per visit in order of arrival: growing columns of which the first `size` rows are in use."""

    def __init__(self) -> None:
        self.size = 0
        self.order, self.arrived, self.work = np.empty(0, np.int64), np.empty(0), np.empty(0)
        self.started, self.finished = np.empty(0), np.empty(0)

    @property
    def last(self) -> float:
        """When the last order arrives; -inf without any."""
        return self.arrived.item(self.size - 1) if self.size else -math.inf

    def append(self, orders: Orders, at: Minutes, work: Minutes) -> None:
        """More visits, not begun yet."""
        end = self.size + orders.size
        self.order, self.arrived, self.work = grown(self.order, end), grown(self.arrived, end), grown(self.work, end)
        self.started, self.finished = grown(self.started, end), grown(self.finished, end)
        rows = slice(self.size, end)
        self.order[rows], self.arrived[rows], self.work[rows] = orders, at, work
        self.started[rows] = self.finished[rows] = np.nan
        self.size = end

    def arrived_by(self, now: float) -> int:
        """How many arrive by `now`."""
        return int(np.searchsorted(self.arrived[: self.size], now, side="right"))

    def until(self, now: float) -> StageVisits:
        """What is known at `now`."""
        count = self.arrived_by(now)
        finished = np.where(self.finished[:count] <= now, self.finished[:count], np.nan)
        station = np.zeros(count, np.int16)
        return StageVisits(self.order[:count], self.arrived[:count], self.started[:count], finished, station)


class _InService:
    """The rows in service, in the order in which they were started or resumed at `since`."""

    def __init__(self) -> None:
        self.rows, self.since = NO_ORDERS, NO_TIMES
        self._worked = 0.0

    def begin(self, rows: Orders, starts: Minutes) -> None:
        """`rows` start."""
        self.rows = np.concatenate((self.rows, rows))
        self.since = np.concatenate((self.since, starts))

    def end(self, ends: Minutes, until: float) -> Orders:
        """Take out the rows whose `ends` lie at or before `until`; returns them by time."""
        done = ends <= until
        rows, ends = self.rows[done], ends[done]
        if not rows.size:
            return rows
        self._worked += float(np.sum(ends - self.since[done]))
        self.rows, self.since = self.rows[~done], self.since[~done]
        return rows[by_time(ends, rows)]

    def interrupt(self, keep: int, now: float) -> Orders:
        """Take out all rows but the first `keep`; returns them."""
        rows = self.rows[keep:]
        self._worked += float(np.sum(now - self.since[keep:]))
        self.rows, self.since = self.rows[:keep], self.since[:keep]
        return rows

    def minutes(self, now: float) -> float:
        """Server minutes worked up to `now`."""
        return self._worked + float(np.sum(now - self.since))


class _Servers:
    """The capacity in force and, by it, the sorted instants at which each server is free."""

    def __init__(self, servers: float | Schedule, start: float) -> None:
        self.capacity = Capacity(servers, start)
        self._free, self._opened = NO_TIMES, start
        self.reopen(NO_TIMES, start)

    def serve(self, at: Minutes, work: Minutes, until: float) -> Minutes:
        """The starts before `until` of a queue; with unlimited servers nothing waits once they are open."""
        if math.isinf(self.capacity.level):
            starts = np.maximum(at, self._opened)
            return starts[: np.searchsorted(starts, until)]
        starts, self._free = serve(at, work, self._free, until)
        return starts

    def reopen(self, ends: Minutes, now: float) -> None:
        """Servers in use are free at `ends` (surplus ones never), the others from `now` on."""
        self._opened = now
        if math.isinf(self.capacity.level):
            return
        level = int(self.capacity.level)
        ends = np.sort(ends)
        idle = max(level - ends.size, 0)
        self._free = np.concatenate((np.full(idle, now), ends[max(ends.size - level, 0) :]))
