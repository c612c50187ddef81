"""Fluid cases as many small orders that come without chance: a bench with its capacity, and the backlog before it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from sim.kpi.response import cleared_at
from sim.kpi.steps import Steps
from sim.results.record import Record
from validation.cases.inputs import UnfitError
from validation.measures import backlog, queueing
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import SITE, Tree, minutes, per_minute, service_world, station

BENCH = f"{SITE}.bench"
FEWEST, MOST, WAITING = 200_000, 1_500_000, 20_000
"""Orders in a run, at least and at most; orders that should wait at the peak."""
FINEST = 400
"""Most servers among which a share of the capacity is sought."""
TAIL = 1.05
"""How much longer a run is than what it has to show."""


@dataclass(frozen=True)
class Episode:
    """A bench before, in and after a disruption, in units and times of the case; `area` in units x time."""

    waits: queueing.Visits
    per_unit: float
    grain: float

    @property
    def backlog(self) -> Steps:
        """Orders that wait longer than the grain of the run, over time."""
        return queueing.waiting(self.waits)

    @property
    def peak(self) -> float:
        """Units that wait at most."""
        return backlog.highest(self.backlog) / self.per_unit

    @property
    def time_of_peak(self) -> float:
        """When that is."""
        return backlog.time_of_highest(self.backlog)

    @property
    def cleared(self) -> float:
        """When nobody waits any more; 0 when nobody ever did."""
        return cleared_at(self.backlog)

    @property
    def area(self) -> float:
        """Time that all units spent waiting."""
        return backlog.waiting_area(self.backlog, self.waits.end) / self.per_unit

    @property
    def longest(self) -> float:
        """The longest wait."""
        return float(np.max(self.waits.started - self.waits.arrived, initial=0.0))

    def mean_wait(self, all_visits: queueing.Visits, until: float) -> float:
        """Mean wait of everybody who comes before `until`."""
        mine = self.waits.arrived < until
        total = float(np.sum((self.waits.started - self.waits.arrived)[mine]))
        return total / max(int(np.count_nonzero(all_visits.arrived < until)), 1)


def servers_for(share: float, many: bool = False) -> int:
    """Servers of which that share is a whole number, at most 400: as few as can be, or as `many`."""
    few = Fraction(share).limit_denominator(FINEST).denominator
    return few * (FINEST // few) if many else few


def per_unit(units: float, peak: float, servers: int = 1) -> float:
    """Orders that stand for one unit of the case, of which `units` come in a run and `peak` wait at the worst."""
    wanted = max(FEWEST / units, WAITING / peak if peak > 0 else 0.0, 250 * servers / peak if peak > 0 else 0.0)
    return min(wanted, MOST / units)


def fluid(
    capacity: float,
    servers: int,
    streams: dict[str, Tree],
    horizon: float,
    scale: float,
    report: tuple[str, ...],
    observe: Any,
    shocks: list[Tree] | None = None,
) -> Translation:
    """A bench that serves `capacity` units a time, `scale` orders a unit; `observe(episode, record)` by output."""
    takes = servers / (capacity * scale)
    if takes <= 0 or not np.isfinite(takes):
        raise UnfitError("the capacity must be above 0")

    def measure(record: Record) -> dict[str, float]:
        visits = queueing.visits_of(record, BENCH)
        grain = 1.5 * takes
        found: dict[str, float] = observe(Episode(backlog.held_up(visits, grain), scale, grain), record)
        return found

    bench = station(servers, minutes(takes))
    return Translation(
        service_world({"bench": bench}, streams, horizon),
        measure,
        {name: Mean(name) for name in report},
        replications=1,
        scenario={"title": "Less capacity", "shocks": shocks} if shocks else None,
    )


def even(arrives: Tree) -> Tree:
    """A stream of orders that come without chance."""
    return {"arrives": arrives, "evenly": True}


def steady(rate: float) -> Tree:
    """The same rate all the time, without chance."""
    return even({"kind": "steady", "rate": per_minute(rate)})


def cut_of(share: float, lasts: float, **more: Any) -> Tree:
    """A shock from the first instant that leaves that share of the bench."""
    return {
        "kind": "hold",
        "lever": "station",
        "where": BENCH,
        "factor": share,
        "from": "d0 00:00",
        "for": minutes(lasts),
        **more,
    }
