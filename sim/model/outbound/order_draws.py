"""Durations that belong to orders: drawn from the order's own random numbers, so that no other order changes them."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.distributions import Constant, Distribution, OrderColumn, RecordedDurations
from sim.model.engine import Engine
from sim.model.stations.spec import PerVisit


def order_draws(engine: Engine, shape: Distribution, name: str) -> PerVisit:
    """`draw(orders, visit)`: minutes for each order's visit number `visit` of the thing called `name`.

    Of recorded durations the k-th order of a source takes the k-th.
    """
    if isinstance(shape, Constant):
        value = shape.value
        return lambda orders, _visit: np.full(len(orders), value)
    if isinstance(shape, OrderColumn):
        column = engine.columns
        return lambda orders, _visit: column[shape.name][orders]
    keys = engine.ledger.orders
    if isinstance(shape, RecordedDurations):
        values = np.asarray(shape.values)
        return lambda orders, _visit: values[_numbers(engine, orders) % len(values)]

    def draw(orders: Ints, visit: int) -> Floats:
        u = engine.streams.uniforms(f"{name}#{visit}", keys.key[orders])
        return shape.quantile(u)

    return draw


def _numbers(engine: Engine, orders: Ints) -> Ints:
    """The number of each order among the orders of its source, 0 = first."""
    whole = engine.ledger.orders.source
    mine = whole[orders]
    numbers = np.empty(len(orders), np.int64)
    for source in np.unique(mine).tolist():
        numbers[mine == source] = np.searchsorted(np.flatnonzero(whole == source), orders[mine == source])
    return numbers
