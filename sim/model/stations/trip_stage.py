"""What stages that send orders out by trips have in common: the line, the couriers, the log of trips."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from heapq import heappush

import numpy as np

from sim.model.stations.capacity import Capacity
from sim.model.stations.schedule import Schedule
from sim.model.stations.stage import (
    CapacityLog,
    Column,
    Minutes,
    Orders,
    Stage,
    StageVisits,
    Work,
    check_arrivals,
    check_now,
    check_until,
)
from sim.model.stations.trip_log import Km, Loads, TripLog, Trips
from sim.model.stations.zones import Zone


class TripStage(Stage):
    """Orders wait in the lines of `zones` until a courier takes several of them on a trip.

    A server is a courier (or a vehicle), busy from the departure until it is back at the site. A trip on the road is
    never interrupted: during a halt, or with fewer couriers on duty, it is finished. `visits` gives ready, departed
    and delivered as arrived, started and finished.
    """

    def __init__(
        self,
        zones: Sequence[Zone],
        couriers: float | Schedule,
        fraction: Work | None,
        km: Km | None,
        start: float,
    ) -> None:
        self._zones, self._log = zones, TripLog(fraction, km)
        self._capacity, self._halted = Capacity(couriers, start), False
        self._back: list[float] = []
        """A heap: when each courier on the road is back."""
        self._clock, self._last = start, -math.inf

    @abstractmethod
    def _enqueue(self, orders: Orders, at: Minutes) -> None:
        """Put orders into the lines of their zones."""

    @abstractmethod
    def _play(self, until: float) -> None:
        """Let every trip depart that goes before `until`."""

    def add(self, orders: Orders, at: Minutes) -> None:
        """`orders` are ready for a courier at the instants `at`, sorted, none before the last one given or the clock.

        Raises:
            ValueError: the times are not sorted or too early, or a zone is unknown.
        """
        orders, at = check_arrivals(orders, at, max(self._clock, self._last))
        if orders.size:
            self._enqueue(orders, at)
            self._last = float(at[-1])

    def advance(self, until: float) -> Column:
        """Play up to `until`: the orders delivered since the last call, and when, sorted; ties by departure.

        Raises:
            ValueError: `until` lies in the past, or a trip lasts a negative time.
        """
        check_until(until, self._clock)
        self._play(until)
        self._clock = until
        return self._log.deliver(until)

    def set_capacity(self, now: float, servers: float | Schedule | None = None, factor: float | None = None) -> None:
        """From `now` on, `servers` couriers (or a new schedule) are on duty, multiplied by `factor` and rounded."""
        check_now(now, self._clock)
        self._capacity.set(servers, factor)
        self._capacity.settle(now)

    def halt(self, now: float) -> None:
        """No trip departs from `now` until `resume`; the couriers stay on duty."""
        check_now(now, self._clock)
        self._halted = True

    def resume(self, now: float) -> None:
        """The end of a halt."""
        check_now(now, self._clock)
        self._halted = False

    def withdraw(self, orders: Orders, now: float) -> Orders:
        """Take those of `orders` whose trip has not departed by `now` out of the line; returns them."""
        check_now(now, self._clock)
        return np.concatenate([zone.withdraw(orders) for zone in self._zones])

    def in_system(self, now: float) -> int:
        """Orders ready by `now`, the clock, and not yet delivered."""
        return self.waiting(now) + self._log.on_the_road

    def waiting(self, now: float) -> int:
        """Orders ready by `now`, the clock, whose trip has not departed."""
        check_now(now, self._clock)
        return sum(zone.waiting(now) for zone in self._zones)

    def busy(self, now: float) -> float:
        """Courier minutes on the road up to `now`, the clock."""
        check_now(now, self._clock)
        return self._log.busy(now)

    def capacity(self) -> CapacityLog:
        """Couriers on duty so far, also during a halt."""
        return self._capacity.log()

    def trips(self) -> Trips:
        """Every trip departed so far, in order of departure."""
        return self._log.trips()

    def loads(self) -> Loads:
        """Which order went on which trip, in order of departure."""
        return self._log.loads()

    def visits(self) -> StageVisits:
        """Every order ready by the clock: departed ones first, trip by trip, then those that wait, zone by zone."""
        return self._log.visits(self._zones, self._clock)

    def _depart(self, zone: int, load: Column, now: float, minutes: float) -> None:
        """A courier leaves with `load` and is back after `minutes`."""
        if not 0 <= minutes < math.inf:
            raise ValueError(f"trip {self._log.count} lasts {minutes} minutes; allowed: a finite number >= 0")
        self._log.note(zone, *load, now, minutes)
        heappush(self._back, now + minutes)
