"""Lanes: goods leave with the next vehicle that has room, feel the road they are on, and wait before a closed door."""

import numpy as np
import pytest

from sim.kpi.resources import utilisation, utilisation_peak
from tests.model.small import at, play

ROAD = {"from": "dc", "to": "shop", "takes": "40min"}


def two_sites(lane, minutes=(), horizon="3d", opening=100, policy=None):
    """A DC that supplies a shop which orders what is asked for, one by one."""
    return {
        "sites": {
            "dc": {"kind": "dc", "at": [0, 0], "opening": {"loaf": opening}},
            "shop": {"kind": "front_point", "at": [3, 4]},
        },
        "communities": {"home": {"delivered_from": "shop"}},
        "lanes": [{**ROAD, **lane}],
        "replenishment": [{"at": "shop", "items": ["loaf"], "policy": policy or {"kind": "on_demand"}}],
        "regular": {"people": at(*minutes)},
        "horizon": horizon,
    }


def served(record):
    customers = record.orders["kind"] == 0
    return record.orders["delivered"][customers].tolist()


def test_a_lane_without_a_calendar_leaves_at_once():
    record = play(two_sites({}, [10, 25.5]))
    assert served(record) == [50.0, 65.5]


def test_a_lane_without_any_duration_delivers_at_the_very_instant():
    record = play(two_sites({"takes": 0}, [10, 25.5]))
    assert served(record) == [10.0, 25.5]


def test_vehicles_leave_at_their_times_of_day_and_take_what_is_ready_at_that_minute():
    record = play(two_sites({"departs": ["09:00", "15:00"]}, [100, 540, 540.5, 2000]))
    assert served(record) == [580.0, 580.0, 940.0, 1440.0 + 940.0]
    trips = record.trips
    assert trips["departed"].tolist() == [540.0, 900.0, 2340.0]
    assert trips["km"].tolist() == [5.0] * 3


def test_vehicles_leave_every_so_often_the_first_one_after_one_interval():
    record = play(two_sites({"every": "2h"}, [0.5, 119, 120, 121]))
    assert served(record) == [160.0, 160.0, 160.0, 280.0]


def test_what_the_vehicle_does_not_hold_waits_for_the_next_one():
    parts = two_sites({"every": "2h", "vehicle": {"holds": 3, "cost": 10, "cost_per_unit": 1}}, [1, 2, 3, 4, 5])
    record = play(parts)
    assert served(record) == [160.0] * 3 + [280.0] * 2
    assert record.trips["units"].tolist() == [3.0, 2.0]
    assert record.trips["cost"].tolist() == [13.0, 12.0]


def test_a_large_order_is_split_over_vehicles_and_counts_as_on_order_until_its_last_unit():
    parts = two_sites({"every": "2h", "vehicle": {"holds": 4}}, [1], policy={"kind": "base_stock", "level": 10})
    record = play(parts)
    assert record.trips["units"].tolist() == [4.0, 4.0, 3.0]
    replenishment = record.orders["kind"] == 1
    assert np.nansum(record.orders["units"][replenishment]) == 11


def hold(lever, where, factor, start, lasts):
    return {"kind": "hold", "lever": lever, "where": where, "factor": factor, "from": start, "for": lasts}


@pytest.mark.parametrize("place", ["dc->shop", "dc", "shop"])
def test_goods_on_the_road_feel_that_it_is_closed(place):
    record = play(two_sites({}, [10]), hold("lane", place, 0, "d0 00:30", "1h"))
    # 20 of 40 minutes driven before the road closed
    assert served(record) == [110.0]


def test_a_slow_road_slows_what_is_on_it():
    assert served(play(two_sites({}, [10]), hold("lane", "dc->shop", 0.5, "d0 00:30", "1d"))) == [70.0]


def test_no_vehicle_leaves_while_the_site_ships_nothing_and_the_first_one_leaves_when_it_does_again():
    closed = hold("ships", "dc", 0, "d0 00:05", "2h")
    assert served(play(two_sites({}, [10]), closed)) == [165.0]
    assert served(play(two_sites({"every": "1h"}, [10]), closed)) == [220.0]


def test_trucks_wait_before_a_site_that_takes_nothing_in():
    assert served(play(two_sites({}, [10]), hold("receives", "shop", 0, "d0 00:30", "2h"))) == [150.0]


def test_fewer_vehicles_carry_less_and_none_carry_nothing():
    parts = two_sites({"every": "1h", "vehicle": {"holds": 4}}, [1, 2, 3, 4])
    assert served(play(parts, hold("vehicles", "dc->shop", 0.5, "d0", "90min"))) == [100.0] * 2 + [160.0] * 2
    assert served(play(two_sites({}, [10]), hold("vehicles", "dc", 0, "d0", "1h"))) == [100.0]


def test_two_closures_that_overlap_hold_until_the_last_has_ended():
    record = play(
        two_sites({}, [10]), hold("lane", "dc", 0, "d0 00:30", "1h"), hold("lane", "shop", 0, "d0 01:00", "2h")
    )
    assert served(record) == [200.0]


def test_goods_picked_at_the_dc_keep_their_lots_and_are_in_transit_until_they_arrive():
    record = play(two_sites({}, [10], horizon="30min"))
    moves = record.moves
    assert moves["target"].tolist() == [0, -8]
    assert moves["lot"].tolist() == [0, 0]


def test_every_vehicle_of_a_departure_costs_and_so_does_one_still_on_the_road_at_the_end():
    vehicle = {"holds": 2, "cost": 10, "cost_per_unit": 1, "grams_per_km": 4}
    parts = two_sites({"every": "1h", "vehicle": vehicle}, [1, 2, 3, 4, 5], horizon="70min")
    record = play(parts, hold("vehicles", "dc", 3, "d0", "2h"))
    trips = record.trips
    assert [trips[name].tolist() for name in ("units", "km", "cost", "grams")] == [[5.0], [15.0], [35.0], [60.0]]
    assert np.isnan(trips["back"]).all()
    paid = record.cash["account"] == "line_haul"
    assert record.cash["amount"][paid].tolist() == [-35.0]


def test_a_trip_counts_an_order_line_once_however_many_lots_it_is_served_from():
    parts = two_sites({"every": "2h"}, [1], opening=0, policy={"kind": "base_stock", "level": 4})
    parts["suppliers"] = {"mill": {"lead": "10min", "capacity": "2/d", "supplies": ["loaf"]}}
    parts["sites"]["dc"]["opening"] = {"loaf": 2}
    parts["lanes"][0]["every"] = "60h"
    parts["replenishment"].append({"at": "dc", "items": ["loaf"], "policy": {"kind": "on_demand"}})
    record = play(parts)
    assert len(set(record.picks["lot"][record.picks["line"] == 1].tolist())) > 1
    assert (record.trips["units"].tolist(), record.trips["orders"].tolist()) == ([5.0], [2])


def departures(record):
    return [record.departures[name].tolist() for name in ("time", "units", "holds")]


def test_each_departure_of_a_timetable_is_on_record_with_what_it_held_also_an_empty_one():
    parts = two_sites({"every": "2h", "vehicle": {"holds": 3}}, [1, 2, 3, 4], horizon="7h")
    assert departures(play(parts)) == [[120.0, 240.0, 360.0], [3.0, 1.0, 0.0], [3.0, 3.0, 3.0]]
    more = play(parts, hold("vehicles", "dc", 2, "d0 00:01", "3h"))
    assert departures(more) == [[120.0, 240.0, 360.0], [4.0, 0.0, 0.0], [6.0, 3.0, 3.0]]


@pytest.mark.parametrize(("lever", "where"), [("lane", "dc->shop"), ("ships", "dc"), ("vehicles", "dc")])
def test_a_departure_that_cannot_leave_holds_nothing(lever, where):
    parts = two_sites({"every": "2h", "vehicle": {"holds": 3}}, [1], horizon="5h")
    record = play(parts, hold(lever, where, 0, "d0 00:30", "2h"))
    assert departures(record) == [[120.0, 240.0], [0.0, 1.0], [0.0, 3.0]]


def test_a_lane_without_a_limit_or_a_calendar_has_no_departures_on_record_and_no_load():
    for lane in ({"every": "2h"}, {"vehicle": {"holds": 3}}, {}):
        record = play(two_sites(lane, [1]))
        assert record.rows("departures") == 0
        assert utilisation(record) == {}


def test_a_backup_lane_sleeps_until_it_carries_something():
    parts = two_sites({"every": "12h", "vehicle": {"holds": 3}}, [2000], horizon="3d")
    parts["sites"]["mill"] = {"kind": "warehouse", "opening": {"loaf": 9}}
    parts["lanes"].append({**ROAD, "from": "mill", "every": "12h", "vehicle": {"holds": 3}, "backup": True})
    round_it = {"go": {"decide": 0, "do": [{"kind": "reroute", "sites": "shop", "via": "mill"}]}}
    record = play(parts, hold("lane", "dc->shop", 0, "d1", "5d"), plans=round_it)
    mine = record.departures["resource"] == record.names["resource"].index("mill->shop")
    assert record.departures["holds"][mine].tolist() == [0.0, 0.0, 3.0, 0.0, 0.0]


def test_the_load_of_a_lane_is_what_its_departures_carry():
    parts = two_sites({"every": "8h", "vehicle": {"holds": 2}}, [1, 2, 3, 1500], horizon="48h")
    record = play(parts)
    assert utilisation(record) == {"dc->shop": pytest.approx(4 / (5 * 2))}
    # a full one and a half full one; the first eight hours of that day come before the first departure
    assert utilisation_peak(record) == {"dc->shop": pytest.approx((2 + 1) / 4)}


def at_dc(dc_source, lane, horizon="1d", **more):
    """A DC whose own customers take goods from the shelf that the shop orders from."""
    parts = two_sites(lane, horizon=horizon, **more)
    parts["communities"]["near"] = {"delivered_from": "dc"}
    parts["regular"] = {"shoppers": at(30, communities=["home"]), "near": {**dc_source, "communities": ["near"]}}
    return parts


def test_a_vehicle_takes_goods_that_a_customer_gave_up_at_the_minute_before_it_leaves():
    # he holds the only loaf and waits for milk; at 100 he is gone, and nobody but the departure looks
    parts = at_dc(
        at(10, products={"loaf": 1, "milk": 1}, lines=2, patience="90min"), {"every": "2h", "takes": "10min"}, opening=1
    )
    parts["products"] = {"loaf": {"price": 10}, "milk": {"price": 5}}
    parts["regular"]["shoppers"]["products"] = {"loaf": 1}
    record = play(parts)
    assert record.trips["departed"].tolist() == [120.0]
    shopper = record.orders["source"] == 0
    assert record.orders["delivered"][shopper].tolist() == [130.0]


def test_a_departure_is_due_at_every_multiple_of_the_interval():
    record = play(two_sites({"every": "7h", "vehicle": {"holds": 5}}, horizon="10d"))
    assert record.departures["time"].tolist() == [420.0 * (k + 1) for k in range(34)]


def test_half_of_the_vehicles_carry_half_as_much():
    half = {"kind": "hold", "lever": "vehicles", "where": "dc", "factor": 0.5, "from": "d0", "for": "3h"}
    record = play(two_sites({"every": "2h", "vehicle": {"holds": 4}}, [1, 2, 3, 4, 5]), half)
    assert record.trips["units"].tolist() == [2.0, 3.0]
    assert record.departures["holds"][:2].tolist() == [2.0, 4.0]


def test_several_vehicles_that_leave_together_cost_and_drive_as_many_times():
    lane = {"every": "2h", "vehicle": {"holds": 4, "cost": 10, "grams_per_km": 100}}
    more = {"kind": "hold", "lever": "vehicles", "where": "dc", "factor": 3, "from": "d0", "for": "1d"}
    record = play(two_sites(lane, policy={"kind": "min_max", "reorder_point": 0, "order_up_to": 9}), more)
    first = {name: values[0].item() for name, values in record.trips.items()}
    assert (first["units"], first["cost"], first["km"], first["grams"]) == (9.0, 30.0, 15.0, 1500.0)


def test_a_trip_counts_the_orders_it_carries_and_says_when_it_is_back():
    record = play(two_sites({"every": "2h"}, [1, 2, 3]))
    assert record.trips["orders"].tolist() == [3]
    assert record.trips["back"].tolist() == [160.0]


@pytest.mark.parametrize("where", ["dc->shop", "dc", "shop"])
def test_a_slow_road_makes_goods_late_that_are_on_it(where):
    slow = {"kind": "hold", "lever": "lane", "where": where, "factor": 0.5, "from": "d0 00:20", "for": "1d"}
    # ten of forty minutes at full speed, thirty at half of it
    assert served(play(two_sites({}, [10]), slow)) == [10 + 10 + 60]


def test_goods_wait_before_a_closed_gate_and_come_when_it_opens():
    shut = {"kind": "hold", "lever": "receives", "where": "shop", "factor": 0, "from": "d0 00:20", "for": "2h"}
    assert served(play(two_sites({}, [10]), shut)) == [140.0]
