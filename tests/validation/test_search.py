"""The best level and the best lot size are found, from far away and with few evaluations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation.measures.inventory import stock_histories
from validation.measures.stock_costs import mean_period_cost
from validation.search import best_lot_size, best_order_up_to_level, minimise_unimodal, pilot_record
from validation.worlds.economic_lots import LotSize
from validation.worlds.single_site import period_demand, shop_world
from validation.worlds.world import SITE


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 60))
def test_the_lowest_point_of_a_valley_is_found_wherever_it_lies(low, more, best):
    levels = []

    def cost(level):
        levels.append(level)
        return abs(level - best)

    found = minimise_unimodal(cost, low, low + more)
    assert found == min(max(best, low), low + more)
    assert len(levels) <= 2 * max(more, 1).bit_length()


@pytest.mark.parametrize(("best", "share"), [(0.003, 0.0), (17.0, 0.25), (4e6, 0.9)])
def test_the_best_lot_is_found_from_far_away(best, share):
    def cost(lots):
        return [np.log(q / best) ** 2 + (backorders / q - share) ** 2 for q, backorders in lots]

    found = best_lot_size(cost, 100.0, with_backlog=share > 0)
    assert found.quantity == pytest.approx(best, rel=1e-6)
    assert found.backorders == pytest.approx(share * best, rel=1e-6)
    assert isinstance(found, LotSize)


def test_the_best_level_of_a_pilot_run_is_the_level_that_costs_least_in_it():
    names = ["a", "b"]

    def world(level):
        policy = {"kind": "order_up_to", "review": "1min", "order_up_to": level}
        return shop_world(
            names, 61, period_demand(names, {"poisson": {"mean": 4}}), policy, "2min", level, "review_first"
        )

    def mean_cost(level):
        return np.mean(
            [mean_period_cost(stock, 1.0, 5.0, 3, 60) for stock in stock_histories(pilot_record(world(level)), SITE)]
        )

    best = best_order_up_to_level(world(12), dict.fromkeys(names, 12.0), 5 / 6, 3, 60)
    costs = {level: mean_cost(level) for level in range(9, 24)}
    assert costs[best] == pytest.approx(min(costs.values()))
