"""How long a delivery trip is, without routing it: the continuum approximation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.outbound.trips.model import Pace, TripModel, along, dealt_out
from sim.model.stations.stage import grown
from sim.schema.network import Couriers, Tour

DAGANZO = 0.57
TRAVELLING_SALESMAN = 0.7124


def tour_km(stops: Floats, area: Floats, line_haul: Floats, k: float = DAGANZO) -> Floats:
    """Expected length of one trip: 2 r + k sqrt(n A), arrays of one shape, kilometres.

    `stops` n, `area` A of the zone the stops are scattered over in square kilometres, `line_haul` r the distance from
    the site to the zone. k = 0.57 fits trips of six stops and more that share a zone with others (C. F. Daganzo 1984,
    The distance traveled to visit N points with a maximum of C stops per vehicle, Transportation Science 18(4),
    331-350); 0.7124 is the constant of one closed tour through very many points (Beardwood, Halton and Hammersley
    1959; value by Johnson, McGeoch and Rothberg 1996). An empty trip has no length.

    >>> tour_km(np.array([0, 16]), np.array([4.0, 4.0]), np.array([1.5, 1.5]))
    array([0.  , 7.56])
    """
    stops = np.asarray(stops, np.float64)
    return np.where(stops > 0, 2 * np.asarray(line_haul) + k * np.sqrt(stops * np.asarray(area)), 0.0)


@dataclass(frozen=True)
class ContinuumTours:
    """Tour lengths and durations by zone: `area` (km2) and `line_haul` (km), one number a zone; `speed` in km/h."""

    area: Sequence[float]
    line_haul: Sequence[float]
    speed: float
    k: float = DAGANZO

    def __post_init__(self) -> None:
        if not self.speed > 0 or len(self.area) != len(self.line_haul):
            raise ValueError(
                f"tours need a speed > 0 and one area and line haul a zone, not {self.speed}, "
                f"{len(self.area)} areas and {len(self.line_haul)} line hauls"
            )

    def km(self, zones: Ints, counts: Ints) -> Floats:
        """Lengths of many trips, by zone and number of stops; shapes (trips,)."""
        return tour_km(counts.astype(float), np.asarray(self.area)[zones], np.asarray(self.line_haul)[zones], self.k)

    def driving_minutes(self, zone: int, stops: int) -> float:
        """Minutes at the wheel of one trip."""
        length = 2 * self.line_haul[zone] + self.k * float(np.sqrt(stops * self.area[zone]))
        return 60.0 * length / self.speed


class ContinuumTrips(TripModel):
    """A trip out to its zone, from stop to stop, and back; each stop takes its time."""

    def __init__(self, engine: Engine, pool: Couriers, tour: Tour, pace: Pace) -> None:
        self._engine, self._tour, self._pace = engine, tour, pace
        self.zones, self.zone_of = pool.zones, dealt_out(engine, pool.at, pool.zones)
        self._tours = ContinuumTours([tour.area] * pool.zones, [tour.haul] * pool.zones, tour.speed * 60)
        self._outward = np.zeros(0)
        """By order, the share of its trip that is the way out, and again the way back."""

    def minutes(self, trip: int, zone: int, orders: Ints) -> float:
        """Driving at the speed of the road, and the stops."""
        del trip  # every trip of a zone with as many stops is alike
        tour, pace = self._tour, self._pace()
        minutes = self._tours.driving_minutes(zone, orders.size) / pace + tour.per_stop * len(orders)
        self._outward = grown(self._outward, int(orders.max()) + 1)
        self._outward[orders] = tour.haul / tour.speed / pace / minutes if minutes > 0 else 0.0
        return minutes

    def handed_over(self, orders: Ints) -> Floats:
        """Anywhere between the way out and the way back."""
        out = self._outward[orders]
        return np.asarray(out + (1 - 2 * out) * along(self._engine, orders))

    def km(self, zones: Ints, counts: Ints, minutes: Floats) -> Floats:
        """Their expected lengths."""
        del minutes  # the length does not depend on the traffic
        return self._tours.km(zones, counts)

    def finish(self) -> None:
        """Nothing to add to the record."""
