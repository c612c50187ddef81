"""Measures as statistics treat them: which are one number, and which interval suits which."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sim.errors import SurgeError
from sim.experiment.stats.estimates import mean_interval, wilson
from sim.kpi.registry import Measure, find
from sim.results.study import Estimate

LEADING = ("fulfilment_rate", "lead_time_p95", "cost_per_order")
"""The measures of a comparison or a sweep when none are named."""
PER_RUN = frozenset({"recovered"})
"""Measures that are 1 or 0 in a run: their mean is a share of runs and gets Wilson's interval."""
NEVER_NEGATIVE = frozenset({"orders", "h"})
"""Units of measures by key whose intervals end at 0."""


class KeyedMeasureError(SurgeError):
    """A measure with a value for each key where one number is needed."""

    exit_code = 2


def single(name: str) -> Measure[..., Any]:
    """The measure of that name, which must be one number.

    Raises `UnknownMeasureError` with the nearest name, and `KeyedMeasureError` for one with a value for each key.
    """
    measure = find(name)
    if measure.by:
        raise KeyedMeasureError(f"'{name}' has a value for each {measure.by}, not one number: take another measure")
    return measure


def chosen(names: Sequence[str]) -> list[str]:
    """The measures named, each one number; none = the leading ones."""
    return [single(name).name for name in names] or list(LEADING)


def estimate(measure: Measure[..., Any], values: ArrayLike) -> Estimate:
    """A measure (or one key of it) over replications, its interval within what it can be; shape (replications,)."""
    if measure.name in PER_RUN:
        return wilson(values)
    lowest = 0.0 if measure.unit == "share" or (measure.by and measure.unit in NEVER_NEGATIVE) else -np.inf
    return mean_interval(values, lowest, 1.0 if measure.unit == "share" else np.inf)
