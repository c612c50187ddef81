"""A courier fleet: orders wait by zone, a trip takes the oldest of one zone when it may go and a courier is idle."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop

import numpy as np

from sim.model.stations.schedule import Schedule
from sim.model.stations.stage import Minutes, Orders, Work
from sim.model.stations.trip_log import Km
from sim.model.stations.trip_stage import TripStage
from sim.model.stations.zones import ROUNDING, Choice, Zone, ZoneQueue


@dataclass(frozen=True)
class FleetSpec:
    """The knobs of a courier fleet.

    `zone_of(orders)` gives each order's zone, 0 to `zones` - 1. A zone may go when `carries` orders wait in it or its
    oldest has waited `patience` minutes (0: as soon as one waits). `couriers` on duty: a number or a `Schedule`. The
    k-th trip lasts `trip_minutes(k, zone, orders)`, and an order is delivered at that share `fraction(orders)` of it
    (None: at its end). `choose(view, now)` picks the row of the zone that goes first, a negative row to wait until
    something changes; None is oldest first, ties to the lower zone, and the fast way.
    `km(zones, counts, minutes)` measures trips afterwards, arrays of shape (trips,); None leaves NaN.
    """

    zone_of: Callable[[Orders], Orders]
    zones: int
    couriers: float | Schedule
    carries: int
    trip_minutes: Callable[[int, int, Orders], float]
    patience: float = 0.0
    fraction: Work | None = None
    choose: Choice | None = None
    km: Km | None = None

    def __post_init__(self) -> None:
        if self.zones < 1 or self.carries < 1:
            raise ValueError(f"a fleet needs zones and carries >= 1, not {self.zones} and {self.carries}")
        if not self.patience >= 0:
            raise ValueError(f"patience must be >= 0, not {self.patience}")


class Fleet(TripStage):
    """The courier fleet as a stage."""

    def __init__(self, spec: FleetSpec, start: float = 0.0) -> None:
        zones = [Zone(spec.carries, spec.patience) for _ in range(spec.zones)]
        super().__init__(zones, spec.couriers, spec.fraction, spec.km, start)
        self._spec, self._queue = spec, ZoneQueue(zones)
        self._held = False
        """Whether the policy sends no trip until something changes."""

    def withdraw(self, orders: Orders, now: float) -> Orders:
        """Take those of `orders` whose trip has not departed by `now` out of the line; returns them."""
        taken = super().withdraw(orders, now)
        if taken.size:
            self._queue.rebuild()
            self._held = False
        return taken

    def _enqueue(self, orders: Orders, at: Minutes) -> None:
        spec, zones = self._spec, np.asarray(self._spec.zone_of(orders))
        if zones.min() < 0 or zones.max() >= spec.zones:
            raise ValueError(f"zones must lie in 0 to {spec.zones - 1}, not {zones.min()} to {zones.max()}")
        by_zone = np.argsort(zones.astype(np.min_scalar_type(spec.zones)), kind="stable")
        counts = np.bincount(zones, minlength=spec.zones)
        ends = np.cumsum(counts)
        orders, at = orders[by_zone], at[by_zone]
        for code in np.flatnonzero(counts).tolist():
            rows = slice(ends[code] - counts[code], ends[code])
            self._zones[code].add(orders[rows], at[rows])
            self._queue.update(code)

    def _play(self, until: float) -> None:
        now, step = self._clock, self._capacity.next_change(self._clock)
        self._take_back(now)
        while True:
            due = self._next_instant(now)
            if step <= due and step <= until and self._matters(step, until):
                now = step
                self._capacity.settle(now)
                step = self._capacity.next_change(now)
                self._take_back(now)
            elif due < until:
                now = due
                self._dispatch(now)
            else:
                return

    def _next_instant(self, now: float) -> float:
        """When the next trip may go, or a courier is back who changes that."""
        back, queue = self._back, self._queue
        if self._halted or len(back) >= self._capacity.level:
            return back[0] if back else math.inf
        if queue.able and not self._held:
            return now
        due = max(now, queue.next_due())
        return min(due, back[0]) if self._held and back else due

    def _matters(self, step: float, until: float) -> bool:
        """Whether a step of the schedule has to be played; with no end in sight, only if it can bring a departure."""
        if math.isfinite(until) or math.isinf(step):
            return math.isfinite(step)
        due = self._queue.next_due() < math.inf
        stuck = self._held and not self._back and not due
        return (due or bool(self._queue.able)) and not stuck and not self._halted and not self._capacity.dead

    def _dispatch(self, now: float) -> None:
        """One trip, if a zone may go at `now` and a courier is there."""
        queue, choose = self._queue, self._spec.choose
        self._take_back(now)
        if queue.next_due() <= now + ROUNDING and queue.release(now):
            self._held = False
        if not queue.able or self._held or self._halted or len(self._back) >= self._capacity.level:
            return
        code = queue.pop() if choose is None else queue.choose(choose, now)
        if code < 0:
            self._held = True
            return
        load = self._zones[code].take(now)
        self._depart(code, load, now, self._spec.trip_minutes(self._log.count, code, load[0]))
        queue.put_back(code, now)

    def _take_back(self, now: float) -> None:
        """Couriers back by `now` are idle again."""
        back = self._back
        while back and back[0] <= now:
            heappop(back)
            self._held = False
