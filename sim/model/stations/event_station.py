"""One station of the event network: its queue, the visits in service, and their interruptions; no clock of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from sim.model.stations.draws import VisitDraws
from sim.model.stations.schedule import Running
from sim.model.stations.server_pool import ServerPool
from sim.model.stations.spec import StationSpec
from sim.model.stations.stage import StageVisits


@dataclass(slots=True)
class Visit:
    """One visit of an order, in minutes; NaN = not yet. `left` of its `work` is still to be done.

    `version` grows with every interruption, so that an end planned before it is void. `server` is -1 while none works
    on it. A visit that reneged is `gone`.
    """

    number: int
    order: int
    entry: int
    arrived: float
    work: float
    left: float
    priority: float
    patience: float
    started: float = math.nan
    finished: float = math.nan
    since: float = math.nan
    ends: float = math.nan
    version: int = 0
    server: int = -1
    gone: bool = False


class EventStation:
    """A visit waits in `_queue`, is served in `_service`, or has left.

    The queue is served by priority, then interrupted work (oldest arrival first), then by arrival or, if `lifo`, the
    latest first. `_service` keeps the order of (re)start, so the last to start is the first to be interrupted among
    the worst priority. `orders` is shared with the network: the order of each entry to the floor.
    """

    def __init__(self, spec: StationSpec, orders: list[int], start: float) -> None:
        self.spec, self.servers = spec, ServerPool(spec, start)
        self.visits: list[Visit] = []
        self.inside = 0
        self._orders, self._seen = orders, list[int]()
        self._work = VisitDraws(spec.work, orders, 0.0)
        self._patience = VisitDraws(spec.patience, orders, 0.0) if spec.patience else None
        self._priority = VisitDraws(spec.priority, orders, -math.inf) if spec.priority else None
        self._branch = VisitDraws(spec.branch, orders, 0.0) if spec.branch else None
        self._queue = list[tuple[float, bool, int, Visit]]()
        self._service = dict[int, Visit]()
        self._worked = 0.0

    @property
    def running(self) -> int:
        """Orders in service."""
        return len(self._service)

    @property
    def waiting(self) -> int:
        """Orders inside and not in service."""
        return self.inside - len(self._service)

    def busy(self, now: float) -> float:
        """Server minutes worked up to `now`."""
        return self._worked + sum(now - visit.since for visit in self._service.values())

    def arrive(self, entry: int, now: float) -> Visit | None:
        """A new visit joins the queue; None when there is no room."""
        self._seen.extend([0] * (len(self._orders) - len(self._seen)))
        seen = self._seen[entry]
        work = self._work.at(entry, seen)
        priority = self._priority.at(entry, seen) if self._priority else 0.0
        if self.inside >= self.spec.room:
            return None
        patience = self._patience.at(entry, seen) if self._patience else math.inf
        visit = Visit(len(self.visits), self._orders[entry], entry, now, work, work, priority, patience)
        self.visits.append(visit)
        self._seen[entry] += 1
        self.inside += 1
        heappush(self._queue, (priority, True, -visit.number if self.spec.lifo else visit.number, visit))
        return visit

    def start(self, now: float) -> list[Visit]:
        """Begin whatever can begin at `now`: the visits begun."""
        begun: list[Visit] = []
        queue, servers, level = self._queue, self.servers, self.servers.level
        while True:
            while queue and queue[0][-1].gone:
                heappop(queue)
            if not queue or not level:
                return begun
            if len(self._service) >= level or not servers.idle:
                if not self._may_preempt(queue[0][0]):
                    return begun
                self.interrupt(self._worst(), now)
            visit = heappop(queue)[-1]
            if math.isnan(visit.started):
                visit.started = now
            visit.server = servers.take()
            visit.since, visit.ends = now, now + visit.left
            self._service[visit.number] = visit
            begun.append(visit)

    def finish(self, visit: Visit, now: float) -> None:
        """A service ends."""
        visit.finished = now
        self._stop(visit, now)
        self.inside -= 1

    def renege(self, visit: Visit) -> bool:
        """Patience is over: whether the order, never served so far, leaves the queue."""
        if not math.isnan(visit.started):
            return False
        visit.gone = True
        self.inside -= 1
        return True

    def interrupt(self, visit: Visit, now: float, lose: bool = False) -> None:
        """Stop a service; what is left of it, or all of it when `lose`, goes back to the queue."""
        visit.left = visit.work if lose else visit.ends - now
        visit.version += 1
        self._stop(visit, now)
        heappush(self._queue, (visit.priority, False, visit.number, visit))

    def settle(self, now: float, running: Running) -> range:
        """Put the capacity of `now` in force; returns the servers that were never there before.

        A halt interrupts the work that has no server any more.
        """
        new = self.servers.settle(now)
        while running != "drain" and self.running > self.servers.capacity.level:
            self.interrupt(self._worst(), now, running == "lose")
        return new

    def fail(self, server: int, now: float) -> None:
        """A server, or the whole station, breaks down; its work is interrupted."""
        self.servers.fail(server, now)
        for visit in [visit for visit in self._service.values() if visit.server == server]:
            self.interrupt(visit, now)

    def branch(self, entry: int) -> float:
        """The draw that chooses the next station after the latest visit of an order."""
        return self._branch.at(entry, self._seen[entry] - 1) if self._branch else 0.0

    def log(self) -> StageVisits:
        """Every visit so far, in the order of arrival."""
        order = np.array([visit.order for visit in self.visits], np.int64)
        times = np.array([(visit.arrived, visit.started, visit.finished) for visit in self.visits], float)
        arrived, started, finished = times.reshape(-1, 3).T
        return StageVisits(order, arrived, started, finished, np.zeros(order.size, np.int16))

    def _stop(self, visit: Visit, now: float) -> None:
        del self._service[visit.number]
        self._worked += now - visit.since
        self.servers.give_back(visit.server)
        visit.server = -1

    def _may_preempt(self, priority: float) -> bool:
        """Whether the first in the queue, of this priority, interrupts a worse one."""
        if not (self.spec.preemptive and 0 < self.running <= self.servers.level):
            return False
        return self._worst().priority > priority

    def _worst(self) -> Visit:
        """Of those in service, the least important; of these, the last to start."""
        return max(reversed(self._service.values()), key=lambda visit: visit.priority)
