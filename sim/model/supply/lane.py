"""A lane: goods wait at the dock, depart with a vehicle, are in transit for some time, and arrive."""

import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.arrays import Floats, Ints
from sim.distributions import Draws
from sim.model.engine import Engine
from sim.model.labour import LowPriorityEvent, Notifier, Process
from sim.model.supply.transit import Transit
from sim.schema.network import Lane
from sim.tolerance import SAME_UNITS


@dataclass
class Parcel:
    """Units of one lot for one line of a transfer order."""

    line: int
    lot: int
    units: float


class Trip(NamedTuple):
    """Parcels that travel together, and their row of `trips`."""

    row: int
    aboard: list[Parcel]


class LaneProcess:
    """One lane from a site to another; `arrive(parcels)` is called at its destination."""

    def __init__(
        self, engine: Engine, model: Lane, origin: str, destination: str, arrive: Callable[[list[Parcel]], None]
    ) -> None:
        self.engine, self.model, self.origin, self.destination = engine, model, origin, destination
        self.name = f"{origin}->{destination}"
        self._arrive = arrive
        self._dock: deque[Parcel] = deque()
        self._leaving = False
        self._draws = Draws(model.takes, engine.streams.rng("lane", self.name).random)
        self._changed = Notifier(engine.env)
        self._resource = engine.resource(self.name)
        here, there = engine.world.sites[origin].at, engine.world.sites[destination].at
        self._km = float(np.hypot(here[0] - there[0], here[1] - there[1]))
        self._transit: Transit[Trip] = Transit(engine.env, self._trip_arrives, self._is_let_in, self._speed)
        self._scheduled = model.departs is not None or model.every is not None

    def start(self) -> None:
        """Follow the levers, and begin the departures of the timetable."""
        engine, start, end = self.engine, self.origin, self.destination
        ends = (self.name, start, end)
        for lever, places in (("lane", ends), ("vehicles", ends[:2]), ("ships", (start,)), ("receives", (end,))):
            engine.levers.watch(lever, places, before=_nothing, after=self._changed.notify)
        for lever, places in (("lane", ends), ("receives", (end,))):
            engine.levers.watch(lever, places, before=_nothing, after=self._transit.changed)
        if self._scheduled:
            engine.env.process(self._departures())

    def load(self, lines: Ints, lots: Ints, units: Floats) -> None:
        """Bring goods to the dock now."""
        parcels = [Parcel(*row) for row in zip(lines.tolist(), lots.tolist(), units.tolist(), strict=True)]
        self._dock.extend(parcels)
        if not self._scheduled and not self._leaving:
            self._leaving = True
            self.engine.env.process(self._leave_at_once())

    def unload(self, lines: Ints) -> list[Parcel]:
        """Take the parcels of certain lines off the dock."""
        chosen = set(lines.tolist())
        taken = [parcel for parcel in self._dock if parcel.line in chosen]
        self._dock = deque(parcel for parcel in self._dock if parcel.line not in chosen)
        return taken

    def holding(self) -> Iterator[Parcel]:
        """All parcels at the dock and in transit."""
        yield from self._dock
        for trip in self._transit.loads():
            yield from trip.aboard

    @property
    def km(self) -> float:
        """Beeline from one end to the other."""
        return self._km

    @property
    def is_open(self) -> bool:
        """Whether goods could depart now."""
        return self._may_leave()

    @property
    def price(self) -> float:
        """What carrying one unit costs in a full vehicle, yuan; one without limit costs nothing a trip."""
        vehicle = self.model.vehicle
        return vehicle.cost_per_unit + (vehicle.cost / vehicle.holds if vehicle.holds else 0.0)

    def expected(self) -> float:
        """Expected minutes from an order now to the arrival of goods that are in stock (inf = closed)."""
        if not self.is_open:
            return math.inf
        model, now = self.model, self.engine.now
        leaves = seen = now + model.orders_take
        if model.departs is not None:
            leaves = self.engine.calendar.next_time(seen, tuple(model.departs))
        elif model.every is not None:
            leaves = max(math.ceil(seen / model.every - SAME_UNITS), 1) * model.every
        return leaves - now + model.takes.average / self._speed()

    def _speed(self) -> float:
        return self.engine.levers.value("lane", self.name, self.origin, self.destination)

    def _may_leave(self) -> bool:
        levers = self.engine.levers
        return self._speed() > 0 and levers.value("ships", self.origin) > 0 and self._vehicles() > 0

    def _vehicles(self) -> float:
        return self.engine.levers.value("vehicles", self.name, self.origin)

    def _departures(self) -> Process:
        env, calendar, model = self.engine.env, self.engine.calendar, self.model
        count = 0
        while True:
            if model.departs is not None:
                due = calendar.next_time(env.now, tuple(model.departs))
            else:
                count += 1
                due = count * (model.every or 0.0)
            yield env.timeout(due - env.now)
            yield LowPriorityEvent(env, 2)  # after everything that becomes ready at this instant
            self.engine.points[self.engine.codes.sites[self.origin]].sync()
            room = self._room() if self._may_leave() else 0.0
            aboard = self._load_vehicle(room)
            if aboard:
                self._depart(aboard)
            if model.vehicle.holds:
                self._record_departure(aboard, room)

    def _leave_at_once(self) -> Process:
        while not self._may_leave():
            yield self._changed.wait()
        self._leaving = False
        while self._dock:
            self._depart(self._load_vehicle(self._room()))

    def _room(self) -> float:
        """Units that one departure can carry now."""
        return (self.model.vehicle.holds or math.inf) * self._vehicles()

    def _record_departure(self, aboard: list[Parcel], room: float) -> None:
        """Record a departure of the timetable, also an empty one; one of an idle backup lane has no capacity."""
        idle = self.model.backup and not aboard
        self.engine.departures.append(
            1,
            resource=self._resource,
            time=self.engine.now,
            units=sum(parcel.units for parcel in aboard),
            holds=0.0 if idle else room,
        )

    def _load_vehicle(self, room: float) -> list[Parcel]:
        """The oldest goods at the dock, at most `room` units."""
        aboard: list[Parcel] = []
        while self._dock and room > SAME_UNITS:
            first = self._dock[0]
            take = min(first.units, room)
            aboard.append(Parcel(first.line, first.lot, take))
            room -= take
            first.units -= take
            if first.units <= SAME_UNITS:
                self._dock.popleft()
        return aboard

    def _depart(self, aboard: list[Parcel]) -> None:
        """One departure with as many vehicles as it takes, one row of `trips`."""
        engine, vehicle = self.engine, self.model.vehicle
        units = sum(parcel.units for parcel in aboard)
        vehicles = max(math.ceil(units / vehicle.holds - SAME_UNITS), 1) if vehicle.holds else 1
        km = self._km * vehicles
        (row,) = engine.trips.append(
            1,
            resource=self._resource,
            zone=-1,
            departed=engine.now,
            orders=len({parcel.line for parcel in aboard}),
            units=units,
            km=km,
            cost=vehicle.cost * vehicles + vehicle.cost_per_unit * units,
            grams=vehicle.grams_per_km * km,
        ).tolist()
        self._transit.depart(Trip(row, aboard), float(self._draws.take(1)[0]))

    def _is_let_in(self, trip: Trip) -> bool:
        return self.engine.levers.value("receives", self.destination) > 0

    def _trip_arrives(self, trip: Trip) -> None:
        self.engine.trips.back[trip.row] = self.engine.now
        self._arrive(trip.aboard)


def _nothing() -> None:
    """Nothing is to be brought up to date before a lever moves."""
