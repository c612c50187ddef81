"""Regular streams: a lever adds and thins orders of its own source only, and all is as before when it is let go."""

import numpy as np
import pytest
from pydantic import ValidationError

from tests.model.small import at, play

DAY = 1440.0
SHOP = {"sites": {"shop": {"kind": "front_point", "stock": "unlimited"}}, "horizon": "12d"}
TWO = {
    **SHOP,
    "products": {"loaf": {"price": 10}, "milk": {"price": 5}},
    "regular": {
        "mine": {"arrives": {"kind": "steady", "rate": "300/d"}, "channel": "app"},
        "theirs": {"arrives": {"kind": "steady", "rate": "200/d"}, "channel": "web"},
    },
}


def demand(factor, where="mine", start="d4", lasts="3d"):
    return {"kind": "hold", "lever": "demand", "where": where, "factor": factor, "from": start, "for": lasts}


def orders_of(record, source):
    """(instant, key, product) of the orders that really came, sorted."""
    orders = record.orders
    code = record.names["source"].index(source)
    rows = np.flatnonzero((orders["source"] == code) & (orders["kind"] == 0))
    sku = record.lines["sku"][orders["first"][rows]] if "first" in orders else record.lines["sku"][rows]
    return sorted(zip(orders["placed"][rows].tolist(), orders["key"][rows].tolist(), sku.tolist(), strict=True))


def within(found, start, end):
    return [one for one in found if start <= one[0] < end]


def test_a_surge_moves_nobody_elses_orders_and_none_of_its_own_outside_its_time():
    calm, surge = play(TWO), play(TWO, demand(6))
    assert orders_of(surge, "theirs") == orders_of(calm, "theirs")
    for start, end in ((0, 4 * DAY), (7 * DAY, 12 * DAY)):
        assert within(orders_of(surge, "mine"), start, end) == within(orders_of(calm, "mine"), start, end)
    during = within(orders_of(surge, "mine"), 4 * DAY, 7 * DAY)
    assert set(within(orders_of(calm, "mine"), 4 * DAY, 7 * DAY)) <= set(during)
    assert len(during) == pytest.approx(6 * 900, abs=4 * np.sqrt(6 * 900))
    assert len({key for _, key, _ in orders_of(surge, "mine")}) == len(orders_of(surge, "mine"))


@pytest.mark.parametrize("factor", [0.4, 0.0])
def test_a_lower_demand_keeps_a_part_of_the_very_same_orders(factor):
    calm, thin = play(TWO), play(TWO, demand(factor))
    kept = within(orders_of(thin, "mine"), 4 * DAY, 7 * DAY)
    usual = within(orders_of(calm, "mine"), 4 * DAY, 7 * DAY)
    assert set(kept) <= set(usual)
    assert len(kept) == pytest.approx(factor * len(usual), abs=4 * np.sqrt(len(usual) * factor * (1 - factor)) + 1e-9)
    assert within(orders_of(thin, "mine"), 7 * DAY, 12 * DAY) == within(orders_of(calm, "mine"), 7 * DAY, 12 * DAY)
    smaller = within(orders_of(play(TWO, demand(0.2)), "mine"), 4 * DAY, 7 * DAY)
    assert factor == 0 or set(smaller) <= set(kept)


def test_a_lever_may_name_a_channel_or_a_product():
    calm = play(TWO)
    by_channel = play(TWO, demand(0, "web"))
    assert within(orders_of(by_channel, "theirs"), 4 * DAY, 7 * DAY) == []
    assert orders_of(by_channel, "mine") == orders_of(calm, "mine")
    by_product = play(TWO, demand(3, "milk"))
    for source, rate in (("mine", 300), ("theirs", 200)):
        during = within(orders_of(by_product, source), 4 * DAY, 7 * DAY)
        usual = within(orders_of(calm, source), 4 * DAY, 7 * DAY)
        assert [one for one in during if one[2] == 0] == [one for one in usual if one[2] == 0]
        milk = sum(one[2] == 1 for one in during)
        assert milk == pytest.approx(3 * 3 * rate / 2, abs=4 * np.sqrt(3 * 3 * rate / 2))


def test_two_levers_that_overlap_multiply_and_what_is_let_go_first_comes_back_first():
    both = play(TWO, demand(3, start="d4", lasts="4d"), demand(2, "app", start="d6", lasts="4d"))
    found = orders_of(both, "mine")
    counts = [len(within(found, day * DAY, (day + 2) * DAY)) for day in (2, 4, 6, 8, 10)]
    for count, factor in zip(counts, (1, 3, 6, 2, 1), strict=True):
        assert count == pytest.approx(600 * factor, abs=4 * np.sqrt(600 * factor))


def test_an_order_at_the_minute_a_lever_moves_belongs_to_the_time_before():
    parts = {**SHOP, "regular": {"people": at(100, 200, 300)}}
    off = {"kind": "hold", "lever": "demand", "where": "people", "factor": 0, "from": "d0 01:40", "for": "100min"}
    assert [one[0] for one in orders_of(play(parts, off), "people")] == [100.0, 300.0]


def test_exactly_so_many_orders_come_when_that_is_asked_for():
    parts = {
        **SHOP,
        "regular": {"people": {"arrives": {"kind": "wave", "mean": "9/h", "swing": "9/h"}, "exactly": 321}},
    }
    assert len(orders_of(play(parts), "people")) == 321


def test_baskets_hold_different_products_and_their_mean_number_of_lines():
    products = {f"p{k}": {"price": 1} for k in range(40)}
    parts = {
        **SHOP,
        "products": products,
        "regular": {"people": {"arrives": {"kind": "steady", "rate": "500/d"}, "lines": 2.5}},
    }
    record = play(parts)
    assert record.rows("lines") / record.rows("orders") == pytest.approx(2.5, abs=0.1)
    pairs = list(zip(record.lines["order"].tolist(), record.lines["sku"].tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)
    value = np.bincount(record.lines["order"], record.lines["qty"] * record.lines["price"])
    assert np.array_equal(value, record.orders["value"])


def test_orders_that_arrive_together_share_their_minute():
    people = {"arrives": {"kind": "steady", "rate": "50/d"}, "batch": {"size": 4}}
    times = np.array([one[0] for one in orders_of(play({**SHOP, "regular": {"people": people}}), "people")])
    assert len(times) % 4 == 0
    assert (times.reshape(-1, 4) == times[::4, None]).all()


def test_communities_get_orders_by_their_households_and_pickup_by_its_share():
    parts = {
        **SHOP,
        "communities": {"big": {"households": 900}, "small": {"households": 100}},
        "couriers": {"riders": {"at": "shop", "full_time": 50}},
        "regular": {"people": {"arrives": {"kind": "steady", "rate": "500/d"}, "pickup": 0.3}},
    }
    orders = play(parts).orders
    count = len(orders["placed"])
    assert (orders["community"] == 0).mean() == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / count))
    assert (orders["mode"] == 1).mean() == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / count))


def test_orders_that_come_evenly_know_no_chance():
    calm = {**SHOP, "regular": {"mine": {"arrives": {"kind": "steady", "rate": "10/d"}, "evenly": True}}}
    times = [time for time, *_ in orders_of(play(calm), "mine")]
    assert times == pytest.approx([DAY / 20 + DAY / 10 * k for k in range(120)])


@pytest.mark.parametrize("more", [{"exactly": 5}, {"overdispersion": 0.1}])
def test_orders_that_come_evenly_are_not_drawn_in_any_other_way(more):
    stream = {"arrives": {"kind": "steady", "rate": "10/d"}, "evenly": True, **more}
    with pytest.raises(ValidationError, match="`evenly` know neither"):
        play({**SHOP, "regular": {"mine": stream}})
