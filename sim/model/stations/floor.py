"""The stations of a site behind one door: arrays where they suffice, events where they must."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sim.model.stations.capacity import Schedule
from sim.model.stations.event_network import EventNetwork
from sim.model.stations.feed_forward import Chain
from sim.model.stations.spec import FloorVisits, Lost, Routing, StationSpec
from sim.model.stations.stage import How, Minutes, Orders


class Floor(Protocol):
    """What both paths can do. Stations go by name; `now` is the instant the floor has been advanced to."""

    routing: Routing

    def add(self, orders: Orders, at: Minutes, station: str | None = None) -> None:
        """`orders` enter at `station` (None: the first one) at the sorted instants `at`."""

    def advance(self, until: float) -> tuple[Orders, Minutes]:
        """Play up to `until`: the orders that left served since the last call, and when, sorted by time."""

    def set_servers(
        self, station: str, servers: float | Schedule, now: float, how: How = "drain", lose: bool = False
    ) -> None:
        """From `now` on, `servers` (or a new schedule) work at the station."""

    def set_capacity(self, station: str, factor: float, now: float, how: How = "drain", lose: bool = False) -> None:
        """From `now` on, the station's scheduled servers are multiplied by `factor` and rounded."""

    def halt(self, station: str, now: float, how: How = "halt", lose: bool = False) -> None:
        """Nobody serves at the station from `now` until `resume`."""

    def resume(self, station: str, now: float) -> None:
        """The end of a halt."""

    def in_system(self, now: float, station: str | None = None) -> int:
        """Orders inside the station, or the floor."""

    def waiting(self, now: float, station: str | None = None) -> int:
        """Orders inside and not in service."""

    def busy(self, now: float, station: str) -> float:
        """Server minutes worked at the station up to `now`."""

    def lost(self) -> Lost:
        """Orders that left unserved so far, in order of time."""

    def capacity(self) -> tuple[Orders, Minutes, Minutes]:
        """Servers on duty as step functions: station, time, count, shapes (changes,)."""

    def visits(self) -> FloorVisits:
        """Every visit so far."""


def floor(stations: Sequence[StationSpec], start: float = 0.0, events: bool = False) -> Floor:
    """The floor of a site: the array path when every station is plain and no order can come back, else the network.

    `events` asks for the network in any case; where both can play they agree to the last bit.
    """
    arrays = not events and all(spec.plain for spec in stations) and Routing(stations).sorted() is not None
    return Chain(stations, start) if arrays else EventNetwork(stations, start)
