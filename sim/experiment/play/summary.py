"""Many replications of one variant as one run of the result: means with intervals, bands, counts, causes."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.experiment.play.sample import Failure, Numbers, Sample, lead_hours
from sim.experiment.stats.estimates import Estimate, mean_interval, paired, wilson
from sim.instants import HOUR
from sim.kpi import curves
from sim.kpi.registry import scalars
from sim.kpi.resilience import HOLD, Levels

Samples = Sequence[Sample]

PER_RUN = frozenset({"recovered"})
"""Measures that are 1 or 0 in a run: their mean is a share of runs and gets Wilson's interval."""
BAND = (0.1, 0.9)
MOST_DIPS = 10


def column(samples: Samples, name: str, of: Callable[[Sample], Numbers | None] = lambda one: one["kpis"]) -> Floats:
    """One measure over the replications, NaN where undefined; shape (replications,)."""
    return np.array([_number((of(sample) or {}).get(name)) for sample in samples])


def estimates(samples: Samples) -> dict[str, Estimate]:
    """Every measure with its interval; that of a share stays between 0 and 1."""
    found = {}
    for name, measure in scalars().items():
        values = column(samples, name)
        bounds = (0.0, 1.0) if measure.unit == "share" else (-np.inf, np.inf)
        found[name] = wilson(values) if name in PER_RUN else mean_interval(values, *bounds)
    return found


def differences(samples: Samples, base: Samples | None = None) -> dict[str, Estimate]:
    """Paired differences of every measure, against another variant or (None) against the unshocked twins.

    Measures that are differences against the twin themselves are left out of the latter.
    """
    names = [name for name, measure in scalars().items() if base is not None or not measure.needs_twin]
    if base is not None:
        return {name: paired(column(samples, name), column(base, name)) for name in names}
    return {name: paired(column(samples, name), column(samples, name, lambda one: one["twin"])) for name in names}


def curve(samples: Samples) -> dict[str, Any]:
    """Rolling fulfilment hour by hour: median and 10-90 % band over the replications that know it."""
    share = _matrix([sample["curve"] for sample in samples])
    low, median, high = _quantiles(share, (BAND[0], 0.5, BAND[1]))
    return {"hours": np.arange(share.shape[1], dtype=np.float64), "median": median, "low": low, "high": high}


def lead_time(samples: Samples, horizon: float) -> dict[str, Any]:
    """Share of paid orders in hand within so many hours, mean over the replications."""
    return {"hours": lead_hours(horizon), "share": _mean(_matrix([sample["lead_time"] for sample in samples]))}


def stages(samples: Samples) -> dict[str, dict[str, float]]:
    """Mean and 95th percentile of the hours in each stage, averaged over the replications."""
    names = samples[0]["stages"]
    parts = {name: _mean(_matrix([sample["stages"][name] for sample in samples])) for name in names}
    return {name: {"mean": float(mean), "p95": float(tail)} for name, (mean, tail) in parts.items()}


def family(samples: Samples, of: Callable[[Sample], Numbers]) -> dict[str, float]:
    """A family of numbers (by resource, step, exit, account), averaged over the replications that have it."""
    names = dict.fromkeys(name for sample in samples for name in of(sample))
    return {name: float(_mean(column(samples, name, of)[:, None])[0]) for name in names}


def intervals(samples: Samples) -> dict[str, dict[str, dict[str, float | int]]]:
    """The 95 % interval of every number of the families, by family and name; of a stage, that of its mean hours."""
    families: dict[str, tuple[Callable[[Sample], Numbers], float, float]] = {
        "stages": (lambda one: {name: hours[0] for name, hours in one["stages"].items()}, 0.0, np.inf),
        "utilisation": (lambda one: one["utilisation"], 0.0, 1.0),
        "funnel": (lambda one: one["funnel"], 0.0, np.inf),
        "exits": (lambda one: one["exits"], 0.0, np.inf),
        "cost": (lambda one: one["cost"], -np.inf, np.inf),
        "recall": (lambda one: one["recall"], 0.0, np.inf),
    }
    return {
        kind: {
            name: mean_interval(column(samples, name, of), lowest, highest).about()
            for name in dict.fromkeys(name for sample in samples for name in of(sample))
        }
        for kind, (of, lowest, highest) in families.items()
    }


def binds_first(samples: Samples) -> dict[str, Any] | None:
    """The resource that binds first in most replications (of several the earliest), and when, at the median."""
    found = [sample["binds_first"] for sample in samples if sample["binds_first"]]
    if not found:
        return None
    count = Counter(name for name, _ in found)
    when = {name: float(np.median([at for other, at in found if other == name])) for name in count}
    first = min(count, key=lambda name: (-count[name], when[name], name))
    return {"resource": first, "at": when[first], "runs": count[first]}


def worst(samples: Samples, median: Mapping[str, Any], target: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The deepest failures of the median curve, deepest first, minutes; each with the cause most runs name."""
    aim = target or {"green": Levels.recovered, "amber": Levels.fail}
    found = curves.dips(median["hours"], median["median"], float(aim["amber"]), float(aim["green"]), HOLD)
    deepest = sorted(found, key=lambda dip: (-dip.depth, dip.start))[:MOST_DIPS]
    dips = [dip for sample in samples for dip in sample["dips"]]
    return [
        {
            "start": dip.start * HOUR,
            "trough": dip.trough * HOUR,
            "recovered": dip.recovered * HOUR,
            "depth": dip.depth,
            "cause": _cause(dips, dip.start * HOUR, dip.recovered * HOUR),
        }
        for dip in deepest
    ]


def recall(samples: Samples) -> dict[str, float] | None:
    """How far recalls came, mean orders, with the share made good within 48 h; None when nothing was traced."""
    steps = family(samples, lambda one: one["recall"])
    if not steps.get("traced"):
        return None
    within = mean_interval(column(samples, "recall_within_48h"))
    return {**steps, "within_48h": within.mean}


def shock_until(samples: Samples) -> float | None:
    """When the shock let go, at the median; None without one."""
    ends = [end for sample in samples if (end := sample["shock_until"]) is not None]
    return float(np.median(ends)) if ends else None


def _cause(dips: Sequence[Failure], start: float, end: float) -> str | None:
    """What most failures that overlap [start, end] were put down to; of several the first in the alphabet."""
    count = Counter(
        dip["cause"]
        for dip in dips
        if dip["cause"] and dip["start"] <= end and (dip["recovered"] is None or dip["recovered"] >= start)
    )
    return min(count, key=lambda cause: (-count[cause], cause), default=None)


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
