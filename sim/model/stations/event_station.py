"""One station inside the event network: its queue, who is in service, pauses, breakdowns; no clock of its own."""

from __future__ import annotations

import math
from heapq import heappop, heappush

import numpy as np

from sim.model.stations.capacity import Capacity, scheduled
from sim.model.stations.spec import StationSpec
from sim.model.stations.stage import How, Minutes


class Pool:
    """A visit is a row of the columns `order` ... `finished`. It waits in `_queue`, runs in `_running`, or is gone.

    The queue is served by priority, then interrupted work (oldest arrival first), then by arrival or, if `lifo`, the
    latest first. `_running` keeps the order of (re)start, so the last to start is the first to be interrupted among
    the worst priority.
    """

    def __init__(self, spec: StationSpec, start: float) -> None:
        self.spec, self.capacity = spec, Capacity(spec.servers, start)
        self.order, self.arrived, self.started, self.finished = list[int](), list[float](), list[float](), list[float]()
        self.token, self.entry = list[int](), list[int]()
        self._minutes, self._left, self._priority = list[float](), list[float](), list[float]()
        self._since, self._end = list[float](), list[float]()
        self._queue = list[tuple[float, bool, int, int]]()
        self._running = dict[int, int]()
        self._gone = set[int]()
        self.inside, self.spent = 0, 0.0
        self.down = False
        self.by_server = spec.breakdown is not None and spec.breakdown.per == "server"
        self.slots = int(max(scheduled(spec.servers).servers)) if self.by_server else 0
        self._idle = list(range(self.slots))
        self._broken = set[int]()
        self._duty = list[tuple[float, float]]()
        self._note(start)

    @property
    def waiting(self) -> int:
        """Orders inside and not in service."""
        return self.inside - len(self._running)

    @property
    def running(self) -> int:
        """Orders in service."""
        return len(self._running)

    def duty(self) -> tuple[Minutes, Minutes]:
        """Servers that can work, by schedule, factor, halts and breakdowns: times and counts, shapes (changes,)."""
        columns = np.array(self._duty, float).reshape(-1, 2)
        return columns[:, 0], columns[:, 1]

    def runs(self, visit: int) -> bool:
        """Whether the visit is in service."""
        return visit in self._running

    def busy(self, now: float) -> float:
        """Server minutes worked up to `now`."""
        return self.spent + sum(now - self._since[visit] for visit in self._running)

    def arrive(self, order: int, entry: int, now: float, minutes: float, priority: float) -> int:
        """A new visit joins the queue: its row, or -1 when there is no room."""
        if self.inside >= self.spec.room:
            return -1
        visit = len(self.order)
        self.order.append(order)
        self.entry.append(entry)
        self.arrived.append(now)
        self.started.append(math.nan)
        self.finished.append(math.nan)
        self.token.append(0)
        self._minutes.append(minutes)
        self._left.append(minutes)
        self._since.append(math.nan)
        self._end.append(math.nan)
        self._priority.append(priority)
        self.inside += 1
        heappush(self._queue, (priority, True, -visit if self.spec.lifo else visit, visit))
        return visit

    def start(self, now: float) -> list[tuple[int, float]]:
        """Begin whatever can begin at `now`: rows and finish times."""
        begun: list[tuple[int, float]] = []
        level = 0 if self.down else self.capacity.level
        while True:
            while self._queue and self._queue[0][3] in self._gone:
                self._gone.discard(heappop(self._queue)[3])
            if not self._queue or not level:
                break
            free = len(self._running) < level and (self._idle or not self.by_server)
            if not free:
                worst = self._worst() if self.spec.preemptive and 0 < len(self._running) <= level else -1
                if worst < 0 or self._priority[worst] <= self._queue[0][0]:
                    break
                self.pause(worst, now)
            visit = heappop(self._queue)[3]
            if math.isnan(self.started[visit]):
                self.started[visit] = now
            self._running[visit] = heappop(self._idle) if self.by_server else 0
            self._since[visit], self._end[visit] = now, now + self._left[visit]
            begun.append((visit, self._end[visit]))
        return begun

    def finish(self, visit: int, now: float) -> None:
        """A service ends."""
        self.finished[visit] = now
        self._leave_server(visit, now)
        self.inside -= 1

    def renege(self, visit: int) -> bool:
        """Patience is over: whether the order, never served so far, leaves the queue."""
        if not math.isnan(self.started[visit]):
            return False
        self._gone.add(visit)
        self.inside -= 1
        return True

    def pause(self, visit: int, now: float, lose: bool = False) -> None:
        """Interrupt a service; what is left of it, or all of it when `lose`, goes back to the queue."""
        self._left[visit] = self._minutes[visit] if lose else self._end[visit] - now
        self._leave_server(visit, now)
        self.token[visit] += 1
        heappush(self._queue, (self._priority[visit], False, visit, visit))

    def settle(self, now: float, how: How, lose: bool = False) -> None:
        """Put the capacity of `now` in force; a halt interrupts what has no server any more."""
        level = self.capacity.settle(now)
        self._note(now)
        if self.by_server:
            for slot in range(self.slots, int(level)):
                heappush(self._idle, slot)
            self.slots = max(self.slots, int(level))
        if how == "halt":
            while len(self._running) > level:
                self.pause(self._worst(), now, lose)

    def fail(self, slot: int, now: float) -> None:
        """A server, or the whole station, breaks down."""
        if not self.by_server:
            self.down = True
            self._note(now)
            for visit in list(self._running):
                self.pause(visit, now)
            return
        self._broken.add(slot)
        self._note(now)
        for visit in [visit for visit, server in self._running.items() if server == slot]:
            self.pause(visit, now)
        self._idle = [server for server in self._idle if server != slot]
        self._idle.sort()

    def repair(self, slot: int, now: float) -> None:
        """It works again."""
        if not self.by_server:
            self.down = False
            self._note(now)
            return
        self._broken.discard(slot)
        self._note(now)
        heappush(self._idle, slot)

    def _note(self, now: float) -> None:
        """Write down how many servers can work from `now` on."""
        level = 0.0 if self.down else max(self.capacity.level - len(self._broken), 0.0)
        if self._duty and self._duty[-1][0] == now:
            self._duty.pop()
        if not self._duty or self._duty[-1][1] != level:
            self._duty.append((now, level))

    def _leave_server(self, visit: int, now: float) -> None:
        slot = self._running.pop(visit)
        self.spent += now - self._since[visit]
        if self.by_server and slot not in self._broken:
            heappush(self._idle, slot)

    def _worst(self) -> int:
        """Of those in service, the least important; of these, the last to start."""
        return max(reversed(self._running), key=self._priority.__getitem__)
