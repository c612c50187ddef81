"""Step functions of time: how many at once, integrals over windows. All exact, no sampling."""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.kpi.counted import share


@dataclass(frozen=True)
class Steps:
    """A function that is `values[i]` from `times[i]` (strictly rising) until `times[i + 1]`, and 0 before the first."""

    times: Floats
    values: Floats

    def at(self, when: Floats) -> Floats:
        """Values at instants, right-continuous. Shape as `when`."""
        padded = np.concatenate(([0.0], self.values))
        return np.asarray(padded[np.searchsorted(self.times, when, side="right")])

    def before(self, when: Floats) -> Floats:
        """Values just before instants: left limits. Shape as `when`."""
        padded = np.concatenate(([0.0], self.values))
        return np.asarray(padded[np.searchsorted(self.times, when, side="left")])

    def integral(self, until: Floats) -> Floats:
        """Integral from minus infinity to each instant of `until` (the function is 0 before its first time)."""
        if not self.times.size:
            return np.zeros(np.shape(until))
        area = np.concatenate(([0.0], np.cumsum(self.values[:-1] * np.diff(self.times))))
        last = np.maximum(np.searchsorted(self.times, until, side="right") - 1, 0)
        beyond = np.maximum(until - self.times[last], 0.0)
        return np.asarray(area[last] + self.values[last] * beyond)

    def mean(self, begin: float, end: float) -> float:
        """Average over [begin, end), NaN when that is no time at all."""
        low, high = self.integral(np.array([begin, end]))
        return share(high - low, end - begin)


def from_points(times: Floats, values: Floats) -> Steps:
    """Steps that take `values` at `times`, in any order; of several at one instant the last given holds."""
    order = np.argsort(times, kind="stable")
    times, values = times[order], values[order].astype(np.float64)
    last = np.append(times[1:] != times[:-1], True)[: len(times)]
    return Steps(times[last], values[last])


def from_changes(times: Floats, changes: Floats) -> Steps:
    """Steps that rise by `changes` at `times`; NaN and infinite times never come."""
    real = np.isfinite(times)
    instants, which = np.unique(times[real], return_inverse=True)
    return Steps(instants, np.cumsum(np.bincount(which, changes[real], len(instants))))


def count_between(entered: Floats, left: Floats) -> Steps:
    """How many are inside: each from `entered` until `left` (NaN = stays; NaN `entered` = never came)."""
    came = np.isfinite(entered)
    entered, left = entered[came], left[came]
    ones = np.ones(len(entered))
    return from_changes(np.concatenate((entered, left)), np.concatenate((ones, -ones)))


def smaller_of(one: Steps, other: Steps) -> Steps:
    """The minimum of two step functions, point by point."""
    times = np.union1d(one.times, other.times)
    return Steps(times, np.minimum(one.at(times), other.at(times)))


def while_positive(one: Steps, other: Steps) -> Steps:
    """`other` while `one` is above 0, else 0."""
    times = np.union1d(one.times, other.times)
    return Steps(times, np.where(one.at(times) > 0, other.at(times), 0.0))
