"""Every way out is counted once, against the right whole."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.kpi import exits
from sim.state.ledger import Exit

from . import slow
from .random_records import runs
from .records import NAN, ledger, record


def every_exit():
    return record(5000.0, orders=ledger(10, exit=[*range(9), 0], kind=[0] * 9 + [1]))


@pytest.mark.plays("measure:exits")
def test_each_reason_is_counted_under_its_name():
    found = exits.exits(every_exit())
    assert set(found) == {reason.name.lower() for reason in Exit} - {"none"}
    assert set(found.values()) == {1.0}


@pytest.mark.plays("measure:cancellation_rate", "measure:lost_sale_rate")
def test_cancellations_and_lost_sales_are_shares_of_what_was_placed():
    assert exits.cancellation_rate(every_exit()) == pytest.approx(2 / 9)
    assert exits.lost_sale_rate(every_exit()) == pytest.approx(2 / 9)
    assert math.isnan(exits.cancellation_rate(record(orders=ledger(2, placed=NAN))))


@pytest.mark.plays("measure:refund_rate")
def test_refunds_count_within_the_run():
    assert exits.refund_rate(record(100.0, orders=ledger(4, refunded=[NAN, 5.0, 100.0, 101.0]))) == 0.5


@pytest.mark.plays("measure:return_rate")
def test_returns_are_of_what_was_delivered_and_recalls_are_none():
    orders = ledger(5, delivered=[1.0, 1.0, 1.0, 1.0, NAN], returned=[9.0, NAN, NAN, 9.0, NAN], exit=[0, 0, 0, 8, 0])
    assert exits.return_rate(record(orders=orders)) == 0.25


@pytest.mark.plays("measure:balance_payment")
def test_balance_payment_is_of_deposits_whose_fate_is_known():
    orders = ledger(6, paid=[0.0, 60.0, 90.0, 60.0, NAN, NAN], exit=[0, 0, 0, 0, Exit.BALANCE_LAPSED, 0])
    assert exits.balance_payment(record(orders=orders)) == 0.75
    assert math.isnan(exits.balance_payment(record(orders=ledger(3))))


@pytest.mark.plays("measure:funnel")
def test_the_funnel_narrows_and_a_step_not_needed_counts_as_reached():
    orders = ledger(
        4, paid=[0.0, 0.0, 0.0, NAN], released=[0.0, 0.0, NAN, NAN], allocated=[5.0, 5.0, NAN, NAN],
        ready=[9.0, NAN, NAN, NAN], delivered=[20.0, NAN, NAN, NAN],
    )  # fmt: skip
    found = exits.funnel(record(100.0, orders=orders))
    assert list(found.values()) == [4, 3, 2, 2, 2, 1, 1, 1]
    assert list(found) == list(exits.STEPS)


def test_what_is_placed_or_handed_back_after_the_run_is_not_counted():
    orders = ledger(3, placed=[0.0, 100.0, 101.0], exit=Exit.IMPATIENT, refunded=[100.0, NAN, 5.0])
    run = record(100.0, orders=orders)
    assert exits.cancellation_rate(run) == 1.0
    assert exits.refund_rate(run) == 0.5
    late = ledger(2, delivered=[100.0, 100.0], returned=[100.0, 100.1])
    assert exits.return_rate(record(100.0, orders=late)) == 0.5


def test_exits_of_replenishment_and_exchanges_are_no_customers_reasons():
    run = record(orders=ledger(3, kind=[0, 1, 2], exit=[Exit.BLOCKED] * 3))
    assert exits.exits(run)["blocked"] == 1.0
    assert exits.lost_sale_rate(run) == 1.0
    assert exits.funnel(run)["placed"] == 1.0


def test_a_step_after_the_run_is_not_reached_and_neither_are_those_before_it():
    run = record(100.0, orders=ledger(1, paid=NAN, released=NAN, departed=100.0, delivered=100.1))
    assert exits.funnel(run) == dict.fromkeys(exits.STEPS, 1.0) | {"delivered": 0.0}


def test_a_balance_paid_at_once_is_no_balance_however_the_clock_rounds():
    assert math.isnan(exits.balance_payment(record(orders=ledger(1, placed=1e4, paid=1e4 + 1e-9))))


@given(runs())
def test_every_rate_agrees_with_one_order_at_a_time(run):
    rates = slow.exits(run)
    np.testing.assert_allclose([getattr(exits, name)(run) for name in rates], list(rates.values()))
    assert exits.funnel(run) == slow.funnel(run, exits.STEPS)
    reasons = [Exit(order["exit"]).name.lower() for _, order in slow.customers(run)]
    assert exits.exits(run) == {name: reasons.count(name) for name in exits.exits(run)}


def test_what_was_handed_back_after_a_recall_is_no_return():
    orders = ledger(3, delivered=1.0, returned=[2.0, 2.0, NAN], exit=[0, Exit.RECALLED, 0])
    assert exits.return_rate(record(orders=orders)) == pytest.approx(1 / 3)
