"""Fluid queues as many small orders at equal intervals: a station, its capacity, and the backlog before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from sim.kpi.response import cleared_at
from sim.kpi.steps import Steps
from sim.results.record import Record
from validation.cases.inputs import UnfitError
from validation.measures import backlog, queueing
from validation.translation import Translation, played
from validation.worlds.world import SITE, Tree, minutes, per_minute, service_world, station

BENCH = f"{SITE}.bench"
FEWEST, MOST, AT_PEAK = 200_000, 1_500_000, 20_000
"""Orders in a run, at least and at most; orders that should wait at the peak."""
FINEST = 400
"""Most servers among which a share of the capacity is sought."""
TAIL = 1.05
"""Length of a run relative to the last event of interest."""
GRAIN = 1.5
"""Services of one server: a shorter wait is an effect of the size of the orders."""


@dataclass(frozen=True)
class BacklogEpisode:
    """The backlog of a station before, during and after a disruption, in units and times of the case."""

    waits: queueing.Sojourns
    per_unit: float

    @property
    def backlog(self) -> Steps:
        """Orders that wait longer than the grain of the run, over time."""
        return queueing.number_in_queue(self.waits)

    @property
    def peak(self) -> float:
        """Largest backlog, units."""
        return backlog.peak(self.backlog) / self.per_unit

    @property
    def time_of_peak(self) -> float:
        """First instant of the largest backlog."""
        return backlog.peak_time(self.backlog)

    @property
    def cleared(self) -> float:
        """Instant from which there is no backlog; 0 when there never was one."""
        return cleared_at(self.backlog)

    @property
    def area(self) -> float:
        """Integral of the backlog, units x time."""
        return backlog.area_until(self.backlog, self.waits.end) / self.per_unit

    @property
    def longest(self) -> float:
        """Longest wait."""
        return float(np.max(self.waits.started - self.waits.arrived, initial=0.0))

    def mean_wait(self, sojourns: queueing.Sojourns, until: float) -> float:
        """Mean wait of all `sojourns` that arrive before `until`."""
        before = self.waits.arrived < until
        total = float(np.sum((self.waits.started - self.waits.arrived)[before]))
        return total / max(int(np.count_nonzero(sojourns.arrived < until)), 1)


def servers_with_share(share: float, many: bool = False) -> int:
    """Servers, at most `FINEST`, of which `share` is a whole number: the least number, or with `many` the largest."""
    few = Fraction(share).limit_denominator(FINEST).denominator
    return few * (FINEST // few) if many else few


def orders_per_unit(units: float, peak: float, servers: int = 1) -> float:
    """Orders that stand for one unit of the case, of which `units` come in a run and `peak` wait at most."""
    wanted = max(FEWEST / units, AT_PEAK / peak if peak > 0 else 0.0, 250 * servers / peak if peak > 0 else 0.0)
    return min(wanted, MOST / units)


def fluid_queue(
    capacity: float,
    servers: int,
    streams: dict[str, Tree],
    horizon: float,
    scale: float,
    outputs: Sequence[str],
    observe: Callable[[BacklogEpisode, Record], dict[str, float]],
    shocks: list[Tree] | None = None,
) -> Translation:
    """A station that serves `capacity` units a time, `scale` orders a unit; `observe(episode, record)` by output."""
    takes = servers / (capacity * scale)
    if takes <= 0 or not np.isfinite(takes):
        raise UnfitError("the capacity must be above 0")

    def observe_record(record: Record) -> dict[str, float]:
        waits = backlog.waiting_longer(queueing.sojourns_at(record, BENCH), GRAIN * takes)
        return observe(BacklogEpisode(waits, scale), record)

    bench = station(servers, minutes(takes))
    return Translation(
        service_world({"bench": bench}, streams, horizon),
        observe_record,
        played(outputs),
        replications=1,
        scenario={"title": "Less capacity", "shocks": shocks} if shocks else None,
    )


def evenly(arrives: Tree) -> Tree:
    """A stream of orders at deterministic instants."""
    return {"arrives": arrives, "evenly": True}


def steady_stream(rate: float) -> Tree:
    """Orders at equal intervals."""
    return evenly({"kind": "steady", "rate": per_minute(rate)})


def capacity_cut(share: float, lasts: float, **more: Any) -> Tree:
    """A shock from the start that leaves this share of the station's capacity."""
    return {
        "kind": "hold",
        "lever": "station",
        "where": BENCH,
        "factor": share,
        "from": "d0 00:00",
        "for": minutes(lasts),
        **more,
    }
