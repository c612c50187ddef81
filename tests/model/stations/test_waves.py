"""Scheduled departures against loading one vehicle after the other."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.stations.waves import Waves, WavesSpec

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
    back = [-math.inf] * vehicles
    instants = [*times, *([first + every * k for k in range(1000)] if every else [])]
    waiting, trips = list(enumerate(ready)), []
    for now in instants:
        for vehicle in range(vehicles):
            load = [number for number, at in waiting if at <= now][: int(min(carries, 10**9))]
            if load and now < until and not closed[0] <= now < closed[1] and back[vehicle] <= now:
                back[vehicle] = now + away(len(trips), load)
                trips.append((now, load))
                waiting = [order for order in waiting if order[0] not in load]
    return trips


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


def trips_of(stage):
    trips, loads = stage.trips(), stage.loads()
    return [(float(trips.departed[k]), loads.order[loads.trip == k].tolist()) for k in range(trips.zone.size)]


@given(ready, st.sampled_from([1, 2, 5, math.inf]), timetables, st.integers(1, 3), st.lists(quarters, max_size=8))
def test_each_vehicle_that_is_back_takes_who_has_waited_longest(ready, carries, timetable, vehicles, cuts):
    stage = Waves(spec(carries, timetable, vehicles))
    out = play(ready, stage, cuts)
    expected = slow(ready, carries, timetable, vehicles)
    assert trips_of(stage) == expected
    when = {o: now + away(k, load) * (o % 2 / 2) for k, (now, load) in enumerate(expected) for o in load}
    assert dict(out) == when
    assert [time for _, time in out] == sorted(when.values())


@given(ready, timetables, st.tuples(quarters, quarters).map(sorted), st.lists(quarters, max_size=4))
def test_no_vehicle_leaves_while_the_road_is_closed(ready, timetable, closed, cuts):
    stage = Waves(spec(3, timetable))
    play(ready, stage, cuts, closed)
    assert trips_of(stage) == slow(ready, 3, timetable, closed=closed)


def test_without_an_end_everybody_gets_away():
    stage = Waves(spec(2, ((), 10.0, 0.0)))
    stage.add(np.arange(5), np.array([0.0, 0.5, 10.0, 10.0, 10.0]))
    orders, when = stage.advance(math.inf)
    assert orders.tolist() == [0, 2, 1, 4, 3]
    assert when.tolist() == [0.0, 10.0, 11.25, 20.0, 23.5]
    assert stage.trips().departed.tolist() == [0.0, 10.0, 20.0]


def test_a_lone_vehicle_that_is_away_for_days_still_gets_everybody_away_without_an_end():
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
