"""What every stage promises: orders go in, finished orders come out, exact at any instant one asks for.

A stage is lazy. `add` only says who comes when; `advance(until)` plays everything that happens before `until` and
hands out, sorted by time, every order finished at or before it. A service starts only strictly before `until`, so the
caller may change the stage at that instant before anything new begins there. Many small windows and one huge window
give identical results. Times are minutes since the world's start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats, Ints

Orders = Ints
Minutes = Floats
Work = Callable[[Orders], Minutes]
How = Literal["drain", "halt"]
Number = TypeVar("Number", np.int64, np.float64)

NO_ORDERS: Orders = np.empty(0, np.int64)
NO_TIMES: Minutes = np.empty(0)


class Visits(NamedTuple):
    """One row per visit of an order, in the order of arrival: arrays of shape (visits,); NaN = not yet."""

    order: Orders
    arrived: Minutes
    started: Minutes
    finished: Minutes


def check_arrivals(orders: Orders, at: Minutes, earliest: float) -> tuple[Orders, Minutes]:
    """The two columns as int64 and float64.

    Raises:
        ValueError: the shapes differ, the times are not sorted (or NaN), or one lies before `earliest`.
    """
    orders, at = np.asarray(orders, np.int64), np.asarray(at, np.float64)
    if orders.shape != at.shape or orders.ndim != 1:
        raise ValueError(f"orders and times must be columns of one length, not {orders.shape} and {at.shape}")
    if at.size and not (at[0] >= earliest and bool(np.all(at[1:] >= at[:-1]))):
        raise ValueError(f"arrivals must be sorted and none before minute {earliest:g}; the first is {at[0]:g}")
    return orders, at


def check_now(now: float, clock: float) -> None:
    """A stage is looked at, and changed, only at the instant it has been advanced to.

    Raises:
        ValueError: `now` is another instant.
    """
    if now != clock:
        raise ValueError(f"the stage stands at minute {clock:g}, not {now:g}: call advance({now:g}) first")


def by_time(times: Minutes, rank: Orders) -> Orders:
    """The permutation that sorts `times`; ties go by `rank`. Shapes (n,)."""
    order = np.argsort(times)
    ordered = times[order]
    if times.size > 1 and bool(np.any(ordered[1:] == ordered[:-1])):
        order = np.lexsort((rank, times))
    return order


def grown(column: NDArray[Number], size: int) -> NDArray[Number]:
    """The same column with room for at least `size` rows, at least doubled when it has to move."""
    if column.size >= size:
        return column
    room = np.empty(max(size, 2 * column.size), column.dtype)
    room[: column.size] = column
    return room
