"""Trips whose durations are drawn from a distribution, one after the other, whatever they carry."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.distributions import Distribution, Draws
from sim.model.engine import Engine
from sim.model.outbound.trips.model import Pace, TripModel, along, dealt_out
from sim.schema.network import Couriers

BLOCK = 4096
"""Durations drawn at once."""


class DrawnTrips(TripModel):
    """The k-th trip takes the k-th duration of the pool's own random stream, longer on a slow road."""

    def __init__(self, engine: Engine, name: str, pool: Couriers, shape: Distribution, pace: Pace) -> None:
        self._engine, self._pace = engine, pace
        self.zones, self.zone_of = pool.zones, dealt_out(engine, pool.at, pool.zones)
        self._draws = Draws(shape, engine.streams.rng("trips", name).random)
        self._known: list[float] = []

    def minutes(self, trip: int, zone: int, orders: Ints) -> float:
        """The duration with number `trip`."""
        del zone, orders  # they do not matter
        while len(self._known) <= trip:
            self._known.extend(self._draws.take(BLOCK).tolist())
        return self._known[trip] / self._pace()

    def handed_over(self, orders: Ints) -> Floats:
        """Anywhere on the trip."""
        return along(self._engine, orders)

    def km(self, zones: Ints, counts: Ints, minutes: Floats) -> Floats:
        """Unknown: NaN."""
        del zones, minutes
        return np.full(len(counts), np.nan)

    def finish(self) -> None:
        """Nothing to add to the record."""
