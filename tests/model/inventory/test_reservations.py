"""Claims: the backlog follows what is waited for, and whoever leaves lets go of what he holds."""

import math

import numpy as np
import pytest

from sim.model.inventory.reservations import Claims
from sim.state.stock import Stock


def lines(*values):
    return np.array(values, np.int64)


def waiting():
    """Three lines of two items; the second gives up at 50."""
    stock = Stock(1, 3)
    claims = Claims(stock, 0)
    until = np.array([math.inf, 50.0, math.inf])
    claims.add(lines(0, 0, 2), lines(7, 8, 9), np.array([2.0, 3.0, 4.0]), np.array([1.0, 2.0, 3.0]), until)
    return stock, claims


def test_whoever_waits_counts_in_the_backlog_of_his_item():
    stock, claims = waiting()
    assert stock.backlog.tolist() == [[5.0, 0.0, 4.0]]
    claims.add(lines(2), lines(10), np.array([1.5]), np.array([4.0]), np.array([math.inf]))
    assert stock.backlog.tolist() == [[5.0, 0.0, 5.5]]
    assert claims.queues[2].line.tolist() == [9, 10]


def test_what_is_given_leaves_the_backlog_and_an_empty_queue_is_gone():
    stock, claims = waiting()
    got = claims.give(0, np.array([2.0, 1.0]))
    assert [part.tolist() for part in got] == [[7, 8], [2.0, 1.0], [7]]
    assert stock.backlog[0, 0] == 2.0
    claims.give(0, np.array([2.0]))
    assert list(claims.queues) == [2]


def test_lines_are_taken_out_of_the_queues_of_their_items_and_only_of_those():
    stock, claims = waiting()
    gone, units = claims.remove(lines(7, 9, 99), lines(0, 2, 1))
    assert (gone.tolist(), units.tolist()) == ([7, 9], [2.0, 4.0])
    assert stock.backlog.tolist() == [[3.0, 0.0, 0.0]]
    assert [part.tolist() for part in claims.remove(lines(7), lines(0))] == [[], []]


def test_whoever_gives_up_goes_at_his_own_minute_with_what_he_lacked():
    stock, claims = waiting()
    assert [part.tolist() for part in claims.overdue(49.9)] == [[], []]
    assert [part.tolist() for part in claims.overdue(60.0)] == [[8], [50.0]]
    assert stock.backlog.tolist() == [[2.0, 0.0, 4.0]]


def test_it_is_quiet_as_long_as_nobody_can_give_up():
    _, claims = waiting()
    assert [claims.quiet(until) for until in (49.9, 50.0, 60.0)] == [True, False, False]
    claims.overdue(60.0)
    assert claims.quiet(1e9)


def test_an_earlier_deadline_that_comes_later_is_seen():
    _, claims = waiting()
    claims.add(lines(1), lines(10), np.ones(1), np.array([4.0]), np.array([20.0]))
    claims.add(lines(1), lines(11), np.ones(1), np.array([5.0]), np.array([90.0]))
    assert [claims.quiet(until) for until in (19.9, 20.0)] == [True, False]
    assert claims.overdue(20.0)[0].tolist() == [10]
    assert claims.overdue(50.0)[0].tolist() == [8]
    assert claims.overdue(90.0)[0].tolist() == [11]


@pytest.mark.parametrize(("at", "gone"), [(20.0, [10]), (50.0, [8, 10]), (90.0, [8, 10, 11])])
def test_several_give_up_at_once_over_all_items(at, gone):
    stock, claims = waiting()
    claims.add(lines(1, 1), lines(10, 11), np.ones(2), np.zeros(2), np.array([20.0, 90.0]))
    assert sorted(claims.overdue(at)[0].tolist()) == gone
    assert stock.backlog.sum() == 11.0 - sum({8: 3.0, 10: 1.0, 11: 1.0}[line] for line in gone)
