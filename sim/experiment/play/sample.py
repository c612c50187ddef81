"""What a study keeps of one replication: its measures and binned curves, and nothing of the record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.experiment.play.variants import Variant
from sim.instants import DAY, HOUR
from sim.kpi import money, resources
from sim.kpi.lead_time import delivered_share
from sim.kpi.registry import Measure, compute, measures, scalars
from sim.kpi.resilience import fulfilment_curve, worst_dips
from sim.results.documents import plain
from sim.results.record import Record
from sim.results.study import Frozen

Numbers = Mapping[str, float | None]
SHOCK = "shock"
BUSY = 0.9


class ServiceFailure(Frozen):
    """A time below the failure level, minutes; `cause` is the resource that was busy before, `shock`, or None."""

    start: float
    trough: float
    recovered: float | None
    depth: float
    cause: str | None


class Sample(Frozen):
    """One replication of one variant; None stands for what is undefined.

    `kpis`         the measures that are one number
    `twin`         the same of the unshocked twin, seen from the same shock; None for the baseline itself
    `by_key`       the measures with a value for each key: resource, stage, step, category...
    `curve`        rolling fulfilment at every full hour
    `lead_time`    share in hand within `lead_hours`
    `binds_first`  the resource that binds first and when, minutes
    `plan_cost`    yuan
    `shock_until`  minutes
    """

    kpis: Numbers
    twin: Numbers | None
    by_key: Mapping[str, Numbers]
    curve: tuple[float | None, ...]
    lead_time: tuple[float | None, ...]
    binds_first: tuple[str, float] | None
    plan_cost: float
    dips: tuple[ServiceFailure, ...]
    shock_until: float | None


Samples = Mapping[Variant, Sequence[Sample]]
"""What a study has played: by variant in the order of the study, each in order of replications."""


def take(record: Record, twin: Record | None) -> Sample:
    """Measure a record against the twin of the same replication (None for the baseline itself)."""
    seen = None if twin is None else replace(twin, meta={**twin.meta, "shock_from": record.meta.get("shock_from")})
    sample: dict[str, Any] = {
        "kpis": compute(record, seen),
        "twin": None if seen is None else compute(seen, names=_without_twin()),
        "by_key": {name: _by_key(measure, record, seen) for name, measure in measures().items() if measure.by},
        "curve": fulfilment_curve(record)[1],
        "lead_time": delivered_share(record, lead_hours(record.horizon)),
        "binds_first": resources.binds_first(record, twin),
        "plan_cost": money.costs(record).get("plan", 0.0),
        "dips": _dips(record),
        "shock_until": _shock_until(record),
    }
    return Sample.model_validate(plain(sample))


def lead_hours(horizon: float) -> Floats:
    """The hours at which the share delivered is taken: every half hour at first, then hourly, then by six hours."""
    grid = np.concatenate(
        (np.arange(0.0, 12.0, 0.5), np.arange(12.0, 72.0), np.arange(72.0, horizon / HOUR + 6.0, 6.0))
    )
    return grid[grid <= max(horizon / HOUR, 1.0)]


def _without_twin() -> list[str]:
    """The measures that need no twin."""
    return [name for name, measure in scalars().items() if not measure.needs_twin]


def _by_key(measure: Measure[..., Any], record: Record, twin: Record | None) -> Mapping[str, float]:
    """A measure with a value for each key; one that needs a twin has none without it."""
    if not measure.needs_twin:
        return dict(measure(record))
    return {} if twin is None else dict(measure(record, twin))


def _shock_until(record: Record) -> float | None:
    """When the last shock ended, by the trace; None without a shock, the horizon when it never does."""
    if record.meta.get("shock_from") is None:
        return None
    event = record.trace["event"]
    began, ended = (record.trace["time"][event == name] for name in ("shock_began", "shock_ended"))
    return float(ended.max(initial=0.0)) if len(ended) and len(ended) >= len(began) else record.horizon


def _dips(record: Record) -> list[dict[str, Any]]:
    loads = resources.loads(record)
    return [
        {
            "start": dip.start * HOUR,
            "trough": dip.trough * HOUR,
            "recovered": dip.recovered * HOUR,
            "depth": dip.depth,
            "cause": _cause(record, loads, dip.start * HOUR, dip.trough * HOUR),
        }
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
