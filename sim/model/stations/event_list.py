"""The future event list of the event network: what is planned, by time."""

from __future__ import annotations

import math
from collections.abc import Container
from enum import IntEnum
from heapq import heappop, heappush


class StationEvent(IntEnum):
    """What can happen, in the order in which it happens at one instant."""

    FINISH = 0
    STEP = 1
    REPAIR = 2
    FAIL = 3
    MOVE = 4
    PATIENCE = 5


ABOUT_ORDERS = (StationEvent.FINISH, StationEvent.MOVE, StationEvent.PATIENCE)


Planned = tuple[float, StationEvent, int, int, int, int]
"""Time, kind, rank, station, item and version of an event; events of one instant happen in this order too.

`rank` is the entry of the order, else the station; `item` a visit, a server, or 0; `version` tells an event that still
counts from one that is void.
"""


class EventList:
    """A heap of planned events; `live` of them are about orders, the others go on for ever."""

    def __init__(self) -> None:
        self._heap: list[Planned] = []
        self.live = 0

    @property
    def next_time(self) -> float:
        """When something happens next; inf when nothing is planned."""
        return self._heap[0][0] if self._heap else math.inf

    def plan(self, time: float, kind: StationEvent, rank: int, station: int, item: int = 0, version: int = 0) -> None:
        """Something will happen; what lies at infinity is left out."""
        if time < math.inf:
            heappush(self._heap, (time, kind, rank, station, item, version))
            self.live += kind in ABOUT_ORDERS

    def due(self, now: float, last: StationEvent) -> bool:
        """Whether an event of this instant, of a kind up to `last`, is left."""
        return bool(self._heap) and self._heap[0][0] == now and self._heap[0][1] <= last

    def pop(self, now: float, last: StationEvent) -> Planned | None:
        """Take out the next event of this instant of a kind up to `last`; None when there is none left."""
        heap = self._heap
        if not heap or heap[0][0] != now or heap[0][1] > last:
            return None
        event = heappop(heap)
        self.live -= event[1] in ABOUT_ORDERS
        return event

    def moving(self, stations: Container[int]) -> int:
        """Orders on their way from one station into one of `stations`."""
        return sum(kind == StationEvent.MOVE and code in stations for _, kind, _, code, _, _ in self._heap)
