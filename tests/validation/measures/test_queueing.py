"""Queueing statistics of sojourns worked out by hand, and against loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kpi.records import NAN, ledger, record
from validation.measures import queueing as q


def hand_made():
    """One packer, four orders: served at once; waits 1; abandons after 2; is blocked."""
    visits = {
        "resource": 1,
        "order": [0, 1, 2, 3],
        "arrived": [0.0, 1.0, 2.0, 3.0],
        "started": [0.0, 2.0, NAN, NAN],
        "finished": [2.0, 5.0, 4.0, 3.0],
    }
    return q.sojourns_at(record(10.0, orders=ledger(4), visits=visits), "pack")


def test_averages_over_time():
    visits = hand_made()
    assert q.mean_in_system(visits) == pytest.approx((2 + 4 + 2) / 10)
    assert q.mean_in_queue(visits) == pytest.approx((1 + 2) / 10)
    assert q.mean_in_service(visits) == pytest.approx(0.5)
    assert q.utilisation(visits, servers=2) == pytest.approx(0.25)
    assert q.idle_share(visits) == pytest.approx(0.5)
    assert q.throughput(visits) == pytest.approx(0.2)


def test_averages_over_orders():
    visits = hand_made()
    assert q.mean_wait(visits) == 0.5
    assert q.mean_wait_all(visits) == 1.0
    assert q.mean_sojourn(visits) == 3.0
    assert q.waited_share(visits) == pytest.approx(2 / 3)
    assert q.waited_share(visits, longer_than=1.0) == pytest.approx(1 / 3)
    assert q.sojourn_tail(visits, 2.0) == 0.5
    assert q.blocked_share(visits) == 0.25
    assert q.abandoned_share(visits) == pytest.approx(1 / 3)


def test_a_window_cuts_both_kinds_of_average():
    visits = hand_made().window(1.0, 3.0)
    assert q.mean_in_system(visits) == pytest.approx((1 + 2 + 1) / 2)
    assert q.mean_wait(visits) == 1.0
    assert q.throughput(visits) == 0.5


def test_warm_up_by_orders_begins_with_the_next_and_ends_with_the_last():
    visits = hand_made().after(1)
    assert (visits.begin, visits.end) == (1.0, 3.0)
    with pytest.raises(ValueError, match="warm-up of 3 orders, but only 4 arrived"):
        hand_made().after(3)


def test_one_class_of_customers_is_a_mask():
    visits = hand_made().only(np.array([False, True, False, False]))
    assert q.mean_wait(visits) == 1.0
    assert q.mean_in_system(visits) == pytest.approx(0.4)


def test_an_order_that_was_never_served_left_when_it_was_cancelled():
    visits = {"resource": 0, "order": [0, 1], "arrived": 5.0, "started": NAN, "finished": NAN}
    run = record(20.0, orders=ledger(2, cancelled=[8.0, NAN]), visits=visits)
    found = q.sojourns_at(run, "pick")
    np.testing.assert_array_equal(found.finished, [8.0, NAN])
    assert np.isnan(run.visits["finished"]).all()
    assert q.mean_in_queue(found) == pytest.approx((3 + 15) / 20)
    assert q.abandoned_share(found) == 0.5


def test_an_unknown_resource_is_refused_by_name():
    with pytest.raises(KeyError, match="no resource 'oven'; there are pick, pack, couriers"):
        q.sojourns_at(record(), "oven")


def test_no_arrival_is_undefined_and_not_an_error():
    visits = q.sojourns_at(record(10.0), "pick")
    assert q.mean_in_system(visits) == 0.0
    assert math.isnan(q.mean_wait(visits))
    assert math.isnan(q.blocked_share(visits))


times = st.integers(0, 40).map(float)
rows = st.lists(st.tuples(times, times, times, st.booleans()), min_size=1, max_size=25)


@given(rows)
def test_littles_law_holds_on_every_sample_path(found):
    arrived, wait, service, stays = (np.array(column, dtype=float) for column in zip(*found, strict=True))
    finished = np.where(stays, NAN, arrived + wait + service)
    visits = {"resource": 0, "order": 0, "arrived": arrived, "started": arrived + wait, "finished": finished}
    run = record(1000.0, orders=ledger(1), visits=visits)
    assert q.littles_law(run) < 1e-12


def test_littles_law_finds_an_order_counted_twice(monkeypatch):
    visits = {"resource": 0, "order": 0, "arrived": [0.0, 1.0], "started": [0.0, 2.0], "finished": [2.0, 4.0]}
    run = record(10.0, orders=ledger(1), visits=visits)
    honest = q.count_between
    monkeypatch.setattr(q, "count_between", lambda a, b: honest(np.append(a, a[:1]), np.append(b, b[:1])))
    assert q.littles_law(run) == pytest.approx(0.4)


@given(rows, st.integers(0, 20), st.integers(1, 30))
def test_averages_agree_with_asking_minute_by_minute(found, begin, length):
    arrived, wait, service, _ = (np.array(column, dtype=float) for column in zip(*sorted(found), strict=True))
    started, finished = arrived + wait, arrived + wait + service
    window = [begin + minute for minute in range(length)]
    visits = q.Sojourns(arrived, started, finished, np.arange(len(arrived)), float(begin), float(begin + length))

    def inside(since, until):
        return sum(sum(s <= now < u for s, u in zip(since, until, strict=True)) for now in window) / length

    assert q.mean_in_system(visits) == pytest.approx(inside(arrived, finished))
    assert q.mean_in_queue(visits) == pytest.approx(inside(arrived, started))
    assert q.mean_in_service(visits) == pytest.approx(inside(started, finished))
    counted = [w for a, w in zip(arrived, wait, strict=True) if begin <= a < begin + length]
    np.testing.assert_allclose(q.mean_wait(visits), np.mean(counted) if counted else NAN)


def test_the_last_mile_is_a_queue_whose_service_is_the_trip():
    orders = ledger(3, ready=[5.0, 1.0, NAN], departed=[10.0, 10.0, NAN], delivered=[25.0, 20.0, NAN])
    visits = q.delivery_sojourns(record(orders=orders))
    assert visits.order.tolist() == [1, 0]
    assert q.mean_wait(visits) == (9 + 5) / 2
    assert q.mean_sojourn(visits) == (19 + 20) / 2


def test_trips_of_a_pool_are_services_without_a_queue():
    driven = {"resource": [2, 0, 2], "departed": [0.0, 1.0, 50.0], "back": [10.0, 9.0, 60.0]}
    trips = q.trip_sojourns(record(trips=driven), "couriers")
    assert trips.started.tolist() == [0.0, 50.0]
    assert q.idle_share(trips.window(0.0, 100.0)) == pytest.approx(0.8)


def test_the_sojourn_of_an_order_lasts_from_its_placement_to_its_end():
    orders = ledger(3, placed=[4.0, 0.0, 8.0], delivered=[10.0, NAN, 9.0], cancelled=[NAN, 3.0, NAN], kind=[0, 0, -1])
    stays = q.order_sojourns(record(orders=orders))
    assert stays.arrived.tolist() == [0.0, 4.0]
    assert stays.finished.tolist() == [3.0, 10.0]


def test_an_order_recalled_before_departing_waits_for_a_courier_until_then():
    orders = ledger(
        4,
        ready=[10.0, 10.0, 10.0, 10.0],
        departed=[20.0, NAN, NAN, NAN],
        delivered=[30.0, NAN, NAN, NAN],
        returned=[90.0, 40.0, NAN, NAN],
        cancelled=[NAN, NAN, 25.0, NAN],
    )
    run = record(100.0, orders=orders)
    found = q.delivery_sojourns(run)
    np.testing.assert_array_equal(found.finished, [30.0, 40.0, 25.0, NAN])
    assert q.mean_in_queue(found) == pytest.approx((10 + 30 + 15 + 90) / 100)
    assert q.mean_in_system(found) == pytest.approx((20 + 30 + 15 + 90) / 100)
    assert q.abandoned_share(found) == pytest.approx(2 / 4)
    assert q.mean_sojourn(found) == 20.0
    # the whole stay, from the order at 0, ends where the goods or the order go
    assert q.order_sojourns(run).finished[:3].tolist() == [30.0, 40.0, 25.0]
