"""What a study keeps of one replication: its measures and binned curves, as plain JSON, and nothing of the record."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict, cast

import numpy as np

from sim.arrays import Floats
from sim.instants import DAY, HOUR
from sim.kpi import exits as leaving
from sim.kpi import money, recall, resources, stages
from sim.kpi.lead_time import delivered_share
from sim.kpi.registry import compute, scalars
from sim.kpi.resilience import fulfilment_curve, worst_dips
from sim.results.documents import plain
from sim.results.record import Record

Numbers = dict[str, float | None]
SHOCK = "shock"
BUSY = 0.9


class Failure(TypedDict):
    """One failure of service, minutes; `cause` is the resource that was busy before, `shock`, or None."""

    start: float
    trough: float
    recovered: float | None
    depth: float
    cause: str | None


class Sample(TypedDict):
    """One replication of one variant; None stands for what is undefined."""

    kpis: Numbers
    twin: Numbers | None  # the same measures of the unshocked twin, seen from the same shock
    curve: list[float | None]  # rolling fulfilment at every full hour
    lead_time: list[float | None]  # share in hand within `lead_hours`
    stages: dict[str, list[float | None]]  # mean and p95, hours
    utilisation: Numbers
    binds_first: tuple[str, float] | None
    funnel: Numbers
    exits: Numbers
    cost: Numbers
    plan_cost: float
    recall: Numbers
    dips: list[Failure]
    shock_until: float | None


def take(record: Record, twin: Record | None) -> Sample:
    """Measure a record against the twin of the same replication (None for the baseline itself)."""
    seen = None if twin is None else replace(twin, meta={**twin.meta, "shock_from": record.meta.get("shock_from")})
    means, tails = stages.stage_mean(record), stages.stage_p95(record)
    sample: dict[str, Any] = {
        "kpis": compute(record, seen),
        "twin": None if seen is None else compute(seen, names=_alone()),
        "curve": fulfilment_curve(record)[1],
        "lead_time": delivered_share(record, lead_hours(record.horizon)),
        "stages": {stage: [means[stage], tails[stage]] for stage in means},
        "utilisation": resources.utilisation_peak(record),
        "binds_first": resources.binds_first(record, twin),
        "funnel": leaving.funnel(record),
        "exits": leaving.exits(record),
        "cost": money.cost_per_order_by_category(record),
        "plan_cost": money.costs(record).get("plan", 0.0),
        "recall": recall.recall(record),
        "dips": _dips(record),
        "shock_until": _shock_until(record),
    }
    return cast(Sample, plain(sample))


def lead_hours(horizon: float) -> Floats:
    """The hours at which the share delivered is taken: every half hour at first, then hourly, then by six hours."""
    grid = np.concatenate(
        (np.arange(0.0, 12.0, 0.5), np.arange(12.0, 72.0), np.arange(72.0, horizon / HOUR + 6.0, 6.0))
    )
    return grid[grid <= max(horizon / HOUR, 1.0)]


def _alone() -> list[str]:
    """The measures that need no twin."""
    return [name for name, measure in scalars().items() if not measure.needs_twin]


def _shock_until(record: Record) -> float | None:
    """When the last shock let go, as the trace tells; None without a shock, the horizon when it never does."""
    if record.meta.get("shock_from") is None:
        return None
    event = record.trace["event"]
    began, ended = (record.trace["time"][event == name] for name in ("shock_began", "shock_ended"))
    return float(ended.max(initial=0.0)) if len(ended) and len(ended) >= len(began) else record.horizon


def _dips(record: Record) -> list[Failure]:
    loads = resources.loads(record)
    return [
        Failure(
            start=dip.start * HOUR,
            trough=dip.trough * HOUR,
            recovered=dip.recovered * HOUR if math.isfinite(dip.recovered) else None,
            depth=dip.depth,
            cause=_cause(record, loads, dip.start * HOUR, dip.trough * HOUR),
        )
        for dip in worst_dips(record)
    ]


def _cause(record: Record, loads: Mapping[str, resources.Load], start: float, trough: float) -> str | None:
    """The busiest resource from a day before the failure to its lowest point, if it was nearly always busy.

    Else the shock, when the failure falls between its begin and a day after its end. A day, because the curve looks
    back on the orders due in a day.
    """
    begin, end = np.array([max(start - DAY, 0.0)]), np.array([max(trough, start - DAY + HOUR)])
    busy = {name: float(load.share(begin, end)[0]) for name, load in loads.items()}
    known = {name: value for name, value in busy.items() if value >= BUSY}
    if known:
        return max(known, key=lambda name: known[name])
    began, ended = record.meta.get("shock_from"), _shock_until(record)
    struck = began is not None and ended is not None and began <= trough and start <= ended + DAY
    return SHOCK if struck else None
