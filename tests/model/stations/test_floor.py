"""The floor chooses its path by what the stations need, and both paths agree."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.stations.build import build_floor
from sim.model.stations.event_network import EventNetwork
from sim.model.stations.feed_forward import FeedForwardNetwork
from sim.model.stations.schedule import Schedule
from sim.model.stations.spec import StationSpec

quarters = st.integers(0, 200).map(lambda n: n / 4)


@cache
def uniform(salt):
    table = np.random.default_rng(salt).random(1000)
    return lambda orders, visit: table[orders * 7 + visit]


def work(salt, mean):
    return lambda orders, visit: -mean * np.log(uniform(salt)(orders, visit))


def site(**knobs):
    """Receive, then inspect every third order, pick, pack or wrap."""
    return [
        StationSpec("receive", work(1, 1.0), 2, routes={"inspect": 0.3, "pick": 0.6}, branch=uniform(11)),
        StationSpec("inspect", work(2, 3.0), Schedule((8.0, 20.0), (2, 0), 24.0), routes={"pick": 1.0}),
        StationSpec("pick", work(3, 2.0), 3, routes={"pack": 0.5, "wrap": 0.5}, branch=uniform(13)),
        StationSpec("pack", work(4, 1.0), 1, routes={}),
        StationSpec("wrap", work(5, 4.0), math.inf, **knobs),
    ]


def rows(visits):
    return sorted(zip(*(np.nan_to_num(column, nan=-1.0).tolist() for column in visits), strict=True))


@pytest.mark.parametrize(
    ("knobs", "kind"),
    [
        ({}, FeedForwardNetwork),
        ({"room": 3}, EventNetwork),
        ({"lifo": True}, EventNetwork),
        ({"patience": work(9, 1.0)}, EventNetwork),
        ({"priority": lambda orders, visit: orders % 2}, EventNetwork),
        ({"routes": {"receive": 0.1}, "branch": uniform(15)}, EventNetwork),
    ],
)
def test_the_arrays_play_whatever_they_can(knobs, kind):
    assert type(build_floor(site(**knobs))) is kind
    assert type(build_floor(site(**knobs), events=True)) is EventNetwork


def test_the_arrays_refuse_what_they_cannot_play():
    with pytest.raises(ValueError, match="without feedback"):
        FeedForwardNetwork(site(room=3))


@given(
    st.lists(st.tuples(quarters, st.sampled_from([None, "pick", "inspect"])), max_size=60),
    st.lists(quarters, max_size=6),
    st.lists(st.tuples(quarters, st.sampled_from(["halt", "half", "more", "resume"])), max_size=4).map(sorted),
)
def test_both_paths_agree_to_the_last_bit_whatever_is_done_to_them(arrivals, cuts, commands):
    arrays, events, other = build_floor(site()), build_floor(site(), events=True), build_floor(site())
    for station in (None, "pick", "inspect"):
        mine = sorted((at / 7, number) for number, (at, door) in enumerate(arrivals) if door == station)
        orders, at = np.array([n for _, n in mine], np.int64), np.array([t for t, _ in mine])
        for one in (arrays, events, other):
            one.add(orders, at, station)
    clock = 0.0
    for now, name in [*commands, (60.0, "resume")]:
        one = [arrays.advance(until) for until in sorted({*(cut for cut in cuts if clock <= cut < now), now})]
        two, three = events.advance(now), other.advance(now)
        for column in (0, 1):
            assert np.concatenate([part[column] for part in one]).tolist() == two[column].tolist()
            assert two[column].tolist() == three[column].tolist()
        clock = now
        for path in (arrays, events, other):
            do(path, name, now)
        assert arrays.in_system(now) == events.in_system(now)
        assert arrays.waiting(now, "pick") == events.waiting(now, "pick")
    for path in (arrays, events, other):
        path.advance(1000.0)
    assert rows(arrays.visits()) == rows(events.visits()) == rows(other.visits())
    assert [c.tolist() for c in arrays.capacity()] == [c.tolist() for c in events.capacity()]
    assert arrays.lost().order.size == events.lost().order.size == 0


def do(path, name, now):
    if name == "halt":
        path.halt(now, station="pick")
    elif name == "half":
        path.set_capacity(now, factor=0.5, running="halt", station="pick")
    elif name == "more":
        path.set_capacity(now, servers=4, station="pack")
    else:
        path.resume(now, station="pick")


def test_orders_given_ahead_of_time_wait_outside_the_door():
    path = build_floor([StationSpec("pick", work(1, 1.0)), StationSpec("pack", work(2, 1.0))])
    path.add(np.arange(3), np.array([1.0, 50.0, 60.0]))
    path.add(np.array([3]), np.array([40.0]), "pack")
    path.advance(30.0)
    assert path.in_system(30.0) == 0
    assert path.visits().order.tolist() == [0, 0]
    path.add(np.array([4]), np.array([30.0]))
    orders, _ = path.advance(math.inf)
    assert sorted(orders.tolist()) == [1, 2, 3, 4]
