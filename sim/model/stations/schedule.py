"""How many servers are on duty over time: a step function, once or repeated every day."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Running = Literal["drain", "halt", "lose"]
"""What becomes of work in service that loses its server: it is finished first, paused, or later done all over again."""


@dataclass(frozen=True)
class Schedule:
    """Servers on duty as a step function of time.

    `servers[k]` holds from `times[k]` on; times rise. Before the first time there are none; after the last one its
    count stays. With a `period` the pattern repeats (1440 = every day): times lie in [0, period), and before the first
    of them the last one's count holds. `running` says what a step down does to work in service: `drain`, the surplus
    servers leave as they finish; `halt`, they drop it and it resumes when a server is free; `lose`, it starts anew.

    >>> day = Schedule((480.0, 1320.0), (8, 0), period=1440.0)
    >>> day.at(0), day.at(480), day.at(1440 + 1319), day.next_change(1440 + 480)
    (0, 8, 8, 2760.0)
    """

    times: tuple[float, ...]
    servers: tuple[float, ...]
    period: float | None = None
    running: Running = "drain"

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
        """Where the repetitions around `time` begin: `at` and `next_change` add the same numbers, so they agree."""
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
