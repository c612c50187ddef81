"""How many servers a stage has, and when that changes: a schedule, a factor on it, halts, and the log of it all."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.model.stations.stage import How, Minutes


@dataclass(frozen=True)
class Schedule:
    """Servers on duty as a step function of time.

    `servers[k]` holds from `times[k]` on; times rise. Before the first time nobody is on duty; after the last one its
    count stays. With a `period` the pattern repeats (1440 = every day): times lie in [0, period), and before the first
    of them the last one's count holds. `how` says what a step down does to running work: `drain`, the surplus servers
    leave as they finish; `halt`, they drop it and it resumes when a server is free.

    >>> day = Schedule((480.0, 1320.0), (8, 0), period=1440.0)
    >>> day.at(0), day.at(480), day.at(1440 + 1319), day.next_change(1440 + 480)
    (0, 8, 8, 2760.0)
    """

    times: tuple[float, ...]
    servers: tuple[float, ...]
    period: float | None = None
    how: How = "drain"

    def __post_init__(self) -> None:
        times, limit = self.times, math.inf if self.period is None else self.period
        if not times or len(times) != len(self.servers):
            raise ValueError(f"a schedule needs as many times as counts, not {len(times)} and {len(self.servers)}")
        if any(b <= a for a, b in pairwise(times)) or not all(math.isfinite(t) for t in times):
            raise ValueError(f"the times of a schedule must rise, not {times}")
        if limit <= 0 or (self.period is not None and (times[0] < 0 or times[-1] >= limit)):
            raise ValueError(f"the times of a repeated schedule must lie in [0, {limit:g}), not {times}")
        if any(not n >= 0 or (n != math.inf and n != int(n)) for n in self.servers):
            raise ValueError(f"servers must be whole numbers >= 0 or inf, not {self.servers}")

    def at(self, time: float) -> float:
        """Servers on duty at `time`, the step at `time` itself included."""
        for base in self._cycles(time)[::-1]:
            row = bisect_right(self.times, time, key=lambda step: base + step)
            if row:
                return self.servers[row - 1]
        return 0

    def next_change(self, time: float) -> float:
        """The first step strictly after `time`; inf when there is none."""
        for base in self._cycles(time):
            row = bisect_right(self.times, time, key=lambda step: base + step)
            if row < len(self.times):
                return base + self.times[row]
        return math.inf

    def _cycles(self, time: float) -> tuple[float, ...]:
        """Where the repetitions around `time` begin; both questions add the same numbers, so they always agree."""
        if self.period is None or math.isinf(time):
            return (0.0,)
        cycle = math.floor(time / self.period)
        return ((cycle - 1) * self.period, cycle * self.period, (cycle + 1) * self.period)


def always(servers: float) -> Schedule:
    """A schedule that never changes."""
    return Schedule((-1e300,), (servers,))


def scheduled(servers: float | Schedule) -> Schedule:
    """A number of servers as a schedule; a schedule as itself."""
    return servers if isinstance(servers, Schedule) else always(servers)


class Capacity:
    """The servers of one stage: schedule x factor, or none while halted. `level` is the count in force."""

    def __init__(self, servers: float | Schedule, start: float) -> None:
        self.schedule, self.factor, self.halted = scheduled(servers), 1.0, False
        self.level: float = -1
        self._times: list[float] = []
        self._levels: list[float] = []
        self.settle(start)

    def settle(self, now: float) -> float:
        """Bring `level` in line with schedule, factor and halts at `now`, note it in the log, return it.

        A fraction of a server is rounded to the nearest whole one, halves up.
        """
        base = 0 if self.halted or self.factor == 0 else self.schedule.at(now)
        level = base if math.isinf(base) else math.floor(base * self.factor + 0.5)
        if level != self.level:
            self.level = level
            if self._times and self._times[-1] == now:
                self._times.pop()
                self._levels.pop()
            if not self._levels or self._levels[-1] != level:
                self._times.append(now)
                self._levels.append(level)
        return level

    def set_factor(self, factor: float) -> None:
        """Scale the schedule.

        Raises:
            ValueError: the factor is negative or not finite.
        """
        if not (factor >= 0 and math.isfinite(factor)):
            raise ValueError(f"a capacity factor must be a finite number >= 0, not {factor}")
        self.factor = factor

    @property
    def dead(self) -> bool:
        """No server will ever come by the schedule alone."""
        if self.level > 0:
            return False
        busiest = max(self.schedule.servers)
        return self.halted or self.factor == 0 or math.floor(min(busiest, 1e15) * self.factor + 0.5) == 0

    def log(self) -> tuple[Minutes, Minutes]:
        """The step function in force so far: times and servers, shapes (changes,)."""
        return np.array(self._times), np.array(self._levels, float)


def merged(logs: Iterable[tuple[Minutes, Minutes]]) -> tuple[np.ndarray, Minutes, Minutes]:
    """Several logs as one: index of the log, time, servers, shapes (changes,)."""
    pairs = list(logs)
    owner = np.repeat(np.arange(len(pairs)), [times.size for times, _ in pairs])
    return owner, np.concatenate([t for t, _ in pairs]), np.concatenate([n for _, n in pairs])
