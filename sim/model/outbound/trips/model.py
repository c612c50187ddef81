"""What a courier pool asks of its trips: zones, minutes, where each order is handed over, kilometres."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.schema.reach import delivers_to

Pace = Callable[[], float]
"""The speed of the road now, as a share of its usual one."""


class TripModel(Protocol):
    """The trips of one pool, asked for one after the other, as they depart."""

    zones: int
    """How many zones there are; the orders of one trip are all of one zone."""
    zone_of: Ints
    """The zone of each community, shape (communities + 1,); the last row is for orders without one."""

    def minutes(self, trip: int, zone: int, orders: Ints) -> float:
        """How long the trip with number `trip`, from 0, is away with `orders`."""

    def handed_over(self, orders: Ints) -> Floats:
        """The share of its trip at which each order that has departed is handed over, shape (orders,)."""

    def km(self, zones: Ints, counts: Ints, minutes: Floats) -> Floats:
        """Lengths of all trips so far, by zone, number of orders and minutes; NaN = unknown; shapes (trips,)."""

    def finish(self) -> None:
        """At the end of the run: what only this model knows goes into the record."""


def dealt_out(engine: Engine, site: str, zones: int) -> Ints:
    """Zone of each community (last row: orders without one): those that the site delivers to are dealt out in turn."""
    communities = engine.codes.communities
    zone = np.arange(max(len(communities), 1) + 1) % zones
    zone[-1] = 0
    if zones > 1:
        served = [code for name, code in communities.items() if delivers_to(engine.world, name) == site]
        zone[served] = np.arange(len(served)) % zones
    return zone


def along(engine: Engine, orders: Ints) -> Floats:
    """A uniform draw for each order: how far along the stops of its trip it is handed over."""
    return engine.streams.uniforms("handed over", engine.ledger.orders.key[orders])
