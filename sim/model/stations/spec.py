"""What a station is: plain numbers and callables, checked once; and what leaves a floor unserved."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sim.model.stations.schedule import Schedule, scheduled
from sim.model.stations.stage import Codes, Minutes, Orders

PerVisit = Callable[[Orders, int], Minutes]
"""One number per order, for its visit number `visit` (0 = first) at the station; a pure function of both."""

SAME_SHARE = 1e-9
"""Sums of shares written as decimals differ from 1 by less than this."""

BLOCKED, RENEGED = 0, 1


class Lost(NamedTuple):
    """Orders that left a station unserved: `BLOCKED` or `RENEGED`, index of the station; shapes (orders,)."""

    order: Orders
    time: Minutes
    reason: Orders
    station: Codes


@dataclass(frozen=True)
class ServerBreakdowns:
    """Random stops, independent of load: an idle machine fails too; interrupted work resumes after the repair.

    `up(server, k)` and `down(server, k)` are the minutes of the k-th time in order and the k-th repair. With `per`
    "station" the whole station fails at once (server 0), with "server" each server by itself; work that lost its
    server goes on at another one as soon as one is free.
    """

    up: Callable[[int, int], float]
    down: Callable[[int, int], float]
    per: Literal["station", "server"] = "station"


@dataclass(frozen=True)
class StationSpec:
    """The knobs of one station.

    `work(orders, visit)` gives service minutes, `servers` a number, inf or a `Schedule`. `room` bounds the orders
    inside, those in service included; an order that finds it full is lost. `patience(orders, visit)` is how long an
    order waits for its service to begin before it leaves. `priority(orders, visit)` ranks them, small first;
    `preemptive` lets a better one interrupt the worst in service, which resumes later. `lifo` serves the latest first.
    `routes` maps next stations to probabilities, the rest leaves the floor; `branch(orders, visit)`, uniform in (0, 1),
    chooses among them. None means on to the next station of the floor.
    """

    name: str
    work: PerVisit
    servers: float | Schedule = 1
    room: float = math.inf
    patience: PerVisit | None = None
    priority: PerVisit | None = None
    preemptive: bool = False
    lifo: bool = False
    breakdown: ServerBreakdowns | None = None
    routes: Mapping[str, float] | None = None
    branch: PerVisit | None = None

    def __post_init__(self) -> None:
        peak = max(scheduled(self.servers).servers)
        if not self.room >= 1:
            raise ValueError(f"{self.name}: room must be >= 1, not {self.room}")
        if self.breakdown and self.breakdown.per == "server" and math.isinf(peak):
            raise ValueError(f"{self.name}: servers that break down one by one must be counted, not inf")
        shares = list((self.routes or {}).values())
        if any(not share >= 0 for share in shares) or sum(shares) > 1 + SAME_SHARE:
            raise ValueError(f"{self.name}: routes must be shares >= 0 that sum to 1 at most, not {shares}")
        if any(0 < share < 1 - SAME_SHARE for share in shares) and self.branch is None:
            raise ValueError(f"{self.name}: routes by chance need `branch`")

    @property
    def plain(self) -> bool:
        """Whether first come, first served at known times says everything about the station."""
        special = (self.patience, self.priority, self.breakdown)
        return self.room == math.inf and not self.lifo and all(knob is None for knob in special)
