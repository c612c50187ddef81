"""The servers of one event station: how many can work now, and which of them, when they break down one by one."""

from __future__ import annotations

from heapq import heappop, heappush

from sim.model.stations.capacity import Capacity, step_log
from sim.model.stations.schedule import scheduled
from sim.model.stations.spec import StationSpec
from sim.model.stations.stage import CapacityLog


class ServerPool:
    """Servers are distinguished, by number, only when each breaks down by itself; else all are number 0."""

    def __init__(self, spec: StationSpec, start: float) -> None:
        self.capacity = Capacity(spec.servers, start)
        self._one_by_one = spec.breakdown is not None and spec.breakdown.per == "server"
        self._count = int(max(scheduled(spec.servers).servers)) if self._one_by_one else 0
        self._idle, self._broken, self._down = list(range(self._count)), set[int](), False
        self._log: list[tuple[float, float]] = []
        self._note(start)

    @property
    def level(self) -> float:
        """How many may work by schedule, factor, halts and breakdowns of the whole station."""
        return 0 if self._down else self.capacity.level

    @property
    def failing(self) -> range:
        """The numbers of those that break down by themselves: each server, or 0 for the station as one."""
        return range(self._count) if self._one_by_one else range(1)

    @property
    def idle(self) -> bool:
        """Whether a server that works is idle, as far as each is known by its number."""
        return not self._one_by_one or bool(self._idle)

    def take(self) -> int:
        """An idle server starts to work: its number."""
        return heappop(self._idle) if self._one_by_one else 0

    def give_back(self, server: int) -> None:
        """A server stops working; a broken one is idle after its repair."""
        if self._one_by_one and server not in self._broken:
            heappush(self._idle, server)

    def settle(self, now: float) -> range:
        """Put the capacity of `now` in force; returns the numbers of servers that were never there before."""
        self.capacity.settle(now)
        self._note(now)
        if not self._one_by_one:
            return range(0)
        new = range(self._count, int(self.capacity.level))
        for server in new:
            heappush(self._idle, server)
        self._count = max(self._count, int(self.capacity.level))
        return new

    def fail(self, server: int, now: float) -> None:
        """A server, or the whole station, breaks down."""
        if self._one_by_one:
            self._broken.add(server)
            self._idle = sorted(idle for idle in self._idle if idle != server)
        else:
            self._down = True
        self._note(now)

    def repair(self, server: int, now: float) -> None:
        """It works again."""
        if self._one_by_one:
            self._broken.discard(server)
            heappush(self._idle, server)
        else:
            self._down = False
        self._note(now)

    def log(self) -> CapacityLog:
        """Servers that could work so far, by schedule, factor, halts and breakdowns."""
        return step_log([time for time, _ in self._log], [servers for _, servers in self._log])

    def _note(self, now: float) -> None:
        servers = 0.0 if self._down else max(self.capacity.level - len(self._broken), 0.0)
        if self._log and self._log[-1][0] == now:
            self._log.pop()
        if not self._log or self._log[-1][1] != servers:
            self._log.append((now, servers))
