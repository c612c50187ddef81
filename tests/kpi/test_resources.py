"""How busy a resource is, exactly, whoever is on duty."""

import math

import numpy as np
import pytest

from sim.kpi import resources

from .records import NAN, ledger, record

H = 60.0


def station(started, finished, capacity=((0.0, 1.0),), horizon=24 * H, **tables):
    time, servers = zip(*capacity, strict=True)
    visits = {"resource": 0, "order": 0, "arrived": started, "started": started, "finished": finished}
    return record(
        horizon, orders=ledger(1), visits=visits, capacity={"resource": 0, "time": time, "servers": servers}, **tables
    )


def test_utilisation_is_busy_time_over_time_on_duty():
    run = station([0.0, 2 * H], [1 * H, 4 * H], capacity=[(0.0, 1.0), (6 * H, 0.0)])
    assert resources.utilisation(run) == {"pick": pytest.approx(0.5)}


def test_a_job_stuck_while_nobody_is_on_duty_keeps_nobody_busy():
    run = station([0.0], [10 * H], capacity=[(0.0, 1.0), (2 * H, 0.0), (8 * H, 1.0), (12 * H, 0.0)])
    assert resources.utilisation(run)["pick"] == pytest.approx(4 / 6)


def test_a_service_still_running_at_the_end_is_busy_until_then():
    assert resources.utilisation(station([12 * H], [NAN]))["pick"] == 0.5


def test_a_resource_without_capacity_is_left_out_and_one_never_on_duty_is_undefined():
    run = station([0.0], [1.0], capacity=[(0.0, 0.0)])
    assert list(resources.utilisation(run)) == ["pick"]
    assert math.isnan(resources.utilisation(run)["pick"])
    assert math.isnan(resources.utilisation_peak(run)["pick"])


def test_the_peak_is_the_busiest_four_hours_from_a_full_hour():
    run = station([6 * H], [9 * H])
    assert resources.utilisation_peak(run)["pick"] == pytest.approx(0.75)
    assert resources.utilisation(run)["pick"] == pytest.approx(3 / 24)


def test_the_last_minutes_of_a_shift_are_no_peak():
    run = station([7 * H], [8 * H], capacity=[(0.0, 1.0), (8 * H, 0.0)])
    assert resources.utilisation_peak(run)["pick"] == pytest.approx(0.5)  # 6 to 10 o'clock, two of them on duty


def test_a_courier_is_busy_for_the_trip_not_for_each_order_on_board():
    visits = {"resource": 2, "order": [0, 0], "arrived": 0.0, "started": 0.0, "finished": [30.0, 50.0]}
    trips = {"resource": 2, "departed": [0.0], "back": [60.0], "orders": 2, "grams": 100.0}
    orders = ledger(2, delivered=[30.0, 50.0])
    run = record(
        2 * H, orders=orders, visits=visits, trips=trips, capacity={"resource": 2, "time": [0.0], "servers": 4.0}
    )
    assert resources.utilisation(run) == {"couriers": pytest.approx(0.125)}
    assert resources.carbon_per_order(run) == 50.0


def test_a_line_is_busy_from_set_up_to_done():
    jobs = {"resource": 0, "setup": [0.0], "started": [H], "finished": [3 * H]}
    run = record(6 * H, jobs=jobs, capacity={"resource": 0, "time": [0.0], "servers": 1.0})
    assert resources.utilisation(run)["pick"] == 0.5


def test_the_resource_that_is_busy_first_binds_first():
    visits = {"resource": [0, 1], "order": 0, "arrived": 0.0, "started": [9 * H, 5 * H], "finished": 20 * H}
    capacity = {"resource": [0, 1], "time": 0.0, "servers": 1.0}
    run = record(24 * H, orders=ledger(1), visits=visits, capacity=capacity)
    assert resources.binds_first(run) == ("pack", 5 * H)
    assert resources.binds_first(station([0.0], [1 * H])) is None


def test_many_servers_share_the_work():
    rng = np.random.default_rng(1)
    started = rng.random(500) * 20 * H
    finished = started + rng.random(500) * H
    run = station(started, finished, capacity=[(0.0, 500.0)], horizon=22 * H)
    assert resources.utilisation(run)["pick"] == pytest.approx((finished - started).sum() / (22 * H * 500))
