"""The way out of a site: the record of lost orders, of breakdowns, and of entry by source."""

import json

import numpy as np
import pytest

from sim.kpi.resources import loads
from sim.state.ledger import Exit, Status
from tests.model.small import at, play
from validation.measures import queueing as queue


def shop(stations, horizon="10h", **regular):
    """A shop for service alone."""
    return {
        "horizon": horizon,
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited", "stations": stations}},
        "communities": {"town": {"delivered_from": "shop"}},
        "regular": regular or {"orders": at(0, 1, 2, 30)},
    }


def test_an_order_without_room_leaves_a_visit_that_ends_as_it_begins():
    record = play(shop({"bench": {"servers": 1, "takes": "10min", "room": 2}}))
    visits = queue.sojourns_at(record, "shop.bench")
    assert visits.arrived.tolist() == [0.0, 1.0, 2.0, 30.0]
    assert visits.blocked.tolist() == [False, False, True, False]
    assert queue.blocked_share(visits) == 0.25
    assert record.orders["exit"][2] == Exit.BLOCKED
    assert record.orders["status"][2] == Status.CANCELLED
    assert record.orders["delivered"][[0, 1, 3]].tolist() == [10.0, 20.0, 40.0]


def test_an_order_out_of_patience_leaves_when_it_is_over():
    record = play(shop({"bench": {"servers": 1, "takes": "10min", "patience": "5min"}}))
    visits = queue.sojourns_at(record, "shop.bench")
    assert visits.abandoned.tolist() == [False, True, True, False]
    assert visits.finished.tolist() == [10.0, 6.0, 7.0, 40.0]
    assert record.orders["exit"].tolist() == [Exit.NONE, Exit.RENEGED, Exit.RENEGED, Exit.NONE]


@pytest.mark.parametrize("of", ["station", "server"])
def test_a_broken_station_has_no_server_on_duty_until_it_is_repaired(of):
    stop = {"up": "4min", "down": "3min", "of": of}
    record = play(shop({"bench": {"servers": 1, "takes": "10min", "breakdown": stop}}, horizon="21min"))
    able = loads(record)["shop.bench"].able
    assert able.at(np.array([0.0, 3.9, 4.0, 6.9, 7.0, 10.9, 11.0, 14.0])).tolist() == [1, 1, 0, 0, 1, 1, 0, 1]
    assert able.mean(0.0, 21.0) == pytest.approx(4 / 7)
    assert record.orders["ready"][0] == 16.0


def test_a_source_may_enter_at_a_later_station():
    stations = {"pick": {"servers": 1, "takes": "5min"}, "pack": {"servers": 1, "takes": "1min"}}
    record = play(shop(stations, orders=at(0), ready_made=at(0, enters="pack")))
    assert record.orders["delivered"].tolist() == [6.0, 1.0]
    assert len(queue.sojourns_at(record, "shop.pick").order) == 1


def test_recorded_durations_belong_to_the_orders_of_a_source_in_their_sequence():
    stations = {"bench": {"servers": 1, "takes": {"recorded": ["5min", "1min", "2min"]}}}
    record = play(shop(stations, first=at(0, 100, 200, 300), second=at(50, 150)))
    took = record.orders["ready"] - record.orders["placed"]
    assert took.tolist() == [5.0, 1.0, 2.0, 5.0, 5.0, 1.0]


# a job of ten minutes is stopped after four, for an hour: it is finished, has six left, or all ten
RUNNING = [("drain", [10.0, 74.0]), ("halt", [70.0, 80.0]), ("lose", [74.0, 84.0])]


@pytest.mark.parametrize("network", [False, True], ids=["arrays", "events"])
@pytest.mark.parametrize(("running", "finished"), RUNNING)
def test_a_station_held_at_nothing_finishes_what_is_in_hand_or_stops_or_loses_it(running, finished, network):
    bench = {"servers": 1, "takes": "10min", **({"room": 9} if network else {})}
    record = play(shop({"bench": bench}, orders=at(0, 1)), stopped(running))
    assert record.orders["delivered"].tolist() == finished


def test_a_closed_site_drains_nothing_and_loses_what_is_declared_lost():
    bench = {"bench": {"servers": 1, "takes": "10min"}}
    closed = {"kind": "site_down", "site": "shop", "from": "2026-06-15 00:04 +08:00", "for": "60min"}
    assert play(shop(bench, orders=at(0)), stopped("drain"), closed).orders["delivered"].tolist() == [70.0]
    assert play(shop(bench, orders=at(0)), stopped("lose"), closed).orders["delivered"].tolist() == [74.0]


def stopped(running):
    """The bench of the shop stands still from minute 4 for an hour."""
    return {
        "kind": "hold", "lever": "station", "where": "shop.bench", "factor": 0, "running": running,
        "from": "2026-06-15 00:04 +08:00", "for": "60min",
    }  # fmt: skip


def recalled_at(clock):
    """A recall of the loaf at a time of the first day, of which no customer learns in time."""
    return {"kind": "recall", "products": "loaf", "made_within": "30d", "from": f"2026-06-15 {clock} +08:00"}


def stocked(horizon="20h", **more):
    """A shop with 50 loaves on its shelf and three customers."""
    return {
        "horizon": horizon,
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 50}}},
        "communities": {"town": {"delivered_from": "shop"}},
        "regular": {"orders": at(1, 2, 90)},
        **more,
    }


@pytest.mark.parametrize("pace", [{"every": "1h"}, {"waits": "58min", "zones": 2}])
def test_a_recall_stops_packed_goods_that_wait_for_a_courier_and_nothing_that_has_left(pace):
    van = {"at": "shop", "full_time": 1, "carries": 9, "trip": "300min", "handed_over": "end", **pace}
    record = play(stocked(couriers={"van": van}), recalled_at("01:35"))
    orders = record.orders
    assert np.isfinite(orders["ready"][:3]).all()
    assert np.isfinite(orders["departed"][:3]).tolist() == [True, True, False]
    assert orders["status"][2] == Status.RETURNED
    assert orders["exit"][2] == Exit.RECALLED


def test_a_recall_stops_packed_goods_that_are_not_collected():
    parts = stocked(customers={"pickup_after": "60min"}, regular={"orders": at(1, 2, 90, pickup=1)})
    record = play(parts, recalled_at("01:35"))
    assert record.orders["delivered"][:2].tolist() == [61.0, 62.0]
    assert np.isnan(record.orders["delivered"][2])
    assert record.orders["status"][2] == Status.RETURNED


def test_no_customer_collects_while_nothing_may_leave_the_site():
    parts = stocked(customers={"pickup_after": "60min"}, regular={"orders": at(1, 2, 90, pickup=1)})
    shut = {
        "kind": "hold", "lever": "ships", "where": "shop", "factor": 0, "from": "2026-06-15 00:30 +08:00", "for": "2h",
    }  # fmt: skip
    record = play(parts, shut)
    assert record.orders["delivered"].tolist() == [181.0, 182.0, 210.0]


def traced(record, event):
    """How many orders the trace counts, by event."""
    rows = np.flatnonzero(record.trace["event"] == event)
    return sum(json.loads(record.trace["what"][row])["orders"] for row in rows)


BENCH = {"bench": {"servers": 9, "takes": "60min"}}


def test_a_recall_stops_what_is_on_the_floor_and_it_never_becomes_ready():
    parts = stocked(sites={"shop": {"kind": "front_point", "opening": {"loaf": 50}, "stations": BENCH}})
    record = play(parts, recalled_at("01:35"))
    # two were done at 61 and 62, the third was on the bench from 90 on
    assert record.orders["delivered"][:2].tolist() == [61.0, 62.0]
    assert np.isnan(record.orders["ready"][2])
    assert (traced(record, "recall_issued"), traced(record, "recall_blocked")) == (3, 1)


def test_two_recalls_stop_the_orders_of_both():
    products = {name: {"price": 10, "cost": 4} for name in ("loaf", "milk")}
    sites = {"shop": {"kind": "front_point", "opening": {"loaf": 50, "milk": 50}, "stations": BENCH}}
    regular = {name: at(minute, products={name: 1}) for name, minute in (("loaf", 1), ("milk", 2))}
    parts = stocked(sites=sites, regular=regular, products=products)
    record = play(parts, recalled_at("00:20"), {**recalled_at("00:40"), "products": "milk"})
    mine = record.orders["kind"] == 0
    assert np.isnan(record.orders["ready"][mine]).all()
    assert traced(record, "recall_blocked") == 2


def test_each_site_stops_its_own_orders():
    site = {"kind": "front_point", "opening": {"loaf": 50}, "stations": BENCH}
    towns = {name: {"delivered_from": name} for name in ("shop", "kiosk")}
    regular = {name: at(50, communities=[name]) for name in ("shop", "kiosk")}
    parts = stocked(sites={"shop": site, "kiosk": site}, communities=towns, regular=regular)
    record = play(parts, recalled_at("01:35"))
    mine = record.orders["kind"] == 0
    assert traced(record, "recall_blocked") == 2
    assert np.isnan(record.orders["ready"][mine]).all()
    assert np.isnan(record.orders["delivered"][mine]).all()


def test_a_customer_who_has_the_goods_is_notified_and_the_order_not_stopped():
    parts = stocked(customers={"pickup_after": "60min"}, regular={"orders": at(1, 2, 90, pickup=1)})
    record = play(parts, recalled_at("01:35"))
    assert (traced(record, "recall_issued"), traced(record, "recall_blocked")) == (3, 1)


SHUT = {"kind": "hold", "lever": "ships", "where": "shop", "factor": 0, "from": "d0 00:30", "for": "2h"}


def test_a_door_without_couriers_keeps_goods_in_while_nothing_may_leave():
    parts = stocked(regular={"orders": at(1, 40, 100, 200)})
    assert play(parts, SHUT).orders["delivered"].tolist() == [1.0, 150.0, 150.0, 200.0]


def test_goods_kept_behind_a_closed_door_may_be_recalled():
    record = play(stocked(regular={"orders": at(1, 40)}), SHUT, recalled_at("01:00"))
    assert record.orders["delivered"][0] == 1.0
    assert np.isnan(record.orders["delivered"][1])
    assert record.orders["exit"][1] == Exit.RECALLED


def test_the_stations_of_a_site_that_ships_nothing_stand_still():
    parts = stocked(sites={"shop": {"kind": "front_point", "opening": {"loaf": 9}, "stations": BENCH}})
    record = play({**parts, "regular": {"orders": at(1, 40, 200)}}, SHUT)
    # thirty minutes of the first are left at 00:31, all sixty of the second
    assert record.orders["ready"].tolist() == [181.0, 210.0, 260.0]


def test_a_site_that_ships_twice_over_works_no_faster():
    more = {**SHUT, "factor": 2}
    parts = stocked(sites={"shop": {"kind": "front_point", "opening": {"loaf": 9}, "stations": {
        "bench": {"servers": 1, "takes": "60min"}}}})  # fmt: skip
    assert play({**parts, "regular": {"orders": at(40, 41)}}, more).orders["ready"].tolist() == [100.0, 160.0]


@pytest.mark.parametrize("watched", [False, True])
def test_goods_of_all_lost_orders_lie_on_the_shelf_at_the_end(watched):
    stations = {"bench": {"servers": 1, "takes": "60min", "room": 1}}
    parts = stocked(sites={"shop": {"kind": "front_point", "opening": {"loaf": 9}, "stations": stations}})
    parts |= {"regular": {"orders": at(1, 2, 100, 101, 300, 301)}, "service": {"watch_every": "30min"}}
    never = {"signal": "queue", "of": "shop.bench", "above": 99}
    plans = {"watch": {"when": never, "do": [{"kind": "hold", "lever": "station", "where": "shop", "factor": 2}]}}
    record = play(parts, plans=plans if watched else None)
    turned_away = record.orders["exit"] == Exit.BLOCKED
    assert record.orders["cancelled"][turned_away].tolist() == [2.0, 101.0, 301.0]
    got = np.bincount(record.picks["line"], record.picks["qty"], 6)
    assert got.tolist() == [1.0, 0.0, 1.0, 0.0, 1.0, 0.0]
