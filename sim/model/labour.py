"""Labour: work that takes time, at a speed that may change, in working hours that may end."""

import math
from collections.abc import Callable, Generator
from typing import Any

import simpy

from sim.clock import Calendar
from sim.instants import DAY

Process = Generator[Any, Any, None]
Hours = tuple[float, float]
NO_WORK = 1e-9
"""Minutes of work: what is left below this is the rounding of sums."""


class Notifier:
    """An event that happens again and again: `notify` resumes every process that waits for it."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env, self._event = env, env.event()

    def notify(self) -> None:
        """Resume the processes that wait now."""
        old, self._event = self._event, self._env.event()
        old.succeed()

    def wait(self) -> simpy.Event:
        """An event to yield: the next notification."""
        return self._event


class LowPriorityEvent(simpy.Event):
    """Happens at this very instant, after all events of normal priority; of several, those of a lower rank first.

    Rank 1: reviews, which see the goods that arrive at their instant. Rank 2: departures, which take what these order.
    """

    def __init__(self, env: simpy.Environment, rank: int = 1) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        env.schedule(self, priority=simpy.events.EventPriority(simpy.events.NORMAL + rank))


def open_for(hours: list[Hours], calendar: Calendar, now: float) -> tuple[bool, float]:
    """Whether any of the daily `hours` is open at `now`, and the next instant at which that changes (inf = never)."""
    if not hours:
        return True, math.inf
    minute = calendar.minute_of_day(now)
    inside = any(_within(minute, window) for window in hours)
    edges = sorted({edge % DAY for window in hours for edge in window})
    ahead = sorted((edge - minute) % DAY or DAY for edge in edges)
    for step in ahead:
        if any(_within((minute + step) % DAY, window) for window in hours) != inside:
            return inside, now + step
    return inside, math.inf


def _within(minute: float, window: Hours) -> bool:
    low, high = window
    return low <= minute < high if low < high else minute >= low or minute < high % DAY


def labour(
    env: simpy.Environment,
    minutes: float,
    speed: Callable[[], float],
    changed: Notifier,
    hours: Callable[[], tuple[bool, float]] = lambda: (True, math.inf),
) -> Process:
    """Do `minutes` of work: time passes at `speed()` while `hours()` are open, and stops otherwise.

    A change of the speed or of the hours must notify `changed`; the work that is left resumes from where it was.
    """
    left = minutes
    while left > NO_WORK:
        is_open, until = hours()
        pace = speed() if is_open else 0.0
        begun = env.now
        needed = left / pace if pace > 0 else math.inf
        stop = min(needed, until - begun)
        if stop == math.inf:
            yield changed.wait()
        else:
            # the float that the clock shows after the last step is the float that was meant
            yield env.timeout(stop) | changed.wait()
        left = 0.0 if needed <= stop and env.now >= begun + stop else left - (env.now - begun) * pace
