"""Couriers of a site: scheduled waves leave on time, take the oldest, and stop when nothing may leave."""

import numpy as np
import pytest
from pydantic import ValidationError

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
def test_a_timetable_needs_one_calendar_and_somebody_to_leave(wrong):
    with pytest.raises(ValidationError, match=r"not both|full_time"):
        Couriers.model_validate({"at": "shop", **wrong})
