"""Fulfilment counts what is owed, and only that."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.kpi.counted import complete_at, is_in_hand, is_owed
from sim.kpi.fulfilment import fulfilment_rate, on_time_rate, on_time_rate_revenue, on_time_rate_units
from sim.state.ledger import Exit, Kind

from . import slow
from .random_records import runs
from .records import NAN, ledger, record


def owed(**columns):
    return bool(is_owed(record(5000.0, orders=ledger(1, **columns)))[0])


def test_an_order_paid_in_full_and_due_is_owed():
    assert owed()
    assert not owed(paid=NAN)
    assert not owed(promise=5001.0)
    assert not owed(promise=NAN)
    assert not owed(kind=Kind.REPLENISHMENT)
    assert not owed(kind=Kind.EXCHANGE)


def test_a_customer_who_cancels_before_the_promise_is_owed_nothing_but_one_who_was_let_down_is():
    assert not owed(cancelled=1439.0, exit=Exit.IMPATIENT)
    assert owed(cancelled=1441.0, exit=Exit.IMPATIENT)
    assert owed(cancelled=10.0, refunded=10.0, exit=Exit.LOST_SALE)


def test_a_group_or_threshold_that_failed_owes_nothing():
    assert not owed(refunded=100.0, exit=Exit.GROUP_FAILED)
    assert not owed(refunded=100.0, exit=Exit.THRESHOLD_FAILED)


@pytest.mark.plays("measure:fulfilment_rate")
def test_the_rate_is_delivered_over_owed_and_late_counts_as_delivered():
    run = record(5000.0, orders=ledger(4, delivered=[100.0, 3000.0, NAN, 5001.0]))
    assert fulfilment_rate(run) == 0.5
    assert on_time_rate(run) == 0.25


def test_nothing_owed_is_no_rate():
    run = record(5000.0, orders=ledger(2, paid=NAN))
    assert math.isnan(fulfilment_rate(run))
    assert math.isnan(on_time_rate_revenue(run))


@pytest.mark.plays("measure:on_time_rate", "measure:on_time_rate_units", "measure:on_time_rate_revenue")
def test_on_time_is_weighed_by_units_and_by_value():
    run = record(5000.0, orders=ledger(3, delivered=[1440.0, 1441.0, NAN], units=[1, 2, 5], value=[30.0, 60.0, 10.0]))
    assert on_time_rate(run) == pytest.approx(1 / 3)
    assert on_time_rate_units(run) == pytest.approx(1 / 8)
    assert on_time_rate_revenue(run) == pytest.approx(0.3)


def test_a_recalled_order_is_complete_only_when_its_exchange_is_delivered():
    orders = ledger(
        4,
        kind=[0, 0, 2, 2],
        exit=[8, 8, 0, 0],
        delivered=[100.0, 100.0, 900.0, NAN],
        replaces=[-1, -1, 0, 1],
    )
    run = record(5000.0, orders=orders)
    np.testing.assert_array_equal(complete_at(run)[:2], [900.0, NAN])
    assert fulfilment_rate(run) == 0.5
    assert is_in_hand(run).tolist() == [True, True, False, False]


@given(runs())
def test_the_rates_agree_with_one_order_at_a_time(run):
    rates = fulfilment_rate(run), on_time_rate(run), on_time_rate_units(run), on_time_rate_revenue(run)
    np.testing.assert_allclose(rates, slow.fulfilment(run))
