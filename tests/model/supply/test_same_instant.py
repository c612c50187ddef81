"""What goes first when several things fall on one instant; suppliers that stop and go."""

import numpy as np
import pytest

from tests.model.small import at, play
from validation.measures.inventory import stock_history

UP_TO = {"kind": "order_up_to", "order_up_to": 10, "review": "1h"}


def shop(policy, minutes, lead="1h", opening=10, units=1, products=None, supplier=None, site=None, **rule):
    return {
        "products": {"loaf": {"price": 1, **(products or {})}},
        "suppliers": {"mill": {"lead": lead, "supplies": ["loaf"], **(supplier or {})}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": opening}, **(site or {})}},
        "replenishment": [{"at": "shop", "items": ["loaf"], "policy": policy, **rule}],
        "regular": {"people": at(*minutes, quantity={units: 1})},
        "horizon": "1d",
    }


def book(parts):
    return stock_history(play(parts), "shop", "loaf")


def test_goods_that_arrive_are_there_for_the_order_of_the_same_minute():
    parts = shop({"kind": "base_stock", "level": 5}, [0, 60], opening=5, units=5, site={"unmet": "lost"})
    assert book(parts).demand.fill_rate() == 1.0


def test_a_review_that_goes_first_orders_a_period_later_than_one_that_goes_last():
    minutes = [60.0 * hour for hour in range(24)]
    last, first = (book(shop(UP_TO, minutes, "2h", at_same_instant=who)) for who in ("demand_first", "review_first"))
    ends = np.arange(6, 20) * 60.0
    assert set(last.net.before(ends).tolist()) == {8.0}  # two periods of demand are not covered
    assert set(first.net.before(ends).tolist()) == {7.0}  # three are


def test_an_order_for_at_once_is_there_for_the_demand_behind_the_review():
    parts = shop(UP_TO, [0, 60], lead=0, opening=0, units=10, site={"unmet": "lost"}, at_same_instant="review_first")
    assert book(parts).demand.fill_rate() == 1.0


@pytest.mark.parametrize("who", ["demand_first", "review_first"])
def test_what_expires_at_the_minute_of_a_review_is_gone_before_it(who):
    found = book(shop(UP_TO, [], lead=0, products={"shelf_life": "2h"}, at_same_instant=who))
    assert found.expired[0].tolist()[:2] == [120.0, 240.0]
    assert found.orders_placed[0].tolist()[:2] == [120.0, 240.0]


def test_a_watched_position_is_looked_at_once_all_orders_of_the_minute_are_in():
    parts = shop({"kind": "min_max", "reorder_point": 5, "order_up_to": 10}, [30, 30, 30], units=2, opening=9)
    assert [column.tolist() for column in book(parts).orders_placed] == [[30.0], [7.0]]


def test_during_an_outage_nothing_comes_and_afterwards_all_that_was_ordered():
    outages = {"up": "90min", "down": "2h"}
    found = book(shop(UP_TO, [60.0 * hour + 30 for hour in range(24)], lead=0, supplier={"outages": outages}))
    # nothing comes from 90 to 210 and from 300 to 420; reviews are every hour
    when = np.array([95.0, 125.0, 185.0, 209.0, 211.0, 299.0, 301.0, 361.0, 419.0, 421.0])
    assert found.on_order.at(when).tolist() == [0, 1, 2, 2, 0, 0, 1, 2, 2, 0]


def test_outages_are_as_long_and_as_frequent_as_declared():
    outages = {
        "up": {"geometric": {"step": "1h", "chance": 0.25}},
        "down": {"geometric": {"step": "1h", "chance": 0.5}},
    }
    parts = shop(UP_TO, [60.0 * hour for hour in range(24 * 60)], lead=0, at_same_instant="review_first")
    parts |= {"horizon": "60d"}
    parts["suppliers"]["mill"]["outages"] = outages
    found = book(parts)
    waiting = found.on_order.at(np.arange(24 * 60) * 60.0 + 30.0) > 0
    assert waiting.mean() == pytest.approx(0.25 / 0.75, abs=0.06)
