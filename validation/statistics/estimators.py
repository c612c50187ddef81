"""What is made of the samples of all replications: a value, and its standard error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from sim.arrays import Floats

TOO_FAR, ENOUGH, NOTHING_LEFT = 5.0, 4, 1e-6
Samples = Mapping[str, Floats]
"""Independent samples by name, each of shape (samples,)."""


class Value(NamedTuple):
    """A measured value and its standard error; NaN = not known."""

    value: float
    error: float


class Statistic(Protocol):
    """Turns samples into a value."""

    def of(self, samples: Samples) -> Value:
        """The value of all samples together."""


@dataclass(frozen=True)
class Mean:
    """The average m of samples x, with the error s / sqrt(n)."""

    name: str

    def of(self, samples: Samples) -> Value:
        """Samples that are NaN (nothing happened in them) are left out."""
        known = _known(samples[self.name])
        if not known.size:
            return Value(np.nan, np.nan)
        error = float(known.std(ddof=1) / np.sqrt(known.size)) if known.size > 1 else np.nan
        return Value(float(known.mean()), error)


@dataclass(frozen=True)
class Steadied:
    """The average of samples less what their known luck explains: control variates (Lavenberg & Welch 1981).

    `luck`: names of samples whose true mean is known, and that mean. The value is the intercept of the least squares
    line through the samples at these means, the error that of the intercept. Luck that is itself more than `TOO_FAR`
    standard errors from its mean is no luck but a mistake, and luck that leaves nothing of the samples is the value
    itself: then nothing is taken out.
    """

    name: str
    luck: Mapping[str, float]

    def of(self, samples: Samples) -> Value:
        """The plain average while there are fewer than `ENOUGH` samples for each number that is estimated."""
        rows = np.isfinite(samples[self.name])
        known = samples[self.name][rows]
        plain = Mean(self.name).of(samples)
        if known.size < ENOUGH * (len(self.luck) + 1):
            return plain
        off = np.column_stack([samples[name][rows] - mean for name, mean in self.luck.items()])
        off = off[:, np.ptp(off, axis=0) > 0]
        scatter = off.std(axis=0, ddof=1) / np.sqrt(known.size)
        if (np.abs(off.mean(axis=0)) > TOO_FAR * scatter).any():
            return plain
        line = np.column_stack((np.ones(known.size), off))
        inverse = np.linalg.pinv(line)
        left = known - line @ (inverse @ known)
        if left.std() <= NOTHING_LEFT * known.std():
            return plain
        spread = np.sqrt(left @ left / (known.size - np.linalg.matrix_rank(line)))
        return Value(float(inverse[0] @ known), float(spread * np.linalg.norm(inverse[0])))


@dataclass(frozen=True)
class Variance:
    """The variance v of samples, with the error sqrt((m4 - v^2) / n), m4 the fourth central moment (Cramer 1946)."""

    name: str

    def of(self, samples: Samples) -> Value:
        """With n - 1."""
        known = _known(samples[self.name])
        if known.size < 2:
            return Value(np.nan, np.nan)
        off = known - known.mean()
        variance = float(off @ off / (known.size - 1))
        fourth = float(np.mean(off**4))
        return Value(variance, float(np.sqrt(max(fourth - variance**2, 0.0) / known.size)))


@dataclass(frozen=True)
class Spread:
    """The standard deviation of samples: root of the variance, its error halved by it."""

    name: str

    def of(self, samples: Samples) -> Value:
        """With n - 1."""
        variance, error = Variance(self.name).of(samples)
        spread = float(np.sqrt(variance))
        return Value(spread, error / (2 * spread) if spread else error)


@dataclass(frozen=True)
class Quantile:
    """The smallest sample that at least the share `at` of all samples do not exceed; error by 40 groups of samples."""

    name: str
    at: float

    def of(self, samples: Samples) -> Value:
        """The error is that of the mean of the groups' quantiles."""
        known = _known(samples[self.name])
        if known.size < 80:
            return Value(np.nan, np.nan)
        groups = [self._quantile(part) for part in np.array_split(known, 40)]
        return Value(self._quantile(known), float(np.std(groups, ddof=1) / np.sqrt(40)))

    def _quantile(self, known: Floats) -> float:
        return float(np.quantile(known, self.at, method="inverted_cdf"))


def gathered(parts: Sequence[Samples]) -> dict[str, Floats]:
    """The samples of several replications as one."""
    return {name: np.concatenate([np.atleast_1d(part[name]) for part in parts]) for name in parts[0]} if parts else {}


def _known(values: Floats) -> Floats:
    return np.asarray(values[np.isfinite(values)], dtype=np.float64)
