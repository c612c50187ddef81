"""Trips from door to door: where customers live, in which order a courier calls on them, and how far that is."""

from collections.abc import Callable

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.outbound.trips.model import Pace, TripModel
from sim.model.stations.stage import grown
from sim.schema.network import Drive

ROUNDINGS: dict[str, Callable[[Floats], Floats]] = {
    "exact": lambda km: km,
    "whole": np.rint,
    "tenths": lambda km: np.floor(km * 10) / 10,
}


class DoorToDoorTrips(TripModel):
    """Trips along straight lines from stop to stop; each given tour is a zone, and without tours all is one zone."""

    def __init__(self, engine: Engine, site: str, model: Drive, pace: Pace) -> None:
        self._engine, self._model, self._pace = engine, model, pace
        self._start = np.array([engine.world.sites[site].at], dtype=np.float64)
        self._doors = Doors(engine, self._start[0])
        self._round = ROUNDINGS[model.legs]
        self.zones = max(len(model.tours or ()), 1)
        communities = engine.codes.communities
        self.zone_of = np.zeros(max(len(communities), 1) + 1, dtype=np.int64)
        self._turn = np.zeros(len(self.zone_of), dtype=np.int64)
        """By community, its place in its tour."""
        for number, stops in enumerate(model.tours or ()):
            for turn, name in enumerate(stops):
                self.zone_of[communities[name]], self._turn[communities[name]] = number, turn
        self._share = np.zeros(0)
        self._km: list[float] = []
        self._stops: list[tuple[Ints, Floats]] = []

    def minutes(self, trip: int, zone: int, orders: Ints) -> float:
        """Drive to the doors of `orders` and back; remembers the legs, and when on the way each is handed over."""
        del trip, zone  # trips come one after the other, and their stops are all that matters
        if self._model.tours:
            orders = orders[np.argsort(self._turn[self._engine.ledger.orders.community[orders]], kind="stable")]
        points = np.concatenate((self._start, self._doors.of(orders), self._start))
        east, north = (points[1:] - points[:-1]).T
        legs = self._round(np.hypot(east, north))
        driven = np.cumsum(legs) / self._model.speed / self._pace()
        minutes = float(driven[-1]) + self._model.per_stop * len(orders)
        self._share = grown(self._share, int(orders.max()) + 1)
        there = driven[:-1] + self._model.per_stop * np.arange(1, len(orders) + 1)
        self._share[orders] = there / minutes if minutes > 0 else 0.0
        self._km.append(float(legs.sum()))
        self._stops.append((orders, legs[:-1]))
        return minutes

    def handed_over(self, orders: Ints) -> Floats:
        """At its door."""
        return self._share[orders]

    def km(self, zones: Ints, counts: Ints, minutes: Floats) -> Floats:
        """The sum of the legs of every trip."""
        del zones, counts, minutes
        return np.array(self._km)

    def finish(self) -> None:
        """The stops of all trips go into the record, `trip` counted from the pool's first row."""
        if not self._stops:
            return
        first = len(self._engine.trips)
        orders, legs = (np.concatenate(column) for column in zip(*self._stops, strict=True))
        counts = np.array([len(stops) for stops, _ in self._stops])
        number = np.arange(len(orders)) - np.repeat(np.cumsum(counts) - counts, counts)
        trip = first + np.repeat(np.arange(len(counts)), counts)
        self._engine.stops.append(len(orders), trip=trip, order=orders, number=number, km=legs)


class Doors:
    """Where each order goes: a place of its own, drawn uniformly, in the square of its community.

    An order without a community goes to the site itself.
    """

    def __init__(self, engine: Engine, site: Floats) -> None:
        self._engine = engine
        squares = [(*community.at, community.side) for community in engine.world.communities.values()]
        self._squares = np.array([*squares, (*site, 0.0)])
        """Middle and side, kilometres, shape (communities + 1, 3); the last row is the site."""
        self._known = np.empty((0, 2))

    def of(self, orders: Ints) -> Floats:
        """Kilometres east and north of the origin, shape (orders, 2)."""
        known = len(self._known)
        if int(orders.max()) >= known:
            ledger, streams = self._engine.ledger.orders, self._engine.streams
            squares, key = self._squares[ledger.community[known:]], ledger.key[known:]
            u = np.stack((streams.uniforms("door east", key), streams.uniforms("door north", key)), axis=1)
            self._known = np.concatenate((self._known, squares[:, :2] + (u - 0.5) * squares[:, 2:]))
        return self._known[orders]
