"""The event network against a loop that looks at everything, and against the arrays where both can play."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.stations.event_network import EventNetwork
from sim.model.stations.fifo import Fifo
from sim.model.stations.schedule import Schedule
from sim.model.stations.spec import BLOCKED, RENEGED, ServerBreakdowns, StationSpec
from tests.model.stations.commands import carry_out, changes, in_time, schedules
from tests.model.stations.slow import play, table

END = 150.1
quarters = st.integers(0, 80).map(lambda n: n / 4)


def drawn(salt, modulus, scale, least=0.0):
    """A number per order and visit that looks random and is not."""
    return lambda orders, visit: least + (orders * 7919 + visit * 10477 + salt * 31) % modulus * scale


breakdowns = st.builds(
    lambda salt, per: ServerBreakdowns(
        lambda server, k: 2 + (server * 5 + k * 7 + salt) % 23 / 4,
        lambda server, k: (1 + (server * 3 + k * 5 + salt) % 13) / 4,
        per,
    ),
    st.integers(0, 20),
    st.sampled_from(["station", "server"]),
)
desks = st.fixed_dictionaries(
    {
        "work": st.integers(0, 20).map(lambda salt: drawn(salt, 17, 0.5)),
        "servers": st.one_of(st.integers(1, 3), schedules),
        "room": st.one_of(st.just(math.inf), st.integers(1, 5)),
        "patience": st.one_of(st.none(), st.integers(0, 20).map(lambda salt: drawn(salt, 13, 0.75))),
        "priority": st.one_of(st.none(), st.integers(0, 20).map(lambda salt: drawn(salt, 3, 1.0))),
        "preemptive": st.booleans(),
        "lifo": st.booleans(),
        "breakdown": st.one_of(st.none(), breakdowns),
    }
)
commands = st.lists(st.tuples(changes(quarters), st.integers(0, 1)), max_size=5).map(
    lambda many: in_time((at, code, name, arguments) for (at, name, arguments), code in many)
)
arrivals = st.lists(st.tuples(quarters, st.integers(0, 1)), min_size=3, max_size=25)
routes = st.sampled_from(
    [
        (None, {}),
        ({"pack": 0.5}, {"pick": 0.3}),
        ({"pick": 0.4, "pack": 0.6}, {"pick": 0.25, "pack": 0.25}),
        ({}, {"pick": 1.0}),
    ]
)
cuts = st.lists(quarters, max_size=8)


work = drawn(0, 3, 1.0)


def two(first, second, routes):
    return [
        StationSpec("pick", **first, routes=routes[0], branch=drawn(1, 1000, 0.001)),
        StationSpec("pack", **second, routes=routes[1], branch=drawn(2, 1000, 0.001)),
    ]


def run(specs, arrivals, commands=(), cuts=(), end=END):
    floor, out, commands, last = EventNetwork(specs), [], list(commands), -1.0
    waiting = sorted(((at, number, code) for number, (at, code) in enumerate(arrivals)), key=lambda row: row[:2])
    for until in sorted({*cuts, *(c[0] for c in commands), end}):
        while waiting and waiting[0][0] <= until:
            at, number, code = waiting.pop(0)
            floor.add(np.array([number]), np.array([at]), specs[code].name)
        orders, when = floor.advance(until)
        assert all(last <= time <= until for time in when)
        last = until
        out += list(zip(orders.tolist(), when.tolist(), strict=True))
        while commands and commands[0][0] == until:
            _, code, name, arguments = commands.pop(0)
            carry_out(floor, until, name, arguments, station=specs[code].name)
    visits = table(zip(*(column.tolist() for column in floor.visits()), strict=True))
    why = {BLOCKED: "blocked", RENEGED: "reneged"}
    lost = [(o, t, why[r], s) for o, t, r, s in zip(*(c.tolist() for c in floor.lost()), strict=True)]
    return out, visits, lost, floor


@settings(max_examples=200)
@given(desks, desks, routes, arrivals, commands, cuts)
def test_whatever_is_done_to_a_station_it_does_what_the_plain_loop_does(
    first, second, routes, arrivals, commands, cuts
):
    specs = two(first, second, routes)
    entering = [(at, number, code) for number, (at, code) in enumerate(arrivals)]
    out, visits, lost = play(specs, entering, commands, END)
    got = run(specs, arrivals, commands, cuts)
    columns = ("order", "arrived", "started", "finished", "station")
    assert sorted(got[0]) == sorted(out)
    assert got[1] == table(tuple(visit[name] for name in columns) for visit in visits)
    assert sorted(got[2]) == sorted(lost)


@given(desks, desks, routes, arrivals, commands, cuts)
def test_any_windows_give_what_one_window_gives(first, second, routes, arrivals, commands, cuts):
    specs = two(first, second, routes)
    scaled = [(at * math.pi, code) for at, code in arrivals]
    assert run(specs, scaled, commands, cuts)[:3] == run(specs, scaled, commands)[:3]


@given(st.lists(st.tuples(quarters, quarters), max_size=40), st.one_of(st.integers(1, 4), schedules), commands)
def test_a_plain_station_agrees_with_the_array_recursion_to_the_last_bit(rows, servers, commands):
    at = np.array(sorted(a for a, _ in rows)) / 3
    minutes = np.array([w for _, w in rows]) / 7
    plain, events = (
        Fifo(lambda o: minutes[o], servers),
        EventNetwork([StationSpec("desk", lambda o, v: minutes[o], servers)]),
    )
    plain.add(np.arange(len(rows)), at)
    events.add(np.arange(len(rows)), at)
    for until, _, name, arguments in [*commands, (END, 0, "resume", ())]:
        one, other = plain.advance(until), events.advance(until)
        assert [column.tolist() for column in one] == [column.tolist() for column in other]
        assert plain.in_system(until) == events.in_system(until)
        assert plain.waiting(until) == events.waiting(until)
        assert plain.busy(until) == pytest.approx(events.busy(until, "desk"))
        carry_out(plain, until, name, arguments)
        carry_out(events, until, name, arguments, station="desk")
    assert [column.tolist() for column in plain.capacity()] == [column.tolist() for column in events.capacity()]


@pytest.mark.parametrize(
    ("knobs", "finished"),
    [
        # a at 0, b at 1, c at 2, d at 3; each takes 4 minutes; c and d are the more important
        ({}, [4.0, 8.0, 12.0, 16.0]),
        ({"lifo": True}, [4.0, 16.0, 12.0, 8.0]),
        ({"priority": lambda o, v: o < 2}, [4.0, 16.0, 8.0, 12.0]),
        ({"priority": lambda o, v: o < 2, "preemptive": True}, [12.0, 16.0, 6.0, 10.0]),
        ({"priority": lambda o, v: o < 2, "preemptive": True, "servers": 2}, [7.0, 10.0, 6.0, 7.0]),
        ({"priority": lambda o, v: -o, "preemptive": True, "lifo": True}, [16.0, 13.0, 10.0, 7.0]),
    ],
)
def test_which_order_goes_first_in_a_case_small_enough_to_do_by_hand(knobs, finished):
    floor = EventNetwork([StationSpec("desk", lambda o, v: o * 0 + 4.0, **knobs)])
    floor.add(np.arange(4), np.array([0.0, 1.0, 2.0, 3.0]))
    floor.advance(math.inf)
    assert floor.visits().finished.tolist() == finished


def test_an_order_done_when_the_window_ends_is_handed_out_in_it_but_none_starts_then():
    floor = EventNetwork([StationSpec("desk", lambda o, v: o * 0 + 10.0)])
    floor.add(np.arange(2), np.array([1.0, 2.0]))
    assert floor.advance(11.0)[0].tolist() == [0]
    floor.halt(11.0, station="desk")
    assert np.isnan(floor.visits().started[1])


def test_of_those_in_service_the_last_to_start_is_interrupted():
    floor = EventNetwork([StationSpec("desk", lambda o, v: o * 0 + 4.0, 3)])
    floor.add(np.arange(3), np.array([0.0, 1.0, 2.0]))
    floor.advance(3.0)
    floor.set_capacity(3.0, servers=1, running="halt", station="desk")
    floor.advance(math.inf)
    assert floor.visits().finished.tolist() == [4.0, 6.0, 9.0]


def test_without_an_end_all_orders_leave_and_nothing_hangs_on_a_station_shut_for_ever():
    specs = [
        StationSpec("desk", lambda o, v: o * 0 + 3.0, Schedule((8.0, 17.0), (1, 0), 24.0, "halt"), lifo=True),
        StationSpec("shut", lambda o, v: o * 0 + 1.0, Schedule((8.0,), (0,), 24.0)),
    ]
    floor = EventNetwork(specs)
    floor.add(np.arange(3), np.array([7.0, 16.0, 16.5]))
    assert floor.advance(math.inf)[0].size == 0
    assert floor.visits().finished[:3].tolist() == [11.0, 34.0, 37.0]
    assert floor.visits().arrived[3:].tolist() == [11.0, 34.0, 37.0]


def test_an_order_without_room_or_patience_is_lost_with_time_reason_and_station():
    floor = EventNetwork([StationSpec("desk", lambda o, v: o * 0 + 10.0, room=2, patience=lambda o, v: o * 0 + 4.0)])
    floor.add(np.arange(4), np.array([0.0, 1.0, 2.0, 6.0]))
    assert floor.advance(math.inf)[0].tolist() == [0, 3]
    assert [column.tolist() for column in floor.lost()] == [[2, 1], [2.0, 5.0], [0, 1], [0, 0]]


@pytest.mark.parametrize(
    ("misuse", "words"),
    [
        (lambda: StationSpec("desk", work, room=0), "desk: room must be >= 1"),
        (
            lambda: StationSpec("desk", work, routes={"a": 0.7, "b": 0.7}, branch=work),
            "sum to 1",
        ),
        (lambda: StationSpec("desk", work, routes={"a": 0.7}), "need `branch`"),
        (
            lambda: EventNetwork([StationSpec("desk", work, routes={"dsk": 1.0})]),
            "no station dsk; there are desk",
        ),
        (lambda: EventNetwork([StationSpec("desk", work)] * 2), "each with its own name"),
        (lambda: EventNetwork([]), "needs stations"),
        (
            lambda: EventNetwork([StationSpec("desk", work)]).halt(4.0, station="desk"),
            r"advance\(4\) first",
        ),
        (
            lambda: StationSpec("desk", work, math.inf, breakdown=ServerBreakdowns(max, max, per="server")),
            "must be counted",
        ),
    ],
)
def test_misuse_is_refused_in_words(misuse, words):
    with pytest.raises(ValueError, match=words):
        misuse()


def test_a_negative_service_time_is_refused_when_it_is_drawn():
    floor = EventNetwork([StationSpec("desk", lambda o, v: o - 1.0)])
    floor.add(np.arange(2), np.array([0.0, 0.0]))
    with pytest.raises(ValueError, match="must be >= 0, not -1"):
        floor.advance(5.0)
