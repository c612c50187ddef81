"""The clock: alarms that can be moved, and minutes against the wall clock."""

from datetime import datetime, timedelta

import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import Alarm, Calendar
from sim.instants import DAY

START = datetime.fromisoformat("2026-06-15T10:30:00+08:00")


def rings(*settings):
    """Instants at which an alarm rings that is set to `at` at the instants `when`."""
    env, heard = simpy.Environment(), []
    alarm = Alarm(env, lambda: heard.append(env.now))
    for when, at in settings:
        env.timeout(when).callbacks.append(lambda _event, at=at: alarm.set(at))
    env.run()
    return heard


def test_an_alarm_rings_once_at_the_instant_it_was_last_set_to():
    assert rings((0, 10)) == [10]
    assert rings((0, 10), (5, 20)) == [20]
    assert rings((0, 20), (5, 10)) == [10]
    assert rings((0, 10), (5, float("inf"))) == []


def test_an_alarm_that_is_moved_away_and_back_rings_once():
    assert rings((0, 10), (1, 20), (2, 10)) == [10]


def test_an_alarm_can_be_set_again_after_it_has_rung_and_in_the_past_rings_at_once():
    assert rings((0, 10), (15, 30)) == [10, 30]
    assert rings((15, 10)) == [15]


def test_an_alarm_that_sets_itself_again_goes_on():
    env, heard = simpy.Environment(), []

    def ring():
        heard.append(env.now)
        if len(heard) < 3:
            alarm.set(env.now + 5)

    alarm = Alarm(env, ring)
    alarm.set(5)
    env.run()
    assert heard == [5, 10, 15]


def test_minutes_are_counted_from_the_start_and_the_day_from_midnight():
    calendar = Calendar(START)
    assert calendar.offset == 630
    assert calendar.minute_of_day(0) == 630
    assert calendar.minute_of_day(DAY - 630) == 0
    assert calendar.date(90) == START + timedelta(minutes=90)


@given(st.floats(0, 10 * DAY), st.lists(st.integers(0, 1439), min_size=1, max_size=4, unique=True))
def test_the_next_time_of_day_is_the_first_that_lies_ahead(after, times):
    calendar = Calendar(START)
    found = calendar.next_time(after, tuple(float(time) for time in times))
    every = [day * DAY + time - calendar.offset for day in range(-1, 13) for time in times]
    assert found == pytest.approx(min(at for at in every if at > after + 1e-9))
