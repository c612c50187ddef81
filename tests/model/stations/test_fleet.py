"""The courier pool against a plain event loop, and the whole flow order by order against the benchmark's SimPy."""

import importlib
import math
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.stations.fifo import Fifo
from sim.model.stations.fleet import Fleet, FleetSpec
from sim.model.stations.schedule import Schedule
from tests.model.stations.slow_trips import delivered, play, trips_of

ZONES, CARRIES = 3, 3
quarters = st.integers(0, 100).map(lambda n: n / 4)
parcels = st.lists(st.tuples(quarters, st.integers(0, ZONES - 1)), max_size=40).map(sorted)
durations = st.lists(st.integers(0, 60).map(lambda n: n / 4), min_size=1, max_size=5)
patiences = st.sampled_from([0.0, 2.5, 7.0, math.inf])
duty = st.one_of(
    st.integers(0, 3),
    st.builds(
        lambda steps, period: Schedule(
            tuple(sorted(steps)), tuple(steps[t] for t in sorted(steps)), 24.0 if period else None
        ),
        st.dictionaries(st.integers(0, 23).map(float), st.integers(0, 3), min_size=1, max_size=4),
        st.booleans(),
    ),
)
cuts = st.lists(quarters, max_size=8)
END = 200.0


def slow(parcels, patience, couriers, durations, changes=(), **how):
    commands = [(at, "servers", (count,)) for at, count in dict(changes).items()]
    return play(parcels, couriers, lasting(durations), CARRIES, patience, commands, END, **how)


def lasting(durations):
    return lambda k, orders: durations[k % len(durations)]


def fleet(parcels, patience, couriers, durations, cuts=(), choose=None, changes=()):
    zones = np.array([zone for _, zone in parcels], int)
    at = np.array([at for at, _ in parcels])
    spec = FleetSpec(
        zone_of=lambda orders: zones[orders],
        zones=ZONES,
        couriers=couriers,
        carries=CARRIES,
        trip_minutes=lambda k, zone, orders: durations[k % len(durations)],
        patience=patience,
        fraction=lambda orders: (orders % 4) / 4,
        choose=choose,
    )
    stage, done, out, last = Fleet(spec), 0, [], -1.0
    changes = dict(changes)
    for until in sorted({*cuts, *changes, END}):
        here = int(np.searchsorted(at, until, "right"))
        stage.add(np.arange(done, here), at[done:here])
        done = here
        orders, when = stage.advance(until)
        assert all(last <= time <= until for time in when)
        last = until
        out += list(zip(orders.tolist(), when.tolist(), strict=True))
        if until in changes:
            stage.set_capacity(until, servers=changes[until])
    return stage, out


@given(parcels, patiences, duty, durations, cuts)
def test_trips_go_when_and_with_whom_the_plain_event_loop_says(parcels, patience, couriers, durations, cuts):
    stage, out = fleet(parcels, patience, couriers, durations, cuts)
    trips = trips_of(stage)
    assert trips == slow(parcels, patience, couriers, durations)
    expected = delivered(trips, lasting(durations), lambda order: order % 4 / 4)
    assert dict(out) == {order: when for order, when in expected.items() if when <= END}
    assert len(dict(out)) == len(out)
    assert [when for _, when in out] == sorted(when for _, when in out)


@given(parcels, patiences, durations, st.dictionaries(quarters, st.integers(0, 3), max_size=3))
def test_couriers_may_be_called_in_and_sent_home_at_any_instant(parcels, patience, durations, changes):
    stage, _ = fleet(parcels, patience, 2, durations, changes=changes)
    assert trips_of(stage) == slow(parcels, patience, 2, durations, changes=changes)


@given(parcels, patiences, duty, durations, cuts)
def test_a_policy_is_asked_who_goes_first(parcels, patience, couriers, durations, cuts):
    def fullest(view, now):
        return int(np.lexsort((view.zones, -view.waiting))[0])

    stage, _ = fleet(parcels, patience, couriers, durations, cuts, choose=fullest)
    expected = slow(
        parcels, patience, couriers, durations, choose=lambda able: min(able, key=lambda zone: (-zone[3], zone[1]))
    )
    assert trips_of(stage) == expected


@given(parcels, patiences, duty, durations, cuts)
def test_asking_for_the_oldest_zone_equals_not_asking(parcels, patience, couriers, durations, cuts):
    asked, _ = fleet(parcels, patience, couriers, durations, cuts, choose=lambda view, now: int(np.argmin(view.oldest)))
    assert trips_of(asked) == trips_of(fleet(parcels, patience, couriers, durations)[0])


def test_a_policy_that_holds_is_asked_again_when_something_changes():
    asked = []

    def hold_twice(view, now):
        asked.append(now)
        return -1 if len(asked) < 3 else 0

    stage, _ = fleet([(1.0, 0), (4.0, 1), (9.0, 2)], 0.0, 2, [5.0], cuts=(2.0, 3.0), choose=hold_twice)
    assert asked[:3] == [1.0, 4.0, 9.0]
    assert trips_of(stage)[0] == (9.0, 0, [0])


def test_everything_is_delivered_when_there_is_no_end_and_nothing_hangs_without_couriers():
    spec = FleetSpec(lambda o: o * 0, 1, Schedule((8.0, 17.0), (1, 0), 24.0), 2, lambda k, z, o: 10.0, patience=1.0)
    stage = Fleet(spec)
    stage.add(np.arange(5), np.array([15.0, 16.0, 16.5, 18.0, 18.0]))
    orders, when = stage.advance(math.inf)
    assert orders.tolist() == [0, 1, 2, 3, 4]
    assert when.tolist() == [26.0, 26.0, 42.0, 42.0, 66.0]
    last = Fleet(replace(spec, couriers=Schedule((8.0, 17.0), (1, 0))))
    last.add(np.arange(2), np.array([9.0, 18.0]))
    assert last.advance(math.inf)[0].tolist() == [0]
    shut = Fleet(spec)
    shut.halt(0.0)
    shut.add(np.arange(1), np.array([9.0]))
    assert shut.advance(math.inf)[0].size == 0


def test_an_order_ready_at_the_very_instant_of_departure_goes_along():
    stage = Fleet(FleetSpec(lambda o: o * 0, 1, 1, 4, lambda k, z, o: 10.0, patience=5.0))
    stage.add(np.arange(3), np.array([1.0, 6.0, 6.5]))
    stage.advance(30.0)
    assert trips_of(stage) == [(6.0, 0, [0, 1]), (16.0, 0, [2])]


def test_a_trip_that_ends_when_the_window_ends_is_handed_out_in_it():
    stage = Fleet(FleetSpec(lambda o: o * 0, 1, 1, 4, lambda k, z, o: 10.0))
    stage.add(np.arange(1), np.array([1.0]))
    assert stage.advance(11.0)[0].tolist() == [0]


def test_stops_lengthen_a_trip_and_the_log_counts_and_measures_it():
    spec = FleetSpec(
        lambda o: o % 2, 2, 1, 3, lambda k, z, o: 10.0 + 2.0 * o.size, km=lambda zone, counts, minutes: minutes / 2
    )
    stage = Fleet(spec)
    stage.add(np.array([0, 2, 4]), np.array([0.0, 0.0, 0.0]))
    stage.advance(4.0)
    assert (stage.in_system(4.0), stage.waiting(4.0), stage.busy(4.0)) == (3, 0, 4.0)
    assert stage.visits().started.tolist() == [0.0, 0.0, 0.0]
    stage.advance(16.0)
    assert [column.tolist() for column in stage.trips()] == [[0], [0.0], [16.0], [3], [8.0]]
    assert stage.visits().finished.tolist() == [16.0, 16.0, 16.0]


@pytest.mark.parametrize(
    ("misuse", "words"),
    [
        (lambda s: s.add(np.array([7]), np.array([3.0])), "zones must lie in 0 to 2, not 7"),
        (lambda s: s.add(np.array([1, 1]), np.array([3.0, 2.0])), "sorted"),
        (lambda s: s.advance(-1.0), "cannot go back"),
        (lambda s: s.set_capacity(1.0, servers=2), r"advance\(1\) first"),
        (lambda s: (s.add(np.array([1]), np.array([3.0])), s.advance(5.0)), "trip 0 lasts -1"),
    ],
)
def test_misuse_is_refused_in_words(misuse, words):
    stage = Fleet(FleetSpec(lambda orders: orders, 3, 1, 2, lambda k, zone, orders: -1.0))
    with pytest.raises(ValueError, match=words):
        misuse(stage)


@pytest.fixture(scope="module")
def bench(shared_data):
    folder = shared_data / "bench"
    if not (folder / "b_simpy.py").is_file():
        pytest.skip("needs the benchmark scripts beside the shared data")
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("b_simpy")
    finally:
        sys.path.remove(str(folder))


def flow(bench, count, down):
    """The benchmark's flow through two stations and the fleet, window by window of five minutes."""
    arrived, pick, pack, zone, share, durations = bench.draw(count, 1)
    pickers, packers, couriers = bench.scale(count)
    first, second = Fifo(lambda o: pick[o], pickers), Fifo(lambda o: pack[o], packers)
    third = Fleet(
        FleetSpec(
            lambda o: zone[o], 8, couriers, 20, lambda k, z, o: durations[k], patience=30.0, fraction=lambda o: share[o]
        )
    )
    first.add(np.arange(count), arrived)
    delivered = np.full(count, np.nan)
    for until in [*np.arange(5.0, 1500.0, 5.0).tolist(), math.inf]:
        second.add(*first.advance(until))
        third.add(*second.advance(until))
        orders, when = third.advance(until)
        delivered[orders] = when
        if down and until == 690.0:
            first.halt(690.0, "drain")
        if down and until == 930.0:
            first.resume(930.0)
    return delivered - arrived, third.trips().zone.size


@pytest.mark.parametrize("down", [False, True])
def test_the_whole_flow_equals_one_simpy_process_per_order(bench, monkeypatch, down):
    seen = {}
    monkeypatch.setattr(bench, "report", lambda tag, w, n, s, clock, lead, extra: seen.update(lead=lead, **extra))
    monkeypatch.setattr(sys, "argv", ["b_simpy"])
    bench.w2(10_000, 1, down)
    lead, trips = flow(bench, 10_000, down)
    assert trips == seen["trips"]
    np.testing.assert_allclose(lead, seen["lead"], rtol=0, atol=1e-9)
    if not down:
        assert (round(lead.mean(), 4), round(np.quantile(lead, 0.95), 4), trips) == (296.7397, 592.1159, 582)


def test_orders_that_are_withdrawn_never_leave_and_the_others_go_when_they_would_have():
    spec = FleetSpec(
        zone_of=lambda orders: orders % 2, zones=2, couriers=1, carries=2, trip_minutes=lambda k, zone, orders: 10.0,
        patience=5.0,
    )  # fmt: skip
    fleet = Fleet(spec)
    fleet.add(np.array([0, 1, 2, 3, 5]), np.array([0.0, 0.0, 6.0, 7.0, 7.0]))
    fleet.advance(7.5)
    # 0 left at minute 5; the others wait for the courier
    assert sorted(fleet.withdraw(np.array([0, 1, 3]), 7.5).tolist()) == [1, 3]
    fleet.advance(np.inf)
    loads, trips = fleet.loads(), fleet.trips()
    departed = dict(zip(loads.order.tolist(), trips.departed[loads.trip].tolist(), strict=True))
    assert departed == {0: 5.0, 2: 15.0, 5: 25.0}
