"""Several stations as one stage: orders enter at one of them, go from one to the next, and leave."""

from __future__ import annotations

from typing import Protocol

from sim.model.stations.schedule import Running, Schedule
from sim.model.stations.spec import Lost
from sim.model.stations.stage import Minutes, Orders, ServiceStage


class Floor(ServiceStage, Protocol):
    """What both networks can do. `station` names one of the stations; None is all of them, for `add` the first.

    Orders may be added in any order of time, as long as none arrives before the clock.

    Raises:
        KeyError: no such station.
    """

    def add(self, orders: Orders, at: Minutes, station: str | None = None) -> None:
        """`orders` enter at `station` at the sorted instants `at`."""

    def set_capacity(
        self,
        now: float,
        servers: float | Schedule | None = None,
        factor: float | None = None,
        running: Running = "drain",
        station: str | None = None,
    ) -> None:
        """From `now` on, `servers` (or a new schedule) work at the station, multiplied by `factor` and rounded."""

    def halt(self, now: float, running: Running = "halt", station: str | None = None) -> None:
        """No service starts at the station from `now` until `resume`."""

    def resume(self, now: float, station: str | None = None) -> None:
        """The end of a halt."""

    def in_system(self, now: float, station: str | None = None) -> int:
        """Orders that have arrived at the station by `now`, and have not left it."""

    def waiting(self, now: float, station: str | None = None) -> int:
        """Orders inside and not in service."""

    def busy(self, now: float, station: str | None = None) -> float:
        """Server minutes worked at the station up to `now`."""

    def lost(self) -> Lost:
        """Orders that left unserved so far, in order of time."""
