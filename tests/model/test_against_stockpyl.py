"""A single site, period by period, against the simulation of stockpyl (Snyder), which shares no line with this one.

stockpyl sees the demand of a period before it orders: that is `at_same_instant: demand_first`. A review that goes first
is the same with a lead time that is a period shorter.
"""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.small import at, play
from validation.measures.inventory import stock_history

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    supply_chain = pytest.importorskip("stockpyl.supply_chain_network")
    simulation = pytest.importorskip("stockpyl.sim").simulation

DEMANDS = st.lists(st.integers(0, 9), min_size=5, max_size=15)


def theirs(demands, lead, **policy):
    """Net stock at the end of each period."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network = supply_chain.single_stage_system(
            holding_cost=1, stockout_cost=1, demand_type="D", demand_list=demands, shipment_lead_time=lead, **policy
        )
        simulation(network, len(demands), rand_seed=1, progress_bar=False)
    (node,) = network.nodes
    return [sum(node.state_vars[period].inventory_level.values()) for period in range(len(demands))]


def ours(demands, lead, opening, first, policy):
    streams = {f"p_{k}": at(float(k), quantity={units: 1}) for k, units in enumerate(demands) if units}
    run = play(
        {
            "products": {"loaf": {"price": 1}},
            "suppliers": {"mill": {"lead": f"{lead}min", "supplies": ["loaf"]}},
            "sites": {"shop": {"kind": "front_point", "opening": {"loaf": opening}}},
            "replenishment": [
                {"at": "shop", "items": ["loaf"], "policy": {**policy, "review": "1min"}, "at_same_instant": first}
            ],
            "regular": streams or {"nobody": at()},
            "horizon": f"{len(demands) + 1}min",
        }
    )
    return stock_history(run, "shop", "loaf").net.before(np.arange(1.0, len(demands) + 1)).tolist()


@given(DEMANDS, st.integers(0, 20), st.integers(1, 3))
@settings(max_examples=15)
def test_base_stock_has_the_same_stock_at_the_end_of_every_period(demands, level, lead):
    policy = {"kind": "order_up_to", "order_up_to": level}
    expected = theirs(demands, lead, policy_type="BS", base_stock_level=level)
    assert ours(demands, lead, level, "demand_first", policy) == expected
    assert ours(demands, lead - 1, level, "review_first", policy) == expected


@given(DEMANDS, st.integers(0, 6), st.integers(1, 12), st.integers(1, 3))
@settings(max_examples=15)
def test_s_big_s_has_the_same_stock_at_the_end_of_every_period(demands, low, more, lead):
    policy = {"kind": "min_max", "reorder_point": low, "order_up_to": low + more}
    expected = theirs(
        demands, lead, policy_type="sS", reorder_point=low, order_up_to_level=low + more,
        initial_inventory_level=low + more,
    )  # fmt: skip
    assert ours(demands, lead, low + more, "demand_first", policy) == expected
