"""Products that are talked about one after another sell each in its own slot, and as much as without slots."""

import numpy as np
import pytest
from pydantic import ValidationError

from sim.rates.show import show_burst
from sim.schema.selling import Show
from tests.model.selling.test_show import ENDS, START, show

MIX = {"loaf": 3, "cake": 1}
TALKS = {"loaf": ["0min", "30min"], "cake": ["60min", "100min"]}
HEAD = {"products": MIX, "talks": TALKS}


def placed(record, sku):
    """Instants of the orders of a product, sorted."""
    mine = record.lines["sku"] == sku
    return np.sort(record.orders["placed"][record.lines["order"][mine]])


def within(times, since, until):
    return bool(((times >= START + since) & (times <= START + until)).all())


def test_each_product_sells_in_its_slot_and_as_much_as_its_share():
    record = show(**HEAD)
    loaves, cakes = placed(record, 0), placed(record, 1)
    assert (len(loaves), len(cakes)) == (300, 100)
    assert within(loaves, 0, 30)
    assert within(cakes, 60, 100)
    assert (np.diff(record.orders["placed"]) >= 0).all()


@pytest.mark.parametrize("weights", [(1, 1), (5, 2), (2, 9)])
def test_an_exact_show_brings_exactly_its_orders_whatever_the_shares(weights):
    mix = {"loaf": weights[0], "cake": weights[1]}
    record = show(orders=101, products=mix, talks=TALKS)
    counts = len(placed(record, 0)), len(placed(record, 1))
    assert sum(counts) == 101
    assert counts[0] == pytest.approx(101 * weights[0] / sum(weights), abs=1)


def test_products_of_one_slot_share_it_by_weight_and_a_product_without_a_talk_sells_all_along():
    both = show(products=MIX, talks={"loaf": ["10min", "20min"], "cake": ["10min", "20min"]})
    assert len(placed(both, 0)) + len(placed(both, 1)) == 400
    assert len(placed(both, 0)) == pytest.approx(300, abs=40)
    assert within(np.concatenate([placed(both, 0), placed(both, 1)]), 10, 20)
    one = show(products=MIX, talks={"loaf": ["10min", "20min"]})
    assert within(placed(one, 0), 10, 20)
    assert placed(one, 1)[0] < START + 15
    assert placed(one, 1)[-1] > ENDS - 30


def test_inside_a_slot_the_burst_is_that_of_a_show_of_its_length():
    record = show(orders=40_000, spike=5, **HEAD)
    loaves = placed(record, 0) - START
    # the time constant that makes the spike five times the mean rate while the link is open, for a floor of a tenth
    fade, length = 1.0, 30 * 0.92
    for _ in range(200):
        fade = length * (0.2 - 0.1) / 0.9 / (1 - np.exp(-length / fade))
    burst = show_burst(30_000, 0.0, 30 * 0.08, 30.0, fade)
    for minute in (2.4, 3.0, 5.0, 10.0, 20.0):
        assert np.searchsorted(loaves, minute) == pytest.approx(float(burst.cumulative(minute)), abs=4 * np.sqrt(7500))


def test_a_talk_of_the_whole_show_changes_nothing():
    plain = show(products=MIX, exactly=False)
    said = show(products=MIX, exactly=False, talks={key: ["0min", "120min"] for key in MIX})
    for column, values in plain.orders.items():
        np.testing.assert_array_equal(said.orders[column], values)


def test_pools_of_a_product_open_with_its_talk():
    groups = {"size": 4, "within": "20min", "pull": 1.0}
    record = show(exactly=False, orders=60, groups=groups, communities={"home": {}}, **HEAD)
    cakes = placed(record, 1)
    assert len(cakes) > 4
    assert within(placed(record, 0), 0, 30)
    assert within(cakes, 60, 100)
    formed = record.orders["grouped"][np.isfinite(record.orders["grouped"])]
    assert (formed > START + 60).any()


def held(since, lasts, factor):
    return {"kind": "hold", "lever": "demand", "where": "gala", "factor": factor, "from": f"d0 {since}", "for": lasts}


def test_demand_that_moves_between_two_talks_moves_only_those_to_come():
    calm, moved = show(**HEAD), show(**HEAD, shocks=[held("20:40", "80min", 0)])
    kept = moved.orders["kind"] >= 0
    assert np.array_equal(np.sort(moved.orders["placed"][kept]), placed(calm, 0))


def test_demand_that_moves_after_the_last_talk_moves_nothing():
    calm, moved = show(**HEAD), show(**HEAD, shocks=[held("21:45", "10min", 6)])
    np.testing.assert_array_equal(calm.orders["placed"], moved.orders["placed"])


def test_demand_that_rises_during_a_talk_brings_more_in_that_talk_only():
    moved = show(**HEAD, shocks=[held("21:05", "90min", 3)])
    assert len(placed(moved, 0)) == 300
    assert len(placed(moved, 1)) > 150
    assert within(placed(moved, 1), 60, 100)


@pytest.mark.parametrize(
    ("talks", "message"),
    [
        ({"lof": ["0min", "30min"]}, "names 'lof', but the show sells loaf, cake"),
        ({"loaf": ["30min", "30min"]}, "must begin before it ends"),
        ({"loaf": ["30min", "121min"]}, "within 120 minutes"),
    ],
)
def test_a_talk_of_nothing_or_outside_the_show_is_refused(talks, message):
    with pytest.raises(ValidationError, match=message):
        Show.model_validate({"start": "d0 20:00", "orders": 10, "products": MIX, "talks": talks})
