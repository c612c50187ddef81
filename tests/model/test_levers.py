"""What each lever does to a small world, at every sort of place on its axis, worked out by hand."""

import numpy as np
import pytest

from tests.model.small import at, play

DAY, HOUR = 1440.0, 60.0
PEOPLE = "people"


def held(lever, factor, where, begin="d0", lasts="9d"):
    return {"kind": "hold", "lever": lever, "where": where, "factor": factor, "from": begin, "for": lasts}


def delivered(record):
    """When customers had their orders, minutes."""
    return record.orders["delivered"][record.orders["kind"] == 0].tolist()


# A hundred orders an hour, evenly: 2,400 on the first day.
STREAM = {
    "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
    "regular": {PEOPLE: {"arrives": {"kind": "steady", "rate": "100/h"}, "channel": "街边", "evenly": True}},
    "horizon": "1d",
}


@pytest.mark.plays("lever:demand")
@pytest.mark.parametrize("where", [PEOPLE, "loaf", "街边"], ids=["source", "product", "channel"])
def test_demand_multiplies_the_rate_at_which_orders_arrive(where):
    assert play(STREAM).rows("orders") == 2400

    def by_period(factor):
        record = play(STREAM, held("demand", factor, where, "d0 12:00", "6h"))
        placed = record.orders["placed"][record.orders["kind"] == 0]
        return np.histogram(placed, [0, 12 * HOUR, 18 * HOUR, DAY])[0].tolist()

    assert by_period(0) == [1200, 0, 600]
    # what comes on top is drawn: 1,200 with a standard deviation of sqrt(1,200) = 35
    before, during, after = by_period(3)
    assert (before, after) == (1200, 600)
    assert during == pytest.approx(600 * 3, abs=4 * 35)


BOUGHT = {
    "products": {"loaf": {"price": 10, "cost": 4, "bought_from": "mill"}},
    "suppliers": {"mill": {"lead": "30min", "capacity": "60/h"}},
    "sites": {"shop": {"kind": "front_point"}},
    "replenishment": [{"at": "shop", "policy": {"kind": "on_demand"}}],
    "regular": {PEOPLE: at(60, quantity={120: 1})},
    "horizon": "2d",
}


@pytest.mark.plays("lever:supply")
@pytest.mark.parametrize("where", ["mill", "loaf"], ids=["supplier", "item"])
def test_supply_is_the_share_of_a_supplier_s_capacity_that_is_there(where):
    # 120 units at one a minute, and half an hour on the way
    assert delivered(play(BOUGHT)) == [60 + 120 + 30]
    assert delivered(play(BOUGHT, held("supply", 0.4, where))) == [60 + 120 / 0.4 + 30]
    # nothing is made ready for ten hours
    assert delivered(play(BOUGHT, held("supply", 0, where, "d0 02:00", "10h"))) == [60 + 120 + 600 + 30]


BAKERY = {
    "sites": {"bakery": {"kind": "factory", "lines": {"oven": {"rate": {"loaf": "60/h"}, "batch": 120}}}},
    "replenishment": [{"at": "bakery", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
    "regular": {PEOPLE: at(60, quantity={120: 1})},
    "horizon": "2d",
}


@pytest.mark.plays("lever:line")
@pytest.mark.parametrize("where", ["oven", "bakery.oven", "bakery"], ids=["line", "site.line", "site"])
def test_line_is_the_share_of_a_line_s_speed(where):
    assert delivered(play(BAKERY)) == [60 + 120]
    # half of the batch at full speed, the other half at half of it
    assert delivered(play(BAKERY, held("line", 0.5, where, "d0 02:00"))) == [60 + 60 + 120]
    assert delivered(play(BAKERY, held("line", 2, where))) == [60 + 60]


@pytest.mark.plays("lever:yields")
@pytest.mark.parametrize("where", ["loaf", "oven"], ids=["product", "line"])
def test_yields_multiply_the_share_of_good_units(where):
    # the whole first batch is spoiled, and baked once more
    record = play(BAKERY, held("yields", 0, where, "d0", "200min"))
    assert record.jobs["good"].tolist() == [0, 120]
    assert record.jobs["bad"].tolist() == [120, 0]
    assert delivered(record) == [60 + 240]


PICKED = {
    "sites": {
        "shop": {
            "kind": "micro_warehouse",
            "stock": "unlimited",
            "stations": {"pick": {"servers": 2, "takes": "10min"}},
        }
    },
    "regular": {PEOPLE: at(60, 60, 60, 60)},
    "horizon": "1d",
}


@pytest.mark.plays("lever:station")
@pytest.mark.parametrize("where", ["shop.pick", "shop"], ids=["station", "site"])
def test_station_is_the_share_of_a_station_s_servers(where):
    assert sorted(delivered(play(PICKED))) == [70, 70, 80, 80]
    assert sorted(delivered(play(PICKED, held("station", 0.5, where)))) == [70, 80, 90, 100]
    # both stop for an hour with five minutes of their work left
    stopped = play(PICKED, held("station", 0, where, "d0 01:05", "1h"))
    assert sorted(delivered(stopped)) == [130, 130, 140, 140]


RIDERS = {
    "sites": {"shop": {"kind": "micro_warehouse", "stock": "unlimited"}},
    "communities": {"home": {"delivered_from": "shop"}},
    "couriers": {
        "riders": {"at": "shop", "full_time": 2, "carries": 1, "waits": 0, "trip": "30min", "handed_over": "end"}
    },
    "regular": {PEOPLE: at(60, 60, 60, 60)},
    "horizon": "1d",
}


@pytest.mark.plays("lever:couriers")
@pytest.mark.parametrize("where", ["riders", "shop"], ids=["pool", "site"])
def test_couriers_are_the_share_of_those_on_duty(where):
    assert sorted(delivered(play(RIDERS))) == [90, 90, 120, 120]
    assert sorted(delivered(play(RIDERS, held("couriers", 0.5, where)))) == [90, 120, 150, 180]


@pytest.mark.plays("lever:crowd")
@pytest.mark.parametrize("where", ["riders", "shop"], ids=["pool", "site"])
def test_crowd_multiplies_the_share_of_the_crowd_that_logs_on(where):
    pool = {**RIDERS["couriers"]["riders"], "full_time": 0, "crowd": {"pool": 8, "logs_on": 0.5}}
    parts = {**RIDERS, "couriers": {"riders": pool}, "regular": {PEOPLE: at(*[60] * 16)}}
    # with twice the share all eight are there, and each makes two trips of half an hour; at none nobody is
    assert sorted(delivered(play(parts, held("crowd", 2, where)))) == [90] * 8 + [120] * 8
    assert np.isnan(delivered(play(parts, held("crowd", 0, where)))).all()
    assert len(set(delivered(play(parts)))) > 2


ROAD = {
    "sites": {"dc": {"kind": "dc", "opening": {"loaf": 100}}, "shop": {"kind": "front_point"}},
    "lanes": [{"from": "dc", "to": "shop", "takes": "40min"}],
    "replenishment": [{"at": "shop", "policy": {"kind": "on_demand"}}],
    "communities": {"home": {"picks_up_at": "shop"}},
    "regular": {PEOPLE: at(60, pickup=1)},
    "customers": {"pickup_after": "0min"},
    "horizon": "1d",
}


@pytest.mark.plays("lever:lane")
@pytest.mark.parametrize("where", ["dc->shop", "dc", "shop"], ids=["lane", "site it leaves", "site it reaches"])
def test_lane_is_the_speed_on_the_road(where):
    assert delivered(play(ROAD)) == [100]
    # twenty minutes of the way at full speed, the other half at half of it
    assert delivered(play(ROAD, held("lane", 0.5, where, "d0 01:20"))) == [60 + 20 + 40]
    assert delivered(play(ROAD, held("lane", 0, where, "d0 01:20", "2h"))) == [60 + 40 + 120]


@pytest.mark.plays("lever:lane")
def test_the_road_of_couriers_is_that_of_their_site():
    assert sorted(delivered(play(RIDERS, held("lane", 0.5, "shop")))) == [120, 120, 180, 180]


@pytest.mark.plays("lever:vehicles")
@pytest.mark.parametrize("where", ["dc->shop", "dc"], ids=["lane", "site"])
def test_vehicles_multiply_what_a_departure_can_carry(where):
    lane = {"from": "dc", "to": "shop", "every": "1h", "takes": "40min", "vehicle": {"holds": 4}}
    parts = {**ROAD, "lanes": [lane], "regular": {PEOPLE: at(*[30] * 8, pickup=1)}}
    assert delivered(play(parts)) == [100] * 4 + [160] * 4
    assert delivered(play(parts, held("vehicles", 2, where))) == [100] * 8
    assert delivered(play(parts, held("vehicles", 0.5, where))) == [100] * 2 + [160] * 2 + [220] * 2 + [280] * 2


@pytest.mark.plays("lever:ships")
def test_ships_at_nothing_lets_no_goods_leave_a_site():
    assert delivered(play(ROAD, held("ships", 0, "dc", "d0 00:30", "2h"))) == [150 + 40]
    # a station of a site that ships nothing stands still, and begins when it does again
    assert sorted(delivered(play(PICKED, held("ships", 0, "shop", "d0 00:30", "2h")))) == [160, 160, 170, 170]


@pytest.mark.plays("lever:receives")
def test_receives_at_nothing_keeps_goods_before_the_gate():
    assert delivered(play(ROAD, held("receives", 0, "shop", "d0 00:30", "2h"))) == [150]


@pytest.mark.plays("lever:information")
def test_information_at_nothing_shows_policies_the_last_hand_count():
    # every hour up to ten: one is sold at half past midnight, one at half past two, and goods come within the hour
    parts = {
        **BOUGHT,
        "suppliers": {"mill": {"lead": "0min"}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 10}}},
        "replenishment": [{"at": "shop", "policy": {"kind": "order_up_to", "order_up_to": 10, "review": "1h"}}],
        "regular": {PEOPLE: at(30, 150)},
        "service": {"hand_count": "06:00"},
    }

    def ordered(record):
        bought = record.moves["source"] == -1
        return record.moves["time"][bought].tolist()

    assert ordered(play(parts)) == [60, 180]
    # blind from two o'clock on, the shop sees the ten of then, until they are counted at six
    assert ordered(play(parts, held("information", 0, "shop", "d0 02:00", "20h"))) == [60, 360]


SUSPECT = {
    "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 99}}},
    "regular": {PEOPLE: at(*range(0, 600, 60))},
    "horizon": "3d",
}
RECALL = {"kind": "recall", "products": "loaf", "made_within": "2d", "from": "d1", "notify_within": "10h",
          "handed_back": "30min", "exchange": False}  # fmt: skip


@pytest.mark.plays("lever:notify")
def test_notify_multiplies_the_speed_at_which_customers_are_told():
    def handed_back(record):
        return np.sort(record.orders["returned"]) - DAY

    # ten customers over ten hours are one an hour; each hands the goods back half an hour later
    assert handed_back(play(SUSPECT, RECALL)).tolist() == [hour * 60 + 30 for hour in range(1, 11)]
    # at four times the speed: four in each of the first two hours, and the last two in the third
    quick = handed_back(play(SUSPECT, held("notify", 4, "loaf", "d0"), RECALL))
    assert quick.tolist() == [90] * 4 + [150] * 4 + [210] * 2
