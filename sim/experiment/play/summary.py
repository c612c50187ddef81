"""Many replications of one variant as the measured parts of a run: means with intervals, bands, counts, causes."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.experiment.play.sample import Numbers, Sample, ServiceFailure, lead_hours
from sim.experiment.stats.estimates import mean_interval
from sim.experiment.stats.measures import estimate
from sim.experiment.stats.paired import paired
from sim.instants import HOUR
from sim.kpi import curves
from sim.kpi.registry import Measure, find, scalars
from sim.kpi.resilience import HOLD, Levels
from sim.results.study import (
    Binding,
    Curve,
    Estimate,
    Families,
    LeadTime,
    RecallCounts,
    ServiceDip,
    StageHours,
    Thresholds,
)

BAND = (0.1, 0.9)
MOST_DIPS = 10
COST = "cost_per_order_by_category"


def column(samples: Sequence[Sample], name: str, key: str = "") -> Floats:
    """A measure (or one key of it) over the replications, NaN where undefined; shape (replications,)."""
    if key or find(name).by:
        return _column(samples, key, lambda one: one.by_key[name])
    return _column(samples, name, lambda one: one.kpis)


def keys(samples: Iterable[Sample], name: str) -> list[str]:
    """The keys for which a measure has a value in some replication, in the order in which they come; `""` for one that
    is one number.
    """
    if not find(name).by:
        return [""]
    return list(dict.fromkeys(key for sample in samples for key in sample.by_key[name]))


def estimates(samples: Sequence[Sample]) -> dict[str, Estimate]:
    """Every measure that is one number, with its interval; that of a share stays between 0 and 1."""
    return {name: estimate(measure, column(samples, name)) for name, measure in scalars().items()}


def estimates_by_key(samples: Sequence[Sample], measure: Measure[..., Any]) -> dict[str, Estimate]:
    """A measure with a value for each key, with the interval of each."""
    return {key: estimate(measure, column(samples, measure.name, key)) for key in keys(samples, measure.name)}


def differences(samples: Sequence[Sample], base: Sequence[Sample] | None = None) -> dict[str, Estimate]:
    """Paired differences of every measure, against another variant or (None) against the unshocked twins.

    Measures that are differences against the twin themselves are left out of the latter.
    """
    names = [name for name, measure in scalars().items() if base is not None or not measure.needs_twin]
    if base is not None:
        return {name: paired(column(samples, name), column(base, name)) for name in names}
    return {name: paired(column(samples, name), _column(samples, name, lambda one: one.twin or {})) for name in names}


def curve(samples: Sequence[Sample]) -> Curve:
    """Rolling fulfilment hour by hour: median and 10-90 % band over the replications that define it."""
    share = _matrix([sample.curve for sample in samples])
    low, median, high = (part.tolist() for part in _quantiles(share, (BAND[0], 0.5, BAND[1])))
    return Curve(hours=tuple(map(float, range(share.shape[1]))), median=median, low=low, high=high)


def lead_time(samples: Sequence[Sample], horizon: float) -> LeadTime:
    """Share of paid orders in hand within so many hours, mean over the replications."""
    share = _mean(_matrix([sample.lead_time for sample in samples]))
    return LeadTime(hours=lead_hours(horizon).tolist(), share=share.tolist())


def stages(samples: Sequence[Sample]) -> dict[str, StageHours]:
    """Mean and 95th percentile of the hours in each stage, averaged over the replications."""
    found = {}
    for stage in keys(samples, "stage_mean"):
        hours = np.stack([column(samples, name, stage) for name in ("stage_mean", "stage_p95")], axis=1)
        mean, tail = _mean(hours).tolist()
        found[stage] = StageHours(mean=mean, p95=tail)
    return found


def means_by_key(samples: Sequence[Sample], name: str) -> dict[str, float]:
    """A measure with a value for each key, averaged over the replications that define it."""
    return {key: float(_mean(column(samples, name, key)[:, None])[0]) for key in keys(samples, name)}


def intervals(samples: Sequence[Sample]) -> Families:
    """The 95 % interval of every number of the families, by family and key; of a stage, that of its mean hours."""
    names = {
        "stages": "stage_mean",
        "utilisation": "utilisation_peak",
        "funnel": "funnel",
        "exits": "exits",
        "cost": COST,
        "recall": "recall",
    }
    return Families(**{family: estimates_by_key(samples, find(name)) for family, name in names.items()})


def binds_first(samples: Sequence[Sample]) -> Binding | None:
    """The resource that binds first in most replications (of several the earliest), and when, at the median."""
    found = [sample.binds_first for sample in samples if sample.binds_first]
    if not found:
        return None
    count = Counter(name for name, _ in found)
    when = {name: float(np.median([at for other, at in found if other == name])) for name in count}
    first = min(count, key=lambda name: (-count[name], when[name], name))
    return Binding(resource=first, at=when[first], runs=count[first])


def worst(samples: Sequence[Sample], median: Curve, target: Thresholds | None) -> tuple[ServiceDip, ...]:
    """The deepest failures of the median curve, deepest first, minutes; each with the cause of most replications."""
    fail, back = (target.amber, target.green) if target else (Levels.fail, Levels.recovered)
    found = curves.dips(np.array(median.hours), np.array(median.median), fail, back, HOLD)
    deepest = sorted(found, key=lambda dip: (-dip.depth, dip.start))[:MOST_DIPS]
    failures = [failure for sample in samples for failure in sample.dips]
    return tuple(
        ServiceDip(
            start=dip.start * HOUR,
            trough=dip.trough * HOUR,
            recovered=dip.recovered * HOUR,
            depth=dip.depth,
            cause=_cause(failures, dip.start * HOUR, dip.recovered * HOUR),
        )
        for dip in deepest
    )


def recall(samples: Sequence[Sample]) -> RecallCounts | None:
    """How far recalls came, mean orders, with the share made good within 48 h; None when nothing was traced."""
    steps = means_by_key(samples, "recall")
    if not steps.get("traced"):
        return None
    return RecallCounts(**steps, within_48h=mean_interval(column(samples, "recall_within_48h")).mean)


def shock_until(samples: Sequence[Sample]) -> float:
    """When the shock ended, at the median; NaN without one."""
    ends = [sample.shock_until for sample in samples if sample.shock_until is not None]
    return float(np.median(ends)) if ends else float("nan")


def _cause(failures: Sequence[ServiceFailure], start: float, end: float) -> str | None:
    """The cause of most failures that overlap [start, end]; of several the first in the alphabet."""
    count = Counter(
        one.cause
        for one in failures
        if one.cause and one.start <= end and (one.recovered is None or one.recovered >= start)
    )
    return min(count, key=lambda cause: (-count[cause], cause), default=None)


def _column(samples: Sequence[Sample], name: str, of: Callable[[Sample], Numbers]) -> Floats:
    return np.array([_number(of(sample).get(name)) for sample in samples])


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _matrix(rows: Sequence[Sequence[float | None]]) -> Floats:
    return np.array([[_number(value) for value in row] for row in rows])


def _mean(values: Floats) -> Floats:
    """Mean over the replications (rows) of what is known, NaN where nothing is."""
    known = np.isfinite(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _quantiles(values: Floats, probabilities: Sequence[float]) -> list[Floats]:
    """Quantiles over the replications (rows) of what is known, NaN where nothing is."""
    found = np.full((len(probabilities), values.shape[1]), np.nan)
    some = np.isfinite(values).any(axis=0)
    if some.any():
        found[:, some] = np.nanquantile(values[:, some], probabilities, axis=0)
    return list(found)
