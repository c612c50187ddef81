"""How long a delivery trip is, without routing it: the continuum approximation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.model.stations.stage import Minutes, Orders

DAGANZO = 0.57
TRAVELLING_SALESMAN = 0.7124


def tour_km(stops: Minutes, area: Minutes, line_haul: Minutes, k: float = DAGANZO) -> Minutes:
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
class Tours:
    """Trip lengths and durations by zone: `area` (km2) and `line_haul` (km), one number a zone; `speed` in km/h."""

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

    def km(self, zones: Orders, counts: Orders, minutes: Minutes) -> Minutes:
        """Lengths of many trips, shapes (trips,); fits `FleetSpec.km`."""
        del minutes  # the length does not depend on the traffic
        return tour_km(counts.astype(float), np.asarray(self.area)[zones], np.asarray(self.line_haul)[zones], self.k)

    def trip_minutes(self, trip: int, zone: int, orders: Orders) -> float:
        """Driving minutes of one trip; fits `FleetSpec.trip_minutes`."""
        del trip  # every trip of a zone with as many stops is alike
        length = 2 * self.line_haul[zone] + self.k * float(np.sqrt(orders.size * self.area[zone]))
        return 60.0 * length / self.speed
