"""Intensities made of intensities: sums, scaled, moved and cut ones, and one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Floats
from sim.rates.intensity import Intensity, PiecewiseRate
from sim.rates.solve import solve_rising


@dataclass(frozen=True)
class Scaled:
    """`factor` times another rate, factor >= 0."""

    of: Intensity
    factor: float

    def __post_init__(self) -> None:
        if not 0 <= self.factor < np.inf:
            raise ValueError(f"factor must be >= 0 and finite, found {self.factor}")

    @property
    def start(self) -> float:
        """As the rate it scales."""
        return self.of.start

    @property
    def end(self) -> float:
        """As the rate it scales."""
        return self.of.end

    @property
    def knots(self) -> Floats:
        """As the rate it scales."""
        return self.of.knots

    @property
    def total(self) -> float:
        """`factor` times the total."""
        return self.of.total * self.factor if self.factor else 0.0

    def rate(self, t: ArrayLike) -> Floats:
        """`factor` times the rate at t."""
        return self.of.rate(t) * self.factor

    def cumulative(self, t: ArrayLike) -> Floats:
        """`factor` times the events up to t."""
        return self.of.cumulative(t) * self.factor

    def inverse(self, c: ArrayLike) -> Floats:
        """When the unscaled rate has given c / factor events."""
        wanted = np.asarray(c, dtype=np.float64)
        if not self.factor:
            return np.where(wanted > 0, np.inf, self.start)
        return self.of.inverse(wanted / self.factor)


@dataclass(frozen=True)
class Shifted:
    """Another rate, `by` later (earlier when negative)."""

    of: Intensity
    by: float

    @property
    def start(self) -> float:
        """The other's start, moved."""
        return self.of.start + self.by

    @property
    def end(self) -> float:
        """The other's end, moved."""
        return self.of.end + self.by

    @property
    def knots(self) -> Floats:
        """The other's knots, moved."""
        return self.of.knots + self.by

    @property
    def total(self) -> float:
        """As the rate it moves."""
        return self.of.total

    def rate(self, t: ArrayLike) -> Floats:
        """The other rate at t - by."""
        return self.of.rate(np.asarray(t, dtype=np.float64) - self.by)

    def cumulative(self, t: ArrayLike) -> Floats:
        """The other's events up to t - by."""
        return self.of.cumulative(np.asarray(t, dtype=np.float64) - self.by)

    def inverse(self, c: ArrayLike) -> Floats:
        """The other's time, moved."""
        return self.of.inverse(c) + self.by


@dataclass(frozen=True)
class Windowed:
    """Another rate inside [start, end], nothing outside; the clock stays the same."""

    of: Intensity
    start: float
    end: float

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"start must lie before end, found {self.start} and {self.end}")

    @cached_property
    def _before(self) -> float:
        return float(self.of.cumulative(self.start))

    @cached_property
    def total(self) -> float:
        """The other's events inside the window."""
        return (self.of.total if self.end == np.inf else float(self.of.cumulative(self.end))) - self._before

    @property
    def knots(self) -> Floats:
        """The window's ends and the other's knots between them."""
        inner = self.of.knots[(self.of.knots > self.start) & (self.of.knots < self.end)]
        ends = np.array([self.start, self.end])
        return np.concatenate((inner, ends[np.isfinite(ends)]))

    def rate(self, t: ArrayLike) -> Floats:
        """The other rate, 0 outside."""
        t = np.asarray(t, dtype=np.float64)
        return np.where((t >= self.start) & (t <= self.end), self.of.rate(t), 0.0)

    def cumulative(self, t: ArrayLike) -> Floats:
        """The other's events since the window opened."""
        return self.of.cumulative(np.clip(np.asarray(t, dtype=np.float64), self.start, self.end)) - self._before

    def inverse(self, c: ArrayLike) -> Floats:
        """The other's time for what came before the window plus c."""
        c = np.asarray(c, dtype=np.float64)
        t = np.clip(self.of.inverse(c + self._before), self.start, self.end)
        return np.where(c > self.total, np.inf, np.where(c > 0, t, self.start))


@dataclass(frozen=True)
class Relay:
    """One rate after another: parts[k] between edges[k] and edges[k + 1], its own clock starting at 0 there."""

    edges: tuple[float, ...]
    parts: tuple[Intensity, ...]

    def __post_init__(self) -> None:
        if len(self.edges) != len(self.parts) + 1 or not np.all(np.diff(self.edges) > 0):
            raise ValueError(f"{len(self.parts)} parts need {len(self.parts) + 1} rising edges, found {self.edges}")

    @cached_property
    def _windows(self) -> tuple[Windowed, ...]:
        spans = zip(self.edges[:-1], self.edges[1:], self.parts, strict=True)
        return tuple(Windowed(Shifted(part, low), low, high) for low, high, part in spans)

    @cached_property
    def _sums(self) -> Floats:
        return np.concatenate(([0.0], np.cumsum([window.total for window in self._windows])))

    @property
    def start(self) -> float:
        """The first edge."""
        return self.edges[0]

    @property
    def end(self) -> float:
        """The last edge."""
        return self.edges[-1]

    @property
    def total(self) -> float:
        """The events of all parts."""
        return float(self._sums[-1])

    @cached_property
    def knots(self) -> Floats:
        """The edges and the knots between them."""
        return np.unique(np.concatenate([window.knots for window in self._windows]))

    def rate(self, t: ArrayLike) -> Floats:
        """The rate of the part whose turn it is; at an edge, the part that begins."""
        t = np.asarray(t, dtype=np.float64)
        turn = np.searchsorted(self.edges, t, side="right") - 1
        turn = np.where(t == self.end, len(self.parts) - 1, turn)
        return np.select([turn == k for k in range(len(self.parts))], [one.rate(t) for one in self._windows], 0.0)

    def cumulative(self, t: ArrayLike) -> Floats:
        """The events of every part up to t."""
        return np.asarray(sum(window.cumulative(t) for window in self._windows))

    def inverse(self, c: ArrayLike) -> Floats:
        """The time within the part where c falls."""
        c = np.asarray(c, dtype=np.float64)
        turn = np.clip(np.searchsorted(self._sums, c, side="left") - 1, 0, len(self.parts) - 1)
        t = np.full(c.shape, np.inf)
        for k, window in enumerate(self._windows):
            mine = turn == k
            within = np.minimum(c[mine] - self._sums[k], window.total)
            t[mine] = window.inverse(within)
        return np.where(c > self.total, np.inf, np.where(c > 0, t, self.start))


@dataclass(frozen=True)
class Sum:
    """Several rates at once; `add` builds it and is exact where it can be."""

    parts: tuple[Intensity, ...]

    @property
    def start(self) -> float:
        """The earliest start."""
        return min(part.start for part in self.parts)

    @property
    def end(self) -> float:
        """The latest end."""
        return max(part.end for part in self.parts)

    @property
    def total(self) -> float:
        """The totals together."""
        return float(sum(part.total for part in self.parts))

    @cached_property
    def knots(self) -> Floats:
        """The knots together."""
        return np.unique(np.concatenate([part.knots for part in self.parts]))

    def rate(self, t: ArrayLike) -> Floats:
        """The rates together."""
        return np.asarray(sum(part.rate(t) for part in self.parts))

    def cumulative(self, t: ArrayLike) -> Floats:
        """The events together."""
        return np.asarray(sum(part.cumulative(t) for part in self.parts))

    def inverse(self, c: ArrayLike) -> Floats:
        """Newton steps between two sure bounds.

        By the first instant at which some part alone has given c / n events the sum has not passed c; by the last
        such instant, or when one part alone has given c, it has.
        """
        c = np.asarray(c, dtype=np.float64)
        never = c > self.total
        wanted = np.where(never | (c <= 0), 0.0, c)
        shares = np.stack([part.inverse(wanted / len(self.parts)) for part in self.parts])
        alone = np.stack([part.inverse(wanted) for part in self.parts])
        low, high = shares.min(axis=0), np.minimum(shares.max(axis=0), alone.min(axis=0))
        high = np.minimum(high, self.end)
        for power in range(64):
            if not np.any(np.isinf(high)):
                break
            ahead = low + 2.0**power
            high = np.where(np.isinf(high) & (self.cumulative(ahead) >= wanted), ahead, high)
        never |= np.isinf(high)
        high = np.where(never, low, high)
        return np.where(never, np.inf, np.where(c > 0, solve_rising(self, wanted, low, high), self.start))


def add(parts: Sequence[Intensity]) -> Intensity:
    """The sum of rates; straight-pieced ones merge into one exactly."""
    straight = [part for part in parts if isinstance(part, PiecewiseRate)]
    rest = [part for part in parts if not isinstance(part, PiecewiseRate)]
    merged: list[Intensity] = [_merge(straight)] if len(straight) > 1 else list(straight)
    every = (*merged, *rest)
    if not every:
        raise ValueError("a sum needs at least one rate")
    return every[0] if len(every) == 1 else Sum(every)


def _merge(parts: Sequence[PiecewiseRate]) -> PiecewiseRate:
    """One piecewise rate on all knots; a piece is sampled just inside its ends, so jumps survive."""
    times = np.unique(np.concatenate([part.times for part in parts]))
    first, last = np.zeros(times.size - 1), np.zeros(times.size - 1)
    for part in parts:
        k = np.searchsorted(part.times, (times[:-1] + times[1:]) / 2) - 1
        inside = (k >= 0) & (k < part.first.size)
        k = np.where(inside, k, 0)
        slope = (part.last - part.first)[k] / np.diff(part.times)[k]
        first += np.where(inside, part.first[k] + slope * (times[:-1] - part.times[k]), 0.0)
        last += np.where(inside, part.first[k] + slope * (times[1:] - part.times[k]), 0.0)
    return PiecewiseRate(times, np.maximum(first, 0.0), np.maximum(last, 0.0))
