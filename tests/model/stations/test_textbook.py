"""Stations against the formulas of queueing theory: means over replications within three standard errors."""

import math

import numpy as np
import pytest

from sim.model.stations.event_network import EventNetwork
from sim.model.stations.fifo import Fifo
from sim.model.stations.fleet import Fleet, FleetSpec
from sim.model.stations.spec import BLOCKED, RENEGED, ServerBreakdowns, StationSpec
from sim.model.stations.waves import Waves, WavesSpec

REPLICATIONS = 12
pytestmark = pytest.mark.slow


def check(measure, expected):
    """`measure(rng)` of several replications has mean `expected`."""
    values = np.array([np.atleast_1d(measure(np.random.default_rng(100 + k))) for k in range(REPLICATIONS)])
    error = values.std(axis=0, ddof=1) / math.sqrt(REPLICATIONS)
    assert np.all(np.abs(values.mean(axis=0) - expected) <= 3 * error), (values.mean(axis=0), expected, error)


def poisson(rng, rate, count):
    return np.cumsum(rng.exponential(1 / rate, count))


def tail(values):
    """Without the first fifth, in which the station fills up."""
    return float(np.mean(values[len(values) // 5 :]))


def erlang_c(offered, servers):
    """P(wait) of M/M/c from the Erlang B recursion (Cooper 1981)."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    return blocked / (1 - offered / servers * (1 - blocked)), blocked


@pytest.mark.parametrize(("load", "servers"), [(0.8, 1), (0.7, 3), (0.9, 250)])
def test_waits_at_exponential_servers_are_those_of_erlang(load, servers):
    rate, count = load * servers, 200_000

    def waits(rng):
        at, work = poisson(rng, rate, count), rng.exponential(1.0, count)
        station = Fifo(lambda orders: work[orders], servers)
        station.add(np.arange(count), at)
        station.advance(math.inf)
        wait = station.visits().started - at
        return tail(wait), tail(wait > 0)

    delayed = erlang_c(rate, servers)[0]
    check(waits, [delayed / (servers - rate), delayed])


def test_waits_at_a_conveyor_are_half_as_long():
    def wait(rng):
        at = poisson(rng, 0.8, 300_000)
        station = Fifo(lambda orders: np.ones(orders.size), 1)
        station.add(np.arange(at.size), at)
        station.advance(math.inf)
        return tail(station.visits().started - at)

    check(wait, 2.0)


def events(rng, rate, count, **knobs):
    """One station in the event network with exponential work of mean 1: its visits by order, and the lost."""
    at, work = poisson(rng, rate, count), rng.exponential(1.0, count)
    floor = EventNetwork([StationSpec("desk", lambda orders, visit: work[orders], **knobs)])
    floor.add(np.arange(count), at)
    floor.advance(math.inf)
    return floor.visits(), floor.lost(), at


def test_arrivals_lost_at_full_servers_are_those_of_erlang_b():
    def lost(rng):
        return events(rng, 8.0, 40_000, servers=10, room=10)[1].order.size / 40_000

    check(lost, erlang_c(8.0, 10)[1])


def test_arrivals_lost_at_a_full_room_are_those_of_the_birth_death_chain():
    weights = np.cumprod([1.0, *(3.0 / min(n, 2) for n in range(1, 6))])

    def lost(rng):
        return events(rng, 3.0, 40_000, servers=2, room=5)[1].order.size / 40_000

    check(lost, weights[-1] / weights.sum())


def test_orders_that_run_out_of_patience_are_those_of_erlang_a():
    weights = np.cumprod([1.0, *(12.0 / (min(n, 8) + max(n - 8, 0) * 1.0) for n in range(1, 200))])
    queue = np.sum(np.maximum(np.arange(200) - 8, 0) * weights) / weights.sum()

    def abandoned(rng):
        patience = rng.exponential(1.0, 40_000)
        lost = events(rng, 12.0, 40_000, servers=8, patience=lambda orders, visit: patience[orders])[1]
        assert np.all(lost.reason == RENEGED)
        return lost.order.size / 40_000

    check(abandoned, queue / 12.0)


def test_a_network_with_rework_is_that_of_jackson():
    # 3 an hour come in; a fifth of the packed goes back to pick, a tenth of the picked is picked again
    rates = np.linalg.solve(np.array([[1 - 0.1, -0.2], [-0.9, 1.0]]), np.array([3.0, 0.0]))
    mu, servers = np.array([3.0, 5.0]), (2, 1)
    waits = [erlang_c(r / m, c)[0] / (c * m - r) for r, m, c in zip(rates, mu, servers, strict=True)]

    def measured(rng):
        draws = rng.random((4, 40, 20_000))

        def branch(row):
            return lambda orders, visit: draws[row, visit][orders]

        def work(row, rate):
            return lambda orders, visit: -np.log(draws[row, visit][orders]) / rate

        floor = EventNetwork(
            [
                StationSpec("pick", work(0, 3.0), 2, routes={"pick": 0.1, "pack": 0.9}, branch=branch(1)),
                StationSpec("pack", work(2, 5.0), 1, routes={"pick": 0.2}, branch=branch(3)),
            ]
        )
        at = poisson(rng, 3.0, 20_000)
        floor.add(np.arange(20_000), at)
        floor.advance(math.inf)
        visits = floor.visits()
        wait = visits.started - visits.arrived
        return [tail(wait[visits.station == code]) for code in (0, 1)]

    check(measured, waits)


@pytest.mark.parametrize(
    ("preemptive", "expected"),
    [
        (False, (0.7 / 0.7, 0.7 / (0.7 * 0.3))),
        # preempt-resume: time in system 1 / (1 - r1), and (1 / (1 - r1)) (1 + r / (1 - r)); minus the work of 1
        (True, (1 / 0.7 - 1, 1 / 0.7 * (1 + 0.7 / 0.3) - 1)),
    ],
)
def test_two_classes_wait_as_cobham_says(preemptive, expected):
    def waits(rng):
        express = rng.random(60_000) < 3 / 7
        visits, _, _ = events(
            rng, 0.7, 60_000, servers=1, preemptive=preemptive, priority=lambda orders, visit: ~express[orders]
        )
        work_and_wait = visits.finished - visits.arrived - 1.0
        return tail(work_and_wait[express]), tail(work_and_wait[~express])

    check(waits, expected)


def test_last_come_first_served_waits_as_long_on_average_but_more_unevenly():
    def waits(rng):
        visits, _, at = events(rng, 0.7, 60_000, servers=1, lifo=True)
        return tail(visits.started - at)

    check(waits, 0.7 / 0.3)


@pytest.mark.parametrize("per", ["station", "server"])
def test_a_station_that_breaks_down_whether_busy_or_not_is_that_of_the_textbook(per):
    # M/M/1 in a random environment, preempt-resume (Mitrany and Avi-Itzhak 1968); per hour: 6 come, 10 are served,
    # a breakdown every 20 h, 2 h to repair. Mean number inside from the matrix-geometric solution.
    lam, mu, fail, repair = 6.0, 10.0, 0.05, 0.5
    up, forward, back = np.array([[-fail, fail], [repair, -repair]]), np.eye(2) * lam, np.diag([mu, 0.0])
    local = up - np.eye(2) * lam - back
    ratio = np.zeros((2, 2))
    for _ in range(20_000):
        ratio = -(forward + ratio @ ratio @ back) @ np.linalg.inv(local)
    balance = (up - np.eye(2) * lam + ratio @ back).T
    balance[-1] = (np.linalg.inv(np.eye(2) - ratio) @ np.ones(2)).T
    empty = np.linalg.solve(balance, np.array([0.0, 1.0]))
    inverse = np.linalg.inv(np.eye(2) - ratio)
    inside = float(empty @ ratio @ inverse @ inverse @ np.ones(2))

    def time_inside(rng):
        up_times, down_times = rng.exponential(20.0, 3000).tolist(), rng.exponential(2.0, 3000).tolist()
        breakdown = ServerBreakdowns(lambda server, k: up_times[k], lambda server, k: down_times[k], per)
        at, work = poisson(rng, lam, 60_000), rng.exponential(1 / mu, 60_000)
        floor = EventNetwork([StationSpec("sorter", lambda orders, visit: work[orders], 1, breakdown=breakdown)])
        floor.add(np.arange(at.size), at)
        floor.advance(math.inf)
        return tail(floor.visits().finished - at)

    check(time_inside, inside / lam)


def test_a_vehicle_that_takes_up_to_four_waits_as_the_bulk_service_chain_says():
    # case Q10 of the validation file: lam 3, mu 1, four at most, leaves with one or more
    def wait(rng):
        at, trips = poisson(rng, 3.0, 60_000), rng.exponential(1.0, 60_000).tolist()
        fleet = Fleet(FleetSpec(lambda orders: orders * 0, 1, 1, 4, lambda k, zone, orders: trips[k]))
        fleet.add(np.arange(at.size), at)
        fleet.advance(math.inf)
        visits = fleet.visits()
        return tail(visits.started - visits.arrived)

    check(wait, 2.55249873)


def test_a_van_that_leaves_every_hour_leaves_behind_what_the_wave_chain_says():
    # case Q12 of the validation file: 16 parcels an hour, room for 20
    def wait(rng):
        at = poisson(rng, 16.0, 160_000)
        waves = Waves(WavesSpec(20, lambda k, orders: 0.5, every=1.0))
        waves.add(np.arange(at.size), at)
        waves.advance(math.inf)
        visits = waves.visits()
        return tail(visits.started - visits.arrived)

    check(wait, 0.535874097)


def test_blocked_orders_say_so():
    lost = events(np.random.default_rng(0), 8.0, 500, servers=2, room=2)[1]
    assert lost.order.size > 0
    assert np.all(lost.reason == BLOCKED)
