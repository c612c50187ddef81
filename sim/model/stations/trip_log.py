"""What trips carried and when: the deliveries still to come, and the log of trips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from sim.model.stations.stage import NO_ORDERS, NO_TIMES, Minutes, Orders, Visits, Work, by_time
from sim.model.stations.zones import Zone

Km = Callable[[Orders, Orders, Minutes], Minutes]


class Trips(NamedTuple):
    """One row per trip: arrays of shape (trips,). `orders` is a count, `km` NaN where nobody measured."""

    zone: Orders
    departed: Minutes
    back: Minutes
    orders: Orders
    km: Minutes


class Loads(NamedTuple):
    """One row per order that departed: the order and the row of its trip in `Trips`, shapes (orders,)."""

    order: Orders
    trip: Orders


class TripBook:
    """Trips as they depart, their orders' deliveries as they fall due."""

    def __init__(self, fraction: Work | None, km: Km | None) -> None:
        self._fraction, self._km, self._count = fraction, km, 0
        self._new: list[tuple[int, Orders, Minutes, float, float]] = []
        self._visits = [Visits(NO_ORDERS, NO_TIMES, NO_TIMES, NO_TIMES)]
        self._trips = [Trips(NO_ORDERS, NO_TIMES, NO_TIMES, NO_ORDERS, NO_TIMES)]
        self._coming, self._when, self._rank = NO_ORDERS, NO_TIMES, NO_ORDERS
        self._carried, self._spent, self._out = 0, 0.0, NO_TIMES

    def __len__(self) -> int:
        return self._count

    def note(self, zone: int, orders: Orders, ready: Minutes, departed: float, minutes: float) -> None:
        """A trip of `minutes` departs with `orders`."""
        self._new.append((zone, orders, ready, departed, minutes))
        self._count += 1

    def deliver(self, until: float) -> tuple[Orders, Minutes]:
        """Orders in hand by `until` and not yet handed out, sorted by time; ties by departure."""
        if self._new:
            self._post()
        done = self._when <= until
        order = by_time(self._when[done], self._rank[done])
        delivered = self._coming[done][order], self._when[done][order]
        self._coming, self._when, self._rank = self._coming[~done], self._when[~done], self._rank[~done]
        self._out = self._out[self._out > until]
        return delivered

    def _post(self) -> None:
        """Turn the trips noted since the last call into columns."""
        zones, loads, readies, departures, durations = zip(*self._new, strict=True)
        self._new = []
        departed, minutes = np.array(departures), np.array(durations)
        counts = np.array([load.size for load in loads])
        orders = np.concatenate(loads)
        share = 1.0 if self._fraction is None else self._fraction(orders)
        start = np.repeat(departed, counts)
        when = start + share * np.repeat(minutes, counts)
        self._visits.append(Visits(orders, np.concatenate(readies), start, when))
        self._trips.append(Trips(np.array(zones), departed, departed + minutes, counts, minutes))
        rank = np.arange(self._carried, self._carried + orders.size)
        self._carried += orders.size
        self._coming = np.concatenate((self._coming, orders))
        self._when, self._rank = np.concatenate((self._when, when)), np.concatenate((self._rank, rank))
        self._spent += float(minutes.sum())
        self._out = np.concatenate((self._out, departed + minutes))

    @property
    def on_the_road(self) -> int:
        """Orders departed and not in hand."""
        return self._coming.size

    def busy(self, now: float) -> float:
        """Minutes spent on trips up to `now`."""
        return self._spent - float(np.sum(self._out - now))

    def trips(self) -> Trips:
        """Every trip so far."""
        zone, departed, back, counts, minutes = (np.concatenate(column) for column in zip(*self._trips, strict=True))
        km = np.full(zone.size, np.nan) if self._km is None else self._km(zone, counts, minutes)
        return Trips(zone, departed, back, counts, km)

    def loads(self) -> Loads:
        """Which order went on which trip."""
        counts = np.concatenate([trips.orders for trips in self._trips])
        return Loads(
            np.concatenate([visits.order for visits in self._visits]), np.repeat(np.arange(counts.size), counts)
        )

    def visits(self, zones: Sequence[Zone], now: float) -> Visits:
        """Departed orders trip by trip, then those ready by `now` that wait, zone by zone."""
        rows = [slice(zone.head, zone.head + zone.waiting(now)) for zone in zones]
        waiting = [zone.orders[row] for zone, row in zip(zones, rows, strict=True)]
        ready = [zone.ready[row] for zone, row in zip(zones, rows, strict=True)]
        order, arrived, started, finished = (np.concatenate(column) for column in zip(*self._visits, strict=True))
        never = np.full(sum(part.size for part in waiting), np.nan)
        return Visits(
            np.concatenate((order, *waiting)),
            np.concatenate((arrived, *ready)),
            np.concatenate((started, never)),
            np.concatenate((np.where(finished <= now, finished, np.nan), never)),
        )
