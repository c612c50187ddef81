"""Packing the buyers of a pool into groups of a fixed size, in order of arrival."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Bools, Floats, Ints
from sim.model.demand.pools import ranks


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups, shape (groups,), by pool and then by time, and the group of each order, shape (orders,).

    pool, opened (its first order), closes, joined, formed (NaN when the size was never reached); group: the order's
    group; refunded: the order's group did not form.
    """

    pool: Ints
    opened: Floats
    closes: Floats
    joined: Ints
    formed: Floats
    group: Ints
    refunded: Bools


def pack_groups(pool: Ints, time: Floats, closes: ArrayLike, size: int) -> Groups:
    """Groups of `size` in order of arrival within each pool; the last partial group is refunded at the close.

    `pool`, `time`: shape (orders,). `closes`: shape (pools,). Orders after the close are not expected here.
    """
    ends = np.atleast_1d(np.asarray(closes, dtype=np.float64))
    opener = ranks(pool, time) % _checked(size) == 0
    return _collect(pool, time, opener, ends[pool], size)


def _checked(size: int) -> int:
    if size < 1:
        raise ValueError(f"a group needs a size of at least 1, found {size}")
    return size


def _collect(pool: Ints, time: Floats, opener: Bools, closes: Floats, size: int) -> Groups:
    """The table of groups, given the orders that open one; `closes`: per order, the deadline of its pool."""
    order = np.lexsort((time, pool))
    number = np.cumsum(opener[order]) - 1
    group = np.empty(pool.size, dtype=np.int64)
    group[order] = number
    firsts = order[np.flatnonzero(opener[order])]
    joined = np.bincount(number, minlength=firsts.size)
    complete = joined >= size
    formed = np.full(firsts.size, np.nan)
    last = np.searchsorted(number, np.arange(firsts.size), side="right") - 1
    formed[complete] = time[order[last[complete]]]
    return Groups(pool[firsts], time[firsts], closes[firsts], joined, formed, group, ~complete[group])
