"""Plain stations in feed-forward order as arrays: each is advanced after all that feed it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.model.stations.capacity import Schedule, merged
from sim.model.stations.fifo import Fifo
from sim.model.stations.spec import FloorVisits, Lost, Routing, StationSpec
from sim.model.stations.stage import NO_ORDERS, NO_TIMES, How, Minutes, Orders, Work, check_arrivals, check_now

Column = tuple[Orders, Minutes]
NOBODY: Column = (NO_ORDERS, NO_TIMES)


class Chain:
    """The array path of a floor; one interface with the event network, see `Floor`."""

    def __init__(self, stations: Sequence[StationSpec], start: float = 0.0) -> None:
        self.routing, self._specs, self._clock = Routing(stations), list(stations), start
        sequence = self.routing.sorted()
        if sequence is None or not all(spec.plain for spec in stations):
            raise ValueError("the array path takes plain stations without feedback; use the event network")
        self._sequence = sequence
        self._stations = [Fifo(_first_visit(spec), spec.servers, start) for spec in stations]
        self._door = [NOBODY] * len(self._specs)

    def add(self, orders: Orders, at: Minutes, station: str | None = None) -> None:
        """`orders` enter at `station` (None: the first one) at the sorted instants `at`, none before the clock.

        Raises:
            ValueError: the times are not sorted or too early.
            KeyError: no such station.
        """
        code = 0 if station is None else self.routing.codes[station]
        self._door[code] = joined([self._door[code], check_arrivals(orders, at, self._clock)])

    def advance(self, until: float) -> Column:
        """Play up to `until`: the orders that left since the last call, and when, sorted by time."""
        arriving: list[list[Column]] = [[] for _ in self._specs]
        leaving: list[Column] = []
        for code in self._sequence:
            orders, at = self._door[code]
            here = int(np.searchsorted(at, until, side="right"))
            self._door[code] = orders[here:], at[here:]
            self._stations[code].add(*joined([*arriving[code], (orders[:here], at[:here])]))
            orders, at = self._stations[code].advance(until)
            if self.routing.certain(code):
                after = self.routing.step(code, 0.0)
                (leaving if after < 0 else arriving[after]).append((orders, at))
                continue
            luck = self._specs[code].luck
            steps = self.routing.steps(code, luck(orders, 0) if luck else np.zeros(orders.size))
            for after in sorted(set(self.routing.nexts[code])):
                mine = steps == after
                (leaving if after < 0 else arriving[after]).append((orders[mine], at[mine]))
        self._clock = until
        return joined(leaving)

    def set_servers(
        self, station: str, servers: float | Schedule, now: float, how: How = "drain", lose: bool = False
    ) -> None:
        """From `now` on, `servers` (or a new schedule) work at the station; see `Fifo.set_servers`."""
        self._station(station).set_servers(servers, now, how, lose)

    def set_capacity(self, station: str, factor: float, now: float, how: How = "drain", lose: bool = False) -> None:
        """From `now` on, the station's scheduled servers are multiplied by `factor` and rounded."""
        self._station(station).set_factor(factor, now, how, lose)

    def halt(self, station: str, now: float, how: How = "halt", lose: bool = False) -> None:
        """Nobody serves at the station from `now` until `resume`."""
        self._station(station).halt(now, how, lose)

    def resume(self, station: str, now: float) -> None:
        """The end of a halt."""
        self._station(station).resume(now)

    def in_system(self, now: float, station: str | None = None) -> int:
        """Orders that have arrived by `now`, the clock, and have not left the station, or all of them."""
        return sum(stage.in_system(now) for stage in self._chosen(now, station))

    def waiting(self, now: float, station: str | None = None) -> int:
        """Orders inside and not in service."""
        return sum(stage.waiting(now) for stage in self._chosen(now, station))

    def busy(self, now: float, station: str) -> float:
        """Server minutes worked at the station up to `now`, the clock."""
        return self._station(station).busy(now)

    def lost(self) -> Lost:
        """Nobody is lost here: everybody waits, and there is room for all."""
        return Lost(NO_ORDERS, NO_TIMES, NO_ORDERS, NO_ORDERS)

    def capacity(self) -> tuple[Orders, Minutes, Minutes]:
        """Servers on duty: station, time, count, shapes (changes,)."""
        return merged(stage.capacity() for stage in self._stations)

    def visits(self) -> FloorVisits:
        """Every visit so far, station by station, in the order of arrival."""
        visits = [stage.visits() for stage in self._stations]
        codes = np.repeat(np.arange(len(visits), dtype=np.int16), [part.order.size for part in visits])
        order, arrived, started, finished = (np.concatenate(column) for column in zip(*visits, strict=True))
        return FloorVisits(codes, order, arrived, started, finished)

    def _station(self, station: str) -> Fifo:
        return self._stations[self.routing.codes[station]]

    def _chosen(self, now: float, station: str | None) -> list[Fifo]:
        check_now(now, self._clock)
        return self._stations if station is None else [self._station(station)]


def _first_visit(spec: StationSpec) -> Work:
    """The work of a station that every order visits once."""
    return lambda orders: spec.work(orders, 0)


def joined(columns: Sequence[Column]) -> Column:
    """Several sorted columns as one, sorted by time; ties go to the earlier column."""
    some = [column for column in columns if column[0].size]
    if len(some) < 2:
        return some[0] if some else NOBODY
    orders, at = (np.concatenate(parts) for parts in zip(*some, strict=True))
    order = np.argsort(at, kind="stable")
    return orders[order], at[order]
