"""Backlogs: their peak, its instant, their end and their area, by hand and against a walk from step to step."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kpi.response import cleared_at
from sim.kpi.steps import Steps
from validation.measures import backlog
from validation.measures.queueing import Sojourns

HILL = Steps(np.array([1.0, 2.0, 4.0, 7.0]), np.array([2.0, 5.0, 1.0, 0.0]))
columns = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=12)


def walked(came, went, until):
    """Minute by minute: highest, first minute at it, first minute from which all is gone, area."""
    level = [sum(u for t, u in came if t <= minute) - sum(u for t, u in went if t <= minute) for minute in range(until)]
    top = max([*level, 0])
    first = level.index(top) if top > 0 else math.nan
    high = [minute for minute, value in enumerate(level) if value > 0]
    over = 0.0 if not high else high[-1] + 1.0 if high[-1] + 1 < until else math.inf
    return top, first, over, sum(level)


def test_a_hill_by_hand():
    assert backlog.peak(HILL) == 5
    assert backlog.peak_time(HILL) == 2
    assert cleared_at(HILL) == 7
    assert cleared_at(HILL, above=1.5) == 4
    assert backlog.area_until(HILL, 10.0) == 2 + 10 + 3


def test_no_backlog_has_no_peak_and_is_cleared_from_the_start():
    nothing = Steps(np.empty(0), np.empty(0))
    assert backlog.peak(nothing) == 0
    assert math.isnan(backlog.peak_time(nothing))
    assert cleared_at(nothing) == 0


def test_a_backlog_at_the_end_is_not_cleared():
    assert cleared_at(Steps(np.array([1.0]), np.array([3.0]))) == math.inf


@settings(max_examples=60, deadline=None)
@given(came=columns, patience=st.integers(0, 9))
def test_units_are_counted_as_by_a_walk(came, patience):
    went = [(time + patience, units) for time, units in came]
    ins, outs = (np.array(part, dtype=float).reshape(-1, 2) for part in (came, went))
    steps = backlog.outstanding_units(ins[:, 0], ins[:, 1], outs[:, 0], outs[:, 1])
    top, first, over, area = walked(came, went, 60)
    assert backlog.peak(steps) == top
    assert backlog.peak_time(steps) == pytest.approx(first, nan_ok=True)
    assert cleared_at(steps) == over
    assert backlog.area_until(steps, 60.0) == pytest.approx(area)


def test_a_sojourn_that_never_began_service_waits_longer_than_any_limit():
    visits = Sojourns(
        np.array([0.0, 1.0, 2.0]), np.array([0.5, 4.0, np.nan]), np.array([1.0, 5.0, np.nan]), np.arange(3), 0.0, 9.0
    )
    assert backlog.waiting_longer(visits, 1.0).order.tolist() == [1, 2]


def test_what_a_sum_of_floats_leaves_over_is_no_backlog():
    one = np.array([1.0])
    steps = backlog.outstanding_units(one, np.array([0.1 + 0.2]), one, np.array([0.3]))
    assert backlog.peak(steps) == 0
