"""Scheduled departures: a vehicle leaves at given instants or every so often, with room for so many orders."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np

from sim.model.stations.stage import Minutes, Orders, Visits, Work, check_arrivals, check_now
from sim.model.stations.trip_log import Km, Loads, TripBook, Trips
from sim.model.stations.zones import SLACK, Zone


@dataclass(frozen=True)
class WavesSpec:
    """The knobs of a timetable.

    `vehicles` leave at the rising instants `times`, then, if `every` is given, at `first`, `first` + `every`, ...
    One after the other carries the `carries` orders that have waited longest; one ready exactly at the departure goes
    along, the rest waits for the next. The k-th vehicle that carries anything is away for `trip_minutes(k, orders)` and
    goes with the departures after it is back; an order is in hand at that share of it that `fraction(orders)` says
    (None: at its end). Nobody drives empty.
    `km(zones, counts, minutes)` measures trips afterwards, arrays of shape (trips,); None leaves NaN.
    """

    carries: float
    trip_minutes: Callable[[int, Orders], float]
    times: tuple[float, ...] = ()
    every: float | None = None
    first: float = 0.0
    fraction: Work | None = None
    vehicles: int = 1
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


class Waves:
    """The timetable as a stage; `visits` says ready, departed, in hand."""

    def __init__(self, spec: WavesSpec, start: float = 0.0) -> None:
        self._spec, self._clock, self._last, self._halted = spec, start, -math.inf, False
        self._queue, self._book = Zone(1, 0.0), TripBook(spec.fraction, spec.km)
        self._vehicles, self._back = spec.vehicles, list[float]()
        self._duty = [(start, float(spec.vehicles))]

    def add(self, orders: Orders, at: Minutes) -> None:
        """`orders` are ready to load at the instants `at`, sorted, none before the last one given or the clock."""
        orders, at = check_arrivals(orders, at, max(self._clock, self._last))
        if orders.size:
            self._last = float(at[-1])
            self._queue.add(orders, at)

    def advance(self, until: float) -> tuple[Orders, Minutes]:
        """Play up to `until`: the orders delivered since the last call, and when, sorted by time.

        Raises:
            ValueError: `until` lies in the past.
        """
        if not until >= self._clock:
            raise ValueError(f"the timetable stands at minute {self._clock:g} and cannot go back to {until:g}")
        queue = self._queue
        if not self._halted and self._vehicles and queue.head < queue.tail:
            self._play(until)
        self._clock = until
        return self._book.deliver(until)

    def withdraw(self, orders: Orders, now: float) -> Orders:
        """Give up those of `orders` that have not departed by `now`; returns them."""
        check_now(now, self._clock)
        return self._queue.withdraw(orders)

    def set_vehicles(self, vehicles: int, now: float) -> None:
        """From `now` on so many vehicles are on duty; those on the road finish their trip."""
        check_now(now, self._clock)
        if vehicles != self._vehicles:
            self._vehicles = vehicles
            self._duty.append((now, float(vehicles)))

    def halt(self, now: float) -> None:
        """No vehicle leaves from `now` until `resume`; those on the road go on."""
        check_now(now, self._clock)
        self._halted = True

    def resume(self, now: float) -> None:
        """The end of a halt."""
        check_now(now, self._clock)
        self._halted = False

    def in_system(self, now: float) -> int:
        """Orders ready by `now`, the clock, and not yet delivered."""
        return self.waiting(now) + self._book.on_the_road

    def waiting(self, now: float) -> int:
        """Orders ready by `now`, the clock, that have not departed."""
        check_now(now, self._clock)
        return self._queue.waiting(now)

    def capacity(self) -> tuple[Minutes, Minutes]:
        """Vehicles on duty, also during a halt, as a step function: times and counts, shapes (changes,)."""
        times, counts = np.array(self._duty).T
        return times, counts

    def trips(self) -> Trips:
        """Every vehicle departed so far; all are of zone 0."""
        return self._book.trips()

    def loads(self) -> Loads:
        """Which order went with which vehicle."""
        return self._book.loads()

    def visits(self) -> Visits:
        """Ready, departed and in hand of every order ready by the clock, in that order."""
        return self._book.visits([self._queue], self._clock)

    def _play(self, until: float) -> None:
        """Load those that leave before `until`: at each departure the vehicles that are back, one after the other."""
        queue, begin = self._queue, self._clock
        while queue.head < queue.tail and begin < until:
            end = min(until, self._enough(begin))
            ready = queue.ready[queue.head : queue.tail]
            times = self._spec.departures(begin, end)
            for now, here in zip(times.tolist(), np.searchsorted(ready, times, side="right").tolist(), strict=True):
                self._leave(now, queue.tail - ready.size + here)
            if self._spec.every is None:
                return
            begin = end

    def _leave(self, now: float, ready: int) -> None:
        """A departure: the orders of the queue before row `ready` go, as far as there are vehicles and room."""
        queue, spec, back = self._queue, self._spec, self._back
        while back and back[0] <= now + SLACK:
            heappop(back)
        while queue.head < ready and len(back) < self._vehicles:
            rows = slice(queue.head, int(min(queue.head + spec.carries, ready)))
            orders = queue.orders[rows]
            minutes = spec.trip_minutes(len(self._book), orders)
            if not 0 <= minutes < math.inf:
                raise ValueError(f"vehicle {len(self._book)} is away {minutes} minutes; allowed: a number >= 0")
            self._book.note(0, orders, queue.ready[rows], now, minutes)
            heappush(back, now + minutes)
            queue.head = rows.stop

    def _enough(self, begin: float) -> float:
        """An instant by which everybody has departed, if all vehicles were back; beyond all single departures."""
        waiting = self._queue.tail - self._queue.head
        last = max([float(self._queue.ready[self._queue.tail - 1]), begin, *self._spec.times, self._spec.first])
        every = self._spec.every or 0.0
        return float(last + every * (math.ceil(waiting / (self._spec.carries * self._vehicles)) + 2) + 1.0)
