"""A network of stations event by event: the slower exact twin for what the array recursion cannot do.

Feedback, bounded room, impatience, priorities with and without preemption, last come first served, breakdowns. At one
instant: finishes, then steps of schedules, repairs, breakdowns, orders moving in from another station, orders from
outside; then whatever can start starts; last, the patience of those still waiting runs out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum
from heapq import heappop, heappush

import numpy as np

from sim.model.stations.capacity import Schedule, merged, scheduled
from sim.model.stations.draws import Draws
from sim.model.stations.pool import Pool
from sim.model.stations.spec import BLOCKED, RENEGED, FloorVisits, Lost, Routing, StationSpec
from sim.model.stations.stage import NO_ORDERS, How, Minutes, Orders, check_arrivals, check_now


class Event(IntEnum):
    """What can happen, in the order in which it happens at one instant."""

    FINISH = 0
    STEP = 1
    REPAIR = 2
    FAIL = 3
    MOVE = 4
    PATIENCE = 5


class Network:
    """Stations fed from outside and by each other; one interface with the array path, see `Floor`."""

    def __init__(self, stations: Sequence[StationSpec], start: float = 0.0) -> None:
        self.routing = Routing(stations)
        self._pools, self._clock = [Pool(spec, start) for spec in stations], start
        self._work = [Draws(spec.work, 0.0) for spec in stations]
        self._patience = [Draws(spec.patience, 0.0) if spec.patience else None for spec in stations]
        self._priority = [Draws(spec.priority, -math.inf) if spec.priority else None for spec in stations]
        self._luck = [Draws(spec.luck, 0.0) if spec.luck else None for spec in stations]
        self._heap: list[tuple[float, Event, int, int, int, int]] = []
        self._outside: list[tuple[float, int, int]] = []
        self._next = self._count = self._pending = 0
        self._batches: list[Orders] = [NO_ORDERS]
        self._order: list[int] = []
        self._seen: list[list[int]] = [[] for _ in stations]
        self._dirty: set[int] = set()
        self._lost: list[tuple[int, float, int, int]] = []
        self._out: list[tuple[int, float]] = []
        self._failures: list[list[int]] = [[] for _ in stations]
        for code, pool in enumerate(self._pools):
            self._plan_step(code)
            self._plan_failures(code, 0, (pool.slots if pool.by_server else 1) if pool.spec.breakdown else 0)

    def add(self, orders: Orders, at: Minutes, station: str | None = None) -> None:
        """`orders` enter at `station` (None: the first one) at the sorted instants `at`, none before the clock.

        Raises:
            ValueError: the times are not sorted or too early.
            KeyError: no such station.
        """
        code = 0 if station is None else self.routing.codes[station]
        orders, at = check_arrivals(orders, at, self._clock)
        entries = range(self._count, self._count + orders.size)
        late = [*self._outside[self._next :], *zip(at.tolist(), entries, [code] * orders.size, strict=True)]
        late.sort()
        self._outside, self._next = late, 0
        self._count += orders.size
        self._batches = [np.concatenate((*self._batches, orders))]
        self._order.extend(orders.tolist())
        for seen in self._seen:
            seen.extend([0] * orders.size)

    def advance(self, until: float) -> tuple[Orders, Minutes]:
        """Play up to `until`: the orders that left served since the last call, and when, sorted by time.

        Raises:
            ValueError: `until` lies in the past.
        """
        if not until >= self._clock:
            raise ValueError(f"the network stands at minute {self._clock:g} and cannot go back to {until:g}")
        while (now := self._instant()) < until and (math.isfinite(until) or self._unsettled()):
            self._clock = now
            while self._events(now, Event.MOVE):
                pass
            self._events(now, Event.PATIENCE)
        self._clock = until
        self._events(until, Event.FINISH)
        out, self._out = self._out, []
        return np.array([order for order, _ in out], np.int64), np.array([time for _, time in out], float)

    def set_servers(
        self, station: str, servers: float | Schedule, now: float, how: How = "drain", lose: bool = False
    ) -> None:
        """From `now` on, `servers` (or a new schedule) work at the station; see `Fifo.set_servers`."""
        code = self._station(station, now)
        self._pools[code].capacity.schedule = scheduled(servers)
        self._settle(code, how, lose)
        self._plan_step(code)

    def set_capacity(self, station: str, factor: float, now: float, how: How = "drain", lose: bool = False) -> None:
        """From `now` on, the station's scheduled servers are multiplied by `factor` and rounded."""
        code = self._station(station, now)
        self._pools[code].capacity.set_factor(factor)
        self._settle(code, how, lose)

    def halt(self, station: str, now: float, how: How = "halt", lose: bool = False) -> None:
        """Nobody serves at the station from `now` until `resume`."""
        code = self._station(station, now)
        self._pools[code].capacity.halted = True
        self._settle(code, how, lose)

    def resume(self, station: str, now: float) -> None:
        """The end of a halt."""
        code = self._station(station, now)
        self._pools[code].capacity.halted = False
        self._settle(code, "drain", lose=False)

    def in_system(self, now: float, station: str | None = None) -> int:
        """Orders inside the station, or anywhere; those that arrive at this very instant are still outside."""
        return sum(pool.inside for pool in self._chosen(now, station))

    def waiting(self, now: float, station: str | None = None) -> int:
        """Orders inside and not in service."""
        return sum(pool.waiting for pool in self._chosen(now, station))

    def busy(self, now: float, station: str) -> float:
        """Server minutes worked at the station up to `now`, the clock."""
        return self._pools[self._station(station, now)].busy(now)

    def lost(self) -> Lost:
        """Orders that left unserved so far, in order of time."""
        columns = np.array(self._lost, float).reshape(-1, 4).T
        return Lost(columns[0].astype(np.int64), columns[1], columns[2].astype(np.int64), columns[3].astype(np.int64))

    def capacity(self) -> tuple[Orders, Minutes, Minutes]:
        """Servers on duty by schedule, factor and halts: station, time, count, shapes (changes,)."""
        return merged(pool.capacity.log() for pool in self._pools)

    def visits(self) -> FloorVisits:
        """Every visit so far, station by station, in the order of arrival."""
        sizes = [len(pool.order) for pool in self._pools]
        order = np.concatenate([np.array(pool.order, np.int64) for pool in self._pools])
        names = ("arrived", "started", "finished")
        times = (np.concatenate([np.array(getattr(pool, name), float) for pool in self._pools]) for name in names)
        return FloorVisits(np.repeat(np.arange(len(sizes)), sizes), order, *times)
