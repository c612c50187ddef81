"""Returns: who sends goods back, when it counts, and what becomes of the goods."""

import numpy as np
import pytest

from sim.randoms import Streams
from sim.state.ledger import Kind, Status
from sim.state.stock import Elsewhere, Why
from tests.model.small import at, play

DAY = 1440.0


def shop(times, opening=5, horizon="4d", returns=None, **more):
    """A shop without stations or couriers: an order that gets goods is in hand at once."""
    back = {"share": 1, "after": "12h", "restocked": 1} | (returns or {})
    return {
        "horizon": horizon,
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": opening}}},
        "communities": {"town": {"delivered_from": "shop"}},
        "regular": {"people": at(*times)},
        "customers": {"returns": back},
        **more,
    }


def moved(record, why):
    rows = record.moves["why"] == why
    return list(zip(record.moves["time"][rows].tolist(), record.moves["qty"][rows].tolist(), strict=True))


def test_goods_that_came_back_lie_on_the_shelf_when_the_desk_opens():
    record = play(shop([10]))
    assert record.orders["returned"].tolist() == record.orders["refunded"].tolist() == [730.0]
    assert record.orders["status"].tolist() == [Status.RETURNED]
    assert moved(record, Why.RETURNED) == [(DAY, 1.0)]


def test_who_waits_for_goods_gets_those_that_came_back():
    record = play(shop([10, 20], opening=1))
    assert record.orders["delivered"].tolist() == [10.0, DAY]
    # and he too sends them back, half a day later
    assert record.orders["returned"].tolist() == [730.0, DAY + 720.0]


def test_what_comes_back_after_the_desk_has_closed_waits_for_the_next_day():
    record = play(shop([1000]))
    assert record.orders["returned"].tolist() == [1720.0]
    assert moved(record, Why.RETURNED) == [(2 * DAY, 1.0)]


def test_what_comes_back_as_the_desk_opens_is_taken_in():
    assert moved(play(shop([720])), Why.RETURNED) == [(DAY, 1.0)]


def test_what_comes_back_a_moment_after_the_desk_has_opened_waits_a_day():
    assert moved(play(shop([720.5])), Why.RETURNED) == [(2 * DAY, 1.0)]


def test_what_has_not_come_back_by_the_last_opening_has_not_come_back():
    record = play(shop([1000], horizon="2d"))
    assert np.isnan(record.orders["returned"]).all()
    assert record.orders["status"].tolist() == [Status.DELIVERED]
    assert not (record.cash["account"] == "refund").any()


def test_each_customer_decides_once_by_his_own_luck():
    record = play(shop(range(10, 600, 3), opening=999, horizon="8d", returns={"share": 0.3, "after": "1d"}))
    orders = record.orders
    luck = Streams(1).uniforms("returns", orders["key"])
    assert np.array_equal(np.isfinite(orders["returned"]), luck < 0.3)
    assert 20 < (luck < 0.3).sum() < 100


def test_how_long_a_customer_keeps_goods_is_another_luck_than_whether_he_does():
    after = {"exponential": {"mean": "1d"}}
    record = play(shop(range(10, 600, 3), opening=999, horizon="30d", returns={"share": 0.5, "after": after}))
    orders = record.orders
    back = np.isfinite(orders["returned"])
    luck = Streams(1).uniforms("returns when", orders["key"][back])
    np.testing.assert_allclose(orders["returned"][back] - orders["delivered"][back], -DAY * np.log1p(-luck))


@pytest.mark.parametrize("restocked", [0.0, 0.4])
def test_what_cannot_be_sold_again_is_destroyed_the_moment_it_is_taken_in(restocked):
    record = play(shop(range(10, 310, 3), opening=100, returns={"restocked": restocked}))
    kept = Streams(1).uniforms("restocked", record.orders["key"]) < restocked
    assert sum(units for _, units in moved(record, Why.RETURNED)) == kept.sum()
    gone = moved(record, Why.DESTROYED)
    assert {time for time, _ in gone} == {DAY}
    assert sum(units for _, units in gone) == (~kept).sum()
    rows = record.moves["why"] == Why.DESTROYED
    assert (record.moves["source"][rows] == Elsewhere.CUSTOMER).all()
    assert (record.moves["target"][rows] == Elsewhere.DESTROYED).all()


def test_goods_go_back_to_the_site_that_they_came_from():
    towns = {"town": {"delivered_from": "shop"}, "village": {"delivered_from": "kiosk"}}
    sites = {name: {"kind": "front_point", "opening": {"loaf": 60}} for name in ("shop", "kiosk")}
    record = play(shop(range(10, 310, 3), sites=sites, communities=towns))
    back = record.moves["why"] == Why.RETURNED
    out = record.moves["why"] == Why.PICKED
    for site in (0, 1):
        came, left = (record.moves[side] == site for side in ("target", "source"))
        units = record.moves["qty"][back & came].sum()
        assert units == record.moves["qty"][out & left].sum() > 20


def test_stale_goods_that_come_back_are_not_sold_again():
    record = play(shop([10], products={"loaf": {"price": 10, "cost": 4, "shelf_life": "20h"}}))
    assert (DAY, 1.0) in moved(record, Why.RETURNED)
    assert (DAY, 1.0) in moved(record, Why.EXPIRED)
    assert record.orders["returned"].tolist() == [730.0]


def test_an_order_on_its_way_is_not_sent_back():
    van = {"at": "shop", "full_time": 1, "waits": 0, "trip": "30h", "handed_over": "end"}
    record = play(shop([10], couriers={"van": van}))
    assert record.orders["delivered"].tolist() == [1810.0]
    assert record.orders["returned"].tolist() == [2530.0]


def test_an_exchange_after_a_recall_is_kept():
    recall = {
        "kind": "recall", "products": "loaf", "made_within": "9d", "from": "d0 02:00", "notify_within": "1h",
        "handed_back": "2h",
    }  # fmt: skip
    fresh = {"kind": "spare_stock", "at": "shop", "item": "loaf", "units": 9}
    plans = {"kit": {"decide": "3h", "do": [fresh]}}
    record = play(shop([10, 20], opening=2, returns={"after": "30min"}), recall, plans=plans)
    exchanges = record.orders["kind"] == Kind.EXCHANGE
    assert exchanges.any()
    assert np.isfinite(record.orders["delivered"][exchanges]).all()
    assert np.isnan(record.orders["returned"][exchanges]).all()
