"""A courier pool: orders wait by zone, a trip takes the oldest of one zone when it may go and a courier is idle."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from sim.model.stations.capacity import Capacity, Schedule, scheduled
from sim.model.stations.stage import Minutes, Orders, Visits, Work, check_arrivals, check_now
from sim.model.stations.trip_log import Loads, TripBook, Trips
from sim.model.stations.zones import SLACK, Zone


class ZonesNow(NamedTuple):
    """The zones that may be served at `now`: code, when its oldest became ready, orders waiting; shapes (zones,)."""

    now: float
    zones: Orders
    oldest: Minutes
    waiting: Orders


@dataclass(frozen=True)
class FleetSpec:
    """The knobs of a courier pool.

    `zone_of(orders)` gives each order's zone, 0 to `zones` - 1. A zone may go when `carries` orders wait in it or its
    oldest has waited `patience` minutes (0: as soon as one waits). `couriers` on duty: a number or a `Schedule`; when
    it falls, those on the road finish their trip. The k-th trip lasts `trip_minutes(k, zone, orders)`, and an order is
    in hand at that share of it that `fraction(orders)` says (None: at its end). `choose(view)` picks the row of the
    zone that goes first, a negative row to let everybody wait until something changes; None is oldest first, ties to
    the lower zone, and the fast way.
    `km(zones, counts, minutes)` measures trips afterwards, arrays of shape (trips,); None leaves NaN.
    """

    zone_of: Callable[[Orders], Orders]
    zones: int
    couriers: float | Schedule
    carries: int
    trip_minutes: Callable[[int, int, Orders], float]
    patience: float = 0.0
    fraction: Work | None = None
    choose: Callable[[ZonesNow], int] | None = None
    km: Callable[[Orders, Orders, Minutes], Minutes] | None = None

    def __post_init__(self) -> None:
        if self.zones < 1 or self.carries < 1:
            raise ValueError(f"a fleet needs zones and carries >= 1, not {self.zones} and {self.carries}")
        if not self.patience >= 0:
            raise ValueError(f"patience must be >= 0, not {self.patience}")


class Fleet:
    """The courier pool as a stage; `visits` says ready, departed, in hand."""

    def __init__(self, spec: FleetSpec, start: float = 0.0) -> None:
        self._spec, self._clock, self._last = spec, start, -math.inf
        self._zones = [Zone(spec.carries, spec.patience) for _ in range(spec.zones)]
        self._capacity, self._book = Capacity(spec.couriers, start), TripBook(spec.fraction, spec.km)
        self._now, self._back = start, list[float]()
        # a zone with orders is in `_soon` (due, zone) until it may go, then in `_able` (oldest, zone);
        # `_due[zone]` is its valid entry in `_soon`, -inf while it is in `_able`
        self._soon, self._able = list[tuple[float, int]](), list[tuple[float, int]]()
        self._due = [math.inf] * spec.zones
        self._held = self._halted = False

    def add(self, orders: Orders, at: Minutes) -> None:
        """`orders` are ready for a courier at the instants `at`, sorted, none before the last one given or the clock.

        Raises:
            ValueError: the times are not sorted or too early, or a zone is not one of the fleet's.
        """
        orders, at = check_arrivals(orders, at, max(self._clock, self._last))
        if not orders.size:
            return
        self._last = float(at[-1])
        zones = np.asarray(self._spec.zone_of(orders))
        if zones.min() < 0 or zones.max() >= self._spec.zones:
            raise ValueError(f"zones must lie in 0 to {self._spec.zones - 1}, not {zones.min()} to {zones.max()}")
        by_zone = np.argsort(zones.astype(np.min_scalar_type(self._spec.zones)), kind="stable")
        counts = np.bincount(zones, minlength=self._spec.zones)
        ends = np.cumsum(counts)
        orders, at = orders[by_zone], at[by_zone]
        for code in np.flatnonzero(counts).tolist():
            rows = slice(ends[code] - counts[code], ends[code])
            self._zones[code].add(orders[rows], at[rows])
            if self._due[code] > -math.inf:
                self._wait(code)

    def advance(self, until: float) -> tuple[Orders, Minutes]:
        """Play up to `until`: the orders delivered since the last call, and when, sorted; ties by departure.

        Raises:
            ValueError: `until` lies in the past, or a trip lasts a negative time.
        """
        if not until >= self._clock:
            raise ValueError(f"the fleet stands at minute {self._clock:g} and cannot go back to {until:g}")
        self._play(until)
        self._clock = until
        return self._book.deliver(until)

    def set_couriers(self, couriers: float | Schedule, now: float) -> None:
        """From `now` on, `couriers` (or a new schedule) are on duty; those on the road finish their trip."""
        check_now(now, self._clock)
        self._capacity.schedule = scheduled(couriers)
        self._capacity.settle(now)

    def set_factor(self, factor: float, now: float) -> None:
        """From `now` on, the couriers on duty are multiplied by `factor` and rounded."""
        check_now(now, self._clock)
        self._capacity.set_factor(factor)
        self._capacity.settle(now)

    def withdraw(self, orders: Orders, now: float) -> Orders:
        """Give up those of `orders` whose trip has not departed by `now`; returns them."""
        check_now(now, self._clock)
        taken = np.concatenate([zone.withdraw(orders) for zone in self._zones])
        if taken.size:
            self._soon, self._able, self._held = [], [], False
            self._due = [math.inf] * self._spec.zones
            for code in range(self._spec.zones):
                self._wait(code)
        return taken

    def halt(self, now: float) -> None:
        """No trip departs from `now` until `resume`; those on the road go on."""
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
        """Orders ready by `now`, the clock, whose trip has not departed."""
        check_now(now, self._clock)
        return sum(zone.waiting(now) for zone in self._zones)

    def busy(self, now: float) -> float:
        """Courier minutes on the road up to `now`, the clock."""
        check_now(now, self._clock)
        return self._book.busy(now)

    def capacity(self) -> tuple[Minutes, Minutes]:
        """Couriers on duty, also during a halt, as a step function: times and counts, shapes (changes,)."""
        return self._capacity.log()

    def trips(self) -> Trips:
        """Every trip departed so far, in order of departure."""
        return self._book.trips()

    def loads(self) -> Loads:
        """Which order went on which trip, in order of departure."""
        return self._book.loads()

    def visits(self) -> Visits:
        """Ready, departed and in hand of every order ready by the clock: departed ones first, trip by trip."""
        return self._book.visits(self._zones, self._clock)

    def _wait(self, code: int) -> None:
        """File the zone under the instant it may go."""
        due = self._zones[code].due
        if due != self._due[code]:
            self._due[code] = due
            if due < math.inf:
                heappush(self._soon, (due, code))

    def _play(self, until: float) -> None:
        """Every departure before `until`, one after the other."""
        back, able, soon, capacity, now = self._back, self._able, self._soon, self._capacity, self._now
        change = capacity.schedule.next_change(now)
        while True:
            self._home(now)
            while soon and self._due[soon[0][1]] != soon[0][0]:
                heappop(soon)
            if self._halted or len(back) >= capacity.level:
                then = back[0] if back else math.inf
            elif able and not self._held:
                then = now
            else:
                then = max(now, soon[0][0]) if soon else math.inf
                then = min(then, back[0]) if self._held and back else then
            if change <= min(until, then) and change < math.inf and (math.isfinite(until) or self._unsettled()):
                now = change
                capacity.settle(now)
                change = capacity.schedule.next_change(now)
                continue
            if then >= until:
                break
            now = then
            self._home(now)
            if soon and soon[0][0] <= now + SLACK:
                self._wake(now)
            if able and not self._held and not self._halted and len(back) < capacity.level:
                self._depart(now)
        self._now = until

    def _home(self, now: float) -> None:
        """Couriers back by `now` are idle again."""
        while self._back and self._back[0] <= now:
            heappop(self._back)
            self._held = False

    def _unsettled(self) -> bool:
        """Whether, with no end of time in sight, a step of the schedule can still bring a departure."""
        stuck = self._held and not self._back and not self._soon
        return bool(self._soon or self._able) and not stuck and not self._halted and not self._capacity.dead

    def _wake(self, now: float) -> None:
        """Zones that may go by `now` join the able ones."""
        soon, early = self._soon, list[tuple[float, int]]()
        while soon and soon[0][0] <= now + SLACK:
            entry = heappop(soon)
            code = entry[1]
            if self._due[code] != entry[0]:
                continue
            if self._zones[code].may_go(now):
                self._due[code] = -math.inf
                heappush(self._able, (self._zones[code].oldest, code))
                self._held = False
            else:
                early.append(entry)
        for entry in early:
            heappush(soon, entry)

    def _depart(self, now: float) -> None:
        """Send one trip, or hold until something changes when the policy says so."""
        spec = self._spec
        code = heappop(self._able)[1] if spec.choose is None else self._chosen(spec.choose, now)
        if code < 0:
            self._held = True
            return
        zone = self._zones[code]
        rows = zone.take(now)
        orders = zone.orders[rows]
        minutes = spec.trip_minutes(len(self._book), code, orders)
        if not 0 <= minutes < math.inf:
            raise ValueError(f"trip {len(self._book)} lasts {minutes} minutes; allowed: a finite number >= 0")
        self._book.note(code, orders, zone.ready[rows], now, minutes)
        heappush(self._back, now + minutes)
        if zone.may_go(now):
            heappush(self._able, (zone.oldest, code))
        else:
            self._due[code] = math.inf
            self._wait(code)

    def _chosen(self, choose: Callable[[ZonesNow], int], now: float) -> int:
        """The zone the policy sends, taken off the able ones; -1 when it sends nobody."""
        self._able.sort()
        codes = [code for _, code in self._able]
        waiting = np.array([self._zones[code].waiting(now) for code in codes])
        row = choose(ZonesNow(now, np.array(codes), np.array([oldest for oldest, _ in self._able]), waiting))
        if row >= len(codes):
            raise ValueError(f"the dispatch policy chose row {row} of {len(codes)} zones")
        return self._able.pop(row)[1] if row >= 0 else -1
