"""What a station is told to be: plain numbers and callables, checked once."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.stations.capacity import Schedule, scheduled
from sim.model.stations.stage import Minutes, Orders

Draw = Callable[[Orders, int], Minutes]
"""One number per order, for its visit number `visit` (0 = first) at the station; a pure function of both."""

BLOCKED, RENEGED = 0, 1


class Lost(NamedTuple):
    """Orders that left a station unserved: `BLOCKED` or `RENEGED`, index of the station; shapes (orders,)."""

    order: Orders
    time: Minutes
    reason: Orders
    station: Orders


class FloorVisits(NamedTuple):
    """One row per visit: index of the station, the order, its times; NaN = not yet; shapes (visits,)."""

    station: NDArray[np.integer[Any]]
    order: Orders
    arrived: Minutes
    started: Minutes
    finished: Minutes


@dataclass(frozen=True)
class Breakdown:
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
    `routes` maps next stations to probabilities, the rest leaves the floor; `luck(orders, visit)` in (0, 1) decides.
    None means on to the next station of the floor.
    """

    name: str
    work: Draw
    servers: float | Schedule = 1
    room: float = math.inf
    patience: Draw | None = None
    priority: Draw | None = None
    preemptive: bool = False
    lifo: bool = False
    breakdown: Breakdown | None = None
    routes: Mapping[str, float] | None = None
    luck: Draw | None = None

    def __post_init__(self) -> None:
        peak = max(scheduled(self.servers).servers)
        if not self.room >= 1:
            raise ValueError(f"{self.name}: room must be >= 1, not {self.room}")
        if self.breakdown and self.breakdown.per == "server" and math.isinf(peak):
            raise ValueError(f"{self.name}: servers that break down one by one must be counted, not inf")
        shares = list((self.routes or {}).values())
        if any(not share >= 0 for share in shares) or sum(shares) > 1 + 1e-9:
            raise ValueError(f"{self.name}: routes must be shares >= 0 that sum to 1 at most, not {shares}")
        if any(0 < share < 1 - 1e-9 for share in shares) and self.luck is None:
            raise ValueError(f"{self.name}: routes by chance need luck")

    @property
    def plain(self) -> bool:
        """Whether first come, first served at known times says everything about the station."""
        special = (self.patience, self.priority, self.breakdown)
        return self.room == math.inf and not self.lifo and all(knob is None for knob in special)


class Routing:
    """Where an order goes after each station: next station by index, -1 to leave."""

    def __init__(self, stations: Sequence[StationSpec]) -> None:
        names = [spec.name for spec in stations]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"a floor needs stations, each with its own name, not {names}")
        self.codes = {name: code for code, name in enumerate(names)}
        self.nexts: list[list[int]] = []
        self.edges: list[list[float]] = []
        for code, spec in enumerate(stations):
            onward = {names[code + 1]: 1.0} if code + 1 < len(names) else {}
            routes = onward if spec.routes is None else {name: p for name, p in spec.routes.items() if p > 0}
            if unknown := sorted(routes.keys() - self.codes.keys()):
                raise ValueError(f"{spec.name}: no station {', '.join(unknown)}; there are {', '.join(names)}")
            edges = list(accumulate(routes.values()))
            if edges and edges[-1] > 1 - 1e-9:
                edges[-1] = math.inf
            self.edges.append(edges)
            self.nexts.append([*(self.codes[name] for name in routes), -1])

    def certain(self, code: int) -> bool:
        """Whether every order goes the same way."""
        return not self.edges[code] or self.edges[code][0] == math.inf

    def step(self, code: int, luck: float) -> int:
        """The next station of one order."""
        return self.nexts[code][bisect_right(self.edges[code], luck)]

    def steps(self, code: int, luck: Minutes) -> Orders:
        """The next stations of many, shape of `luck`."""
        return np.array(self.nexts[code])[np.searchsorted(self.edges[code], luck, side="right")]

    def sorted(self) -> list[int] | None:
        """The stations, each after all that feed it; None when orders can come back."""
        feeds = {code: {after for after in nexts if after >= 0} for code, nexts in enumerate(self.nexts)}
        sequence: list[int] = []
        while feeds:
            fed = set().union(*feeds.values())
            first = next((code for code in feeds if code not in fed), None)
            if first is None:
                return None
            del feeds[first]
            sequence.append(first)
        return sequence
