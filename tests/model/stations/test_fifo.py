"""A FIFO station against one order at a time."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.stations.fifo import Fifo
from sim.model.stations.schedule import Schedule
from sim.model.stations.spec import StationSpec
from tests.model.stations.commands import carry_out, changes, in_time, schedules
from tests.model.stations.slow import play, table

# Quarters of a minute add up exactly and collide often: ties are the hard part.
quarters = st.integers(0, 120).map(lambda n: n / 4)
work = st.integers(0, 60).map(lambda n: n / 4)
orders = st.lists(st.tuples(quarters, work), max_size=30)
commands = st.lists(changes(quarters), max_size=6).map(in_time)
cuts = st.lists(quarters, max_size=8)


def fifo(rows, servers, commands=(), cuts=(), end=math.inf):
    """Play the rows window by window; each window's arrivals are added when it begins, like an upstream stage would."""
    at = np.array(sorted(a for a, _ in rows))
    minutes = np.array([w for _, w in sorted(rows, key=lambda row: row[0])])
    station, done, given_out, last = Fifo(lambda orders: minutes[orders], servers), 0, [], -1.0
    commands = list(commands)
    for until in sorted({*cuts, *(c[0] for c in commands), end}):
        here = int(np.searchsorted(at, until, "right"))
        station.add(np.arange(done, here), at[done:here])
        done = here
        left, when = station.advance(until)
        assert all(last <= time <= until for time in when)
        last = until
        given_out += list(zip(left.tolist(), when.tolist(), strict=True))
        while commands and commands[0][0] == until:
            _, name, arguments = commands.pop(0)
            carry_out(station, until, name, arguments)
    return given_out, table(zip(*(column.tolist() for column in station.visits()[:4]), strict=True)), station


def slow(rows, servers, commands=(), end=math.inf):
    rows = sorted(rows, key=lambda row: row[0])
    spec = StationSpec("desk", lambda orders, visit: np.array([rows[o][1] for o in orders]), servers)
    arrivals = [(at, number, 0) for number, (at, _) in enumerate(rows)]
    out, visits, _ = play([spec], arrivals, [(at, 0, name, arguments) for at, name, arguments in commands], end)
    return out, table((v["order"], v["arrived"], v["started"], v["finished"]) for v in visits)


@given(orders, st.integers(1, 5), cuts)
def test_every_order_starts_and_ends_when_the_plain_event_loop_says(rows, servers, cuts):
    out, visits, _ = fifo(rows, servers, cuts=cuts)
    assert (sorted(out), visits) == (sorted(slow(rows, servers)[0]), slow(rows, servers)[1])


@given(orders, st.one_of(st.integers(0, 4), schedules), commands, cuts)
def test_halts_drains_and_shifts_do_what_the_plain_event_loop_does(rows, servers, commands, cuts):
    # a station that is shut for ever by its schedule would keep the reference busy for ever
    expected = slow(rows, servers, commands, end=300.0)
    out, visits, _ = fifo(rows, servers, commands, cuts, end=300.0)
    assert sorted(out) == sorted(expected[0])
    assert visits == expected[1]


@given(orders, st.one_of(st.integers(0, 4), schedules), commands, cuts)
def test_any_windows_give_what_one_window_gives_to_the_last_bit(rows, servers, commands, cuts):
    rows = [(at * math.pi, minutes / 3) for at, minutes in rows]
    one, many = fifo(rows, servers, commands), fifo(rows, servers, commands, cuts)
    assert one[:2] == many[:2]
    assert [time for _, time in one[0]] == sorted(time for _, time in one[0])


@pytest.mark.parametrize("servers", [1, 2, 7, 191, 192, 400])
@pytest.mark.parametrize("load", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("grain", [None, 4])
def test_every_kernel_equals_the_textbook_recursion(servers, load, grain):
    rng = np.random.default_rng(servers)
    at = np.cumsum(rng.exponential(1 / (servers * load), 6000))
    minutes = np.where(rng.random(6000) < 0.1, 0.0, rng.exponential(1.0, 6000))
    if grain:  # times that collide
        at, minutes = np.round(at * grain) / grain, np.round(minutes * grain) / grain
    free, starts = np.zeros(servers), []
    for arrival, work in zip(at, minutes, strict=True):
        first = free.argmin()
        starts.append(max(arrival, free[first]))
        free[first] = starts[-1] + work
    cuts = np.sort(rng.uniform(0, at[-1], 40))
    for windows in ([], (np.round(cuts * grain) / grain if grain else cuts).tolist()):
        station = Fifo(lambda orders: minutes[orders], servers)
        station.add(np.arange(6000), at)
        for until in [*windows, math.inf]:
            station.advance(until)
            assert not np.any(station.visits().started >= until)
        assert np.array_equal(station.visits().started, starts)
        assert np.array_equal(station.visits().finished, np.array(starts) + minutes)


def test_an_order_that_finds_a_server_idle_starts_at_the_very_instant_it_arrives():
    rng = np.random.default_rng(1)
    at = np.cumsum(rng.exponential(1.0, 5000))
    station = Fifo(lambda orders: np.full(orders.size, 0.7), 1)
    station.add(np.arange(5000), at)
    station.advance(math.inf)
    visits = station.visits()
    before = np.concatenate(([0.0], visits.finished[:-1]))
    assert np.array_equal(visits.started == at, before <= at)


def test_with_unlimited_servers_no_order_waits_and_a_halt_stops_every_clock():
    station = Fifo(lambda orders: np.array([5.0, 5.0, 1.0])[orders], math.inf)
    station.add(np.arange(3), np.array([0.0, 1.0, 4.0]))
    station.advance(3.0)
    station.halt(3.0)
    assert station.advance(10.0)[0].size == 0
    station.resume(10.0)
    finished = station.advance(math.inf)
    assert finished[0].tolist() == [2, 0, 1]
    assert finished[1].tolist() == [11.0, 12.0, 13.0]
    assert station.visits().started.tolist() == [0.0, 1.0, 10.0]


def test_the_counts_and_the_minutes_worked_tell_the_state_at_the_clock():
    station = Fifo(lambda orders: np.full(orders.size, 10.0), 2)
    station.add(np.arange(4), np.array([0.0, 1.0, 2.0, 30.0]))
    station.advance(5.0)
    assert (station.in_system(5.0), station.waiting(5.0), station.busy(5.0)) == (3, 1, 9.0)
    station.halt(5.0)
    assert (station.in_system(5.0), station.waiting(5.0)) == (3, 3)
    station.advance(8.0)
    station.resume(8.0)
    station.advance(13.0)
    assert (station.in_system(13.0), station.waiting(13.0), station.busy(13.0)) == (2, 1, 19.0)
    assert station.capacity()[0].tolist() == [0.0, 5.0, 8.0]
    assert station.capacity()[1].tolist() == [2.0, 0.0, 2.0]


def test_an_order_done_when_the_window_ends_is_handed_out_in_it_but_none_starts_then():
    station = Fifo(lambda orders: np.full(orders.size, 10.0), 1)
    station.add(np.arange(2), np.array([1.0, 2.0]))
    assert station.advance(11.0)[0].tolist() == [0]
    station.halt(11.0)
    assert np.isnan(station.visits().started[1])


def test_paused_jobs_resume_before_the_queue_and_the_oldest_first():
    station = Fifo(lambda orders: np.full(orders.size, 10.0), 3)
    station.add(np.arange(4), np.array([0.0, 1.0, 2.0, 3.0]))
    station.advance(4.0)
    station.set_capacity(4.0, servers=1, running="halt")
    assert station.advance(math.inf)[0].tolist() == [0, 1, 2, 3]
    assert station.visits().finished.tolist() == [10.0, 17.0, 25.0, 35.0]


def test_work_that_is_lost_in_a_halt_starts_from_scratch():
    station = Fifo(lambda orders: np.full(orders.size, 10.0), 1)
    station.add(np.array([7]), np.array([0.0]))
    station.advance(6.0)
    station.halt(6.0, "lose")
    station.advance(20.0)
    station.resume(20.0)
    assert station.advance(math.inf)[1].tolist() == [30.0]


def test_a_last_shift_that_has_ended_leaves_the_rest_of_the_queue_waiting():
    station = Fifo(lambda orders: np.full(orders.size, 5.0), Schedule((0.0, 8.0), (1, 0)))
    station.add(np.arange(3), np.zeros(3))
    assert station.advance(math.inf)[1].tolist() == [5.0, 10.0]


def test_a_repeated_shift_that_is_halted_does_not_hang():
    station = Fifo(lambda orders: np.full(orders.size, 1.0), Schedule((8.0, 17.0), (2, 0), 24.0))
    station.add(np.arange(2), np.array([18.0, 19.0]))
    station.advance(20.0)
    station.halt(20.0)
    assert station.advance(math.inf)[0].size == 0


@pytest.mark.parametrize(
    ("misuse", "words"),
    [
        (lambda s: s.add(np.arange(2), np.array([3.0, 2.0])), "sorted"),
        (lambda s: s.add(np.arange(1), np.array([math.nan])), "sorted"),
        (lambda s: s.add(np.arange(1), np.array([0.5])), "before minute 1"),
        (lambda s: s.add(np.arange(2), np.array([3.0])), "one length"),
        (lambda s: s.advance(0.0), "cannot go back"),
        (lambda s: s.halt(5.0), r"advance\(5\) first"),
        (lambda s: s.set_capacity(1.0, factor=-1.0), "factor"),
        (lambda s: s.set_capacity(1.0, servers=1.5), "whole numbers"),
        (lambda s: s.add(np.array([99]), np.array([3.0])), "service minutes"),
    ],
)
def test_misuse_is_refused_in_words(misuse, words):
    station = Fifo(lambda orders: np.where(orders == 99, -1.0, 1.0), 1)
    station.advance(1.0)
    with pytest.raises(ValueError, match=words):
        misuse(station)
