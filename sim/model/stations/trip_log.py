"""Trips on record: what each carried and when, and the deliveries that are still to come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from sim.model.stations.stage import NO_ORDERS, NO_TIMES, Column, Minutes, Orders, StageVisits, Work, by_time
from sim.model.stations.zones import Zone

Km = Callable[[Orders, Orders, Minutes], Minutes]
"""`km(zones, counts, minutes)`: the lengths of trips, arrays of shape (trips,)."""


class Trips(NamedTuple):
    """One row per trip: arrays of shape (trips,). `orders` is a count, `km` NaN where it is not measured."""

    zone: Orders
    departed: Minutes
    back: Minutes
    orders: Orders
    km: Minutes


class Loads(NamedTuple):
    """One row per order that departed: the order and the row of its trip in `Trips`, shapes (orders,)."""

    order: Orders
    trip: Orders


class TripLog:
    """Trips are noted one by one as they depart, and turned into columns by the window; `count` is their number."""

    def __init__(self, fraction: Work | None, km: Km | None) -> None:
        self._fraction, self._km = fraction, km
        self._new: list[tuple[int, Orders, Minutes, float, float]] = []
        self.count = 0
        self._visits = [_visits(NO_ORDERS, NO_TIMES, NO_TIMES, NO_TIMES)]
        self._trips = [Trips(NO_ORDERS, NO_TIMES, NO_TIMES, NO_ORDERS, NO_TIMES)]
        self._deliveries = _Deliveries()
        self._minutes, self._back = 0.0, NO_TIMES

    def note(self, zone: int, orders: Orders, ready: Minutes, departed: float, minutes: float) -> None:
        """A trip of `minutes` departs with `orders`, ready at the instants `ready`."""
        self._new.append((zone, orders, ready, departed, minutes))
        self.count += 1

    def deliver(self, until: float) -> Column:
        """Orders delivered by `until` and not yet handed out, sorted by time; ties by departure."""
        if self._new:
            self._post()
        self._back = self._back[self._back > until]
        return self._deliveries.hand_out(until)

    def _post(self) -> None:
        """Turn the trips noted since the last call into columns."""
        zones, loads, readies, departures, durations = zip(*self._new, strict=True)
        self._new = []
        departed, minutes = np.array(departures), np.array(durations)
        counts = np.array([load.size for load in loads])
        orders = np.concatenate(loads)
        share = 1.0 if self._fraction is None else self._fraction(orders)
        started = np.repeat(departed, counts)
        finished = started + share * np.repeat(minutes, counts)
        self._visits.append(_visits(orders, np.concatenate(readies), started, finished))
        self._trips.append(Trips(np.array(zones), departed, departed + minutes, counts, minutes))
        self._deliveries.add(orders, finished)
        self._minutes += float(minutes.sum())
        self._back = np.concatenate((self._back, departed + minutes))

    @property
    def on_the_road(self) -> int:
        """Orders departed and not delivered."""
        return self._deliveries.pending

    def busy(self, now: float) -> float:
        """Minutes spent on trips up to `now`."""
        return self._minutes - float(np.sum(self._back - now))

    def trips(self) -> Trips:
        """Every trip so far."""
        zone, departed, back, counts, minutes = (np.concatenate(column) for column in zip(*self._trips, strict=True))
        km = np.full(zone.size, np.nan) if self._km is None else self._km(zone, counts, minutes)
        return Trips(zone, departed, back, counts, km)

    def loads(self) -> Loads:
        """Which order went on which trip."""
        counts = np.concatenate([trips.orders for trips in self._trips])
        orders = np.concatenate([visits.order for visits in self._visits])
        return Loads(orders, np.repeat(np.arange(counts.size), counts))

    def visits(self, zones: Sequence[Zone], now: float) -> StageVisits:
        """Departed orders trip by trip, then those ready by `now` that wait, zone by zone."""
        waiting = [zone.ready_by(now) for zone in zones]
        never = [np.full(orders.size, np.nan) for orders, _ in waiting]
        queued = [_visits(orders, ready, nan, nan) for (orders, ready), nan in zip(waiting, never, strict=True)]
        columns = zip(*self._visits, *queued, strict=True)
        order, arrived, started, finished, station = (np.concatenate(column) for column in columns)
        return StageVisits(order, arrived, started, np.where(finished <= now, finished, np.nan), station)


def _visits(order: Orders, ready: Minutes, departed: Minutes, delivered: Minutes) -> StageVisits:
    return StageVisits(order, ready, departed, delivered, np.zeros(order.size, np.int16))


class _Deliveries:
    """Orders on the road and when each is delivered."""

    def __init__(self) -> None:
        self._orders, self._at, self._rank = NO_ORDERS, NO_TIMES, NO_ORDERS
        self._count = 0

    @property
    def pending(self) -> int:
        """Orders not handed out."""
        return self._orders.size

    def add(self, orders: Orders, at: Minutes) -> None:
        """`orders`, in the order of departure, are delivered at the instants `at`."""
        rank = np.arange(self._count, self._count + orders.size)
        self._count += orders.size
        self._orders, self._at = np.concatenate((self._orders, orders)), np.concatenate((self._at, at))
        self._rank = np.concatenate((self._rank, rank))

    def hand_out(self, until: float) -> Column:
        """Take out what is delivered by `until`, sorted by time; ties by departure."""
        done = self._at <= until
        by_instant = by_time(self._at[done], self._rank[done])
        delivered = self._orders[done][by_instant], self._at[done][by_instant]
        self._orders, self._at, self._rank = self._orders[~done], self._at[~done], self._rank[~done]
        return delivered
