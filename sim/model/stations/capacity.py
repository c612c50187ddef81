"""How many servers a stage has now: schedule x factor, or none during a halt; and the log of it."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from sim.model.stations.schedule import Schedule, scheduled
from sim.model.stations.stage import CapacityLog


class Capacity:
    """The servers of one stage; `level` is the count in force."""

    def __init__(self, servers: float | Schedule, start: float) -> None:
        self.schedule, self.factor, self.halted = scheduled(servers), 1.0, False
        self.level: float = -1
        self._times: list[float] = []
        self._levels: list[float] = []
        self.settle(start)

    def set(self, servers: float | Schedule | None = None, factor: float | None = None) -> None:
        """Replace what is given; `settle` puts it in force.

        Raises:
            ValueError: the factor is negative or not finite, or the number of servers is not whole.
        """
        if factor is not None and not (factor >= 0 and math.isfinite(factor)):
            raise ValueError(f"a capacity factor must be a finite number >= 0, not {factor}")
        if servers is not None:
            self.schedule = scheduled(servers)
        if factor is not None:
            self.factor = factor

    def at(self, time: float) -> float:
        """Servers on duty at `time` if factor and halts stay as they are.

        A fraction of a server is rounded to the nearest whole one, halves up.
        """
        servers = 0 if self.halted or self.factor == 0 else self.schedule.at(time)
        return servers if math.isinf(servers) else math.floor(servers * self.factor + 0.5)

    def settle(self, now: float) -> float:
        """Bring `level` in line with schedule, factor and halts at `now`, note it in the log, return it."""
        level = self.at(now)
        if level != self.level:
            self.level = level
            if self._times and self._times[-1] == now:
                self._times.pop()
                self._levels.pop()
            if not self._levels or self._levels[-1] != level:
                self._times.append(now)
                self._levels.append(level)
        return level

    def next_change(self, now: float) -> float:
        """The first step of the schedule strictly after `now`; inf when there is none."""
        return self.schedule.next_change(now)

    @property
    def dead(self) -> bool:
        """No server will ever come by the schedule alone."""
        if self.level > 0:
            return False
        busiest = max(self.schedule.servers)
        return self.halted or self.factor == 0 or math.floor(min(busiest, 1e15) * self.factor + 0.5) == 0

    def log(self) -> CapacityLog:
        """The step function in force so far."""
        return step_log(self._times, self._levels)


def step_log(times: list[float], servers: list[float]) -> CapacityLog:
    """A step function of one station as columns."""
    return CapacityLog(np.array(times, float), np.array(servers, float), np.zeros(len(times), np.int16))


def merged(logs: Iterable[CapacityLog]) -> CapacityLog:
    """The logs of the stations of a floor as one, station by station."""
    parts = list(logs)
    station = np.repeat(np.arange(len(parts), dtype=np.int16), [part.time.size for part in parts])
    return CapacityLog(np.concatenate([p.time for p in parts]), np.concatenate([p.servers for p in parts]), station)
