"""Orders are placed at the very instant the position falls to its level, and on_order is what is really underway."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.small import at, play

DAY = 1440.0


def supplied(policy, minutes, lead="90min", opening=12, horizon="5d", **more):
    """One shop, one supplier, orders of one unit at these minutes."""
    return {
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": opening}}},
        "suppliers": {"mill": {"lead": lead, "supplies": ["loaf"]}},
        "replenishment": [{"at": "shop", "items": ["loaf"], "policy": policy, **more}],
        "regular": {"people": at(*minutes)},
        "horizon": horizon,
    }


def bought(record):
    """(instant of the order, units) of everything bought, from the deliveries."""
    received = record.moves["source"] == -1
    return list(zip(record.moves["time"][received].tolist(), record.moves["qty"][received].tolist(), strict=True))


@given(
    st.lists(st.integers(1, 4000), min_size=1, max_size=60, unique=True),
    st.integers(0, 12),
    st.integers(1, 15),
    st.integers(0, 20),
    st.sampled_from([0, 45, 700]),
)
@settings(max_examples=60)
def test_a_fixed_quantity_is_ordered_at_the_instant_the_position_falls_to_the_reorder_point(
    minutes, point, quantity, opening, lead
):
    policy = {"kind": "fixed_quantity", "reorder_point": point, "quantity": quantity, "multiples": True}
    record = play(supplied(policy, sorted(minutes), f"{lead}min", opening))
    position, orders = opening, []
    for time in [0, *sorted(minutes)]:
        position -= time > 0
        if position <= point:
            units = (math.floor((point - position) / quantity) + 1) * quantity
            position += units
            orders.append((time + lead, units))
    got = bought(record)
    assert [units for _, units in got] == [units for time, units in orders if time < 5 * DAY]
    np.testing.assert_allclose([time for time, _ in got], [time for time, _ in orders if time < 5 * DAY], atol=1e-9)


@given(st.lists(st.integers(1, 4000), min_size=1, max_size=50, unique=True), st.integers(1, 20))
@settings(max_examples=30)
def test_base_stock_orders_every_unit_again_when_it_is_asked_for(minutes, level):
    policy = {"kind": "base_stock", "level": level}
    record = play(supplied(policy, sorted(minutes), "60min", level))
    np.testing.assert_allclose([time for time, _ in bought(record)], [time + 60.0 for time in sorted(minutes)])
    assert {units for _, units in bought(record)} == {1.0}


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=60, unique=True), st.integers(5, 40))
@settings(max_examples=30)
def test_a_review_orders_up_to_its_level_and_counts_what_is_on_the_way(minutes, level):
    policy = {"kind": "order_up_to", "order_up_to": level, "review": "1d", "first_review": "6h"}
    record = play(supplied(policy, sorted(minutes), "30h", 12))
    position, orders = 12, []
    for review in np.arange(360.0, 5 * DAY, DAY):
        position = 12 + sum(units for _, units in orders) - sum(minute <= review for minute in minutes)
        if position < level:
            orders.append((review, level - position))
    expected = [(float(when) + 1800.0, float(units)) for when, units in orders if when + 1800.0 < 5 * DAY]
    assert bought(record) == expected


def test_demand_and_review_at_one_instant_go_in_the_order_that_the_rule_says():
    policy = {"kind": "order_up_to", "order_up_to": 12, "review": "1d", "first_review": "6h"}
    first = play(supplied(policy, [360.0], "1h"))
    later = play(supplied(policy, [360.0], "1h", at_same_instant="review_first"))
    assert bought(first)[0][0] == 360.0 + 60.0
    assert bought(later)[0][0] == 360.0 + DAY + 60.0


def test_a_position_that_falls_without_any_demand_is_noticed_at_once():
    parts = supplied({"kind": "min_max", "reorder_point": 2, "order_up_to": 10}, [], "1h", 10)
    parts["products"] = {"loaf": {"price": 1, "shelf_life": "1d"}}
    record = play(parts)
    # all ten expire at the end of the first day, and again a day after the delivery
    assert bought(record)[:2] == [(DAY + 60.0, 10.0), (2 * DAY + 120.0, 10.0)]


def test_a_policy_that_orders_too_little_is_asked_again_with_the_next_demand_and_not_without_end():
    policy = {"kind": "fixed_quantity", "reorder_point": 20, "quantity": 1}
    record = play(supplied(policy, [100, 200, 300], "10min", 12))
    assert bought(record) == [(10.0, 1.0), (110.0, 1.0), (210.0, 1.0), (310.0, 1.0)]


def test_materials_are_ordered_as_soon_as_a_work_order_claims_them():
    record = play(
        {
            "products": {"loaf": {"price": 10, "bom": {"flour": "0.5kg"}}},
            "materials": {"flour": {"cost": 2, "bought_from": "mill"}},
            "suppliers": {"mill": {"lead": "2h"}},
            "sites": {"bakery": {"kind": "factory", "lines": {"oven": {"rate": {"loaf": "60/h"}}}}},
            "replenishment": [
                {"at": "bakery", "items": ["loaf"], "policy": {"kind": "on_demand"}},
                {"at": "bakery", "items": ["flour"], "policy": {"kind": "on_demand"}},
            ],
            "regular": {"people": at(60, quantity={8: 1})},
            "horizon": "1d",
        }
    )
    assert record.moves["time"][record.moves["source"] == -1].tolist() == [180.0]
    assert record.orders["delivered"].tolist() == [188.0]
