"""Scheduled departures against loading one vehicle after the other."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.stations.schedule import Schedule
from sim.model.stations.waves import Waves, WavesSpec
from tests.model.stations import slow_trips
from tests.model.stations.slow_trips import trips_of

quarters = st.integers(0, 160).map(lambda n: n / 4)
ready = st.lists(quarters, max_size=40).map(sorted)
timetables = st.one_of(
    st.tuples(st.sets(quarters, max_size=6).map(lambda s: tuple(sorted(s))), st.none(), st.just(0.0)),
    st.tuples(st.just(()), st.sampled_from([2.5, 7.0]), st.sampled_from([0.0, 3.0])),
    st.tuples(st.just((1.0, 5.0)), st.just(6.0), st.just(9.0)),
)


def away(k, orders):
    """Minutes of the k-th trip: some are back at the next departure, some at the very minute, some much later."""
    return (1.0, 2.5, 7.0, 13.0)[k % 4]


def spec(carries, timetable, vehicles=1):
    times, every, first = timetable
    return WavesSpec(carries, away, times, every, first, lambda orders: orders % 2 / 2, vehicles)


def slow(ready, carries, timetable, vehicles=1, closed=(math.inf, math.inf), until=300.0):
    times, every, first = timetable
    departures = [*times, *([first + every * k for k in range(1000)] if every else [])]
    commands = [(at, name, ()) for at, name in zip(closed, ("halt", "resume"), strict=True)]
    parcels = [(at, 0) for at in ready]
    return slow_trips.play(parcels, vehicles, away, carries, commands=commands, until=until, departures=departures)


def play(ready, stage, cuts, closed=(math.inf, math.inf), end=300.0):
    done, out = 0, []
    for until in sorted({*cuts, *(c for c in closed if c < end), end}):
        here = int(np.searchsorted(ready, until, "right"))
        stage.add(np.arange(done, here), np.array(ready[done:here], float))
        done = here
        orders, when = stage.advance(until)
        out += list(zip(orders.tolist(), when.tolist(), strict=True))
        if until == closed[0]:
            stage.halt(until)
        if until == closed[1]:
            stage.resume(until)
    return out


@given(ready, st.sampled_from([1, 2, 5, math.inf]), timetables, st.integers(1, 3), st.lists(quarters, max_size=8))
def test_each_vehicle_that_is_back_takes_the_orders_that_have_waited_longest(ready, carries, timetable, vehicles, cuts):
    stage = Waves(spec(carries, timetable, vehicles))
    out = play(ready, stage, cuts)
    expected = slow(ready, carries, timetable, vehicles)
    assert trips_of(stage) == expected
    when = slow_trips.delivered(expected, away, lambda order: order % 2 / 2)
    assert dict(out) == when
    assert [time for _, time in out] == sorted(when.values())


@given(ready, timetables, st.tuples(quarters, quarters).map(sorted), st.lists(quarters, max_size=4))
def test_no_vehicle_leaves_while_the_road_is_closed(ready, timetable, closed, cuts):
    stage = Waves(spec(3, timetable))
    play(ready, stage, cuts, closed)
    assert trips_of(stage) == slow(ready, 3, timetable, closed=closed)


def test_without_an_end_all_orders_depart():
    stage = Waves(spec(2, ((), 10.0, 0.0)))
    stage.add(np.arange(5), np.array([0.0, 0.5, 10.0, 10.0, 10.0]))
    orders, when = stage.advance(math.inf)
    assert orders.tolist() == [0, 2, 1, 4, 3]
    assert when.tolist() == [0.0, 10.0, 11.25, 20.0, 23.5]
    assert stage.trips().departed.tolist() == [0.0, 10.0, 20.0]


def test_a_lone_vehicle_that_is_away_for_days_still_takes_all_orders_without_an_end():
    stage = Waves(WavesSpec(1, lambda k, orders: 5000.0, every=1.0))
    stage.add(np.arange(3), np.zeros(3))
    stage.advance(math.inf)
    assert stage.trips().departed.tolist() == [0.0, 5000.0, 10000.0]


def test_fewer_vehicles_on_duty_let_those_on_the_road_finish_and_keep_the_next_ones_in():
    stage = Waves(WavesSpec(1, lambda k, orders: 15.0, every=10.0, vehicles=2))
    stage.add(np.arange(6), np.zeros(6))
    stage.advance(5.0)
    stage.set_capacity(5.0, servers=1)
    stage.advance(45.0)
    # both are back at 15, but one of them goes home
    assert stage.trips().departed.tolist() == [0.0, 0.0, 20.0, 40.0]
    stage.set_capacity(45.0, servers=2)
    stage.advance(55.0)
    assert stage.trips().departed.tolist() == [0.0, 0.0, 20.0, 40.0, 50.0]


def test_the_leftover_counts_as_waiting():
    stage = Waves(spec(2, ((), 10.0, 0.0)))
    stage.add(np.arange(5), np.array([1.0, 2.0, 3.0, 4.0, 30.0]))
    stage.advance(10.2)
    assert (stage.waiting(10.2), stage.in_system(10.2)) == (2, 3)
    assert stage.visits().started.tolist()[:2] == [10.0, 10.0]


@pytest.mark.parametrize(
    ("knobs", "words"),
    [
        ({"carries": 0}, "carries >= 1"),
        ({"every": 0.0}, "every > 0"),
        ({"times": (2.0, 1.0)}, "must rise"),
        ({"times": (2.0,), "every": 1.0, "first": 1.0}, "before the last single one"),
    ],
)
def test_a_timetable_that_makes_no_sense_is_refused(knobs, words):
    with pytest.raises(ValueError, match=words):
        WavesSpec(**{"carries": 1, "trip_minutes": lambda k, orders: 1.0, **knobs})


def test_vehicles_follow_a_schedule_and_without_an_end_nothing_hangs_on_departures_they_never_meet():
    night = Schedule((8.0, 17.0), (0, 1), 24.0)
    stage = Waves(WavesSpec(1, lambda k, orders: 1.0, every=6.0, vehicles=night))
    stage.add(np.arange(4), np.zeros(4))
    stage.advance(math.inf)
    # one vehicle from 17 to 8: of the departures at 0, 6, 12, 18 all but the third
    assert stage.trips().departed.tolist() == [0.0, 6.0, 18.0, 24.0]
    never = Waves(
        WavesSpec(1, lambda k, orders: 1.0, every=36.0, first=12.0, vehicles=Schedule((1.0, 5.0), (1, 0), 24.0))
    )
    never.add(np.arange(1), np.zeros(1))
    assert never.advance(math.inf)[0].size == 0
    last = Waves(WavesSpec(1, lambda k, orders: 1.0, every=6.0, vehicles=Schedule((0.0, 7.0), (1, 0))))
    last.add(np.arange(4), np.zeros(4))
    last.advance(math.inf)
    assert last.trips().departed.tolist() == [0.0, 6.0]
