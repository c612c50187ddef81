"""Schedules, and what is in force."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.stations.capacity import Capacity
from sim.model.stations.schedule import Schedule, always

DAY = Schedule((480.0, 1320.0), (8, 2), period=1440.0)


def test_no_server_is_on_duty_before_the_first_step_and_the_last_count_stays():
    schedule = Schedule((10.0, 20.0), (3, 1))
    assert [schedule.at(t) for t in (9.9, 10.0, 19.9, 20.0, 1e9)] == [0, 3, 3, 1, 1]
    assert [schedule.next_change(t) for t in (0.0, 10.0, 20.0)] == [10.0, 20.0, math.inf]


def test_a_repeated_pattern_begins_with_the_evening_before():
    assert [DAY.at(t) for t in (0.0, 479.0, 480.0, 1320.0, 1440.0 + 480.0)] == [2, 2, 8, 2, 8]
    assert [DAY.next_change(t) for t in (0.0, 480.0, 1320.0)] == [480.0, 1320.0, 1920.0]


@given(st.floats(0.01, 1e4), st.floats(0.001, 0.999), st.floats(0.0, 1e5))
def test_the_step_that_is_announced_is_the_step_that_happens(period, where, time):
    schedule = Schedule((0.0, where * period), (1, 2), period)
    step = schedule.next_change(time)
    assert time < step <= time + period
    assert schedule.at(step) != schedule.at(math.nextafter(step, 0.0))
    assert schedule.at(time) == schedule.at(math.nextafter(step, 0.0))


@pytest.mark.parametrize(
    ("times", "servers", "period", "words"),
    [
        ((), (), None, "as many times as counts"),
        ((1.0,), (1, 2), None, "as many times as counts"),
        ((2.0, 1.0), (1, 2), None, "must rise"),
        ((math.nan,), (1,), None, "must rise"),
        ((0.0, 1440.0), (1, 2), 1440.0, r"in \[0, 1440\)"),
        ((0.0,), (-1,), None, "whole numbers >= 0"),
        ((0.0,), (1.5,), None, "whole numbers >= 0"),
        ((0.0,), (math.nan,), None, "whole numbers >= 0"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(times, servers, period, words):
    with pytest.raises(ValueError, match=words):
        Schedule(times, servers, period)


def test_a_share_of_the_servers_is_rounded_to_the_nearest_halves_up():
    capacity = Capacity(5, 0.0)
    levels = []
    for factor in (0.5, 0.29, 0.09, 0.0, 1.2, 1.0):
        capacity.set(factor=factor)
        levels.append(capacity.settle(1.0))
    assert levels == [3, 1, 0, 0, 6, 5]


def test_the_log_keeps_one_line_an_instant_and_only_real_changes():
    capacity = Capacity(DAY, 0.0)
    capacity.settle(480.0)
    capacity.settle(500.0)
    capacity.halted = True
    capacity.settle(600.0)
    capacity.halted = False
    capacity.settle(600.0)
    assert [column.tolist() for column in capacity.log()[:2]] == [[0.0, 480.0], [2.0, 8.0]]


def test_it_knows_when_no_server_will_ever_come():
    capacity = Capacity(Schedule((480.0,), (0,), 1440.0), 0.0)
    assert capacity.dead
    capacity.schedule = DAY
    assert not capacity.dead
    capacity.halted = True
    capacity.settle(1.0)
    assert capacity.dead
    assert not Capacity(always(math.inf), 0.0).dead
