"""Replenishment acts on the inventory position, and triggers at its level or below."""

import numpy as np
import pytest

from sim.policies.replenishment.base_stock import BaseStock
from sim.policies.replenishment.fixed_quantity import FixedQuantity
from sim.policies.replenishment.min_max import MinMax
from sim.policies.replenishment.on_demand import OnDemand
from sim.policies.replenishment.order_up_to import OrderUpTo
from tests.policies.views import stock_view


def ordered(policy, position):
    return float(policy.decide(stock_view([0], [max(position, 0)], [max(-position, 0)]), 0.0)[0])


@pytest.mark.plays("replenishment:min_max", "replenishment:fixed_quantity")
def test_the_trigger_is_at_the_level_not_below_it():
    assert [ordered(MinMax(reorder_point=75, order_up_to=100), p) for p in (76, 75, 74)] == [0, 25, 26]
    assert [ordered(FixedQuantity(reorder_point=75, quantity=50), p) for p in (76, 75, 0)] == [0, 50, 50]


def test_multiples_lift_the_position_above_the_reorder_point_and_no_further_than_needed():
    policy = FixedQuantity(reorder_point=75, quantity=40, multiples=True)
    assert [ordered(policy, p) for p in (75, 36, 35, -5)] == [40, 40, 80, 120]
    assert ordered(FixedQuantity(reorder_point=75, quantity=0, multiples=True), 10) == 0


@pytest.mark.plays("replenishment:order_up_to", "replenishment:base_stock")
def test_order_up_to_and_base_stock_close_the_gap():
    for policy in (OrderUpTo(order_up_to=100), BaseStock(level=100)):
        assert [ordered(policy, p) for p in (120, 100, 99, -20)] == [0, 0, 1, 120]


@pytest.mark.plays("replenishment:on_demand")
def test_on_demand_orders_what_is_owed_once_enough_is_collected():
    assert [ordered(OnDemand(collect=10), p) for p in (5, 0, -9, -10, -14)] == [0, 0, 0, 10, 14]
    assert [ordered(OnDemand(), p) for p in (0, -1)] == [0, 1]


def test_knobs_may_differ_per_item_and_items_without_one_get_none():
    view = stock_view([0, 0, 0], [10, 10, 10], [0, 0, 0])
    policy = MinMax(reorder_point={"item0": 20, "item2": 5}, order_up_to={"item0": 50, "item2": 50})
    assert policy.decide(view, 0.0).tolist() == [40, 0, 0]


def test_the_position_is_on_hand_plus_on_order_less_backlog():
    view = stock_view([5.0, 0.0], [10.0, 0.0], [3.0, 4.0])
    assert view.position.tolist() == [12.0, -4.0]
    assert np.array_equal(view.per_item(2.0), [2.0, 2.0])
