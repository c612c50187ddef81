"""Group measures count groups whose fate is known."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.kpi import groups

from . import slow
from .random_records import gatherings
from .records import NAN, record

HOURS = 60.0


def run():
    """Formed after 2 h; failed after 24 h with 7; formed after 6 h; still open; will form after the run."""
    return record(
        48 * HOURS,
        groups={
            "opened": [0.0, 0.0, 10 * HOURS, 40 * HOURS, 40 * HOURS],
            "closes": [24 * HOURS, 24 * HOURS, 34 * HOURS, 64 * HOURS, 64 * HOURS],
            "formed": [2 * HOURS, NAN, 16 * HOURS, NAN, 50 * HOURS],
            "size": 10,
            "joined": [10, 7, 14, 3, 4],
        },
    )


@pytest.mark.plays(
    "measure:group_completion",
    "measure:group_hours_to_form",
    "measure:group_joined",
    "measure:group_open_hours",
    "measure:group_orders",
    "measure:group_refunds",
)
def test_share_formed_times_and_sizes():
    assert groups.group_completion(run()) == 2 / 3
    assert groups.group_open_hours(run()) == (2 + 24 + 6) / 3
    assert groups.group_hours_to_form(run()) == 4.0
    assert groups.group_joined(run()) == 31 / 3
    assert groups.group_refunds(run()) == 7.0
    assert groups.group_orders(run()) == 24.0


def test_without_groups_rates_are_undefined_and_counts_are_zero():
    assert math.isnan(groups.group_completion(record()))
    assert math.isnan(groups.group_hours_to_form(record()))
    assert groups.group_refunds(record()) == 0.0


def test_a_group_that_ends_with_the_run_is_closed_and_one_that_forms_then_has_formed():
    ends = {"opened": 0.0, "closes": [600.0, 900.0, 601.0], "formed": [NAN, 600.0, 601.0], "joined": [1, 2, 4]}
    run = record(600.0, groups=ends)
    assert groups.is_closed(run).tolist() == [True, True, False]
    assert groups.is_formed(run).tolist() == [False, True, False]
    assert (groups.group_refunds(run), groups.group_orders(run), groups.group_joined(run)) == (1.0, 2.0, 1.5)


@given(gatherings())
def test_every_measure_agrees_with_one_group_at_a_time(run):
    expected = slow.groups(run)
    np.testing.assert_allclose([getattr(groups, name)(run) for name in expected], list(expected.values()))
