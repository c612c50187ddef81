"""How busy a resource is, exactly, whoever is on duty."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.kpi import resources

from . import slow
from .random_records import shifts
from .records import NAN, ledger, record

H = 60.0


def station(started, finished, capacity=((0.0, 1.0),), horizon=24 * H, **tables):
    time, servers = zip(*capacity, strict=True)
    visits = {"resource": 0, "order": 0, "arrived": started, "started": started, "finished": finished}
    return record(
        horizon, orders=ledger(1), visits=visits, capacity={"resource": 0, "time": time, "servers": servers}, **tables
    )


@pytest.mark.plays("measure:utilisation")
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


@pytest.mark.plays("measure:utilisation_peak")
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


def supplier(started, finished, capacity, horizon=4 * 24 * H):
    """A supplier's item as `pick`: when it made units ready, and the share of its capacity that was there."""
    time, shares = zip(*capacity, strict=True)
    jobs = {"resource": 0, "work_order": -1, "setup": started, "started": started, "finished": finished}
    return record(horizon, jobs=jobs, capacity={"resource": 0, "time": time, "servers": shares})


def test_a_supplier_uses_what_is_there_of_its_capacity_also_when_it_has_more_than_usual():
    # two days: all of it, half used; a day at 40 %, all used; a day doubled, a quarter used
    run = supplier([0.0, 48 * H, 72 * H], [24 * H, 72 * H, 78 * H], [(0.0, 1.0), (48 * H, 0.4), (72 * H, 2.0)])
    assert resources.utilisation(run)["pick"] == pytest.approx((1 + 0.4 + 0.5) / (2 + 0.4 + 2))
    assert resources.utilisation_peak(run)["pick"] == pytest.approx(1.0)


def test_the_peak_of_a_supplier_is_that_of_a_day():
    assert resources.utilisation_peak(supplier([H], [13 * H], [(0.0, 1.0)]))["pick"] == pytest.approx(0.5)
    assert resources.binds_first(supplier([H], [13 * H], [(0.0, 1.0)])) is None
    assert resources.binds_first(supplier([3 * H], [40 * H], [(0.0, 1.0)])) == ("pick", 2 * H)


def test_a_supplier_that_is_not_activated_has_no_utilisation_and_one_that_stands_still_is_not_busy():
    assert math.isnan(resources.utilisation_peak(supplier([NAN], [NAN], [(0.0, 0.0)]))["pick"])
    stops = supplier([0.0], [48 * H], [(0.0, 1.0), (24 * H, 0.0), (36 * H, 1.0)])
    assert resources.utilisation(stops)["pick"] == pytest.approx(36 / 84)


def lane(time, units, holds, horizon=48 * H):
    return record(horizon, departures={"resource": 1, "time": time, "units": units, "holds": holds})


def test_a_lane_uses_what_its_departures_could_hold_however_far_they_lie_apart():
    run = lane([6 * H, 20 * H, 30 * H], [10.0, 0.0, 5.0], 10.0)
    assert resources.utilisation(run) == {"pack": pytest.approx(0.5)}


def test_a_departure_that_could_not_leave_or_comes_when_the_run_is_over_counts_nowhere():
    run = lane([6 * H, 20 * H, 30 * H, 48 * H], [10.0, 0.0, 5.0, 10.0], [10.0, 0.0, 10.0, 10.0])
    assert resources.utilisation(run)["pack"] == pytest.approx(0.75)


def test_one_full_van_of_three_is_no_bottleneck_and_a_day_of_full_vans_is():
    times = np.arange(1.0, 12.0) * 8 * H
    full = np.isin(np.arange(11), [1, 4, 5, 6])
    run = lane(times, np.where(full, 10.0, 3.0), 10.0, horizon=96 * H)
    assert resources.binds_first(run) == ("pack", 39 * H)  # full from 40 to 64 o'clock, but for the first hour
    calm = lane(times, np.where(np.arange(11) == 4, 10.0, 4.0), 10.0, horizon=96 * H)
    assert resources.utilisation_peak(calm)["pack"] == pytest.approx((10 + 4 + 4) / 30)
    assert resources.binds_first(calm) is None


def test_a_lane_has_no_utilisation_before_its_first_departure():
    run = lane([24 * H], [10.0], [10.0])
    begin, busy = resources.loads(run)["pack"].peaks(run.horizon)
    assert math.isnan(busy[0])
    assert begin[-1] == 24 * H
    assert busy[-1] == pytest.approx(1.0)


def two_stations(pick, pack, shock_from=None):
    """`pick` and `pack`, each busy in the given hours of a day."""
    started, finished = zip(*[*pick, *pack], strict=True)
    resource = [0] * len(pick) + [1] * len(pack)
    visits = {"resource": resource, "order": 0, "arrived": np.multiply(started, H),
              "started": np.multiply(started, H), "finished": np.multiply(finished, H)}  # fmt: skip
    capacity = {"resource": [0, 1], "time": 0.0, "servers": 1.0}
    return record(24 * H, {"shock_from": shock_from}, orders=ledger(1), visits=visits, capacity=capacity)


def test_what_a_shock_binds_is_looked_for_from_the_shock_on_and_against_the_twin():
    calm = two_stations(pick=[(2, 6), (12, 16)], pack=[(0, 1)])
    struck = two_stations(pick=[(2, 6), (12, 17)], pack=[(4, 8), (14, 18)], shock_from=10 * H)
    assert resources.binds_first(struck) == ("pick", 2 * H)
    # pick is as full from twelve o'clock on without the shock; from thirteen o'clock on it is not
    assert resources.binds_first(struck, calm) == ("pick", 13 * H)
    milder = two_stations(pick=[(2, 6), (12, 16)], pack=[(4, 8), (14, 18)], shock_from=10 * H)
    assert resources.binds_first(milder, calm) == ("pack", 14 * H)
    assert resources.binds_first(calm, calm) is None


def test_many_servers_share_the_work():
    rng = np.random.default_rng(1)
    started = rng.random(500) * 20 * H
    finished = started + rng.random(500) * H
    run = station(started, finished, capacity=[(0.0, 500.0)], horizon=22 * H)
    assert resources.utilisation(run)["pick"] == pytest.approx((finished - started).sum() / (22 * H * 500))


def test_a_run_shorter_than_four_hours_has_one_peak_window():
    begin, end = resources.peak_windows(3 * H)
    assert (begin.tolist(), end.tolist()) == ([0.0], [3 * H])
    begin, end = resources.peak_windows(6 * H + 1)
    assert (begin.tolist(), end.tolist()) == ([0.0, H, 2 * H], [4 * H, 5 * H, 6 * H])


def test_a_window_with_somebody_on_duty_for_half_of_it_is_a_peak_and_a_minute_less_is_not():
    for leaves, peak in ((2 * H, 1.0), (2 * H - 1, NAN)):
        run = station([0.0], [4 * H], capacity=[(0.0, 1.0), (leaves, 0.0)], horizon=4 * H)
        np.testing.assert_equal(resources.utilisation_peak(run)["pick"], peak)


def test_what_is_busy_for_95_per_cent_of_four_hours_binds_and_what_is_busy_for_less_does_not():
    bound = 0.95 * 4 * H
    assert resources.binds_first(station([0.0], [bound])) == ("pick", 0.0)
    assert resources.binds_first(station([0.0], [bound - 1.0])) is None


def test_of_two_that_bind_at_once_the_busier_is_named():
    visits = {"resource": [0, 1], "order": 0, "arrived": 0.0, "started": 0.0, "finished": [3.9 * H, 4 * H]}
    run = record(4 * H, orders=ledger(1), visits=visits, capacity={"resource": [0, 1], "time": 0.0, "servers": 1.0})
    assert resources.binds_first(run) == ("pack", 0.0)


@pytest.mark.plays("measure:carbon_per_order")
def test_carbon_is_of_trips_that_left_within_the_run_and_of_orders_in_hand():
    trips = {"resource": 2, "departed": [0.0, 100.0, 100.1], "back": 200.0, "grams": [3.0, 4.0, 50.0]}
    assert resources.carbon_per_order(record(100.0, orders=ledger(2, delivered=[5.0, NAN]), trips=trips)) == 7.0
    assert math.isnan(resources.carbon_per_order(record(100.0, orders=ledger(2), trips=trips)))


@given(shifts())
def test_utilisation_agrees_with_asking_minute_by_minute(run):
    expected = slow.utilisation(run)
    found = resources.utilisation(run)
    assert list(found) == list(expected)
    np.testing.assert_allclose(list(found.values()), list(expected.values()))


def test_a_resource_whose_peak_is_sought_in_longer_windows_than_in_the_twin_is_compared_window_by_window(monkeypatch):
    def load(busy, peak):
        times = np.array([0.0, 8 * H, 32 * H])
        able = resources.Steps(times, np.array([1.0, 1.0, 1.0]))
        return resources.Load.of(able, resources.Steps(times, np.array(busy)), peak)

    shocked, calm = (station([0.0], [H], horizon=48 * H) for _ in range(2))
    held = {id(shocked): {"mill": load([0.0, 1.0, 0.0], 24 * H)}, id(calm): {"mill": load([0.0, 0.0, 0.0], 4 * H)}}
    monkeypatch.setattr(resources, "loads", lambda run: held[id(run)])
    assert resources.binds_first(shocked, calm) == ("mill", 7 * H)
    held[id(calm)] = {"mill": load([0.0, 1.0, 0.0], 4 * H)}
    assert resources.binds_first(shocked, calm) is None
