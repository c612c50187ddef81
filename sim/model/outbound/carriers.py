"""The courier pools of a site, and the one place that assigns an order to one of them."""

from collections.abc import Callable

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.model.engine import Engine
from sim.model.outbound.courier_pool import CourierPool


class Carriers:
    """All courier pools that leave from a site; a site may have none."""

    def __init__(self, engine: Engine, site: str) -> None:
        self.pools = [CourierPool(engine, name) for name, pool in engine.world.couriers.items() if pool.at == site]

    def assign(self, orders: Ints) -> list[tuple[CourierPool, slice | Bools]]:
        """Which of `orders` each pool delivers: the first one takes all, since a site has one pool at most today."""
        del orders  # it does not depend on them
        return [(self.pools[0], slice(None))]

    def listen(self, before: Callable[[], None]) -> None:
        """Follow the levers; `before` brings the site up to now."""
        for pool in self.pools:
            pool.listen(before)

    def add(self, orders: Ints, at: Floats) -> None:
        """Orders are ready for a courier at the instants `at`, sorted."""
        for pool, mine in self.assign(orders):
            pool.stage.add(orders[mine], at[mine])

    def advance(self, until: float) -> list[tuple[Ints, Floats]]:
        """The orders delivered up to `until` since the last call, and when, pool by pool."""
        return [pool.stage.advance(until) for pool in self.pools]

    def withdraw(self, orders: Ints, now: float) -> Ints:
        """Take those of `orders` that wait for a courier out of the line; returns them."""
        taken = [pool.stage.withdraw(orders, now) for pool in self.pools]
        return np.concatenate([np.empty(0, np.int64), *taken])

    def finish(self) -> None:
        """At the end of the run: write the record."""
        for pool in self.pools:
            pool.finish()
        self.pools.clear()
