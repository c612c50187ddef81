"""Loads in transit arrive after their minutes of travel, at speeds that change meanwhile."""

import simpy
from hypothesis import given
from hypothesis import strategies as st

from sim.model.labour import Notifier, labour
from sim.model.supply.transit import Transit

MINUTES = st.integers(0, 40).map(lambda k: k / 2)
TRIPS = st.lists(st.tuples(MINUTES, MINUTES), max_size=8)
SPEEDS = st.lists(st.tuples(st.integers(1, 60).map(lambda k: k / 2 + 0.25), st.sampled_from([0.0, 0.5, 1.0, 2.0])))


def by_transit(trips, speeds, gates=()):
    """When each trip (departs, takes) comes, under changes (at, speed) of the road and (at, open) of the gate."""
    env, came, state = simpy.Environment(), {}, {"speed": 1.0, "open": True}
    transit = Transit(env, lambda k: came.setdefault(k, env.now), lambda _: state["open"], lambda: state["speed"])

    def departs(k, at, takes):
        yield env.timeout(at)
        transit.depart(k, takes)

    def changes(name, steps):
        for at, value in sorted(steps):
            yield env.timeout(at - env.now)
            state[name] = value
            transit.changed()

    for k, (at, takes) in enumerate(trips):
        env.process(departs(k, at, takes))
    env.process(changes("speed", speeds))
    env.process(changes("open", gates))
    env.run(until=500)
    return came


def by_process(trips, speeds):
    """The same, with a process for each trip."""
    env, came, state, changed = simpy.Environment(), {}, {"speed": 1.0}, None
    changed = Notifier(env)

    def drives(k, at, takes):
        yield env.timeout(at)
        yield from labour(env, takes, lambda: state["speed"], changed)
        came[k] = env.now

    def changes():
        for at, value in sorted(speeds):
            yield env.timeout(at - env.now)
            state["speed"] = value
            changed.notify()

    for k, (at, takes) in enumerate(trips):
        env.process(drives(k, at, takes))
    env.process(changes())
    env.run(until=500)
    return came


@given(TRIPS, SPEEDS)
def test_transit_equals_one_process_for_each_trip_at_any_speeds(trips, speeds):
    slow, fast = by_process(trips, speeds), by_transit(trips, speeds)
    assert slow.keys() == fast.keys()
    assert all(abs(slow[k] - fast[k]) < 1e-6 for k in slow)


def test_undisturbed_trips_come_to_the_last_bit_when_they_are_due():
    trips = [(0.1 * k, 0.3 + 0.7 * (k % 3)) for k in range(20)]
    assert by_transit(trips, []) == {k: at + takes for k, (at, takes) in enumerate(trips)}


def test_loads_before_a_closed_gate_wait_and_enter_in_the_order_of_their_arrival_when_it_opens():
    came = by_transit([(0, 5), (0, 3), (0, 9)], [], gates=[(2, False), (7, True)])
    assert came == {1: 7, 0: 7, 2: 9}
    assert list(came) == [1, 0, 2]


def test_loads_that_move_or_wait_at_the_gate_are_in_transit():
    env, gate = simpy.Environment(), {"open": False}
    transit = Transit(env, lambda _: None, lambda _: gate["open"])
    transit.depart("far", 10)
    transit.depart("near", 1)
    env.run(until=5)
    assert sorted(transit.loads()) == ["far", "near"]
    gate["open"] = True
    transit.changed()
    assert list(transit.loads()) == ["far"]


def test_transit_needs_no_event_for_a_load_that_is_not_the_next():
    env, events = simpy.Environment(), 0
    transit = Transit(env, lambda _: None, lambda _: True)
    for _ in range(100):
        transit.depart("goods", 7)
    while env.peek() < 100:
        env.step()
        events += 1
    assert events == 1
