"""Estimators: from the independent samples of all replications to a value and its standard error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from sim.arrays import Floats

FARTHEST, SAMPLES_EACH, SMALLEST_RESIDUAL = 5.0, 4, 1e-6
"""Of control variates: standard errors that a mean may be off, samples for each coefficient, and the residual, as a
share of the deviation of the samples, below which a control is the value itself."""
FEWEST, GROUPS = 80, 40
"""Samples that a quantile needs, and groups of samples from which its error is estimated."""
Samples = Mapping[str, Floats]
"""Independent samples by name, each of shape (samples,)."""


class PointEstimate(NamedTuple):
    """An estimated value and its standard error; NaN = unknown."""

    value: float
    error: float


class Estimator(Protocol):
    """Turns samples into a value."""

    def of(self, samples: Samples) -> PointEstimate:
        """The estimate from all samples."""


@dataclass(frozen=True)
class Mean:
    """The average m of samples x, with the standard error s / sqrt(n)."""

    name: str

    def of(self, samples: Samples) -> PointEstimate:
        """Samples that are NaN (nothing was observed) are left out."""
        known = _known(samples[self.name])
        if not known.size:
            return PointEstimate(np.nan, np.nan)
        error = float(known.std(ddof=1) / np.sqrt(known.size)) if known.size > 1 else np.nan
        return PointEstimate(float(known.mean()), error)


@dataclass(frozen=True)
class ControlledMean:
    """The average of samples adjusted by control variates (Lavenberg & Welch 1981).

    `controls`: names of samples, each with its expectation. The value is the intercept of the least squares line
    through the samples at these expectations, its error that of the intercept. The plain average is returned when a
    control is off its expectation by more than `FARTHEST` standard errors (the expectation is wrong), or when the
    controls leave no residual (they are the value itself).
    """

    name: str
    controls: Mapping[str, float]

    def of(self, samples: Samples) -> PointEstimate:
        """The plain average while there are fewer than `SAMPLES_EACH` samples for each coefficient."""
        rows = np.isfinite(samples[self.name])
        known = samples[self.name][rows]
        plain = Mean(self.name).of(samples)
        if known.size < SAMPLES_EACH * (len(self.controls) + 1):
            return plain
        off = np.column_stack([samples[name][rows] - mean for name, mean in self.controls.items()])
        off = off[:, np.ptp(off, axis=0) > 0]
        errors = off.std(axis=0, ddof=1) / np.sqrt(known.size)
        if (np.abs(off.mean(axis=0)) > FARTHEST * errors).any():
            return plain
        line = np.column_stack((np.ones(known.size), off))
        inverse = np.linalg.pinv(line)
        residual = known - line @ (inverse @ known)
        if residual.std() <= SMALLEST_RESIDUAL * known.std():
            return plain
        deviation = np.sqrt(residual @ residual / (known.size - np.linalg.matrix_rank(line)))
        return PointEstimate(float(inverse[0] @ known), float(deviation * np.linalg.norm(inverse[0])))


@dataclass(frozen=True)
class Variance:
    """The variance v of samples, with the error sqrt((m4 - v^2) / n), m4 the fourth central moment (Cramer 1946)."""

    name: str

    def of(self, samples: Samples) -> PointEstimate:
        """With n - 1."""
        known = _known(samples[self.name])
        if known.size < 2:
            return PointEstimate(np.nan, np.nan)
        off = known - known.mean()
        variance = float(off @ off / (known.size - 1))
        fourth = float(np.mean(off**4))
        return PointEstimate(variance, float(np.sqrt(max(fourth - variance**2, 0.0) / known.size)))


@dataclass(frozen=True)
class StandardDeviation:
    """The root of the variance; its error is that of the variance / (2 x standard deviation)."""

    name: str

    def of(self, samples: Samples) -> PointEstimate:
        """With n - 1."""
        variance, error = Variance(self.name).of(samples)
        deviation = float(np.sqrt(variance))
        return PointEstimate(deviation, error / (2 * deviation) if deviation else error)


@dataclass(frozen=True)
class Quantile:
    """The smallest sample x with at least the share `at` of all samples <= x; its error is estimated by groups."""

    name: str
    at: float

    def of(self, samples: Samples) -> PointEstimate:
        """The error is the standard error of the mean of the groups' quantiles."""
        known = _known(samples[self.name])
        if known.size < FEWEST:
            return PointEstimate(np.nan, np.nan)
        groups = [self._quantile(part) for part in np.array_split(known, GROUPS)]
        return PointEstimate(self._quantile(known), float(np.std(groups, ddof=1) / np.sqrt(GROUPS)))

    def _quantile(self, known: Floats) -> float:
        return float(np.quantile(known, self.at, method="inverted_cdf"))


def pooled(parts: Sequence[Samples]) -> dict[str, Floats]:
    """The samples of several replications as one."""
    return {name: np.concatenate([np.atleast_1d(part[name]) for part in parts]) for name in parts[0]} if parts else {}


def _known(values: Floats) -> Floats:
    return np.asarray(values[np.isfinite(values)], dtype=np.float64)
