"""Averages of an inventory cycle are exact, whatever the size of the orders it is made of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.small import play
from validation.measures.piecewise_linear import PiecewiseLinearLevel, net_stock_level

AMOUNTS = st.floats(-50, 50).map(lambda x: round(x, 3))


def test_a_line_through_zero_is_split_there():
    level = PiecewiseLinearLevel(np.array([0.0, 4.0]), np.array([0.0, -1.0]), np.array([3.0, 0.0]))
    assert level.mean_positive(0, 4) == pytest.approx(3 * 3 / 2 / 4)
    assert level.mean_negative(0, 4) == pytest.approx(1 * 1 / 2 / 4)
    assert (level.highest(0, 4), level.lowest(0, 4)) == (3.0, -1.0)


@given(st.lists(st.tuples(st.floats(0.1, 5), AMOUNTS, AMOUNTS), min_size=1, max_size=8))
def test_averages_agree_with_looking_at_many_instants(pieces):
    times = np.cumsum([0.0, *(length for length, _, _ in pieces)])
    after = np.array([*(one for _, one, _ in pieces), 0.0])
    before = np.array([0.0, *(other for _, _, other in pieces)])
    fine = (np.arange(2000) + 0.5) / 2000
    levels = np.array([one + (other - one) * fine for _, one, other in pieces])
    weights = np.diff(times) / times[-1]
    level = PiecewiseLinearLevel(times, before, after)
    assert level.mean_positive(0, times[-1]) == pytest.approx(weights @ np.maximum(levels, 0).mean(axis=1), abs=0.01)
    assert level.mean_negative(0, times[-1]) == pytest.approx(weights @ np.maximum(-levels, 0).mean(axis=1), abs=0.01)


def bought(orders, lot=60.0, backorders=0.0):
    """A lot of 60 is used up in an hour, in so many orders; the next one is ordered at so many backorders."""
    every = 60.0 / orders
    return play(
        {
            "products": {"loaf": {"price": 1}},
            "suppliers": {"mill": {"lead": 0, "supplies": ["loaf"]}},
            "sites": {"shop": {"kind": "front_point", "opening": {"loaf": lot - backorders}}},
            "replenishment": [
                {
                    "at": "shop",
                    "items": ["loaf"],
                    "policy": {"kind": "fixed_quantity", "reorder_point": -backorders, "quantity": lot},
                }
            ],
            "regular": {
                "people": {
                    "arrives": {"kind": "every", "interval": f"{every}min", "first": f"{every}min"},
                    "quantity": {lot / orders: 1},
                }
            },
            "horizon": "200min",
        }
    )


@pytest.mark.parametrize("orders", [1, 4, 60])
def test_the_size_of_the_orders_does_not_matter(orders):
    level = net_stock_level(bought(orders), "shop", "loaf")
    assert level.mean_positive(60, 180) == pytest.approx(30.0)
    assert (level.highest(60, 180), level.lowest(60, 180)) == (60.0, 0.0)


@pytest.mark.parametrize("orders", [4, 60])
def test_backorders_are_a_triangle_too(orders):
    level = net_stock_level(bought(orders, backorders=15.0), "shop", "loaf")
    assert level.mean_positive(60, 180) == pytest.approx(45 * 45 / 2 / 60)
    assert level.mean_negative(60, 180) == pytest.approx(15 * 15 / 2 / 60)
    assert (level.highest(60, 180), level.lowest(60, 180)) == (45.0, -15.0)


def test_production_is_a_steady_flow():
    run = play(
        {
            "products": {"loaf": {"price": 1}},
            "sites": {"shop": {"kind": "factory", "lines": {"oven": {"rate": {"loaf": "3/min"}, "batch": 15}}}},
            "replenishment": [
                {
                    "at": "shop",
                    "items": ["loaf"],
                    "policy": {"kind": "fixed_quantity", "reorder_point": 0, "quantity": 60},
                }
            ],
            "regular": {
                "people": {
                    "arrives": {"kind": "every", "interval": "15min", "first": "15min"},
                    "quantity": {15: 1},
                }
            },
            "horizon": "200min",
        }
    )
    level = net_stock_level(run, "shop", "loaf")
    # for 20 minutes the level rises by 2 a minute, then it falls for 40
    assert level.highest(60, 180) == pytest.approx(40.0)
    assert level.mean_positive(60, 180) == pytest.approx(20.0)
