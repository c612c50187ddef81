"""Queueing statistics (L, Lq, W, Wq, utilisation, blocking, abandonment) of the sojourns at a station.

Times are minutes, rates per minute. A sojourn joined the queue at `arrived`, began service at `started` (NaN = not
served) and left at `finished` (NaN = still there at the end). Blocked on arrival: `started` is NaN and `finished`
equals `arrived`.

Averages over time are taken over [begin, end); averages over orders are over those that arrived in it. Dropping the
first orders as warm-up moves `begin` to the arrival of the next one, so that both averages cover the same time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Bools, Floats
from sim.kpi.counted import share
from sim.kpi.steps import Steps, count_between
from sim.results.record import Record
from sim.state.ledger import Kind

WAITED = 1e-9
"""A shorter wait, in minutes, is a rounding error of two instants."""


@dataclass(frozen=True)
class Sojourns:
    """Sojourns at one station, or at several in series, in order of arrival. Shapes (sojourns,)."""

    arrived: Floats
    started: Floats
    finished: Floats
    order: NDArray[Any]
    begin: float
    end: float

    @property
    def in_window(self) -> Bools:
        """Arrived in [begin, end). Shape (sojourns,)."""
        return np.asarray((self.arrived >= self.begin) & (self.arrived < self.end))

    @property
    def blocked(self) -> Bools:
        """Found no room on arrival. Shape (sojourns,)."""
        return np.asarray(np.isnan(self.started) & (self.finished <= self.arrived))

    @property
    def abandoned(self) -> Bools:
        """Left the queue unserved after a wait. Shape (sojourns,)."""
        return np.asarray(np.isnan(self.started) & (self.finished > self.arrived))

    def window(self, begin: float | None = None, end: float | None = None) -> Sojourns:
        """The same sojourns with another window for averages."""
        return replace(self, begin=self.begin if begin is None else begin, end=self.end if end is None else end)

    def after(self, orders: int) -> Sojourns:
        """Leave out the first `orders` arrivals as warm-up, and end with the last arrival.

        Raises `ValueError` when fewer than two arrivals are left.
        """
        if len(self.arrived) <= orders + 1:
            raise ValueError(f"warm-up of {orders} orders, but only {len(self.arrived)} arrived")
        return self.window(float(self.arrived[orders]), float(self.arrived[-1]))

    def only(self, mask: Bools) -> Sojourns:
        """A subset, such as one class of customers, with the same window."""
        columns = (self.arrived[mask], self.started[mask], self.finished[mask], self.order[mask])
        return Sojourns(*columns, begin=self.begin, end=self.end)


def sojourns_at(record: Record, resource: str) -> Sojourns:
    """Sojourns at a station over the whole run; an order that was never served left when it was cancelled.

    Raises `KeyError` for a resource that the run does not have.
    """
    names, table = list(record.names["resource"]), record.visits
    if resource not in names:
        raise KeyError(f"no resource '{resource}'; there are {', '.join(names)}")
    mine = np.flatnonzero(table["resource"] == names.index(resource))
    mine = mine[np.argsort(table["arrived"][mine], kind="stable")]
    arrived, started, finished, order = (table[name][mine] for name in ("arrived", "started", "finished", "order"))
    unserved = np.isnan(started) & np.isnan(finished) & (order >= 0)
    finished = finished.copy()
    finished[unserved] = np.maximum(record.orders["cancelled"][order[unserved]], arrived[unserved])
    return Sojourns(arrived, started, finished, order, begin=0.0, end=record.horizon)


def delivery_sojourns(record: Record) -> Sojourns:
    """The last mile as a queue: arrival when ready, start of service at departure, end on delivery.

    An order that never departs leaves the queue unserved when it is recalled or cancelled.
    """
    orders = record.orders
    rows = np.flatnonzero(np.isfinite(orders["ready"]))
    rows = rows[np.argsort(orders["ready"][rows], kind="stable")]
    ready, departed, delivered = (orders[name][rows] for name in ("ready", "departed", "delivered"))
    gone = np.where(np.isnan(departed), _withdrawn_at(record)[rows], delivered)
    return Sojourns(ready, departed, gone, rows, begin=0.0, end=record.horizon)


def trip_sojourns(record: Record, pool: str) -> Sojourns:
    """The trips of a courier pool or lane as services without a queue."""
    trips = record.trips
    mine = np.flatnonzero(trips["resource"] == list(record.names["resource"]).index(pool))
    left = trips["departed"][mine]
    return Sojourns(left, left, trips["back"][mine], np.full(len(mine), -1), begin=0.0, end=record.horizon)


def order_sojourns(record: Record) -> Sojourns:
    """Every order from being placed to being delivered, cancelled or returned, as a sojourn without a queue."""
    orders = record.orders
    whole = (orders["kind"] >= 0) & (orders["kind"] != Kind.PART)
    rows = np.flatnonzero(whole & np.isfinite(orders["placed"]))
    rows = rows[np.argsort(orders["placed"][rows], kind="stable")]
    placed = orders["placed"][rows]
    left = np.fmin(orders["delivered"], _withdrawn_at(record))[rows]
    return Sojourns(placed, placed, left, rows, begin=0.0, end=record.horizon)


def number_in_system(sojourns: Sojourns) -> Steps:
    """Number in the system over time."""
    return count_between(sojourns.arrived, sojourns.finished)


def number_in_queue(sojourns: Sojourns) -> Steps:
    """Number in the queue over time."""
    return count_between(sojourns.arrived, np.where(np.isnan(sojourns.started), sojourns.finished, sojourns.started))


def number_in_service(sojourns: Sojourns) -> Steps:
    """Number in service over time."""
    return count_between(sojourns.started, sojourns.finished)


def mean_in_system(sojourns: Sojourns) -> float:
    """L: time-average number in the system."""
    return number_in_system(sojourns).mean(sojourns.begin, sojourns.end)


def mean_in_queue(sojourns: Sojourns) -> float:
    """Lq: time-average number waiting."""
    return number_in_queue(sojourns).mean(sojourns.begin, sojourns.end)


def mean_in_service(sojourns: Sojourns) -> float:
    """Time-average number in service."""
    return number_in_service(sojourns).mean(sojourns.begin, sojourns.end)


def utilisation(sojourns: Sojourns, servers: float) -> float:
    """Mean number in service / servers."""
    return mean_in_service(sojourns) / servers


def idle_share(sojourns: Sojourns) -> float:
    """Share of time in which no order is in service."""
    steps = number_in_service(sojourns)
    return 1.0 - Steps(steps.times, (steps.values > 0).astype(np.float64)).mean(sojourns.begin, sojourns.end)


def mean_wait(sojourns: Sojourns) -> float:
    """Wq: mean of started - arrived over the served."""
    return _mean((sojourns.started - sojourns.arrived)[sojourns.in_window])


def mean_wait_all(sojourns: Sojourns) -> float:
    """Mean time in the queue over all that joined it, including those that abandoned."""
    left = np.where(np.isnan(sojourns.started), sojourns.finished, sojourns.started)
    return _mean((left - sojourns.arrived)[sojourns.in_window & ~sojourns.blocked])


def mean_sojourn(sojourns: Sojourns) -> float:
    """W: mean of finished - arrived over the served."""
    served = sojourns.in_window & np.isfinite(sojourns.started)
    return _mean((sojourns.finished - sojourns.arrived)[served])


def waited_share(sojourns: Sojourns, longer_than: float = WAITED) -> float:
    """P(wait > t) over all that joined the queue; an abandoned wait counts until abandonment."""
    joined = sojourns.in_window & ~sojourns.blocked
    left = np.where(np.isnan(sojourns.started), sojourns.finished, sojourns.started)
    return share(((left - sojourns.arrived)[joined] > longer_than).sum(), joined.sum())


def sojourn_tail(sojourns: Sojourns, longer_than: float) -> float:
    """P(sojourn > t) over the served that have left."""
    served = sojourns.in_window & np.isfinite(sojourns.started) & np.isfinite(sojourns.finished)
    return share(((sojourns.finished - sojourns.arrived)[served] > longer_than).sum(), served.sum())


def blocked_share(sojourns: Sojourns) -> float:
    """Share of arrivals that found no room."""
    return share((sojourns.in_window & sojourns.blocked).sum(), sojourns.in_window.sum())


def abandoned_share(sojourns: Sojourns) -> float:
    """Share of those that joined the queue and abandoned it."""
    joined = sojourns.in_window & ~sojourns.blocked
    return share((joined & sojourns.abandoned).sum(), joined.sum())


def throughput(sojourns: Sojourns) -> float:
    """Services finished in the window, per minute."""
    done = np.isfinite(sojourns.started) & (sojourns.finished >= sojourns.begin) & (sojourns.finished < sojourns.end)
    return float(done.sum()) / (sojourns.end - sojourns.begin)


def littles_law(record: Record) -> float:
    """Largest relative error of L = lambda W over all stations: 0 but for rounding, on every sample path.

    The integral of the number in the system against the sum of the sojourn times; an unfinished sojourn counts until
    the end of the run. Source: Little (1961).
    """
    errors = [0.0]
    for name in record.names.get("resource", ()):
        sojourns = sojourns_at(record, name)
        if len(sojourns.arrived):
            left = np.fmin(sojourns.finished, max(record.horizon, float(sojourns.arrived.max())))
            area = float(count_between(sojourns.arrived, left).integral(np.array([left.max()]))[0])
            total = float((left - sojourns.arrived).sum())
            errors.append(abs(area - total) / total if total else abs(area))
    return max(errors)


def _withdrawn_at(record: Record) -> Floats:
    """Minute at which each order was cancelled, refunded or returned; NaN = never. Shape (orders,)."""
    orders = record.orders
    return np.asarray(np.fmin(np.fmin(orders["cancelled"], orders["refunded"]), orders["returned"]))


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")
