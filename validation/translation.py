"""What a model makes of a case: an ordinary world, what to observe in its record, and the outputs made of that.

An output is of one of three types, so that a reader of a verdict knows where its value comes from:

    Played    estimated from what `observe` read in the records of the replications
    Searched  found by pilot runs of the same kind of world, before the replications
    Computed  given by a formula, whether of the inputs alone or of what was observed
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.statistics.estimators import ControlledMean, Estimator, Mean, PointEstimate, Samples

Observed = Mapping[str, Any]
"""What was read in one record, by name: a number, or an array of independent samples."""
Observe = Callable[[Record], Observed]


@dataclass(frozen=True)
class Played:
    """An output that is estimated from the samples of all replications."""

    mark: ClassVar[str] = ""
    estimator: Estimator

    def estimate(self, name: str, samples: Samples) -> PointEstimate:
        """The estimate; the samples it uses are named by the estimator."""
        return self.estimator.of(samples)


@dataclass(frozen=True)
class Searched:
    """An output that was found by pilot runs: a best level, which the replications then play."""

    mark: ClassVar[str] = "searched"
    value: float

    def estimate(self, name: str, samples: Samples) -> PointEstimate:
        """The value found, without an error: the search compares runs with common random numbers."""
        return PointEstimate(self.value, 0.0)


@dataclass(frozen=True)
class Computed:
    """An output that a formula gives: `formula(observed)` in each replication, then the mean (with control variates).

    It is no measurement. Such outputs exist because a case expects them beside what is played.
    """

    mark: ClassVar[str] = "computed"
    formula: Callable[[Observed], float]
    controls: Mapping[str, float] = field(default_factory=dict)

    def estimate(self, name: str, samples: Samples) -> PointEstimate:
        """The mean of the formula's values."""
        return _mean(name, self.controls).of(samples)


Output = Played | Searched | Computed
MARKS = (Searched.mark, Computed.mark)


@dataclass(frozen=True)
class Translation:
    """A case as a world in plain data (what `surge verify FILE --show ID` prints) and its outputs.

    `scenario`: the disruptions of that world and the plans against them, in plain data; all plans are played.
    `observe(record)` reads the samples of one replication, `outputs` are made of the samples of all replications.
    """

    world: Mapping[str, Any]
    observe: Observe
    outputs: Mapping[str, Output]
    replications: int = 10
    scenario: Mapping[str, Any] | None = None

    def samples(self, record: Record) -> Samples:
        """What was observed in a record, and the values of the formulas, as arrays of shape (samples,)."""
        observed = dict(self.observe(record))
        computed = {name: output for name, output in self.outputs.items() if isinstance(output, Computed)}
        if twice := observed.keys() & computed.keys():
            raise TypeError(f"observed, though computed: {', '.join(sorted(twice))}")
        observed |= {name: output.formula(observed) for name, output in computed.items()}
        return {name: np.atleast_1d(np.asarray(value, dtype=np.float64)) for name, value in observed.items()}


Translate = Callable[[Inputs, RunLength], Translation]


def played(names: Iterable[str], controls: Mapping[str, float] | None = None) -> dict[str, Output]:
    """Each of these samples as an output: its mean, adjusted by control variates where these are given."""
    return {name: Played(_mean(name, controls or {})) for name in names}


def constant(value: float) -> Callable[[Observed], float]:
    """A formula of the inputs alone, which are known when the model is made."""
    return lambda observed: value


def _mean(name: str, controls: Mapping[str, float]) -> Estimator:
    return ControlledMean(name, controls) if controls else Mean(name)
