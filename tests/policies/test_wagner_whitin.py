"""Wagner-Whitin against every plan there is."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.replenishment.wagner_whitin import WagnerWhitin
from sim.policies.view import StockView

DEMAND = st.lists(st.integers(0, 60), min_size=1, max_size=7)


def cost(lots, demand, setup, holding):
    """Setups and stock of a plan; None when it runs out."""
    left = np.cumsum(lots) - np.cumsum(demand)
    return None if (left < 0).any() else setup * np.count_nonzero(lots) + holding * left.sum()


@given(DEMAND, st.integers(0, 100), st.integers(0, 5))
def test_no_plan_costs_less(demand, setup, holding):
    policy = WagnerWhitin(demand=[float(d) for d in demand], setup=setup, holding=holding)
    best = None
    for orders in product((False, True), repeat=len(demand)):
        lots, last = np.zeros(len(demand)), None
        for period, units in enumerate(demand):
            last = period if orders[period] else last
            if last is not None:
                lots[last] += units
        found = cost(lots, demand, setup, holding)
        best = found if best is None or (found is not None and found < best) else best
    assert cost(policy.lots, demand, setup, holding) == best


@pytest.mark.plays("replenishment:wagner_whitin")
def test_it_orders_its_plan_period_by_period_and_then_no_more():
    policy = WagnerWhitin(review="6h", first_review="1h", demand=[90, 120, 80, 70], setup=500, holding=2)
    at = [60.0 + 360.0 * period for period in range(6)]
    assert [policy.decide(StockView.of([0.0]), now)[0] for now in at] == [210, 0, 150, 0, 0, 0]
