"""A courier pool of a site: from the keys of the configuration to a stage that follows the levers."""

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.arrays import Floats, Ints
from sim.instants import DAY
from sim.model.engine import Engine
from sim.model.outbound.roster import Roster
from sim.model.outbound.trips.continuum import ContinuumTrips
from sim.model.outbound.trips.door_to_door import DoorToDoorTrips
from sim.model.outbound.trips.drawn import DrawnTrips
from sim.model.outbound.trips.model import Pace, TripModel
from sim.model.stations.fleet import Fleet, FleetSpec
from sim.model.stations.schedule import Schedule
from sim.model.stations.trip_stage import TripStage
from sim.model.stations.waves import Waves, WavesSpec
from sim.schema.network import RecordedColumn, Tour


class CourierPool:
    """Full-time and crowd couriers of one site; `stage` plays their trips."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self._name = engine, name
        self._model = model = engine.world.couriers[name]
        self._resource = engine.resource(name)
        self._roster, self._trips = Roster(engine, name), _trip_model(engine, name, self._road)
        self._in_waves = model.departs is not None or model.every is not None
        self.stage: TripStage = self._waves() if self._in_waves else self._fleet()
        engine.pools.append(self)

    def _fleet(self) -> Fleet:
        """Couriers who leave when a trip is full, or its oldest order has waited long enough."""
        orders, model, trips = self._engine.ledger.orders, self._model, self._trips
        return Fleet(
            FleetSpec(
                zone_of=lambda rows: trips.zone_of[orders.community[rows]],
                zones=trips.zones,
                couriers=self._couriers(),
                carries=model.carries,
                trip_minutes=trips.minutes,
                patience=model.waits,
                fraction=self._fraction(),
                km=trips.km,
                choose=model.dispatch.decide if model.dispatch else None,
            )
        )

    def _waves(self) -> Waves:
        """Couriers who leave all together at fixed times, each with the orders that have waited longest."""
        engine, model, trips = self._engine, self._model, self._trips
        times: list[float] = []
        if model.departs is not None:
            day = [(time - engine.calendar.offset) % DAY for time in model.departs]
            days = range(int(np.ceil(engine.horizon / DAY)) + 1)
            times = sorted({DAY * number + time for number in days for time in day})
        return Waves(
            WavesSpec(
                carries=model.carries,
                vehicles=self._couriers(),
                km=trips.km,
                trip_minutes=lambda trip, orders: trips.minutes(trip, 0, orders),
                times=tuple(times),
                every=model.every,
                first=model.every or 0.0,
                fraction=self._fraction(),
            )
        )

    def _couriers(self) -> float | Schedule:
        """Couriers on duty; those of a timetable leave by it whatever their shift."""
        return float(self._model.full_time) if self._in_waves else self._roster.on_duty()

    def _fraction(self) -> Callable[[Ints], Floats] | None:
        """The share of its trip at which each order is handed over; None = all at its end."""
        handed_over, columns = self._model.handed_over, self._engine.columns
        if handed_over == "end":
            return None
        if isinstance(handed_over, RecordedColumn):
            name = handed_over.column
            return lambda orders: columns[name][orders]
        return self._trips.handed_over

    def listen(self, before: Callable[[], None]) -> None:
        """Follow the levers; `before` brings the site up to now."""
        site, levers = self._model.at, self._engine.levers
        places = (self._name, site)
        levers.watch("crowd", places, before, self._set_crowd)
        levers.watch("couriers", places, before, self._set_couriers)
        levers.watch("ships", (site,), before, self._set_couriers)
        levers.watch("lane", places, before, self._set_couriers)

    def _set_crowd(self) -> None:
        now = self._engine.now
        self._roster.set_crowd(now, self._engine.levers.value("crowd", self._name, self._model.at))
        self.stage.set_capacity(now, servers=self._couriers())

    def _set_couriers(self) -> None:
        levers, now, site = self._engine.levers, self._engine.now, self._model.at
        share = levers.value("couriers", self._name, site) * min(levers.value("ships", site), 1.0)
        self.stage.set_capacity(now, factor=share)
        # no trip departs on a closed road
        if self._road() > 0:
            self.stage.resume(now)
        else:
            self.stage.halt(now)

    def _road(self) -> float:
        return self._engine.levers.value("lane", self._name, self._model.at)

    def trips(self) -> dict[str, Any]:
        """The trips that have departed so far, as columns of the table of trips.

        Whether a full-time or a crowd courier made a trip is not decided: the crowd is paid for its share of the
        couriers on duty.
        """
        model, trips, loads = self._model, self.stage.trips(), self.stage.loads()
        count = len(trips.zone)
        each = np.full(count, model.cost_per_order)
        if model.crowd:
            each += model.crowd.pay_per_order * self._roster.crowd_share(trips.departed)
        units = np.bincount(loads.trip, self._engine.ledger.orders.units[loads.order], minlength=count)
        return {
            "resource": np.full(count, self._resource), "zone": trips.zone, "departed": trips.departed,
            "back": trips.back, "orders": trips.orders, "units": units, "km": trips.km, "cost": each * trips.orders,
            "grams": model.grams_per_km * np.nan_to_num(trips.km),
        }  # fmt: skip

    def finish(self) -> None:
        """At the end of the run: trips, capacity and the instants of departure go into the record."""
        engine, trips, loads, log = self._engine, self.trips(), self.stage.loads(), self.stage.capacity()
        self._trips.finish()
        engine.trips.append(len(trips["departed"]), **trips)
        engine.pools.remove(self)
        engine.capacity.append(len(log.time), resource=self._resource, time=log.time, servers=log.servers)
        engine.ledger.orders.departed[loads.order] = trips["departed"][loads.trip]
        # the stage is not needed any more, and its memory is large
        del self.stage


def _trip_model(engine: Engine, name: str, pace: Pace) -> TripModel:
    """The trips of a pool as its configuration describes them."""
    model = engine.world.couriers[name]
    if model.drives is not None:
        return DoorToDoorTrips(engine, model.at, model.drives, pace)
    if isinstance(model.trip, Tour):
        return ContinuumTrips(engine, model, model.trip, pace)
    return DrawnTrips(engine, name, model, model.trip, pace)
