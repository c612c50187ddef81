"""Couriers of a site: scheduled waves leave on time, take the oldest, and stop when nothing may leave."""

import numpy as np
import pytest
from pydantic import ValidationError

from sim.kpi.resources import loads
from sim.randoms import Streams
from sim.schema.network import Couriers
from tests.model.small import at, play


def shop(times, horizon="10h", **pool):
    """A shop with goods without end whose couriers come back at once."""
    return {
        "horizon": horizon,
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
        "communities": {"town": {"delivered_from": "shop"}},
        "regular": {"orders": at(*times)},
        "couriers": {"van": {"at": "shop", "full_time": 1, "trip": "0min", "handed_over": "end", **pool}},
    }


def test_a_wave_leaves_every_hour_and_takes_the_oldest_that_fit():
    record = play(shop([1, 2, 3, 60, 61], every="1h", carries=3))
    assert record.orders["departed"].tolist() == [60.0, 60.0, 60.0, 120.0, 120.0]


def test_an_order_that_is_ready_at_the_departure_goes_along():
    record = play(shop([60], every="1h", carries=3))
    assert record.orders["departed"].tolist() == [60.0]


def test_two_couriers_leave_together_with_twice_as_many():
    record = play(shop([1, 2, 3, 4, 5], every="1h", carries=2, full_time=2))
    assert record.orders["departed"].tolist() == [60.0] * 4 + [120.0]


def test_waves_at_times_of_day_leave_each_day():
    record = play(shop([10, 500, 1500], horizon="3d", departs=["08:00", "12:00"], carries=9))
    assert record.orders["departed"].tolist() == [480.0, 720.0, 1440.0 + 480.0]


def test_no_wave_leaves_while_nothing_may_leave_the_site():
    shock = {
        "kind": "hold",
        "lever": "ships",
        "where": "shop",
        "factor": 0,
        "from": "2026-06-15 00:30 +08:00",
        "for": "2h",
    }
    record = play(shop([1], every="1h", carries=3), shock)
    assert record.orders["departed"].tolist() == [180.0]


def test_each_trip_of_a_wave_is_on_record():
    record = play(shop([1, 2, 61], every="1h", carries=9, trip="30min", cost_per_order=3))
    assert record.trips["departed"].tolist() == [60.0, 120.0]
    assert record.trips["back"].tolist() == [90.0, 150.0]
    assert record.trips["cost"].tolist() == [6.0, 3.0]
    assert np.isfinite(record.orders["delivered"]).all()


@pytest.mark.parametrize("wrong", [{"every": "1h", "departs": ["08:00"], "full_time": 1}, {"every": "1h"}])
def test_a_timetable_needs_one_calendar_and_couriers(wrong):
    with pytest.raises(ValidationError, match=r"not both|full_time"):
        Couriers.model_validate({"at": "shop", **wrong})


def riders(times, quantity=1, **pool):
    """A shop whose couriers leave at once, each with one order, and drive for half an hour."""
    parts = shop(times)
    parts["regular"] = {"orders": at(*times, quantity={quantity: 1})}
    leaves = {} if "every" in pool else {"waits": 0}
    parts["couriers"] = {"van": {"at": "shop", "full_time": 1, "trip": "30min", **leaves, **pool}}
    return parts


def held(lever, factor, begin="00:30", lasts="2h"):
    return {
        "kind": "hold", "lever": lever, "where": "van", "factor": factor,
        "from": f"2026-06-15 {begin} +08:00", "for": lasts,
    }  # fmt: skip


def test_each_courier_of_a_wave_makes_a_trip_of_his_own():
    record = play(shop([1, 2, 3], every="1h", carries=2, full_time=2, cost_per_order=1))
    assert record.trips["departed"].tolist() == [60.0, 60.0]
    assert record.trips["orders"].tolist() == [2, 1]


def test_half_of_the_couriers_of_a_wave_take_half_as_much():
    record = play(shop([31, 32, 33], every="1h", carries=2, full_time=2), held("couriers", 0.5, lasts="1h"))
    assert record.orders["departed"].tolist() == [60.0, 60.0, 120.0]


def test_the_tours_of_a_wave_have_a_length():
    tour = {"speed": "15km/h", "area": 4, "haul": "1km"}
    record = play(shop([1, 2, 3, 4], every="1h", carries=9, trip=tour, grams_per_km=10))
    assert record.trips["km"].tolist() == pytest.approx([2 + 0.57 * 4])
    assert record.trips["grams"].tolist() == pytest.approx([10 * (2 + 0.57 * 4)])


@pytest.mark.parametrize("pace", [{}, {"every": "1h"}])
def test_no_trip_departs_on_a_closed_road(pace):
    record = play(riders([40], **pace), held("lane", 0))
    assert record.orders["departed"].tolist() == [180.0 if pace else 150.0]


def test_a_slow_road_makes_a_trip_of_any_sort_longer():
    record = play(riders([40], handed_over="end"), held("lane", 0.5))
    assert record.orders["delivered"].tolist() == [100.0]


def test_a_trip_carries_units_and_the_crowd_is_paid_for_its_share_of_the_orders():
    crowd = {"pool": 3, "logs_on": "100%", "pay_per_order": 8}
    record = play(riders([40, 300], quantity=5, crowd=crowd, cost_per_order=1), held("crowd", 0, "04:00"))
    assert record.trips["units"].tolist() == [5.0, 5.0]
    # three of four are of the crowd, then none
    assert record.trips["cost"].tolist() == [1 + 0.75 * 8, 1.0]


def test_a_night_shift_is_on_duty_in_the_first_night():
    assert play(riders([40], shift="22:00-06:00")).orders["departed"].tolist() == [40.0]


def test_the_communities_that_a_site_serves_are_dealt_out_over_its_zones():
    towns = {f"town_{k}": {"delivered_from": "shop" if k % 2 else "other", "households": 100} for k in range(8)}
    site = {"kind": "front_point", "stock": "unlimited"}
    pools = {name: {"at": name, "full_time": 9, "zones": 2, "trip": "1min"} for name in ("shop", "other")}
    parts = shop(range(1, 100))
    record = play({**parts, "sites": {"shop": site, "other": site}, "communities": towns, "couriers": pools})
    trips = record.trips
    for pool in np.unique(trips["resource"]):
        assert set(trips["zone"][trips["resource"] == pool].tolist()) == {0, 1}


def test_no_order_is_handed_over_on_the_way_out_or_back():
    tour = {"speed": "60km/h", "area": 1, "haul": "60km", "per_stop": "1min"}
    record = play(riders(range(10), full_time=20, carries=1, trip=tour))
    orders, whole = record.orders, 120 + 0.57 + 1
    took = orders["delivered"] - orders["departed"]
    assert (took >= 60).all()
    assert (took <= whole - 60).all()


def on_duty(record):
    return list(zip(record.capacity["time"].tolist(), record.capacity["servers"].tolist(), strict=True))


@pytest.mark.parametrize("leaves", [{"waits": "0min"}, {"every": "10min"}])
def test_couriers_before_a_closed_road_are_on_duty_and_those_on_it_are_busy(leaves):
    closed = {"kind": "hold", "lever": "lane", "where": "van", "factor": 0, "from": "d0 01:00", "for": "3h"}
    record = play(shop([40, 100], carries=3, trip="1h", **leaves), closed)
    assert record.trips["departed"].tolist() == [40.0, 240.0]
    assert on_duty(record) == [(0.0, 1.0)]
    assert loads(record)["van"].busy.integral(np.array([600.0])) == [120.0]


@pytest.mark.parametrize("leaves", [{"waits": "0min"}, {"every": "10min"}])
def test_couriers_who_are_not_there_are_not_on_duty(leaves):
    ill = {"kind": "hold", "lever": "couriers", "where": "van", "factor": 0.5, "from": "d0 01:00", "for": "3h"}
    record = play(shop([40], full_time=4, carries=3, **leaves), ill)
    assert on_duty(record) == [(0.0, 4.0), (60.0, 2.0), (240.0, 4.0)]


def test_fixed_times_of_departure_are_times_of_the_clock():
    parts = {**shop([10, 500], horizon="2d", departs=["07:00", "12:00"], carries=9), "start": "2026-06-15 06:00 +08:00"}
    assert play(parts).orders["departed"].tolist() == [60.0, 1500.0]


def test_a_tour_takes_the_way_and_the_stops_and_a_slow_road_only_makes_the_way_longer():
    tour = {"speed": "30km/h", "area": 4, "haul": "2km", "per_stop": "3min"}
    way = (2 * 2 + 0.57 * np.sqrt(2 * 4)) / 30 * 60
    parts = shop([1, 2], every="1h", carries=9, trip=tour)
    free, slow = play(parts), play(parts, held("lane", 0.5))
    assert free.trips["back"] - free.trips["departed"] == pytest.approx([way + 6])
    assert slow.trips["back"] - slow.trips["departed"] == pytest.approx([2 * way + 6])


def test_on_a_slow_road_the_way_out_and_back_is_as_large_a_part_of_the_way():
    tour = {"speed": "60km/h", "area": 1, "haul": "60km", "per_stop": "1min"}
    record = play(riders(range(40, 60), full_time=30, carries=1, trip=tour), held("lane", 0.5, lasts="9h"))
    orders = record.orders
    took, whole = orders["delivered"] - orders["departed"], 2 * (120 + 0.57) + 1
    assert (took >= 120).all()
    assert (took <= whole - 120).all()
    u = Streams(1).uniforms("handed over", orders["key"])
    assert took == pytest.approx(120 + (whole - 240) * u)


def test_an_order_is_handed_over_along_a_drawn_trip_by_its_own_draw():
    record = play(riders([1, 100, 200], trip="40min"))
    u = Streams(1).uniforms("handed over", record.orders["key"])
    assert record.orders["delivered"] - record.orders["departed"] == pytest.approx(40 * u)


def test_trips_take_their_minutes_from_one_sequence_in_order_of_departure():
    record = play(riders(range(0, 590, 60), trip={"recorded": ["10min", "20min", "30min"]}, handed_over="end"))
    took = record.trips["back"] - record.trips["departed"]
    assert took.tolist() == [10.0, 20.0, 30.0] * 3 + [10.0]


def test_orders_of_a_recorded_file_are_handed_over_at_their_own_share_of_the_trip(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("order,time,sku,qty,share\na,0,loaf,1,0.25\nb,100,loaf,1,1\nc,200,loaf,1,0\n")
    parts = riders([])
    parts["regular"], parts["recorded"] = {}, {"file": {"file": str(file)}}
    parts["couriers"]["van"]["handed_over"] = {"column": "share"}
    assert play(parts).orders["delivered"].tolist() == [10 - 2.5, 130.0, 200.0]


def test_a_dispatch_policy_sends_the_zone_that_it_chooses():
    towns = {name: {"delivered_from": "shop"} for name in ("near", "far")}
    sources = {
        "first": at(0, communities=["near"]),
        "late": at(10, communities=["near"]),
        "early": at(5, communities=["far"]),
    }
    parts = {**riders([], zones=2, carries=1, dispatch={"kind": "oldest_first"}), "communities": towns}
    record = play({**parts, "regular": sources})
    departed = dict(zip(record.orders["placed"].tolist(), record.orders["departed"].tolist(), strict=True))
    assert departed == {0.0: 0.0, 5.0: 30.0, 10.0: 60.0}


def test_co2_and_pay_follow_the_length_and_the_load_of_each_trip():
    tour = {"speed": "60km/h", "area": 4, "haul": "1km", "per_stop": "0min"}
    record = play(shop([1, 2, 70], every="1h", carries=9, trip=tour, grams_per_km=10, cost_per_order=3))
    km = [2 + 0.57 * np.sqrt(2 * 4), 2 + 0.57 * np.sqrt(4)]
    assert record.trips["km"] == pytest.approx(km)
    assert record.trips["grams"] == pytest.approx([10 * length for length in km])
    assert record.trips["cost"].tolist() == [6.0, 3.0]


def test_a_drawn_trip_has_no_length_and_no_co2():
    record = play(riders([1], grams_per_km=10))
    assert np.isnan(record.trips["km"]).all()
    assert record.trips["grams"].tolist() == [0.0]


def test_the_first_wave_leaves_one_interval_after_the_start():
    assert play(shop([0], every="1h", carries=3)).orders["departed"].tolist() == [60.0]


def test_half_of_five_couriers_of_a_wave_are_three():
    parts = shop(range(31, 36), every="1h", carries=1, full_time=5)
    record = play(parts, held("couriers", 0.5, lasts="1h"))
    assert record.orders["departed"].tolist() == [60.0] * 3 + [120.0] * 2
