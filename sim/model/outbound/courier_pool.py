"""A courier pool, from what people write to what the fleet, or the timetable, plays."""

from collections.abc import Callable

import numpy as np

from sim.arrays import Floats, Ints
from sim.distributions import Draws
from sim.instants import DAY
from sim.model.engine import Engine
from sim.model.outbound.trips.continuum import Tours
from sim.model.outbound.trips.door_to_door import Driving
from sim.model.stations.fleet import Fleet, FleetSpec
from sim.model.stations.schedule import Schedule
from sim.model.stations.stage import grown
from sim.model.stations.trip_stage import TripStage
from sim.model.stations.waves import Waves, WavesSpec
from sim.schema.network import Couriers, RecordedColumn, Tour
from sim.schema.reach import delivers_to


class CourierPool:
    """Full-time and crowd couriers of one site."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine, self.name = engine, name
        self.model = model = engine.world.couriers[name]
        self.resource = engine.resource(name)
        rng = engine.streams.rng("crowd", name)
        days = int(np.ceil(engine.horizon / DAY)) + 1
        pool = model.crowd.pool if model.crowd else 0
        night_before = engine.streams.rng("crowd before", name).random((1, pool))
        # row 0 is the shift of the day before the start, which may last beyond midnight
        self._crowd_luck = np.concatenate((night_before, rng.random((days, pool))))
        self._crowd_levels = [(-np.inf, 1.0)]
        self._outward = np.zeros(0)
        self._tours = self._as_tours(model.trip) if isinstance(model.trip, Tour) and not model.drives else None
        self._driving = None
        if model.drives is not None:
            self._driving = Driving(engine, model.at, model.drives, self._road)
        self._zone = self._driving.zone if self._driving else self._zones()
        self._in_waves = model.departs is not None or model.every is not None
        self.fleet: TripStage = self._waves() if self._in_waves else self._fleet()

    def _fleet(self) -> Fleet:
        """Couriers who leave when a trip is full, or its oldest order has waited long enough."""
        engine, model = self.engine, self.model
        return Fleet(
            FleetSpec(
                zone_of=lambda orders: self._zone[engine.ledger.orders.community[orders]],
                zones=self._driving.zones if self._driving else model.zones,
                couriers=self._on_duty(1.0),
                carries=model.carries,
                trip_minutes=self._trip_minutes(),
                patience=model.waits,
                fraction=self._fraction(model),
                km=self._km,
                choose=model.dispatch.decide if model.dispatch else None,
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
                carries=model.carries,
                vehicles=self._on_duty(1.0),
                km=self._km,
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
        levers.watch("lane", places, before, self._set_factor)

    def _set_duty(self) -> None:
        levers = self.engine.levers
        level = levers.value("crowd", self.name, self.model.at)
        self._crowd_levels.append((self.engine.now, level))
        self.fleet.set_capacity(self.engine.now, servers=self._on_duty(level))

    def _set_factor(self) -> None:
        levers, now = self.engine.levers, self.engine.now
        share = levers.value("couriers", self.name, self.model.at) * min(levers.value("ships", self.model.at), 1.0)
        self.fleet.set_capacity(now, factor=share)
        # nobody sets out on a closed road
        if self._road() > 0:
            self.fleet.resume(now)
        else:
            self.fleet.halt(now)

    def _road(self) -> float:
        return self.engine.levers.value("lane", self.name, self.model.at)

    def _on_duty(self, crowd: float) -> float | Schedule:
        """Couriers over time: full-time ones in their shift, and the crowd that logs on that day."""
        model = self.model
        if self._in_waves or (model.shift is None and model.crowd is None):
            return float(model.full_time)
        logged_on = self._logged_on(crowd)
        opens, closes = model.shift or (0.0, DAY)
        times, servers = [-1.0], [0.0]
        for day, extra in enumerate(logged_on.tolist(), start=-1):
            midnight = day * DAY - self.engine.calendar.offset
            length = (closes - opens) % DAY or DAY
            for time, count in ((midnight + opens, model.full_time + extra), (midnight + opens + length, 0)):
                if times and time <= times[-1]:
                    servers[-1] = float(count)
                else:
                    times.append(time)
                    servers.append(float(count))
        return Schedule(tuple(times), tuple(servers))

    def _logged_on(self, crowd: float) -> Ints:
        """Crowd couriers who log on for each day's shift, from the day before the start, at a level of the lever."""
        share = self.model.crowd.logs_on * crowd if self.model.crowd else 0.0
        return np.asarray((self._crowd_luck < share).sum(axis=1))

    def _crowd_share(self, at: Floats) -> Floats:
        """Share of the crowd among the couriers in the shift in which each of the instants `at` lies."""
        since, levels = zip(*self._crowd_levels, strict=True)
        which = np.searchsorted(since, at, side="right") - 1
        opens = self.model.shift[0] if self.model.shift else 0.0
        day = np.floor((at + self.engine.calendar.offset - opens) / DAY + 1e-9).astype(np.int64)
        logged_on = np.stack([self._logged_on(level) for level in levels])
        crowd = logged_on[which, np.clip(day + 1, 0, logged_on.shape[1] - 1)]
        return np.asarray(crowd / np.maximum(crowd + self.model.full_time, 1))

    def _zones(self) -> Ints:
        """Zone of each community (last row: orders without one): those that the site delivers to are dealt out."""
        world, zones = self.engine.world, self.model.zones
        zone = np.arange(max(len(self.engine.codes.communities), 1) + 1) % zones
        zone[-1] = 0
        if zones > 1:
            served = [code for name, code in self.engine.codes.communities.items()
                      if delivers_to(world, name) == self.model.at]  # fmt: skip
            zone[served] = np.arange(len(served)) % zones
        return zone

    def _as_tours(self, trip: Tour) -> Tours:
        zones = self.model.zones
        return Tours([trip.area] * zones, [trip.haul] * zones, trip.speed * 60)

    def _trip_minutes(self) -> Callable[[int, int, Ints], float]:
        trip = self.model.trip
        if self._driving is not None:
            return self._driving.trip_minutes
        if isinstance(trip, Tour):
            tours = self._as_tours(trip)
            there = trip.haul / trip.speed

            def tour(k: int, zone: int, orders: Ints) -> float:
                pace = self._road()
                minutes = tours.trip_minutes(k, zone, orders) / pace + trip.per_stop * len(orders)
                self._outward = grown(self._outward, int(orders.max()) + 1)
                self._outward[orders] = there / pace / minutes if minutes > 0 else 0.0
                return minutes

            return tour
        draws = Draws(trip, self.engine.streams.rng("trips", self.name).random)
        known: list[float] = []

        def drawn(k: int, _zone: int, _orders: Ints) -> float:
            while len(known) <= k:
                known.extend(draws.take(4096).tolist())
            return known[k] / self._road()

        return drawn

    def _fraction(self, model: Couriers) -> Callable[[Ints], Floats] | None:
        engine = self.engine
        if model.handed_over == "end":
            return None
        if isinstance(model.handed_over, RecordedColumn):
            name = model.handed_over.column
            return lambda orders: engine.columns[name][orders]
        if self._driving is not None:
            return self._driving.handed_over

        def along(orders: Ints) -> Floats:
            luck = engine.streams.uniforms("handed over", engine.ledger.orders.key[orders])
            if self._tours is None:
                return luck
            # nobody lives along the way out or back
            out = self._outward[orders]
            return np.asarray(out + (1 - 2 * out) * luck)

        return along

    def _km(self, zones: Ints, counts: Ints, minutes: Floats) -> Floats:
        if self._driving is not None:
            return self._driving.km(zones, counts, minutes)
        return np.full(len(counts), np.nan) if self._tours is None else self._tours.km(zones, counts, minutes)

    def finish(self) -> None:
        """At the end of the run: trips, capacity and the instants of departure go into the record.

        Nobody says who drove a trip, full-time or crowd: the crowd is paid for its share of the couriers on duty.
        """
        engine, model = self.engine, self.model
        trips, loads = self.fleet.trips(), self.fleet.loads()
        km = np.nan_to_num(trips.km)
        each = np.full(len(trips.zone), model.cost_per_order)
        if model.crowd:
            each += model.crowd.pay_per_order * self._crowd_share(trips.departed)
        if self._driving is not None:
            self._driving.finish()
        units = np.bincount(loads.trip, engine.ledger.orders.units[loads.order], minlength=len(trips.zone))
        engine.trips.append(
            len(trips.zone), resource=self.resource, zone=trips.zone, departed=trips.departed, back=trips.back,
            orders=trips.orders, units=units, km=trips.km, cost=each * trips.orders,
            grams=model.grams_per_km * km,
        )  # fmt: skip
        log = self.fleet.capacity()
        engine.capacity.append(len(log.time), resource=self.resource, time=log.time, servers=log.servers)
        engine.ledger.orders.departed[loads.order] = trips.departed[loads.trip]
        # nobody will ask the fleet again, and what it remembers is large
        del self.fleet
