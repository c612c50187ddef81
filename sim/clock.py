"""The clock: simulated minutes and dates, and alarms that can be rescheduled."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from sim.instants import DAY
from sim.tolerance import ROUNDING


class Environment(Protocol):
    """The part of a SimPy environment that an alarm needs."""

    @property
    def now(self) -> Any:
        """The current instant, minutes."""

    def timeout(self, delay: float) -> Any:
        """An event after `delay` minutes."""


class Alarm:
    """Calls `ring()` at the instant last set; setting it again replaces the old instant."""

    def __init__(self, env: Environment, ring: Callable[[], None]) -> None:
        self._env, self._ring, self._at = env, ring, math.inf

    def set(self, at: float) -> None:
        """Ring at `at` (minutes; inf = never)."""
        if at == self._at:
            return
        self._at = at
        if at < math.inf:
            self._env.timeout(max(at - self._env.now, 0.0)).callbacks.append(lambda _event: self._due(at))

    def _due(self, at: float) -> None:
        if at == self._at:
            self._at = math.inf
            self._ring()


class Calendar:
    """Minutes since the start against wall-clock time."""

    def __init__(self, start: datetime) -> None:
        self.start = start
        midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
        self.offset = (start - midnight).total_seconds() / 60

    def date(self, minutes: float) -> datetime:
        """The wall-clock instant of a simulated minute."""
        return self.start + timedelta(minutes=minutes)

    def minute_of_day(self, minutes: float) -> float:
        """Minutes since local midnight, in [0, 1440)."""
        return (minutes + self.offset) % DAY

    def next_time(self, after: float, times_of_day: tuple[float, ...]) -> float:
        """The first instant strictly after `after` at which the time of day is one of `times_of_day` (minutes)."""
        day = math.floor((after + self.offset) / DAY)
        candidates = (d * DAY + t - self.offset for d in (day, day + 1) for t in sorted(times_of_day))
        return min(at for at in candidates if at > after + ROUNDING)
