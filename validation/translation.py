"""What a model makes of a case: an ordinary world, how often to play it, and what to measure in its record."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.statistics.estimators import Statistic

WORK = "work done"
ROW, EVENT = 50, 150
"""Orders that pass through stages in the time that a restocking order or batch takes, about; and in the time that each
instant takes at which there are any."""
Observe = Callable[[Record], Mapping[str, Any]]


@dataclass(frozen=True)
class Translation:
    """A case as a world in plain data (what `surge verify FILE --show ID` prints) and its measures.

    `scenario`: what strikes that world and how it is answered, in plain data; all its plans are played.
    `observe(record)` gives the samples of one replication, a number or an array of shape (samples,) by name, out of
    the measures of `sim.kpi`; `report` says what is made of the samples of all replications, by output.
    """

    world: Mapping[str, Any]
    observe: Observe
    report: Mapping[str, Statistic]
    replications: int = 10
    scenario: Mapping[str, Any] | None = None


Translate = Callable[[Inputs, Length], Translation]


@cache
def models() -> Mapping[str, Translate]:
    """All models by name: the `translate` of every module of `verify.models`."""
    package = importlib.import_module("validation.models")
    found = {}
    for info in pkgutil.iter_modules(package.__path__):
        found[info.name] = importlib.import_module(f"{package.__name__}.{info.name}").translate
    return found


def measured(observe: Observe, record: Record) -> dict[str, Any]:
    """The samples of one replication as arrays, and how much work they were, in orders (`WORK`)."""
    instants = max(len(np.unique(record.requests["time"])), len(np.unique(record.jobs["started"])))
    rows = max(record.rows("requests"), record.rows("jobs"))
    found = {**observe(record), WORK: record.rows("orders") + ROW * rows + EVENT * instants}
    return {name: np.atleast_1d(np.asarray(value, dtype=np.float64)) for name, value in found.items()}
