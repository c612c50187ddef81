"""Plain stations in feed-forward order as arrays: each is advanced after all that feed it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.model.stations.capacity import merged
from sim.model.stations.fifo import Fifo
from sim.model.stations.floor import Floor
from sim.model.stations.routing import OUT, Routing
from sim.model.stations.schedule import Running, Schedule
from sim.model.stations.spec import Lost, StationSpec
from sim.model.stations.stage import (
    NO_ORDERS,
    NO_TIMES,
    CapacityLog,
    Column,
    Minutes,
    Orders,
    StageVisits,
    Work,
    check_arrivals,
    check_now,
    check_until,
)

NOTHING: Column = (NO_ORDERS, NO_TIMES)


class FeedForwardNetwork(Floor):
    """The floor as arrays: first come, first served everywhere, and no order comes back."""

    def __init__(self, stations: Sequence[StationSpec], start: float = 0.0) -> None:
        self._routing, self._specs, self._clock = Routing(stations), list(stations), start
        sequence = self._routing.sorted()
        if sequence is None or not all(spec.plain for spec in stations):
            raise ValueError("the array path takes plain stations without feedback; use the event network")
        self._sequence = sequence
        self._stations = [Fifo(_first_visit(spec), spec.servers, start) for spec in stations]
        self._outside = [NOTHING] * len(self._specs)
        """By station, the orders that enter there and have not yet arrived."""

    def add(self, orders: Orders, at: Minutes, station: str | None = None) -> None:
        """`orders` enter at `station` (None: the first one) at the sorted instants `at`, none before the clock.

        Raises:
            ValueError: the times are not sorted or too early.
            KeyError: no such station.
        """
        code = 0 if station is None else self._routing.codes[station]
        self._outside[code] = joined([self._outside[code], check_arrivals(orders, at, self._clock)])

    def advance(self, until: float) -> Column:
        """Play up to `until`: the orders that left since the last call, and when, sorted by time.

        Raises:
            ValueError: `until` lies in the past.
        """
        check_until(until, self._clock)
        arriving: list[list[Column]] = [[] for _ in self._specs]
        leaving: list[Column] = []
        for code in self._sequence:
            arriving[code].append(self._enter(code, until))
            self._stations[code].add(*joined(arriving[code]))
            for after, finished in self._onward(code, *self._stations[code].advance(until)):
                (leaving if after == OUT else arriving[after]).append(finished)
        self._clock = until
        return joined(leaving)

    def _enter(self, code: int, until: float) -> Column:
        """The orders that arrive at a station from outside up to `until`."""
        orders, at = self._outside[code]
        here = int(np.searchsorted(at, until, side="right"))
        self._outside[code] = orders[here:], at[here:]
        return orders[:here], at[:here]

    def _onward(self, code: int, orders: Orders, at: Minutes) -> list[tuple[int, Column]]:
        """The orders that leave a station, by next station."""
        if self._routing.certain(code):
            return [(self._routing.step(code, 0.0), (orders, at))]
        branch = self._specs[code].branch
        steps = self._routing.steps(code, branch(orders, 0) if branch else np.zeros(orders.size))
        nexts = sorted(set(self._routing.nexts[code]))
        return [(after, (orders[steps == after], at[steps == after])) for after in nexts]

    def set_capacity(
        self,
        now: float,
        servers: float | Schedule | None = None,
        factor: float | None = None,
        running: Running = "drain",
        station: str | None = None,
    ) -> None:
        """From `now` on, `servers` (or a new schedule) work at the station, multiplied by `factor` and rounded."""
        for stage in self._chosen(now, station):
            stage.set_capacity(now, servers, factor, running)

    def halt(self, now: float, running: Running = "halt", station: str | None = None) -> None:
        """No service starts at the station from `now` until `resume`."""
        for stage in self._chosen(now, station):
            stage.halt(now, running)

    def resume(self, now: float, station: str | None = None) -> None:
        """The end of a halt."""
        for stage in self._chosen(now, station):
            stage.resume(now)

    def in_system(self, now: float, station: str | None = None) -> int:
        """Orders that have arrived by `now`, the clock, and have not left the station, or the floor."""
        return sum(stage.in_system(now) for stage in self._chosen(now, station))

    def waiting(self, now: float, station: str | None = None) -> int:
        """Orders inside and not in service."""
        return sum(stage.waiting(now) for stage in self._chosen(now, station))

    def busy(self, now: float, station: str | None = None) -> float:
        """Server minutes worked at the station up to `now`, the clock."""
        return sum(stage.busy(now) for stage in self._chosen(now, station))

    def lost(self) -> Lost:
        """None: every order waits, and there is room for all."""
        return Lost(NO_ORDERS, NO_TIMES, NO_ORDERS, np.empty(0, np.int16))

    def capacity(self) -> CapacityLog:
        """Servers on duty so far, station by station."""
        return merged(stage.capacity() for stage in self._stations)

    def visits(self) -> StageVisits:
        """Every visit so far, station by station, in the order of arrival."""
        visits = [stage.visits() for stage in self._stations]
        codes = np.repeat(np.arange(len(visits), dtype=np.int16), [part.order.size for part in visits])
        order, arrived, started, finished, _ = (np.concatenate(column) for column in zip(*visits, strict=True))
        return StageVisits(order, arrived, started, finished, codes)

    def _chosen(self, now: float, station: str | None) -> list[Fifo]:
        check_now(now, self._clock)
        return [self._stations[code] for code in self._routing.chosen(station)]


def _first_visit(spec: StationSpec) -> Work:
    """The work of a station that every order visits once."""
    return lambda orders: spec.work(orders, 0)


def joined(columns: Sequence[Column]) -> Column:
    """Several sorted columns as one, sorted by time; ties go to the earlier column."""
    some = [column for column in columns if column[0].size]
    if len(some) < 2:
        return some[0] if some else NOTHING
    orders, at = (np.concatenate(parts) for parts in zip(*some, strict=True))
    order = np.argsort(at, kind="stable")
    return orders[order], at[order]
