"""The clock of the event network: which event happens next, and what it does to the stations.

At one instant: finishes, then steps of schedules, repairs, breakdowns, orders moving in from another station, orders
from outside; then whatever can start starts; last, the patience of those still waiting runs out.
"""

from __future__ import annotations

import math
from collections.abc import Container, Sequence

from sim.model.stations.event_list import EventList, StationEvent
from sim.model.stations.event_station import EventStation
from sim.model.stations.routing import OUT, Routing
from sim.model.stations.schedule import Running
from sim.model.stations.spec import BLOCKED, RENEGED, StationSpec
from sim.model.stations.stage import Minutes, Orders


class EventLoop:
    """Stations by index, and the orders that pass them; an order that enters the floor is an entry, by number."""

    def __init__(self, specs: Sequence[StationSpec], start: float) -> None:
        self.now, self._routing = start, Routing(specs)
        self._orders: list[int] = []
        self.stations = [EventStation(spec, self._orders, start) for spec in specs]
        self.left: list[tuple[int, float]] = []
        """Orders that left served, and when, since the caller last took them."""
        self.lost: list[tuple[int, float, int, int]] = []
        """Order, time, reason and station of those that left unserved."""
        self._outside = _Outside()
        self._events = EventList()
        self._changed: set[int] = set()
        """Stations at which a service may start now."""
        self._step_version = [0] * len(specs)
        for code, station in enumerate(self.stations):
            self.plan_step(code)
            self._plan_failures(code, station.servers.failing)

    def enter(self, orders: Orders, at: Minutes, code: int) -> None:
        """Orders will come from outside to a station."""
        first = len(self._orders)
        self._orders.extend(orders.tolist())
        self._outside.add(at.tolist(), range(first, len(self._orders)), code)

    def run(self, until: float) -> None:
        """Play every event before `until`; at `until` itself finishes and steps of schedules, but nothing starts."""
        while (now := self._next_instant()) < until and (math.isfinite(until) or self._unsettled()):
            self.now = now
            self._play(now)
        self.now = until
        self._handle(until, StationEvent.STEP)

    def settle(self, code: int, running: Running) -> None:
        """Put the capacity of a station in force, as it is now."""
        new = self.stations[code].settle(self.now, running)
        self._plan_failures(code, new)
        self._changed.add(code)

    def plan_step(self, code: int) -> None:
        """Plan the next step of the station's schedule; one planned earlier is void."""
        self._step_version[code] += 1
        step = self.stations[code].servers.capacity.next_change(self.now)
        self._events.plan(step, StationEvent.STEP, code, code, version=self._step_version[code])

    def between(self, now: float, codes: Container[int]) -> int:
        """Orders that have come by `now` and stand at the door of one of the stations, not yet let in."""
        return self._events.moving(codes) + self._outside.arrived(now, codes)

    def _next_instant(self) -> float:
        """When something happens next."""
        return self.now if self._changed else min(self._events.next_time, self._outside.next_time)

    def _unsettled(self) -> bool:
        """Whether, with no end of time in sight, anything can still happen to an order."""
        coming = self._outside.next_time < math.inf
        servable = any(station.waiting and not station.servers.capacity.dead for station in self.stations)
        return bool(self._events.live or self._changed or coming or servable)

    def _play(self, now: float) -> None:
        """Everything that happens at one instant; work of no length can make it go round more than once."""
        while True:
            self._handle(now, StationEvent.MOVE)
            if self._outside.next_time == now:
                for entry, code in self._outside.take():
                    self._arrive(code, entry)
            for code in sorted(self._changed):
                for visit in self.stations[code].start(now):
                    self._events.plan(visit.ends, StationEvent.FINISH, visit.entry, code, visit.number, visit.version)
            self._changed.clear()
            if not self._events.due(now, StationEvent.MOVE):
                break
        self._handle(now, StationEvent.PATIENCE)

    def _handle(self, now: float, last: StationEvent) -> None:
        """The events of the instant, up to the kind `last`."""
        while event := self._events.pop(now, last):
            _, kind, rank, code, item, version = event
            if kind is StationEvent.FINISH:
                self._finish(code, rank, item, version)
            elif kind is StationEvent.MOVE:
                self._arrive(code, rank)
            elif kind is StationEvent.PATIENCE:
                self._renege(code, item)
            elif kind is StationEvent.STEP:
                self._step(code, version)
            elif kind is StationEvent.FAIL:
                self._fail(code, item, version)
            else:
                self._repair(code, item, version)

    def _arrive(self, code: int, entry: int) -> None:
        """An order comes to a station."""
        visit = self.stations[code].arrive(entry, self.now)
        if visit is None:
            self.lost.append((self._orders[entry], self.now, BLOCKED, code))
            return
        self._changed.add(code)
        if visit.patience < math.inf:
            self._events.plan(self.now + visit.patience, StationEvent.PATIENCE, entry, code, visit.number)

    def _finish(self, code: int, entry: int, number: int, version: int) -> None:
        """A service ends, if it has not been interrupted: the order goes to its next station, or leaves."""
        station = self.stations[code]
        visit = station.visits[number]
        if visit.server < 0 or visit.version != version:
            return
        station.finish(visit, self.now)
        self._changed.add(code)
        after = self._routing.step(code, 0.0 if self._routing.certain(code) else station.branch(entry))
        if after == OUT:
            self.left.append((visit.order, self.now))
        else:
            self._events.plan(self.now, StationEvent.MOVE, entry, after)

    def _renege(self, code: int, number: int) -> None:
        """The patience of an order is over."""
        visit = self.stations[code].visits[number]
        if self.stations[code].renege(visit):
            self.lost.append((visit.order, self.now, RENEGED, code))

    def _step(self, code: int, version: int) -> None:
        """A step of a station's schedule."""
        if version == self._step_version[code]:
            self.settle(code, self.stations[code].servers.capacity.schedule.running)
            self.plan_step(code)

    def _plan_failures(self, code: int, servers: range) -> None:
        breakdown = self.stations[code].spec.breakdown
        if breakdown is not None:
            for server in servers:
                self._events.plan(self.now + breakdown.up(server, 0), StationEvent.FAIL, code, code, server, 0)

    def _fail(self, code: int, server: int, count: int) -> None:
        """A server breaks down, after `count` earlier times."""
        station = self.stations[code]
        station.fail(server, self.now)
        self._changed.add(code)
        if station.spec.breakdown:
            repaired = self.now + station.spec.breakdown.down(server, count)
            self._events.plan(repaired, StationEvent.REPAIR, code, code, server, count)

    def _repair(self, code: int, server: int, count: int) -> None:
        """The repair of a server ends."""
        station = self.stations[code]
        station.servers.repair(server, self.now)
        self._changed.add(code)
        if station.spec.breakdown:
            fails = self.now + station.spec.breakdown.up(server, count + 1)
            self._events.plan(fails, StationEvent.FAIL, code, code, server, count + 1)


class _Outside:
    """Orders that will come from outside, sorted by time; those before `_next` have come, that one at `next_time`."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, int, int]] = []
        self._next, self.next_time = 0, math.inf

    def add(self, at: list[float], entries: range, code: int) -> None:
        """Entries come to a station at the instants `at`."""
        self._rows = sorted([*self._rows[self._next :], *zip(at, entries, [code] * len(at), strict=True)])
        self._move_to(0)

    def take(self) -> list[tuple[int, int]]:
        """Take out those that come next, all at one instant: entry and station."""
        first = end = self._next
        while end < len(self._rows) and self._rows[end][0] == self.next_time:
            end += 1
        self._move_to(end)
        return [(entry, code) for _, entry, code in self._rows[first:end]]

    def arrived(self, now: float, codes: Container[int]) -> int:
        """How many that have come by `now` to one of the stations are not taken out."""
        return sum(time <= now and code in codes for time, _, code in self._rows[self._next :])

    def _move_to(self, row: int) -> None:
        self._next = row
        self.next_time = self._rows[row][0] if row < len(self._rows) else math.inf
