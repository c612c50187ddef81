"""Group measures count groups whose fate is known."""

import math

from sim.kpi import groups

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
