"""What each shock does to a small world, worked out by hand: when it begins, what it stops, and how it ends."""

import numpy as np
import pytest

from sim.state.ledger import Exit, Kind
from tests.model.small import at, play

DAY, HOUR = 1440.0, 60.0
BAKERY = {
    "sites": {"bakery": {"kind": "factory", "lines": {"oven": {"rate": {"loaf": "60/h"}, "batch": 120}}}},
    "replenishment": [{"at": "bakery", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
    "regular": {"people": at(60, quantity={120: 1})},
    "horizon": "2d",
}
OVEN = {"kind": "hold", "lever": "line", "where": "oven", "from": "d0 01:00", "for": "1h"}


@pytest.mark.plays("shock:hold")
@pytest.mark.parametrize(
    ("more", "done"),
    [
        # 120 loaves at one a minute from 01:00 on, with nothing for an hour
        ({"factor": 0}, 60 + 60 + 120),
        # a quarter of the speed for an hour makes 15; the other 105 follow at full speed
        ({"factor": 0.25}, 60 + 60 + 105),
        # back along a line over two hours: half of 120 minutes' loaves are made meanwhile, then the other sixty
        ({"factor": 0, "back": {"over": "2h"}}, 60 + 60 + 120 + 60),
        # the gap fades with a time constant of 30 minutes: 30 loaves are lost in all
        ({"factor": 0, "back": {"over": "30min", "shape": "exponential"}}, 60 + 60 + 120 + 30),
    ],
    ids=str,
)
def test_a_hold_lasts_its_time_and_comes_back_at_once_or_little_by_little(more, done):
    assert play(BAKERY, {**OVEN, **more}).jobs["finished"][0] == pytest.approx(done, abs=1)


PICK = {"takes": "30min", "servers": 1}
CLOSED = {
    "sites": {
        "dc": {"kind": "dc", "opening": {"loaf": 100}},
        "shop": {"kind": "micro_warehouse", "opening": {"loaf": 1}, "stations": {"pick": PICK}},
    },
    "lanes": [{"from": "dc", "to": "shop", "takes": "2h"}],
    "replenishment": [{"at": "shop", "policy": {"kind": "on_demand"}}],
    "communities": {"home": {"picks_up_at": "shop"}},
    "regular": {"people": at(10, 20, pickup=1)},
    "customers": {"pickup_after": "0min"},
    "horizon": "1d",
}  # fmt: skip
DOWN = {"kind": "site_down", "site": "shop", "from": "d0 00:15", "for": "6h"}


@pytest.mark.plays("shock:site_down")
@pytest.mark.parametrize(
    ("still", "done"),
    [
        # the first is picked from 00:10 on, stops with 25 minutes left and is ready 25 minutes after 06:15; the truck
        # of 00:20 waits outside from 02:20 until then
        ({}, [375 + 25, 375 + 25 + 30]),
        # work goes on and goods leave, but nothing is taken in until 06:15
        ({"works": True, "ships": True}, [40, 375 + 30]),
        # goods are taken in, but wait for the station
        ({"receives": True}, [375 + 25, 375 + 25 + 30]),
        ({"works": True, "ships": True, "receives": True}, [40, 20 + 120 + 30]),
    ],
    ids=str,
)
def test_a_site_that_is_down_neither_works_nor_receives_nor_ships_but_for_what_it_still_does(still, done):
    record = play(CLOSED, {**DOWN, **still})
    assert record.orders["delivered"][record.orders["kind"] == Kind.CUSTOMER].tolist() == done


SOLD = {
    "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 30}}},
    "regular": {"people": at(*range(0, 600, 60))},
    "customers": {"pickup_after": "0min"},
    "horizon": "4d",
}
RECALL = {"kind": "recall", "products": "loaf", "made_within": "2d", "from": "d1", "notify_within": "10h",
          "handed_back": "30min", "compensation": 5}  # fmt: skip


@pytest.mark.plays("shock:recall")
def test_a_recall_reaches_customers_in_turn_and_pays_them_back():
    record = play(SOLD, {**RECALL, "exchange": False})
    orders = record.orders
    # one is told at the end of each hour, and half an hour later has handed back and has the 10 yuan and 5 more
    assert np.sort(orders["returned"]).tolist() == [DAY + hour * HOUR + 30 for hour in range(1, 11)]
    assert (orders["exit"] == Exit.RECALLED).all()
    paid = {name: record.cash["amount"][record.cash["account"] == name].sum() for name in ("refund", "compensation")}
    assert paid == {"refund": -100, "compensation": -50}
    # what still lay on the shelf is frozen at once
    frozen = record.moves["why"] == record.moves["why"][record.moves["time"] == DAY][0]
    assert record.moves["qty"][frozen & (record.moves["time"] == DAY)].sum() == 20


@pytest.mark.plays("shock:recall")
def test_a_recall_with_an_exchange_gives_everybody_a_new_one_that_costs_nothing():
    spare = {"kind": "spare_stock", "at": "shop", "item": "loaf", "units": 10}
    record = play(SOLD, RECALL, plans={"kit": {"decide": 0, "do": [spare]}})
    new = record.orders["kind"] == Kind.EXCHANGE
    assert int(new.sum()) == 10
    assert record.orders["value"][new].tolist() == [0] * 10
    assert np.isfinite(record.orders["delivered"][new]).all()
    assert sorted(record.orders["replaces"][new].tolist()) == list(range(10))


@pytest.mark.plays("shock:surprise_show")
def test_a_surprise_show_sells_from_the_instant_of_its_shock_and_never_without_it():
    gala = {"start": "d0", "lasts": "2h", "orders": 40, "exactly": True, "products": {"loaf": 1}, "surprise": True}
    parts = {"sites": {"shop": {"kind": "front_point", "stock": "unlimited"}}, "shows": {"gala": gala}}
    assert play(parts).rows("orders") == 0
    placed = play(parts, {"kind": "surprise_show", "show": "gala", "from": "d2 20:00"}).orders["placed"]
    assert len(placed) == 40
    assert placed.min() >= 2 * DAY + 20 * HOUR
    assert placed.max() <= 2 * DAY + 22 * HOUR
