"""The instant at which known demand uses up a slack; an item without known demand needs no search."""

import math

import numpy as np

from sim.model.inventory.future_demand import FutureDemand


def a_day_of_orders(items):
    """Lines 0, 1, ... at minutes 0, 1, ..., one unit each of these items in turn; and how many lines were looked at."""
    coming, looked = FutureDemand(), []

    def wanted(lines):
        looked.append(len(lines))
        return np.asarray(items)[lines], np.ones(len(lines))

    coming.add(np.arange(len(items)), np.arange(len(items), dtype=np.float64))
    return coming, wanted, looked


def test_an_item_that_is_not_to_come_is_never_used_up_and_lines_are_looked_through_once():
    coming, wanted, looked = a_day_of_orders([0] * 1_000)
    slack = np.array([math.inf, 3.0])
    assert [coming.uses_up(slack, wanted) for _ in range(50)] == [math.inf] * 50
    assert sum(looked) == 1_000


def test_the_next_line_may_use_up_the_slack_alone():
    coming, wanted, looked = a_day_of_orders([1, 0, 1] * 300)
    assert coming.uses_up(np.array([math.inf, 1.0]), wanted) == 0.0
    coming.until(0.0)
    assert coming.uses_up(np.array([math.inf, 1.0]), wanted) == 2.0
    assert sum(looked) < 1_000


def test_new_lines_are_seen_by_a_watcher_of_their_item():
    coming, wanted, _ = a_day_of_orders([0, 0, 1])
    both = FutureDemand()
    both.add(np.array([0, 1]), np.array([0.0, 1.0]))
    slack = np.array([math.inf, 1.0])
    assert both.uses_up(slack, wanted) == math.inf
    both.add(np.array([2]), np.array([2.0]))
    assert both.uses_up(slack, wanted) == 2.0
    coming.remove(np.array([2]))
    assert coming.uses_up(slack, wanted) == math.inf
