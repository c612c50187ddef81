"""Scheduled departures (dispatch waves): vehicles leave at given instants or every so often, each with limited room."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop
from itertools import pairwise

import numpy as np

from sim.model.stations.schedule import Schedule
from sim.model.stations.stage import Minutes, Orders, Work
from sim.model.stations.trip_log import Km
from sim.model.stations.trip_stage import TripStage
from sim.model.stations.zones import ROUNDING, Zone


@dataclass(frozen=True)
class WavesSpec:
    """The knobs of a timetable.

    `vehicles` (a number or a `Schedule`) leave at the rising instants `times`, then, if `every` is given, at `first`,
    `first` + `every`, ... One after the other carries the `carries` orders that have waited longest; one ready exactly
    at the departure goes along, the rest waits for the next. The k-th vehicle that carries anything is away for
    `trip_minutes(k, orders)` and goes with the departures after it is back; an order is delivered at that share
    `fraction(orders)` of the trip (None: at its end). No vehicle leaves empty.
    `km(zones, counts, minutes)` measures trips afterwards, arrays of shape (trips,); None leaves NaN.
    """

    carries: float
    trip_minutes: Callable[[int, Orders], float]
    times: tuple[float, ...] = ()
    every: float | None = None
    first: float = 0.0
    fraction: Work | None = None
    vehicles: float | Schedule = 1
    km: Km | None = None

    def __post_init__(self) -> None:
        if not self.carries >= 1 or (self.every is not None and not self.every > 0):
            raise ValueError(f"a timetable needs carries >= 1 and every > 0, not {self.carries} and {self.every}")
        if any(b <= a for a, b in pairwise(self.times)):
            raise ValueError(f"departures must rise, not {self.times}")
        if self.every is not None and self.times and self.times[-1] >= self.first:
            raise ValueError(
                f"the repeated departures begin at {self.first}, before the last single one {self.times[-1]}"
            )

    def departures(self, begin: float, end: float) -> Minutes:
        """The departures in [begin, end), `end` finite, sorted."""
        times = np.array(self.times, float)
        if self.every is not None:
            count = max(math.ceil((end - self.first) / self.every) + 1, 0)
            times = np.concatenate((times, self.first + self.every * np.arange(count)))
        return times[np.searchsorted(times, begin) : np.searchsorted(times, end)]


class Waves(TripStage):
    """The timetable as a stage; all its trips are of zone 0."""

    def __init__(self, spec: WavesSpec, start: float = 0.0) -> None:
        self._spec, self._line = spec, Zone(spec.carries, 0.0)
        super().__init__([self._line], spec.vehicles, spec.fraction, spec.km, start)

    def _enqueue(self, orders: Orders, at: Minutes) -> None:
        self._line.add(orders, at)

    def _play(self, until: float) -> None:
        begin, step = self._clock, self._capacity.next_change(self._clock)
        while self._line.head < self._line.tail and begin < until and not self._halted:
            if math.isinf(until) and not self._can_depart(begin):
                break
            end = min(until, self._enough(begin))
            for now in self._spec.departures(begin, end).tolist():
                step = self._follow_schedule(step, now)
                self._leave(now)
            if self._spec.every is None:
                break
            begin = end
        if math.isfinite(until):
            self._follow_schedule(step, until)

    def _follow_schedule(self, step: float, now: float) -> float:
        """Put the steps of the schedule from `step` up to `now` in force; returns the next one."""
        while step <= now:
            self._capacity.settle(step)
            step = self._capacity.next_change(step)
        return step

    def _leave(self, now: float) -> None:
        """A departure: orders go as far as there are vehicles and room."""
        line, back = self._line, self._back
        while back and back[0] <= now + ROUNDING:
            heappop(back)
        while line.oldest <= now and len(back) < self._capacity.level:
            load = line.take(now)
            self._depart(0, load, now, self._spec.trip_minutes(self._log.count, load[0]))

    def _enough(self, begin: float) -> float:
        """An instant by which all orders have departed, if all vehicles were back; beyond all single departures."""
        spec, line = self._spec, self._line
        last = max([line.ready.item(line.tail - 1), begin, *spec.times, spec.first])
        room = spec.carries * max(self._capacity.level, 1)
        return last + (spec.every or 0.0) * (math.ceil((line.tail - line.head) / room) + 2) + 1.0

    def _can_depart(self, now: float) -> bool:
        """Whether, with no end in sight, any departure from `now` on finds a vehicle on duty."""
        capacity, every, first = self._capacity, self._spec.every, self._spec.first
        period = capacity.schedule.period
        if capacity.dead:
            return False
        if period is None or every is None:
            return capacity.level > 0 or capacity.next_change(now) < math.inf
        # departures and schedule come round together after so many departures
        cycle = (Fraction(period) / Fraction(every)).numerator
        return any(capacity.at(time) > 0 for time in self._spec.times if time >= now) or any(
            capacity.at(first + every * k) > 0 for k in range(cycle)
        )
