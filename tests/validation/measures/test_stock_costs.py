"""Costs and service of stock, by hand: two units on hand, then a shortage, then a delivery."""

import numpy as np
import pytest

from sim.kpi.steps import Steps
from validation.measures.inventory import DemandLines, StockHistory
from validation.measures.stock_costs import (
    echelon_holding_cost,
    mean_period_cost,
    net_at_period_ends,
    order_rate,
    service_measures,
    shortfalls,
)


def steps(*points):
    times, values = zip(*points, strict=True)
    return Steps(np.array(times, dtype=float), np.array(values, dtype=float))


def history(on_hand, backorders=((0, 0),), on_order=((0, 0),), orders=()):
    """Two units at 0, of which 5 are demanded at 1.5; the rest arrives at 3.5."""
    demand = DemandLines(np.array([1.5]), np.array([5.0]), np.array([2.0]), np.array([3.5]), np.array([False]))
    placed = np.array(orders, dtype=float), np.ones(len(orders))
    return StockHistory(steps(*on_hand), steps(*backorders), steps(*on_order), demand, placed, (placed[0], placed[1]))


SHORT = history([(0, 2), (1.5, 0), (3.5, 1)], [(0, 0), (1.5, 3), (3.5, 0)], orders=[0.5, 1.5, 2.5])


def test_the_net_stock_is_looked_at_just_before_the_end_of_each_period():
    assert net_at_period_ends(SHORT, 0, 4).tolist() == [2, -3, -3, 1]
    assert shortfalls(SHORT, 4.0, 0, 4).tolist() == [2, 7, 7, 3]


def test_a_period_costs_its_stock_or_its_backorders():
    assert mean_period_cost(SHORT, 1.0, 10.0, 0, 4) == pytest.approx((2 + 30 + 30 + 1) / 4)


def test_orders_are_counted_in_a_window_that_is_open_at_its_end():
    assert order_rate(SHORT, 0.5, 2.5) == 1.0


def test_service_is_averaged_over_units_and_over_time():
    found = service_measures(SHORT, 0.0, 4.0)
    assert found["fill_rate"] == pytest.approx(2 / 5)
    assert found["mean_customer_wait"] == pytest.approx(2.0)
    assert found["backorders"] == pytest.approx(3 * 2 / 4)
    assert found["on_hand"] == pytest.approx((2 * 1.5 + 1 * 0.5) / 4)


def test_goods_in_transit_are_charged_at_the_rate_of_the_stage_that_sent_them():
    # stage 1 holds 1 and has 4 on order, of which stage 2 owes 1: three are in transit; stage 2 holds 5
    first, second = history([(0, 1)], on_order=[(0, 4)]), history([(0, 5)], [(0, 1)])
    # local rates 3 + 2 = 5 and 2
    assert echelon_holding_cost([first, second], [3.0, 2.0], 0.0, 10.0) == pytest.approx(5 * 1 + 2 * 5 + 2 * 3)
