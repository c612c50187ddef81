"""A courier pool, from what people write to what the fleet, or the timetable, plays."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAY
from sim.distributions import Draws
from sim.model.engine import Engine
from sim.model.stations.capacity import Schedule
from sim.model.stations.fleet import Fleet, FleetSpec, ZonesNow
from sim.model.stations.waves import Waves, WavesSpec
from sim.policies.dispatch import ZonesView
from sim.schema.network import Couriers, RecordedColumn, Tour

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
TOUR = 0.57
"""Length of a tour over n random stops in an area A: about 0.57 sqrt(n A) extra per stop (Daganzo 1984, k for L2)."""


class CourierPool:
    """Full-time and crowd couriers of one site."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine, self.name = engine, name
        self.model = model = engine.world.couriers[name]
        self.resource = engine.resource(name)
        rng = engine.streams.rng("crowd", name)
        days = int(np.ceil(engine.horizon / DAY)) + 1
        self._crowd_luck = rng.random((days, model.crowd.pool if model.crowd else 0))
        self._zone = self._zones()
        self.fleet = self._fleet() if model.departs is None and model.every is None else self._waves()

    def _fleet(self) -> Fleet:
        """Couriers who leave when a trip is full, or its oldest order has waited long enough."""
        engine, model = self.engine, self.model
        return Fleet(
            FleetSpec(
                zone_of=lambda orders: self._zone[engine.ledger.orders.community[orders]],
                zones=model.zones,
                couriers=self._on_duty(1.0),
                carries=model.carries,
                trip_minutes=self._trip_minutes(),
                patience=model.waits,
                fraction=self._fraction(model),
                km=self._km,
                choose=self._choose() if model.dispatch else None,
            )
        )

    def _waves(self) -> Waves:
        """Couriers who leave all together at fixed times, each with the orders that have waited longest."""
        engine, model = self.engine, self.model
        times: list[float] = []
        if model.departs is not None:
            day = [(time - engine.calendar.offset) % DAY for time in model.departs]
            days = range(int(np.ceil(engine.horizon / DAY)) + 1)
            times = sorted({DAY * number + time for number in days for time in day})
        trip = self._trip_minutes()
        return Waves(
            WavesSpec(
                carries=model.carries * model.full_time,
                trip_minutes=lambda k, orders: trip(k, 0, orders),
                times=tuple(times),
                every=model.every,
                first=model.every or 0.0,
                fraction=self._fraction(model),
            )
        )

    def listen(self, before: Callable[[], None]) -> None:
        """Follow the levers; `before` brings the site up to now."""
        places = (self.name, self.model.at)
        levers = self.engine.levers
        levers.watch("crowd", places, before, self._set_duty)
        levers.watch("couriers", places, before, self._set_factor)
        levers.watch("ships", (self.model.at,), before, self._set_factor)
        levers.watch("lane", places, before, lambda: None)

    def _set_duty(self) -> None:
        levers = self.engine.levers
        if isinstance(self.fleet, Fleet):
            self.fleet.set_couriers(self._on_duty(levers.value("crowd", self.name, self.model.at)), self.engine.now)

    def _set_factor(self) -> None:
        levers = self.engine.levers
        share = levers.value("couriers", self.name, self.model.at) * min(levers.value("ships", self.model.at), 1.0)
        if isinstance(self.fleet, Fleet):
            self.fleet.set_factor(share, self.engine.now)
        elif share > 0:
            self.fleet.resume(self.engine.now)
        else:
            self.fleet.halt(self.engine.now)

    def _on_duty(self, crowd: float) -> float | Schedule:
        """Couriers over time: full-time ones in their shift, and the crowd that logs on that day."""
        model = self.model
        if model.shift is None and model.crowd is None:
            return float(model.full_time)
        share = model.crowd.logs_on * crowd if model.crowd else 0.0
        logged_on = (self._crowd_luck < share).sum(axis=1)
        opens, closes = model.shift or (0.0, DAY)
        times, servers = [-1.0], [0.0]
        for day, extra in enumerate(logged_on.tolist()):
            midnight = day * DAY - self.engine.calendar.offset
            length = (closes - opens) % DAY or DAY
            for time, count in ((midnight + opens, model.full_time + extra), (midnight + opens + length, 0)):
                if times and time <= times[-1]:
                    servers[-1] = float(count)
                else:
                    times.append(time)
                    servers.append(float(count))
        return Schedule(tuple(times), tuple(servers))

    def _zones(self) -> Ints:
        """Zone of each community (last row: orders without a community)."""
        count = max(len(self.engine.codes.communities), 1)
        return np.append(np.arange(count) % self.model.zones, 0)

    def _trip_minutes(self) -> Callable[[int, int, Ints], float]:
        trip, levers = self.model.trip, self.engine.levers
        places = (self.name, self.model.at)
        if isinstance(trip, Tour):
            there = 2 * trip.haul / trip.speed
            per_root = TOUR * np.sqrt(trip.area) / trip.speed

            def tour(_k: int, _zone: int, orders: Ints) -> float:
                n = len(orders)
                road = there + per_root * np.sqrt(n)
                return float(road / max(levers.value("lane", *places), 0.05) + trip.per_stop * n)

            return tour
        draws = Draws(trip, self.engine.streams.rng("trips", self.name).random)
        known: list[float] = []

        def drawn(k: int, _zone: int, _orders: Ints) -> float:
            while len(known) <= k:
                known.extend(draws.take(4096).tolist())
            return known[k]

        return drawn

    def _choose(self) -> Callable[[ZonesNow], int]:
        policy = self.model.dispatch
        assert policy is not None
        return lambda view: policy.decide(ZonesView(view.zones, view.oldest, view.waiting), view.now)

    def _fraction(self, model: Couriers) -> Callable[[Ints], Floats] | None:
        engine = self.engine
        if model.handed_over == "end":
            return None
        if isinstance(model.handed_over, RecordedColumn):
            name = model.handed_over.column
            return lambda orders: engine.columns[name][orders]
        return lambda orders: engine.streams.uniforms("handed over", engine.ledger.orders.key[orders])

    def _km(self, zones: Ints, counts: Ints, minutes: Floats) -> Floats:
        trip = self.model.trip
        if isinstance(trip, Tour):
            return np.asarray(2 * trip.haul + TOUR * np.sqrt(trip.area * counts))
        return np.full(len(counts), np.nan)

    def finish(self) -> None:
        """At the end of the run: trips, capacity and the instants of departure go into the record."""
        engine, model = self.engine, self.model
        trips = self.fleet.trips()
        km = np.nan_to_num(trips.km)
        engine.trips.append(
            len(trips.zone), resource=self.resource, zone=trips.zone, departed=trips.departed, back=trips.back,
            orders=trips.orders, units=trips.orders, km=trips.km, cost=model.cost_per_order * trips.orders,
            grams=model.grams_per_km * km,
        )  # fmt: skip
        time, servers = self._capacity()
        engine.capacity.append(len(time), resource=self.resource, time=time, servers=servers)
        loads = self.fleet.loads()
        engine.ledger.orders.departed[loads.order] = trips.departed[loads.trip]

    def _capacity(self) -> tuple[Floats, Floats]:
        if isinstance(self.fleet, Fleet):
            return self.fleet.capacity()
        return np.zeros(1), np.full(1, float(self.model.full_time))
