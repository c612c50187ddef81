"""Who is on duty in a courier pool: full-time couriers in their shift, and the crowd that logs on for the day."""

import numpy as np
import pytest

from sim.randoms import Streams
from tests.model.small import at, play

DAY = 1440.0


def pool(horizon="3d", start="2026-06-15 00:00 +08:00", times=(1,), **van):
    """A shop with goods without end and a pool."""
    return {
        "horizon": horizon,
        "start": start,
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
        "communities": {"town": {"delivered_from": "shop"}},
        "regular": {"orders": at(*times)},
        "couriers": {"van": {"at": "shop", "waits": 0, "carries": 1, "trip": "10min", "handed_over": "end", **van}},
    }


def on_duty(record, *minutes):
    """Couriers on duty at these minutes, by the record."""
    row = np.searchsorted(record.capacity["time"], minutes, side="right") - 1
    return record.capacity["servers"][row].tolist()


def logged_on(days, registered, share, name="van"):
    """Crowd couriers who log on, from the day before the start, by the draw of each of them."""
    before = Streams(1).rng("crowd before", name).random((1, registered))
    draws = np.concatenate((before, Streams(1).rng("crowd", name).random((days, registered))))
    return (draws < share).sum(axis=1).tolist()


def test_without_a_shift_or_a_crowd_all_couriers_are_always_there():
    assert on_duty(play(pool(full_time=3)), 0, 700, 3 * DAY) == [3, 3, 3]


def test_full_time_couriers_work_in_their_shift():
    record = play(pool(full_time=3, shift="08:00-20:00"))
    assert on_duty(record, 0, 479, 480, 1199, 1200, DAY + 480) == [0, 0, 3, 3, 0, 3]


def test_a_shift_is_counted_from_the_start_of_the_run():
    record = play(pool(full_time=3, shift="08:00-20:00", start="2026-06-15 06:00 +08:00"))
    assert on_duty(record, 0, 119, 120, 839, 840, DAY + 119, DAY + 120) == [0, 0, 3, 3, 0, 0, 3]


def test_a_night_shift_lasts_beyond_midnight():
    record = play(pool(full_time=3, shift="22:00-06:00"))
    assert on_duty(record, 0, 359, 360, 1319, 1320, DAY + 359, DAY + 360) == [3, 3, 0, 0, 3, 3, 0]


def test_each_day_as_many_of_the_crowd_log_on_as_their_draws_say():
    record = play(pool(full_time=2, crowd={"pool": 40, "logs_on": 0.4}, shift="08:00-20:00"))
    noon = [day * DAY + 720 for day in range(3)]
    extra = logged_on(4, 40, 0.4)[1:4]
    assert on_duty(record, *noon) == [2 + count for count in extra]
    assert len(set(extra)) > 1


def test_the_crowd_of_a_night_shift_is_that_of_the_evening_before():
    record = play(pool(full_time=0, crowd={"pool": 40, "logs_on": 0.4}, shift="22:00-06:00"))
    assert on_duty(record, 60, 1380, DAY + 60, DAY + 1380) == [
        logged_on(4, 40, 0.4)[day] for day in (0, 1, 1, 2)
    ]  # fmt: skip


def test_a_crowd_without_a_shift_changes_at_midnight():
    record = play(pool(full_time=1, crowd={"pool": 40, "logs_on": 0.4}))
    extra = logged_on(4, 40, 0.4)
    assert on_duty(record, 0, DAY - 1, DAY, 2 * DAY) == [1 + extra[1], 1 + extra[1], 1 + extra[2], 1 + extra[3]]


def held(lever, factor, where="van", begin="d0 12:00", lasts="1d"):
    return {"kind": "hold", "lever": lever, "where": where, "factor": factor, "from": begin, "for": lasts}


@pytest.mark.parametrize("where", ["van", "shop"])
def test_a_bonus_brings_in_the_crowd_couriers_next_in_line(where):
    crowd = {"pool": 40, "logs_on": 0.4}
    record = play(pool(full_time=2, crowd=crowd), held("crowd", 2, where))
    few, many = logged_on(4, 40, 0.4), logged_on(4, 40, 0.8)
    assert on_duty(record, 719, 720, DAY, DAY + 720) == [2 + few[1], 2 + many[1], 2 + many[2], 2 + few[2]]
    assert all(one <= other for one, other in zip(few, many, strict=True))


@pytest.mark.parametrize("where", ["van", "shop"])
def test_half_of_the_couriers_are_a_whole_number(where):
    record = play(pool(full_time=5), held("couriers", 0.5, where))
    assert on_duty(record, 719, 720, DAY + 720) == [5, 3, 5]


def test_a_site_that_ships_twice_over_has_no_more_couriers():
    record = play(pool(full_time=5), held("ships", 2, "shop"))
    assert on_duty(record, 719, 720) == [5, 5]


def test_no_trip_departs_from_a_site_that_ships_nothing():
    record = play(pool(full_time=5, times=(730,)), held("ships", 0, "shop"))
    assert record.orders["departed"].tolist() == [DAY + 720]


@pytest.mark.parametrize("where", ["van", "shop"])
def test_a_road_at_half_its_speed_doubles_the_trips_that_begin_then(where):
    record = play(pool(full_time=5, times=(715, 730)), held("lane", 0.5, where))
    assert record.orders["delivered"].tolist() == [725.0, 750.0]


def test_the_crowd_is_paid_for_its_share_of_the_couriers_in_the_shift_of_the_trip():
    crowd = {"pool": 6, "logs_on": "100%", "pay_per_order": 8}
    times = (60, 700, 730, DAY + 730)
    record = play(pool(full_time=2, crowd=crowd, times=times, cost_per_order=1), held("crowd", 0, lasts="12h"))
    assert record.trips["cost"].tolist() == [7.0, 7.0, 1.0, 7.0]


def test_the_crowd_of_a_night_is_paid_after_midnight_too():
    crowd = {"pool": 40, "logs_on": 0.4, "pay_per_order": 8}
    record = play(pool(full_time=2, crowd=crowd, shift="22:00-06:00", times=(60, 1380, DAY + 60)))
    evening, next_evening = logged_on(4, 40, 0.4)[:2]
    share = [evening / (evening + 2), next_evening / (next_evening + 2), next_evening / (next_evening + 2)]
    assert record.trips["cost"].tolist() == pytest.approx([8 * part for part in share])


def test_a_pool_without_couriers_costs_nothing_and_drives_nowhere():
    record = play(pool(full_time=0, crowd={"pool": 5, "logs_on": 0}))
    assert record.rows("trips") == 0
    assert np.isnan(record.orders["departed"]).all()
