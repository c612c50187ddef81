"""Work takes its time at a speed that may change, in hours that may end: held to timelines made by hand."""

import math
from datetime import datetime

import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clock import Calendar
from sim.instants import DAY
from sim.model.labour import LowPriorityEvent, Notifier, labour, open_for

CALENDAR = Calendar(datetime.fromisoformat("2026-06-15T00:00:00+08:00"))


def finish(minutes, speeds, hours=(), until=100 * DAY, begin=0.0):
    """When `minutes` of work begun at `begin` are done; `speeds`: [(from, speed)]; hours: daily windows."""
    env = simpy.Environment()
    now = {"speed": 1.0}
    changed = Notifier(env)
    done = []

    def set_speed(speed):
        now["speed"] = speed
        changed.notify()

    for time, speed in speeds:
        env.timeout(time).callbacks.append(lambda _event, speed=speed: set_speed(speed))

    def work():
        yield env.timeout(begin)
        yield from labour(env, minutes, lambda: now["speed"], changed, lambda: open_for(list(hours), CALENDAR, env.now))
        done.append(env.now)

    env.process(work())
    env.run(until=until)
    return done[0] if done else math.nan


def test_work_at_full_speed_takes_its_minutes():
    assert finish(30, []) == 30
    assert finish(0, []) == 0


def test_half_speed_takes_twice_as_long_for_what_is_left():
    assert finish(30, [(10, 0.5)]) == 50
    assert finish(30, [(10, 0.5), (30, 2.0)]) == 35


def test_work_stops_at_speed_0_and_resumes_from_where_it_was():
    assert finish(30, [(10, 0.0), (100, 1.0)]) == 120
    assert math.isnan(finish(30, [(10, 0.0)]))


def test_work_pauses_outside_its_hours():
    shift = [(480.0, 960.0)]
    assert finish(60, [], shift) == 540
    assert finish(600, [], shift) == DAY + 480 + 120
    assert finish(480, [], shift) == 960
    assert finish(481, [], shift) == DAY + 481


def test_hours_may_run_over_midnight():
    night = [(1320.0, 360.0)]
    assert finish(420, [], night) == 1380
    assert finish(60, [], night, begin=1300.0) == 1380


def test_a_speed_that_changes_while_closed_counts_from_the_opening():
    assert finish(60, [(300, 0.5)], [(480.0, 960.0)]) == 600


@given(
    st.floats(1, 2000),
    st.lists(st.tuples(st.integers(0, 3000), st.sampled_from([0.0, 0.25, 0.5, 1.0, 3.0])), max_size=6),
    st.booleans(),
)
@settings(max_examples=60)
def test_the_work_done_is_the_integral_of_the_speed_over_the_open_hours(minutes, speeds, with_shift):
    shift = [(480.0, 960.0)] if with_shift else []
    speeds = sorted(speeds, key=lambda one: one[0])
    speeds.append((3001, 1.0))
    edges = sorted({0.0, *(float(t) for t, _ in speeds), *(d * DAY + e for d in range(60) for e in (480.0, 960.0))})
    left, expected = minutes, math.nan
    for low, high in zip(edges, [*edges[1:], math.inf], strict=True):
        pace = ([1.0] + [speed for time, speed in speeds if time <= low])[-1]
        pace = pace if not shift or 480 <= low % DAY < 960 else 0.0
        if pace * (high - low) >= left - 1e-9:
            expected = low + left / pace
            break
        left -= pace * (high - low)
    assert finish(minutes, speeds, shift) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("hours", "now", "is_open", "until"),
    [
        ([], 5.0, True, math.inf),
        ([(480.0, 960.0)], 0.0, False, 480.0),
        ([(480.0, 960.0)], 480.0, True, 960.0),
        ([(480.0, 960.0)], 960.0, False, DAY + 480.0),
        ([(480.0, 960.0), (960.0, 1200.0)], 500.0, True, 1200.0),
        ([(1320.0, 360.0)], 0.0, True, 360.0),
        ([(0.0, 1440.0)], 700.0, True, math.inf),
    ],
)
def test_hours_open_and_close_at_their_minute(hours, now, is_open, until):
    assert open_for(hours, CALENDAR, now) == (is_open, until)


def test_what_is_late_comes_after_everything_else_of_its_instant():
    env, heard = simpy.Environment(), []

    def late():
        yield env.timeout(5)
        yield LowPriorityEvent(env)
        heard.append("late")

    def early():
        yield env.timeout(5)
        yield env.timeout(0)
        yield env.timeout(0)
        heard.append("early")

    env.process(late())
    env.process(early())
    env.run()
    assert heard == ["early", "late"]
    assert env.now == 5
