"""Goods that incomplete orders hold, until the order is complete or gives up; the lot may have expired by then."""

import math

import numpy as np

from sim.model.inventory.completed_orders import CompletedOrders
from sim.model.inventory.reservations import Reservations
from sim.state.ledger import Kind, Ledger, Status


def rows(*values):
    return np.array(values, np.int64)


def reserved():
    """Order 3 holds rows 0 and 2 until minute 50, order 4 holds row 1 for ever; the lots expire at 40, 90 and 60."""
    held = Reservations()
    held.hold(rows(3, 4, 3), rows(0, 1, 2), np.array([50.0, math.inf, 50.0]), np.array([40.0, 90.0, 60.0]))
    return held


def test_an_order_holds_its_rows_until_it_is_released_and_only_once():
    held = reserved()
    assert [held.holds(order) for order in (3, 4, 5)] == [True, True, False]
    assert held.held(3) == [0, 2]
    assert held.release(rows(3, 5, 3)).tolist() == [0, 2]
    assert not held.holds(3)
    assert held.release(rows(3)).tolist() == []
    assert held.release(rows(4)).tolist() == [1]
    assert held.release(rows(4)).tolist() == []


def test_the_next_order_to_give_up_is_one_that_still_holds_goods():
    held = reserved()
    assert [held.may_give_up(until) for until in (49.9, 50.0)] == [False, True]
    assert held.next_deadline() == 50.0
    held.release(rows(3))
    assert held.may_give_up(50.0), "it may, as far as one sees without looking"
    assert held.next_deadline() == math.inf
    assert not held.may_give_up(1e9)


def test_deadlines_that_are_over_are_dropped():
    held = reserved()
    held.drop_deadlines(49.9)
    assert held.may_give_up(50.0)
    held.drop_deadlines(50.0)
    assert not held.may_give_up(1e9)


def test_only_lots_that_expire_after_the_order_gives_up_may_expire_on_the_shelf():
    held = reserved()
    assert held.next_expiry() == 60.0
    held.drop_expiries(59.9)
    assert held.next_expiry() == 60.0
    held.drop_expiries(60.0)
    assert held.next_expiry() == math.inf


def test_orders_without_open_lines_are_collected_once_each_set_by_time_and_hold_nothing_more():
    ledger, held = Ledger(), Reservations()
    for kind, first, count in ((Kind.CUSTOMER, 0, 2), (Kind.CUSTOMER, 2, 1), (Kind.REPLENISHMENT, 3, 1)):
        ledger.orders.append(1, kind=kind, status=Status.RELEASED, first=first, lines=count, open=count)
    ledger.lines.append(4, order=rows(0, 0, 1, 2), qty=1.0)
    held.hold(rows(0), rows(7), np.array([math.inf]), np.array([math.inf]))
    completed = CompletedOrders(ledger, held)
    assert [column.tolist() for column in completed.collect()] == [[], []]
    completed.fill(rows(0), np.array([1.0]))
    assert ledger.orders.status.tolist() == [Status.RELEASED] * 3
    assert held.holds(0)
    completed.fill(rows(1, 2, 3), np.array([9.0, 4.0, 5.0]))
    assert ledger.orders.status.tolist() == [Status.ALLOCATED] * 3
    assert not held.holds(0)
    completed.add(rows(8), np.array([6.0]))
    # order 2 goes to another site: it leaves by lane
    assert [column.tolist() for column in completed.collect()] == [[1, 0, 8], [4.0, 9.0, 6.0]]
    assert [column.tolist() for column in completed.collect()] == [[], []]
