"""A floor played event by event: the slower exact twin for what the array recursion cannot do.

Feedback, bounded room, impatience, priorities with and without preemption, last come first served, breakdowns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.model.stations.capacity import merged
from sim.model.stations.event_loop import EventLoop
from sim.model.stations.floor import Floor
from sim.model.stations.routing import Routing
from sim.model.stations.schedule import Running, Schedule
from sim.model.stations.spec import Lost, StationSpec
from sim.model.stations.stage import (
    CapacityLog,
    Column,
    Minutes,
    Orders,
    StageVisits,
    check_arrivals,
    check_now,
    check_until,
)


class EventNetwork(Floor):
    """Stations fed from outside and by each other, in any way."""

    def __init__(self, stations: Sequence[StationSpec], start: float = 0.0) -> None:
        self._routing, self._loop = Routing(stations), EventLoop(stations, start)

    def add(self, orders: Orders, at: Minutes, station: str | None = None) -> None:
        """`orders` enter at `station` (None: the first one) at the sorted instants `at`, none before the clock.

        Raises:
            ValueError: the times are not sorted or too early.
            KeyError: no such station.
        """
        code = 0 if station is None else self._routing.codes[station]
        self._loop.enter(*check_arrivals(orders, at, self._loop.now), code)

    def advance(self, until: float) -> Column:
        """Play up to `until`: the orders that left served since the last call, and when, sorted by time.

        Raises:
            ValueError: `until` lies in the past.
        """
        check_until(until, self._loop.now)
        self._loop.run(until)
        left, self._loop.left = self._loop.left, []
        return np.array([order for order, _ in left], np.int64), np.array([time for _, time in left], float)

    def set_capacity(
        self,
        now: float,
        servers: float | Schedule | None = None,
        factor: float | None = None,
        running: Running = "drain",
        station: str | None = None,
    ) -> None:
        """From `now` on, `servers` (or a new schedule) work at the station, multiplied by `factor` and rounded."""
        for code in self._chosen(now, station):
            self._loop.stations[code].servers.capacity.set(servers, factor)
            self._loop.settle(code, running)
            if servers is not None:
                self._loop.plan_step(code)

    def halt(self, now: float, running: Running = "halt", station: str | None = None) -> None:
        """No service starts at the station from `now` until `resume`."""
        self._set_halted(now, True, running, station)

    def resume(self, now: float, station: str | None = None) -> None:
        """The end of a halt."""
        self._set_halted(now, False, "drain", station)

    def _set_halted(self, now: float, halted: bool, running: Running, station: str | None) -> None:
        for code in self._chosen(now, station):
            self._loop.stations[code].servers.capacity.halted = halted
            self._loop.settle(code, running)

    def in_system(self, now: float, station: str | None = None) -> int:
        """Orders that have arrived by `now`, the clock, and have not left the station, or the floor."""
        codes = self._chosen(now, station)
        return self._loop.between(now, codes) + sum(self._loop.stations[code].inside for code in codes)

    def waiting(self, now: float, station: str | None = None) -> int:
        """Orders inside and not in service."""
        codes = self._chosen(now, station)
        return self._loop.between(now, codes) + sum(self._loop.stations[code].waiting for code in codes)

    def busy(self, now: float, station: str | None = None) -> float:
        """Server minutes worked at the station up to `now`, the clock."""
        return sum(self._loop.stations[code].busy(now) for code in self._chosen(now, station))

    def lost(self) -> Lost:
        """Orders that left unserved so far, in order of time."""
        order, time, reason, station = np.array(self._loop.lost, float).reshape(-1, 4).T
        return Lost(order.astype(np.int64), time, reason.astype(np.int64), station.astype(np.int16))

    def capacity(self) -> CapacityLog:
        """Servers that could work so far, by schedule, factor, halts and breakdowns, station by station."""
        return merged(station.servers.log() for station in self._loop.stations)

    def visits(self) -> StageVisits:
        """Every visit so far, station by station, in the order of arrival."""
        logs = [station.log() for station in self._loop.stations]
        order, arrived, started, finished, _ = (np.concatenate(column) for column in zip(*logs, strict=True))
        codes = np.repeat(np.arange(len(logs), dtype=np.int16), [log.order.size for log in logs])
        return StageVisits(order, arrived, started, finished, codes)

    def _chosen(self, now: float, station: str | None) -> list[int]:
        check_now(now, self._loop.now)
        return self._routing.chosen(station)
