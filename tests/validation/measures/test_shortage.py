"""Shortages by hand and against a walk from line to line."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kpi.steps import Steps
from tests.model.small import play
from validation.measures.inventory import DemandLines
from validation.measures.shortage import first_at_or_above, first_below, lost_value, time_to_survive, units_short

CYCLE = Steps(np.array([0.0, 2.0, 5.0, 9.0]), np.array([10.0, 4.0, 0.0, 10.0]))


def demand(at_once):
    served = np.array(at_once, dtype=float)
    arrived = np.arange(len(served)) * 2.0 + 1.0
    return DemandLines(arrived, np.ones(len(served)), served, arrived, served < 1)


@pytest.mark.parametrize(
    ("at_once", "since", "survives"),
    [
        ([1, 1, 0, 1], 0.0, 3.0),
        ([1, 1, 0, 1], 2.0, 1.0),
        ([0, 1, 1], 0.0, 0.0),
        ([0, 1, 0.5], 2.0, 1.0),
        ([1, 1, 1], 0.0, math.inf),
        ([0, 1, 1], 2.0, math.inf),
    ],
)
def test_the_time_to_survive_ends_with_the_last_line_before_the_first_that_is_short(at_once, since, survives):
    assert time_to_survive(demand(at_once), since) == survives


@settings(max_examples=60, deadline=None)
@given(at_once=st.lists(st.sampled_from([0.0, 0.4, 1.0]), max_size=12), since=st.integers(0, 25))
def test_time_to_survive_is_that_of_a_walk_from_line_to_line(at_once, since):
    held = 0.0
    for number, served in enumerate(at_once):
        time = 2.0 * number + 1.0
        if time < since:
            continue
        if served < 1:
            break
        held = time - since
    else:
        held = math.inf
    assert time_to_survive(demand(at_once), float(since)) == held


def test_units_short_are_those_not_filled_at_once():
    assert units_short(demand([1, 0.25, 0])) == 1.75


@pytest.mark.parametrize(("level", "since", "at"), [(4, 0, 0), (4, 3, 3), (4, 6, 9), (5, 2, 9), (11, 0, math.inf)])
def test_stock_is_restored_at_the_first_instant_at_the_level(level, since, at):
    assert first_at_or_above(CYCLE, level, since) == at


@pytest.mark.parametrize(("level", "at"), [(11, 0), (10, 2), (1, 5), (0, math.inf)])
def test_stock_runs_out_at_the_first_instant_below_the_level(level, at):
    assert first_below(CYCLE, level) == at


def test_stock_that_begins_at_0_has_run_out_at_once():
    assert first_below(Steps(np.array([3.0]), np.array([5.0])), 1) == 0
    assert first_below(Steps(np.empty(0), np.empty(0)), 1) == 0


def test_lost_sales_cost_their_price_where_they_were_lost():
    record = play(
        {
            "sites": {
                "shop": {"kind": "front_point", "unmet": "lost", "opening": {"loaf": 3}},
                "store": {"kind": "front_point", "unmet": "lost", "opening": {"loaf": 9}},
            },
            "communities": {"here": {"picks_up_at": "shop"}, "there": {"picks_up_at": "store"}},
            "regular": {
                place: {"arrives": {"kind": "every", "interval": "1d"}, "communities": place, "pickup": 1.0}
                for place in ("here", "there")
            },
        }
    )
    assert lost_value(record, "shop") == 7 * 10
    assert lost_value(record, "store") == 1 * 10
    with pytest.raises(ValueError, match="not in list"):
        lost_value(record, "moon")
