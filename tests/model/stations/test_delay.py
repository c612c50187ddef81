"""The delay."""

import math

import numpy as np

from sim.model.stations.delay import Delay


def test_each_order_leaves_after_its_own_time_whatever_the_windows():
    rng = np.random.default_rng(3)
    at, minutes = np.sort(rng.uniform(0, 100, 500)), rng.exponential(20, 500)
    stage, out, when = Delay(lambda orders: minutes[orders]), [], []
    stage.add(np.arange(500), at)
    for until in [10.0, 10.0, 33.3, 90.0, math.inf]:
        orders, times = stage.advance(until)
        assert times.size == 0 or times[-1] <= until
        out += orders.tolist()
        when += times.tolist()
    order = np.argsort(at + minutes)
    assert out == order.tolist()
    assert when == (at + minutes)[order].tolist()


def test_the_number_inside_is_those_come_and_not_gone():
    stage = Delay(lambda orders: np.full(orders.size, 10.0))
    stage.add(np.arange(3), np.array([0.0, 5.0, 50.0]))
    stage.advance(7.0)
    assert (stage.in_system(7.0), stage.waiting(7.0)) == (2, 0)
