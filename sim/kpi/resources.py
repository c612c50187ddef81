"""Resources: how busy each is, over the run and at its peak, and which binds first.

Stations, production lines and courier pools have people on duty; a supplier has a capacity for each item; a lane has
departures that hold so much. What has no limit (no table of the record says one) has no load.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.instants import DAY, HOUR
from sim.kpi.counted import is_in_hand, share
from sim.kpi.registry import kpi
from sim.kpi.steps import Steps, count_between, from_points, smaller_of, while_positive
from sim.results.record import Record

SOURCE = "docs/measures.md#resources-and-carbon"
PEAK = 4 * HOUR
BINDS = 0.95


@dataclass(frozen=True)
class Load:
    """One resource: what it is able to do, how much of it is used (never more), and 1 while it can do anything at all.

    Servers on duty and busy, or for a lane units a minute that its departures could carry and carry. `peak` is the
    length of the window in which its peak is sought, minutes.
    """

    able: Steps
    busy: Steps
    manned: Steps
    peak: float = PEAK

    @classmethod
    def of(cls, able: Steps, busy: Steps, peak: float = PEAK) -> "Load":
        """The load of a resource that can do something whenever it is able to do more than nothing."""
        return cls(able, busy, Steps(able.times, (able.values > 0).astype(np.float64)), peak)

    def share(self, begin: Floats, end: Floats) -> Floats:
        """Busy time / time on duty in each window, NaN where somebody is on duty for less than half of it."""
        able, busy, manned = (one.integral(end) - one.integral(begin) for one in (self.able, self.busy, self.manned))
        open_enough = (manned >= (end - begin) / 2) & (able > 0)
        return np.where(open_enough, busy / np.where(able > 0, able, 1.0), np.nan)

    def peaks(self, horizon: float) -> tuple[Floats, Floats]:
        """Begins of the windows that start at every full hour of the run, minutes, and the share in each."""
        begin, end = peak_windows(horizon, self.peak)
        return begin, self.share(begin, end)


def loads(record: Record) -> dict[str, Load]:
    """The load of every resource that has a limit, by name."""
    return {record.names["resource"][code]: load for code, load in (*_worked(record), *_carried(record))}


def peak_windows(horizon: float, length: float = PEAK) -> tuple[Floats, Floats]:
    """Begins and ends of the windows of a length that start at every full hour of a run, minutes."""
    last = max(horizon - length, 0.0)
    begin = np.arange(0.0, last + HOUR, HOUR)
    begin = begin[begin <= last]
    return begin, np.minimum(begin + length, horizon)


def binds_first(record: Record, twin: Record | None = None) -> tuple[str, float] | None:
    """The resource that is the first to be busy for 95 % of a peak window, and when it begins (minutes).

    Of several at once the busiest; None when none ever is. Against the unshocked `twin` only what the shock does
    counts: windows from the shock on in which the resource does not bind in the twin.
    """
    first: list[tuple[float, float, str]] = []
    calm = loads(twin) if twin else {}
    since = float((twin and record.meta.get("shock_from")) or 0.0)
    for name, load in loads(record).items():
        begin, end = peak_windows(record.horizon, load.peak)
        busy = load.share(begin, end)
        binds = (busy >= BINDS) & (begin >= since)
        if name in calm:
            binds &= ~(calm[name].share(begin, end) >= BINDS)
        bound = np.flatnonzero(binds)
        if bound.size:
            first.append((float(begin[bound[0]]), -float(busy[bound[0]]), name))
    return (min(first)[2], min(first)[0]) if first else None


@kpi(unit="share", better="lower", title_zh="利用率", title_en="Utilisation", source=SOURCE, by="resource")
def utilisation(record: Record) -> dict[str, float]:
    """Busy time / time on duty over the run, per resource with a capacity; NaN when it never was on duty."""
    end = np.array([record.horizon])
    return {name: share(load.busy.integral(end)[0], load.able.integral(end)[0]) for name, load in loads(record).items()}


@kpi(
    unit="share", better="lower", title_zh="峰值 4 小时利用率", title_en="Peak-4h utilisation", source=SOURCE,
    by="resource",
    definition_zh="从整点起最忙的连续 4 小时（供应商和干线：一天）的忙碌份额；停摆超过一半的时段不计。",
)  # fmt: skip
def utilisation_peak(record: Record) -> dict[str, float]:
    """Highest busy share over four hours (suppliers, lanes: a day) from a full hour on; windows half closed aside."""
    shares = {name: load.peaks(record.horizon)[1] for name, load in loads(record).items()}
    return {name: float(np.fmax.reduce(values, initial=np.nan)) for name, values in shares.items()}


@kpi(unit="grams", better="lower", title_zh="单均碳排", title_en="Carbon per order", source=SOURCE)
def carbon_per_order(record: Record) -> float:
    """Grams of CO2 of the trips that left within the run / customers' orders delivered within the run."""
    left = record.trips["departed"] <= record.horizon
    return share(np.nansum(record.trips["grams"][left]), is_in_hand(record).sum())


def _worked(record: Record) -> Iterator[tuple[int, Load]]:
    """Loads of what has a capacity.

    Busy is a trip from leaving to being back, a job from set-up to done, else a visit from start to finish; one that
    is stuck because nobody is on duty is not busy. A supplier works at all its capacity, or not.
    """
    spells = _spells(record)
    capacity, bought = record.capacity, record.jobs["resource"][record.jobs["work_order"] < 0]
    for code in np.unique(capacity["resource"]).tolist():
        mine = capacity["resource"] == code
        able = from_points(capacity["time"][mine], capacity["servers"][mine])
        low, high = np.searchsorted(spells[0], [code, code + 1])
        inside = count_between(spells[1][low:high], spells[2][low:high])
        if (bought == code).any():
            yield code, Load.of(able, while_positive(inside, able), DAY)
        else:
            yield code, Load.of(able, smaller_of(inside, able))


def _carried(record: Record) -> Iterator[tuple[int, Load]]:
    """Loads of lanes with departures: what each carries, and could, counts evenly for the time until the next one."""
    every = record.departures
    for code in np.unique(every["resource"]).tolist():
        mine = (every["resource"] == code) & (every["time"] < record.horizon)
        times = every["time"][mine]
        until_next = np.diff(times, append=record.horizon)
        able, busy = (Steps(times, every[name][mine] / until_next) for name in ("holds", "units"))
        yield code, Load.of(able, busy, DAY)


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
