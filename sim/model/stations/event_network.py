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
from sim.model.stations.draws import VisitDraws
from sim.model.stations.event_station import Pool
from sim.model.stations.spec import BLOCKED, RENEGED, FloorVisits, Lost, Routing, StationSpec
from sim.model.stations.stage import How, Minutes, Orders, check_arrivals, check_now


class Event(IntEnum):
    """What can happen, in the order in which it happens at one instant."""

    FINISH = 0
    STEP = 1
    REPAIR = 2
    FAIL = 3
    MOVE = 4
    PATIENCE = 5


class EventNetwork:
    """Stations fed from outside and by each other; one interface with the array path, see `Floor`."""

    def __init__(self, stations: Sequence[StationSpec], start: float = 0.0) -> None:
        self.routing = Routing(stations)
        self._pools, self._clock = [Pool(spec, start) for spec in stations], start
        self._work = [VisitDraws(spec.work, 0.0) for spec in stations]
        self._patience = [VisitDraws(spec.patience, 0.0) if spec.patience else None for spec in stations]
        self._priority = [VisitDraws(spec.priority, -math.inf) if spec.priority else None for spec in stations]
        self._luck = [VisitDraws(spec.luck, 0.0) if spec.luck else None for spec in stations]
        self._heap: list[tuple[float, Event, int, int, int, int]] = []
        self._outside: list[tuple[float, int, int]] = []
        self._next = self._live = 0
        self._order: list[int] = []
        self._seen: list[list[int]] = [[] for _ in stations]
        self._dirty: set[int] = set()
        self._lost: list[tuple[int, float, int, int]] = []
        self._out: list[tuple[int, float]] = []
        self._plan = [0] * len(stations)
        for code, pool in enumerate(self._pools):
            self._plan_step(code)
            self._plan_failures(code, range(pool.slots if pool.by_server else 1))

    def add(self, orders: Orders, at: Minutes, station: str | None = None) -> None:
        """`orders` enter at `station` (None: the first one) at the sorted instants `at`, none before the clock.

        Raises:
            ValueError: the times are not sorted or too early.
            KeyError: no such station.
        """
        code = 0 if station is None else self.routing.codes[station]
        orders, at = check_arrivals(orders, at, self._clock)
        entries = range(len(self._order), len(self._order) + orders.size)
        late = [*self._outside[self._next :], *zip(at.tolist(), entries, [code] * orders.size, strict=True)]
        late.sort()
        self._outside, self._next = late, 0
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
            self._play(now)
        self._clock = until
        self._handle(until, Event.STEP)
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
        """Orders that have arrived by `now`, the clock, and have not left the station, or all of them."""
        check_now(now, self._clock)
        codes = self._codes(station)
        moving = sum(event == Event.MOVE and code in codes for _, event, _, code, _, _ in self._heap)
        outside = sum(time <= now and code in codes for time, _, code in self._outside[self._next :])
        return moving + outside + sum(self._pools[code].inside for code in codes)

    def waiting(self, now: float, station: str | None = None) -> int:
        """Orders inside and not in service."""
        return self.in_system(now, station) - sum(self._pools[code].running for code in self._codes(station))

    def busy(self, now: float, station: str) -> float:
        """Server minutes worked at the station up to `now`, the clock."""
        return self._pools[self._station(station, now)].busy(now)

    def lost(self) -> Lost:
        """Orders that left unserved so far, in order of time."""
        columns = np.array(self._lost, float).reshape(-1, 4).T
        return Lost(columns[0].astype(np.int64), columns[1], columns[2].astype(np.int64), columns[3].astype(np.int64))

    def capacity(self) -> tuple[Orders, Minutes, Minutes]:
        """Servers that can work, by schedule, factor, halts and breakdowns: station, time, count, shapes (changes,)."""
        return merged(pool.duty() for pool in self._pools)

    def visits(self) -> FloorVisits:
        """Every visit so far, station by station, in the order of arrival."""
        sizes = [len(pool.order) for pool in self._pools]
        order = np.concatenate([np.array(pool.order, np.int64) for pool in self._pools])
        names = ("arrived", "started", "finished")
        times = (np.concatenate([np.array(getattr(pool, name), float) for pool in self._pools]) for name in names)
        return FloorVisits(np.repeat(np.arange(len(sizes)), sizes), order, *times)

    def _codes(self, station: str | None) -> list[int]:
        return list(range(len(self._pools))) if station is None else [self.routing.codes[station]]

    def _station(self, station: str, now: float) -> int:
        check_now(now, self._clock)
        return self.routing.codes[station]

    def _instant(self) -> float:
        """When something happens next."""
        if self._dirty:
            return self._clock
        event = self._heap[0][0] if self._heap else math.inf
        return min(event, self._outside[self._next][0]) if self._next < len(self._outside) else event

    def _unsettled(self) -> bool:
        """Whether, with no end of time in sight, anything can still happen to an order."""
        stuck = all(pool.capacity.dead or not pool.waiting for pool in self._pools)
        return bool(self._live or self._dirty or self._next < len(self._outside) or not stuck)

    def _play(self, now: float) -> None:
        """Everything that happens at one instant; work of no length can make it go round more than once."""
        while True:
            self._handle(now, Event.MOVE)
            while self._next < len(self._outside) and self._outside[self._next][0] == now:
                _, entry, code = self._outside[self._next]
                self._next += 1
                self._arrive(code, entry, now)
            for code in sorted(self._dirty):
                pool = self._pools[code]
                for visit, end in pool.start(now):
                    self._push(end, Event.FINISH, pool.entry[visit], code, visit, pool.token[visit])
            self._dirty.clear()
            if not (self._heap and self._heap[0][0] == now and self._heap[0][1] <= Event.MOVE):
                break
        self._handle(now, Event.PATIENCE)

    def _push(self, time: float, event: Event, rank: int, code: int, what: int, token: int) -> None:
        heappush(self._heap, (time, event, rank, code, what, token))
        self._live += event in (Event.FINISH, Event.MOVE, Event.PATIENCE)

    def _handle(self, now: float, last: Event) -> None:
        """The events of the instant, up to the kind `last`."""
        while self._heap and self._heap[0][0] == now and self._heap[0][1] <= last:
            _, event, rank, code, what, token = heappop(self._heap)
            pool = self._pools[code]
            self._live -= event in (Event.FINISH, Event.MOVE, Event.PATIENCE)
            if event == Event.FINISH:
                if pool.token[what] == token and pool.runs(what):
                    pool.finish(what, now)
                    self._dirty.add(code)
                    self._move_on(code, rank, now)
            elif event == Event.STEP:
                if self._plan[code] == token:
                    self._settle(code, pool.capacity.schedule.how, lose=False)
                    self._plan_step(code)
            elif event == Event.MOVE:
                self._arrive(code, rank, now)
            elif event == Event.PATIENCE:
                if pool.renege(what):
                    self._lost.append((pool.order[what], now, RENEGED, code))
            else:
                self._break(event, code, what, token, now)

    def _arrive(self, code: int, entry: int, now: float) -> None:
        """An order stands at the door of a station."""
        pool, order, seen = self._pools[code], self._order[entry], self._seen[code][entry]
        priority = self._priority[code]
        rank = priority.at(entry, seen, self._order) if priority else 0.0
        visit = pool.arrive(order, entry, now, self._work[code].at(entry, seen, self._order), rank)
        if visit < 0:
            self._lost.append((order, now, BLOCKED, code))
            return
        self._seen[code][entry] += 1
        self._dirty.add(code)
        if patience := self._patience[code]:
            until = now + patience.at(entry, seen, self._order)
            if until < math.inf:
                self._push(until, Event.PATIENCE, entry, code, visit, 0)

    def _move_on(self, code: int, entry: int, now: float) -> None:
        """A served order goes to its next station, or leaves."""
        luck = None if self.routing.certain(code) else self._luck[code]
        after = self.routing.step(code, luck.at(entry, self._seen[code][entry] - 1, self._order) if luck else 0.0)
        if after < 0:
            self._out.append((self._order[entry], now))
        else:
            self._push(now, Event.MOVE, entry, after, 0, 0)

    def _settle(self, code: int, how: How, lose: bool) -> None:
        pool = self._pools[code]
        slots = pool.slots
        pool.settle(self._clock, how, lose)
        self._plan_failures(code, range(slots, pool.slots))
        self._dirty.add(code)

    def _plan_step(self, code: int) -> None:
        """Note the next step of the station's schedule; an older note is void."""
        self._plan[code] += 1
        step = self._pools[code].capacity.schedule.next_change(self._clock)
        if step < math.inf:
            self._push(step, Event.STEP, code, code, 0, self._plan[code])

    def _plan_failures(self, code: int, slots: range) -> None:
        breakdown = self._pools[code].spec.breakdown
        if breakdown is None:
            return
        for slot in slots:
            self._push(self._clock + breakdown.up(slot, 0), Event.FAIL, code, code, slot, 0)

    def _break(self, event: Event, code: int, slot: int, count: int, now: float) -> None:
        """A server's time in order ends, or its repair does; `count` says for which time."""
        pool = self._pools[code]
        breakdown = pool.spec.breakdown
        if breakdown and event == Event.FAIL:
            pool.fail(slot, now)
            self._push(now + breakdown.down(slot, count), Event.REPAIR, code, code, slot, count)
        elif breakdown:
            pool.repair(slot, now)
            self._push(now + breakdown.up(slot, count + 1), Event.FAIL, code, code, slot, count + 1)
        self._dirty.add(code)
