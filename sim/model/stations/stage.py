"""The protocol of every stage: orders go in, finished orders come out, exact at any instant one asks for.

A stage is lazy. `add` only says which orders come when; `advance(until)` plays everything that happens before `until`
and hands out, sorted by time, every order finished at or before it. A service starts only strictly before `until`, so
the caller may change the stage at that instant before anything new begins there. Many small windows and one huge
window give identical results. Times are minutes since the world's start; `now` is the instant the stage stands at.

- `Stage`: what all can do; capacity is one thing, a number of servers or a `Schedule`, times a factor.
- `ServiceStage`: work in service can also be interrupted (`Fifo`, `Delay`).
- `Floor` (floor.py): a service stage of several stations, each by its name.
- `TripStage` (trip_stage.py): orders leave together, on trips (`Fleet`, `Waves`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats, Ints
from sim.model.stations.schedule import Running, Schedule

Orders = Ints
Minutes = Floats
Codes = NDArray[np.int16]
Column = tuple[Orders, Minutes]
"""Orders and the instants that belong to them, both of shape (orders,)."""
Work = Callable[[Orders], Minutes]
Number = TypeVar("Number", np.int64, np.float64)

NO_ORDERS: Orders = np.empty(0, np.int64)
NO_TIMES: Minutes = np.empty(0)


class StageVisits(NamedTuple):
    """One row per visit: order, instants (NaN = not yet), index of the station on its floor (0: a stage by itself)."""

    order: Orders
    arrived: Minutes
    started: Minutes
    finished: Minutes
    station: Codes


class CapacityLog(NamedTuple):
    """Servers on duty as a step function: `servers` from `time` on, index of the station; shapes (changes,)."""

    time: Minutes
    servers: Minutes
    station: Codes


class Stage(Protocol):
    """What every stage can do."""

    def add(self, orders: Orders, at: Minutes) -> None:
        """`orders` arrive at the instants `at`, sorted, none before the last one given or the clock.

        Raises:
            ValueError: the times are not sorted or too early, or an order does not fit the stage.
        """

    def advance(self, until: float) -> Column:
        """Play up to `until`: the orders finished since the last call, and when, sorted by time.

        Raises:
            ValueError: `until` lies in the past.
        """

    def set_capacity(self, now: float, servers: float | Schedule | None = None, factor: float | None = None) -> None:
        """From `now` on, `servers` are on duty, multiplied by `factor` and rounded; None leaves a number as it is.

        Raises:
            ValueError: `now` is not the instant the stage has been advanced to, or a number is not allowed.
        """

    def halt(self, now: float) -> None:
        """Nothing starts from `now` until `resume`."""

    def resume(self, now: float) -> None:
        """The end of a halt: the capacity is in force again."""

    def in_system(self, now: float) -> int:
        """Orders that have arrived by `now` and have not been handed out."""

    def waiting(self, now: float) -> int:
        """Orders of `in_system` that are not in service."""

    def busy(self, now: float) -> float:
        """Server minutes worked up to `now`."""

    def capacity(self) -> CapacityLog:
        """Servers on duty so far."""

    def visits(self) -> StageVisits:
        """Every visit begun by an arrival up to the clock."""


class ServiceStage(Stage, Protocol):
    """A stage whose work in service can be interrupted when it loses its server."""

    def set_capacity(
        self,
        now: float,
        servers: float | Schedule | None = None,
        factor: float | None = None,
        running: Running = "drain",
    ) -> None:
        """As in `Stage`; with `halt` or `lose` the jobs started last are interrupted when servers are too few."""

    def halt(self, now: float, running: Running = "halt") -> None:
        """Nothing starts from `now` until `resume`; `running` says what happens to work in service."""


def check_arrivals(orders: Orders, at: Minutes, earliest: float) -> Column:
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


def check_until(until: float, clock: float) -> None:
    """A stage is played forward only.

    Raises:
        ValueError: `until` lies before the clock.
    """
    if not until >= clock:
        raise ValueError(f"the stage stands at minute {clock:g} and cannot go back to {until:g}")


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
