"""A lane: goods wait at the dock, leave with a vehicle, spend time on the road, and arrive."""

import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.arrays import Floats, Ints
from sim.distributions import Draws
from sim.model.engine import Engine
from sim.model.labour import Change, Late, Process
from sim.model.supply.transit import Transit
from sim.schema.network import Lane as LaneModel
from sim.state.stock import EPSILON


@dataclass
class Parcel:
    """Goods of one lot for one line of the receiver's order."""

    line: int
    lot: int
    units: float


class Trip(NamedTuple):
    """Goods that travel together, and their row of `trips`."""

    row: int
    aboard: list[Parcel]


class Lane:
    """One road between two sites; `arrive(parcels)` is called at the far end."""

    def __init__(
        self, engine: Engine, model: LaneModel, start: str, end: str, arrive: Callable[[list[Parcel]], None]
    ) -> None:
        self.engine, self.model, self.start, self.end = engine, model, start, end
        self.name = f"{start}->{end}"
        self._arrive = arrive
        self._dock: deque[Parcel] = deque()
        self._leaving = False
        self._draws = Draws(model.takes, engine.streams.rng("lane", self.name).random)
        self._changed = Change(engine.env)
        self._resource = engine.resource(self.name)
        here, there = engine.world.sites[start].at, engine.world.sites[end].at
        self._km = float(np.hypot(here[0] - there[0], here[1] - there[1]))
        self._road: Transit[Trip] = Transit(engine.env, self._come, self._is_let_in, self._speed)
        ends = (self.name, start, end)
        for lever, places in (("lane", ends), ("vehicles", ends[:2]), ("ships", (start,)), ("receives", (end,))):
            engine.levers.watch(lever, places, before=_nothing, after=self._changed.ring)
        for lever, places in (("lane", ends), ("receives", (end,))):
            engine.levers.watch(lever, places, before=_nothing, after=self._road.changed)
        self._scheduled = model.departs is not None or model.every is not None
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
        """Take what is meant for certain lines off the dock again."""
        chosen = set(lines.tolist())
        taken = [parcel for parcel in self._dock if parcel.line in chosen]
        self._dock = deque(parcel for parcel in self._dock if parcel.line not in chosen)
        return taken

    def holding(self) -> Iterator[Parcel]:
        """Everything at the dock and on the road."""
        yield from self._dock
        for trip in self._road.loads():
            yield from trip.aboard

    @property
    def km(self) -> float:
        """From one end to the other along the beeline."""
        return self._km

    @property
    def is_open(self) -> bool:
        """Whether goods could set out now, if there were a departure."""
        return self._may_leave()

    @property
    def price(self) -> float:
        """What carrying one unit costs in a full vehicle, yuan; one without limit costs nothing a trip."""
        vehicle = self.model.vehicle
        return vehicle.cost_per_unit + (vehicle.cost / vehicle.holds if vehicle.holds else 0.0)

    def expected(self) -> float:
        """Minutes until goods that lie at the other end and are ordered now would come (inf = not while this lasts)."""
        if not self.is_open:
            return math.inf
        model, now = self.model, self.engine.now
        leaves = seen = now + model.orders_take
        if model.departs is not None:
            leaves = self.engine.calendar.next_time(seen, tuple(model.departs))
        elif model.every is not None:
            leaves = max(math.ceil(seen / model.every - EPSILON), 1) * model.every
        return leaves - now + model.takes.average / self._speed()

    def _speed(self) -> float:
        return self.engine.levers.value("lane", self.name, self.start, self.end)

    def _may_leave(self) -> bool:
        levers = self.engine.levers
        return self._speed() > 0 and levers.value("ships", self.start) > 0 and self._vehicles() > 0

    def _vehicles(self) -> float:
        return self.engine.levers.value("vehicles", self.name, self.start)

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
            yield Late(env, 2)  # what is ready at this very instant goes along
            self.engine.points[self.engine.codes.sites[self.start]].sync()
            room = self._room() if self._may_leave() else 0.0
            aboard = self._board(room)
            if aboard:
                self._drive(aboard)
            if model.vehicle.holds:
                self._note(aboard, room)

    def _leave_at_once(self) -> Process:
        while not self._may_leave():
            yield self._changed.wait()
        self._leaving = False
        while self._dock:
            self._drive(self._board(self._room()))

    def _room(self) -> float:
        """Units that one departure can carry now."""
        return (self.model.vehicle.holds or math.inf) * self._vehicles()

    def _note(self, aboard: list[Parcel], room: float) -> None:
        """A departure of the timetable goes into the record, also one that is empty; a backup without goods sleeps."""
        asleep = self.model.backup and not aboard
        self.engine.departures.append(
            1,
            resource=self._resource,
            time=self.engine.now,
            units=sum(parcel.units for parcel in aboard),
            holds=0.0 if asleep else room,
        )

    def _board(self, room: float) -> list[Parcel]:
        """The oldest goods at the dock, at most `room` units."""
        aboard: list[Parcel] = []
        while self._dock and room > EPSILON:
            first = self._dock[0]
            take = min(first.units, room)
            aboard.append(Parcel(first.line, first.lot, take))
            room -= take
            first.units -= take
            if first.units <= EPSILON:
                self._dock.popleft()
        return aboard

    def _drive(self, aboard: list[Parcel]) -> None:
        """One departure; as many vehicles as it takes drive it together, and are one row of the record."""
        engine, vehicle = self.engine, self.model.vehicle
        units = sum(parcel.units for parcel in aboard)
        vehicles = max(math.ceil(units / vehicle.holds - EPSILON), 1) if vehicle.holds else 1
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
        self._road.set_out(Trip(row, aboard), float(self._draws.take(1)[0]))

    def _is_let_in(self, trip: Trip) -> bool:
        return self.engine.levers.value("receives", self.end) > 0

    def _come(self, trip: Trip) -> None:
        self.engine.trips.back[trip.row] = self.engine.now
        self._arrive(trip.aboard)


def _nothing() -> None:
    """A lane's state is a process: there is nothing to bring up to date before a change."""
