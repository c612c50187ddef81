"""Queues: what a textbook says of a station, measured from its visits. Times in minutes, rates per minute.

A visit joined the queue at `arrived`, began service at `started` (NaN = not served) and left at `finished` (NaN =
still there at the end). Turned away at the door: `started` NaN and `finished` equal to `arrived`.

Averages over time are taken over [begin, end); averages over orders are over those that arrived in it. Dropping the
first orders as warm-up moves `begin` to the arrival of the next one, so both kinds of average see the same stretch.
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


@dataclass(frozen=True)
class Visits:
    """Visits to one station (or to several in a row), in order of arrival. Shapes (visits,)."""

    arrived: Floats
    started: Floats
    finished: Floats
    order: NDArray[Any]
    begin: float
    end: float

    @property
    def counted(self) -> Bools:
        """Arrivals inside the window. Shape (visits,)."""
        return np.asarray((self.arrived >= self.begin) & (self.arrived < self.end))

    @property
    def turned_away(self) -> Bools:
        """Found no room. Shape (visits,)."""
        return np.asarray(np.isnan(self.started) & (self.finished <= self.arrived))

    @property
    def gave_up(self) -> Bools:
        """Left the queue unserved after a while. Shape (visits,)."""
        return np.asarray(np.isnan(self.started) & (self.finished > self.arrived))

    def window(self, begin: float | None = None, end: float | None = None) -> Visits:
        """The same visits, averaged over another stretch of time."""
        return replace(self, begin=self.begin if begin is None else begin, end=self.end if end is None else end)

    def after(self, orders: int) -> Visits:
        """Leave out the first `orders` arrivals as warm-up, and end with the last arrival.

        Raises `ValueError` when no more than that arrived.
        """
        if len(self.arrived) <= orders + 1:
            raise ValueError(f"warm-up of {orders} orders, but only {len(self.arrived)} arrived")
        return self.window(float(self.arrived[orders]), float(self.arrived[-1]))

    def only(self, mask: Bools) -> Visits:
        """Some of the visits (one class of customers), over the same stretch of time."""
        columns = (self.arrived[mask], self.started[mask], self.finished[mask], self.order[mask])
        return Visits(*columns, begin=self.begin, end=self.end)


def visits_of(record: Record, resource: str) -> Visits:
    """The visits to a station over the whole run; who was never served left when the order was cancelled.

    Raises `KeyError` for a resource the run does not have.
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
    return Visits(arrived, started, finished, order, begin=0.0, end=record.horizon)


def deliveries(record: Record) -> Visits:
    """The last mile as a queue: joined when ready, service begins with the trip, over in the customer's hands.

    Who never departs leaves the queue unserved when the order is taken back (a recall) or cancelled.
    """
    orders = record.orders
    rows = np.flatnonzero(np.isfinite(orders["ready"]))
    rows = rows[np.argsort(orders["ready"][rows], kind="stable")]
    ready, departed, delivered = (orders[name][rows] for name in ("ready", "departed", "delivered"))
    gone = np.where(np.isnan(departed), _taken_back(record)[rows], delivered)
    return Visits(ready, departed, gone, rows, begin=0.0, end=record.horizon)


def trips_of(record: Record, pool: str) -> Visits:
    """The trips of a courier pool or lane as services that nobody waits for."""
    trips = record.trips
    mine = np.flatnonzero(trips["resource"] == list(record.names["resource"]).index(pool))
    left = trips["departed"][mine]
    return Visits(left, left, trips["back"][mine], np.full(len(mine), -1), begin=0.0, end=record.horizon)


def stays(record: Record) -> Visits:
    """Every order from being placed to being in the customer's hands (or gone), as one visit without a queue."""
    orders = record.orders
    whole = (orders["kind"] >= 0) & (orders["kind"] != Kind.PART)
    rows = np.flatnonzero(whole & np.isfinite(orders["placed"]))
    rows = rows[np.argsort(orders["placed"][rows], kind="stable")]
    placed = orders["placed"][rows]
    left = np.fmin(orders["delivered"], _taken_back(record))[rows]
    return Visits(placed, placed, left, rows, begin=0.0, end=record.horizon)


def inside(visits: Visits) -> Steps:
    """Number in the system over time."""
    return count_between(visits.arrived, visits.finished)


def waiting(visits: Visits) -> Steps:
    """Number in the queue over time."""
    return count_between(visits.arrived, np.where(np.isnan(visits.started), visits.finished, visits.started))


def busy(visits: Visits) -> Steps:
    """Number in service over time."""
    return count_between(visits.started, visits.finished)


def mean_in_system(visits: Visits) -> float:
    """L: time-average number in the system."""
    return inside(visits).mean(visits.begin, visits.end)


def mean_in_queue(visits: Visits) -> float:
    """Lq: time-average number waiting."""
    return waiting(visits).mean(visits.begin, visits.end)


def mean_busy(visits: Visits) -> float:
    """Time-average number in service."""
    return busy(visits).mean(visits.begin, visits.end)


def utilisation(visits: Visits, servers: float) -> float:
    """Mean number in service / servers."""
    return mean_busy(visits) / servers


def idle_share(visits: Visits) -> float:
    """Share of time with nobody in service."""
    steps = busy(visits)
    return 1.0 - Steps(steps.times, (steps.values > 0).astype(np.float64)).mean(visits.begin, visits.end)


def mean_wait(visits: Visits) -> float:
    """Wq: mean of started - arrived over the served."""
    return _mean((visits.started - visits.arrived)[visits.counted])


def mean_wait_all(visits: Visits) -> float:
    """Mean time in the queue over all who joined it, also those who gave up."""
    left = np.where(np.isnan(visits.started), visits.finished, visits.started)
    return _mean((left - visits.arrived)[visits.counted & ~visits.turned_away])


def mean_sojourn(visits: Visits) -> float:
    """W: mean of finished - arrived over the served."""
    served = visits.counted & np.isfinite(visits.started)
    return _mean((visits.finished - visits.arrived)[served])


def waited_share(visits: Visits, longer_than: float = WAITED) -> float:
    """P(wait > t) over all who joined the queue; who gave up waited until then."""
    joined = visits.counted & ~visits.turned_away
    left = np.where(np.isnan(visits.started), visits.finished, visits.started)
    return share(((left - visits.arrived)[joined] > longer_than).sum(), joined.sum())


def sojourn_tail(visits: Visits, longer_than: float) -> float:
    """P(sojourn > t) over the served who left."""
    served = visits.counted & np.isfinite(visits.started) & np.isfinite(visits.finished)
    return share(((visits.finished - visits.arrived)[served] > longer_than).sum(), served.sum())


def blocked_share(visits: Visits) -> float:
    """Share of arrivals that found no room."""
    return share((visits.counted & visits.turned_away).sum(), visits.counted.sum())


def abandoned_share(visits: Visits) -> float:
    """Share of those who joined that gave up."""
    joined = visits.counted & ~visits.turned_away
    return share((joined & visits.gave_up).sum(), joined.sum())


def throughput(visits: Visits) -> float:
    """Services finished in the window, per minute."""
    done = np.isfinite(visits.started) & (visits.finished >= visits.begin) & (visits.finished < visits.end)
    return float(done.sum()) / (visits.end - visits.begin)


def littles_law(record: Record) -> float:
    """Largest relative error of L = lambda W over all stations: 0 but for rounding, on every sample path.

    The integral of the number in the system, swept event by event, against the sum of the sojourns; who is still
    there counts until the end of the run. Source: Little (1961).
    """
    errors = [0.0]
    for name in record.names.get("resource", ()):
        visits = visits_of(record, name)
        if len(visits.arrived):
            left = np.fmin(visits.finished, max(record.horizon, float(visits.arrived.max())))
            area = float(count_between(visits.arrived, left).integral(np.array([left.max()]))[0])
            total = float((left - visits.arrived).sum())
            errors.append(abs(area - total) / total if total else abs(area))
    return max(errors)


def _taken_back(record: Record) -> Floats:
    """When each order ended without its customer, NaN = it did not. Shape (orders,)."""
    orders = record.orders
    return np.asarray(np.fmin(np.fmin(orders["cancelled"], orders["refunded"]), orders["returned"]))


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")
