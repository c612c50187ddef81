"""Community pools: neighbours join one (product, community) pool, faster as it fills; at the close it formed or not.

A pool is a pure birth process in operational time. With L the integral of the base rate and g(j) the join factor
when j have joined, the k-th joins when L has grown by E_0 / g(0) + ... + E_{k-1} / g(k-1), the E standard
exponentials. All pools are drawn together, pools by rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Floats, Ints
from sim.rates.intensity import Intensity

JoinFactor = Callable[[Ints], Floats]
"""Number joined, shape (1, k) -> factor on the base rate, shape (1, k) or (pools, k), >= 0; 0 ends the joining."""

FIRST_BLOCK, LARGEST_BLOCK = 32, 4096


def steady(joined: Ints) -> Floats:
    """The join rate does not depend on how many have joined."""
    return np.ones(joined.shape)


@dataclass(frozen=True)
class ProgressFactor:
    """1 + lift * (joined / size)**power, at most 1 + lift: the fuller a pool, the faster it fills.

    `size`: one number or shape (pools,).
    """

    size: float | Floats
    lift: float
    power: float = 1.0

    def __call__(self, joined: Ints) -> Floats:
        """The factor when `joined` have joined."""
        size = np.asarray(self.size, dtype=np.float64)
        share = np.minimum(joined / (size[:, None] if size.ndim else size), 1.0)
        return np.asarray(1.0 + self.lift * share**self.power)


@dataclass(frozen=True)
class BassFactor:
    """(m - k)(p + q k / m) with k adopters of m members, over a base rate of 1 (Bass 1969; Niu 2002 for the chain).

    `innovation` p: rate at which a member joins by itself; `imitation` q: rate at which it follows, were all others
    adopters.
    """

    innovation: float
    imitation: float
    members: int

    def __call__(self, joined: Ints) -> Floats:
        """The factor when `joined` have joined; 0 when no member is left."""
        hazard = self.innovation + self.imitation * joined / self.members
        return np.asarray(np.maximum(self.members - joined, 0) * hazard, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Joins:
    """Joins: pool (n,) rows of the pools, time (n,); by pool, then by time."""

    pool: Ints
    time: Floats


def join_times(
    of: Intensity,
    opens: ArrayLike,
    closes: ArrayLike,
    rng: np.random.Generator,
    weight: ArrayLike = 1.0,
    factor: JoinFactor = steady,
    most: ArrayLike = np.inf,
    already: ArrayLike = 0,
) -> Joins:
    """All joins of each pool in [opens, closes], when `already` have joined it before.

    `opens`, `closes`, `weight`, `most`, `already`: one number or shape (pools,). The base rate is weight * of.rate(t)
    (weights from `gamma_factors` make unequal communities); a pool is full with `most` members (give its size to stop
    when it has formed). Draws go by blocks over all pools, so a pool's random numbers depend on its row and the number
    of pools, not on how many join elsewhere.
    """
    opens, closes, weight, most = np.broadcast_arrays(*map(np.atleast_1d, (opens, closes, weight, most)))
    before = of.cumulative(opens.astype(np.float64))
    budget = np.maximum(of.cumulative(closes.astype(np.float64)) - before, 0.0) * weight
    if not np.all(np.isfinite(budget)):
        raise ValueError("pools need finite closing times, weights and rates")
    pools, spent, first, block = opens.size, np.zeros(opens.size), 0, FIRST_BLOCK
    rows, needs = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    going = pools > 0
    while going:
        joined = np.atleast_1d(already)[:, None] + np.arange(first, first + block)
        rate = np.broadcast_to(factor(joined), (pools, block))
        draws = rng.standard_exponential((pools, block))
        step = np.where(rate > 0, draws / np.where(rate > 0, rate, 1.0), np.inf)
        need = spent[:, None] + np.cumsum(step, axis=1)
        inside = (need <= budget[:, None]) & (joined < most[:, None])
        rows.append(np.nonzero(inside)[0])
        needs.append(need[inside])
        going = bool(inside[:, -1].any())
        spent, first, block = need[:, -1], first + block, min(2 * block, LARGEST_BLOCK)
    row, need = np.concatenate(rows), np.concatenate(needs)
    order = np.argsort(row, kind="stable")
    row, need = row[order], need[order]
    time = of.inverse(before[row] + need / weight[row])
    return Joins(row, np.clip(time, opens[row], closes[row]))


def fill(pool: Ints, time: Floats, closes: ArrayLike, size: int) -> tuple[Ints, Floats]:
    """Orders that joined each pool by its close, and when its `size` was reached (NaN = never); orders in any sequence.

    `pool`, `time`: shape (orders,). `closes`: shape (pools,); an order at that very minute still counts.
    """
    ends = np.atleast_1d(np.asarray(closes, dtype=np.float64))
    inside = time <= ends[pool]
    last = inside & (ranks(pool, time) == size - 1)
    formed = np.full(ends.size, np.nan)
    formed[pool[last]] = time[last]
    return np.bincount(pool[inside], minlength=ends.size), formed


def ranks(pool: Ints, time: Floats) -> Ints:
    """The place of each order in its pool by time, from 0; ties in the given sequence."""
    order = np.lexsort((time, pool))
    ordered = pool[order]
    rank = np.empty(pool.size, dtype=np.int64)
    rank[order] = np.arange(pool.size) - np.searchsorted(ordered, ordered, side="left")
    return rank
