"""Resources: how busy each station, line and courier pool is, over the run and at its peak, and which binds first."""

from dataclasses import dataclass

import numpy as np

from sim.instants import HOUR
from sim.kpi.counted import Floats, is_in_hand, share
from sim.kpi.registry import kpi
from sim.kpi.steps import Steps, count_between, from_points, smaller_of
from sim.results.record import Record

SOURCE = "docs/measures.md#resources-and-carbon"
PEAK = 4 * HOUR
BINDS = 0.95


@dataclass(frozen=True)
class Load:
    """One resource: servers on duty, servers busy (never more than on duty), and 1 while anybody is on duty."""

    able: Steps
    busy: Steps
    manned: Steps

    def share(self, begin: Floats, end: Floats) -> Floats:
        """Busy time / time on duty in each window, NaN where somebody is on duty for less than half of it."""
        able, busy, manned = (one.integral(end) - one.integral(begin) for one in (self.able, self.busy, self.manned))
        open_enough = (manned >= (end - begin) / 2) & (able > 0)
        return np.where(open_enough, busy / np.where(able > 0, able, 1.0), np.nan)


def loads(record: Record) -> dict[str, Load]:
    """The load of every resource that has a capacity, by name.

    Busy is a trip from leaving to being back, a job from set-up to done, else a visit from start to finish; one that
    is stuck because nobody is on duty is not busy.
    """
    spells = _spells(record)
    capacity = record.capacity
    found = {}
    for code in np.unique(capacity["resource"]):
        mine = capacity["resource"] == code
        able = from_points(capacity["time"][mine], capacity["servers"][mine])
        low, high = np.searchsorted(spells[0], [code, code + 1])
        busy = smaller_of(count_between(spells[1][low:high], spells[2][low:high]), able)
        manned = Steps(able.times, (able.values > 0).astype(np.float64))
        found[record.names["resource"][code]] = Load(able, busy, manned)
    return found


def peak_windows(record: Record) -> tuple[Floats, Floats]:
    """Begins and ends of the four-hour windows that start at every full hour of the run, minutes."""
    last = max(record.horizon - PEAK, 0.0)
    begin = np.arange(0.0, last + HOUR, HOUR)
    begin = begin[begin <= last]
    return begin, np.minimum(begin + PEAK, record.horizon)


def binds_first(record: Record) -> tuple[str, float] | None:
    """The resource that is the first to be busy for 95 % of four hours, and when these begin (minutes).

    Of several at once the busiest; None when none ever is.
    """
    begin, end = peak_windows(record)
    first: list[tuple[float, float, str]] = []
    for name, load in loads(record).items():
        busy = load.share(begin, end)
        bound = np.flatnonzero(busy >= BINDS)
        if bound.size:
            first.append((float(begin[bound[0]]), -float(busy[bound[0]]), name))
    return (min(first)[2], min(first)[0]) if first else None


@kpi(unit="share", better="lower", title_zh="利用率", title_en="Utilisation", source=SOURCE, by="resource")
def utilisation(record: Record) -> dict[str, float]:
    """Busy time / time on duty over the run, per resource with a capacity; NaN when it never was on duty."""
    end = np.array([record.horizon])
    return {name: share(load.busy.integral(end)[0], load.able.integral(end)[0]) for name, load in loads(record).items()}


@kpi(unit="share", better="lower", title_zh="峰值 4 小时利用率", title_en="Peak-4h utilisation", source=SOURCE,
     by="resource")  # fmt: skip
def utilisation_peak(record: Record) -> dict[str, float]:
    """Highest busy share over four hours that start at a full hour, per resource; windows half closed aside."""
    begin, end = peak_windows(record)
    shares = {name: load.share(begin, end) for name, load in loads(record).items()}
    return {name: float(np.fmax.reduce(values, initial=np.nan)) for name, values in shares.items()}


@kpi(unit="grams", better="lower", title_zh="单均碳排", title_en="Carbon per order", source=SOURCE)
def carbon_per_order(record: Record) -> float:
    """Grams of CO2 of the trips that left within the run / customers' orders delivered within the run."""
    left = record.trips["departed"] <= record.horizon
    return share(np.nansum(record.trips["grams"][left]), is_in_hand(record).sum())


def _spells(record: Record) -> tuple[Floats, Floats, Floats]:
    """Resource, start and end of everything that keeps a server busy, sorted by resource; NaN end = not done yet."""
    visits, trips, jobs = record.visits, record.trips, record.jobs
    # a courier is busy for the trip, not once for each order on board
    aboard = np.isin(visits["resource"], trips["resource"])
    resource = np.concatenate((visits["resource"][~aboard], trips["resource"], jobs["resource"]))
    start = np.concatenate((visits["started"][~aboard], trips["departed"], np.fmin(jobs["setup"], jobs["started"])))
    end = np.concatenate((visits["finished"][~aboard], trips["back"], jobs["finished"]))
    order = np.argsort(resource, kind="stable")
    return resource[order], start[order], end[order]
