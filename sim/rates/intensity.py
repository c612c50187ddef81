"""Rates of arrival as functions of time, each with its integral and the inverse of that integral.

An intensity knows `rate(t)` (events a minute), `cumulative(t)` = integral of the rate from `start` to t (expected
events so far) and `inverse(c)` = the earliest t with cumulative(t) >= c. Arrays in, arrays of the same shape out.
Before `start` the rate is 0 and inverse(0) is `start`; a c above `total` is never reached: its time is inf.
Any unit of time will do as long as rates are per that unit; the engine uses minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Floats
from sim.rates.solve import solve_rising


class Intensity(Protocol):
    """What every rate function answers."""

    @property
    def start(self) -> float:
        """The instant before which nothing arrives."""

    @property
    def end(self) -> float:
        """The instant after which nothing arrives; may be inf."""

    @property
    def total(self) -> float:
        """Events expected in all; may be inf."""

    @property
    def knots(self) -> Floats:
        """The instants at which the rate may jump or bend, `start` among them."""

    def rate(self, t: ArrayLike) -> Floats:
        """Events a unit of time at t."""

    def cumulative(self, t: ArrayLike) -> Floats:
        """Events expected up to t."""

    def inverse(self, c: ArrayLike) -> Floats:
        """The earliest time by which c events are expected; inf above `total`."""


class _FromZero:
    """A rate that starts at time 0 and has no end."""

    @property
    def start(self) -> float:
        """Time 0."""
        return 0.0

    @property
    def end(self) -> float:
        """Never."""
        return np.inf

    @property
    def knots(self) -> Floats:
        """Only the start."""
        return np.zeros(1)


@dataclass(frozen=True)
class ConstantRate(_FromZero):
    """The same rate for ever from time 0: `level` events a unit of time, >= 0."""

    level: float

    def __post_init__(self) -> None:
        _not_negative("level", self.level)

    @property
    def total(self) -> float:
        """Events expected in all."""
        return np.inf if self.level else 0.0

    def rate(self, t: ArrayLike) -> Floats:
        """`level` from time 0."""
        return np.where(_array(t) >= 0, self.level, 0.0)

    def cumulative(self, t: ArrayLike) -> Floats:
        """Level times t."""
        return self.level * np.maximum(_array(t), 0.0)

    def inverse(self, c: ArrayLike) -> Floats:
        """C over level."""
        c = np.maximum(_array(c), 0.0)
        return c / self.level if self.level else np.where(c > 0, np.inf, 0.0)


@dataclass(frozen=True, eq=False)
class PiecewiseRate:
    """A rate made of straight pieces, jumps allowed: within (times[k], times[k + 1]) it runs from first[k] to last[k].

    `times` has shape (n + 1,), rising; `first` and `last` shape (n,), >= 0. Outside `times` the rate is 0. Exact:
    a piece of length x and slope s holds first * x + s * x**2 / 2 events.
    """

    times: Floats
    first: Floats
    last: Floats

    def __post_init__(self) -> None:
        pieces = self.times.size - 1
        if pieces < 1 or self.first.shape != (pieces,) or self.last.shape != (pieces,):
            raise ValueError(f"{self.times.size} times need {pieces} rates, found {self.first.size}, {self.last.size}")
        if not np.all(np.isfinite(self.times)) or np.any(np.diff(self.times) <= 0):
            raise ValueError(f"times must rise, found {self.times.tolist()}")
        _not_negative("rates", np.concatenate((self.first, self.last)))

    @property
    def start(self) -> float:
        """The first of `times`."""
        return float(self.times[0])

    @property
    def end(self) -> float:
        """The last of `times`."""
        return float(self.times[-1])

    @property
    def knots(self) -> Floats:
        """All of `times`."""
        return self.times

    @property
    def total(self) -> float:
        """The area under all pieces."""
        return float(self._area[-1])

    @cached_property
    def _slope(self) -> Floats:
        return np.asarray((self.last - self.first) / np.diff(self.times))

    @cached_property
    def _area(self) -> Floats:
        """Events expected up to each of `times`."""
        return np.concatenate(([0.0], np.cumsum((self.first + self.last) / 2 * np.diff(self.times))))

    def _piece(self, t: Floats) -> tuple[np.ndarray, Floats]:
        k = np.clip(np.searchsorted(self.times, t, side="right") - 1, 0, self.first.size - 1)
        return k, t - self.times[k]

    def rate(self, t: ArrayLike) -> Floats:
        """The rate of the piece that holds t; at a jump, the piece that begins there."""
        t = _array(t)
        k, x = self._piece(t)
        return np.where((t >= self.start) & (t <= self.end), self.first[k] + self._slope[k] * x, 0.0)

    def cumulative(self, t: ArrayLike) -> Floats:
        """The area of the whole pieces before t and of the part of its own."""
        k, x = self._piece(np.clip(_array(t), self.start, self.end))
        return np.asarray(self._area[k] + x * (self.first[k] + self._slope[k] * x / 2))

    def inverse(self, c: ArrayLike) -> Floats:
        """The root of the quadratic of the piece where c falls, in the form that does not cancel."""
        c = _array(c)
        k = np.clip(np.searchsorted(self._area, c, side="left") - 1, 0, self.first.size - 1)
        wanted = np.maximum(c - self._area[k], 0.0)
        root = np.sqrt(np.maximum(self.first[k] ** 2 + 2 * self._slope[k] * wanted, 0.0))
        below = self.first[k] + root
        x = 2 * wanted / np.where(below > 0, below, 1.0)
        t = np.where(c > 0, np.minimum(self.times[k] + x, self.times[k + 1]), self.start)
        return np.where(c > self.total, np.inf, t)


def piecewise_linear(times: ArrayLike, rates: ArrayLike) -> PiecewiseRate:
    """The polygon through (times, rates), both of shape (n,)."""
    level = _array(rates)
    return PiecewiseRate(_array(times), level[:-1], level[1:])


def piecewise_constant(edges: ArrayLike, rates: ArrayLike) -> PiecewiseRate:
    """Steps: rates[k] between edges[k] and edges[k + 1]; shapes (n + 1,) and (n,)."""
    level = _array(rates)
    return PiecewiseRate(_array(edges), level, level)


@dataclass(frozen=True)
class Sinusoid(_FromZero):
    """mean + swing * sin(2 pi (t + phase) / period) from time 0; needs mean >= |swing|."""

    mean: float
    swing: float
    period: float
    phase: float = 0.0

    def __post_init__(self) -> None:
        if not (self.mean >= abs(self.swing) and self.mean > 0 and self.period > 0):
            raise ValueError(f"needs mean >= |swing|, mean > 0 and period > 0, found {self}")

    @property
    def total(self) -> float:
        """Unbounded."""
        return np.inf

    def _angle(self, t: Floats) -> Floats:
        return 2 * np.pi / self.period * (t + self.phase)

    def rate(self, t: ArrayLike) -> Floats:
        """The rate at t, 0 before time 0."""
        t = _array(t)
        return np.where(t >= 0, self.mean + self.swing * np.sin(self._angle(t)), 0.0)

    def cumulative(self, t: ArrayLike) -> Floats:
        """Mean * t + swing * period / (2 pi) * (cos(angle at 0) - cos(angle at t))."""
        t = np.maximum(_array(t), 0.0)
        wave = np.cos(self._angle(np.zeros(1)))[0] - np.cos(self._angle(t))
        return np.asarray(self.mean * t + self.swing * self.period / (2 * np.pi) * wave)

    def inverse(self, c: ArrayLike) -> Floats:
        """By Newton steps: the wave holds at most |swing| * period / pi events, which brackets the root."""
        c = np.maximum(_array(c), 0.0)
        most = abs(self.swing) * self.period / np.pi
        t = solve_rising(self, c, np.maximum(c - most, 0.0) / self.mean, (c + most) / self.mean)
        return np.where(c > 0, t, 0.0)


@dataclass(frozen=True)
class Decay(_FromZero):
    """base + peak * exp(-t / fade) from time 0: a burst that dies down to a base."""

    base: float
    peak: float
    fade: float

    def __post_init__(self) -> None:
        _not_negative("base and peak", [self.base, self.peak])
        if not self.fade > 0:
            raise ValueError(f"fade must be > 0, found {self.fade}")

    @property
    def total(self) -> float:
        """Peak * fade when there is no base."""
        return np.inf if self.base else self.peak * self.fade

    def rate(self, t: ArrayLike) -> Floats:
        """The rate at t, 0 before time 0."""
        t = _array(t)
        return np.where(t >= 0, self.base + self.peak * np.exp(-np.maximum(t, 0.0) / self.fade), 0.0)

    def cumulative(self, t: ArrayLike) -> Floats:
        """Base * t + peak * fade * (1 - exp(-t / fade))."""
        t = np.maximum(_array(t), 0.0)
        return np.asarray(self.base * t - self.peak * self.fade * np.expm1(-t / self.fade))

    def inverse(self, c: ArrayLike) -> Floats:
        """A logarithm when there is no base, else Newton steps between the bounds of both parts."""
        c = np.maximum(_array(c), 0.0)
        burst = self.peak * self.fade
        with np.errstate(divide="ignore", invalid="ignore"):
            alone = (
                np.where(c < burst, -self.fade * np.log1p(-c / burst), np.inf) if burst else np.full(c.shape, np.inf)
            )
        if not self.base:
            return np.where(c > 0, alone, 0.0)
        low = np.maximum(c / (self.base + self.peak), (c - burst) / self.base)
        return solve_rising(self, c, low, np.minimum(alone, c / self.base))


def _array(value: ArrayLike) -> Floats:
    return np.asarray(value, dtype=np.float64)


def _not_negative(what: str, value: ArrayLike) -> None:
    if not np.all(np.isfinite(value) & (np.asarray(value) >= 0)):
        raise ValueError(f"{what} must be >= 0 and finite, found {np.asarray(value).tolist()}")
