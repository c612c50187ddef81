"""Money adds up, and costs are told from refunds."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.kpi import money
from sim.results.accounts import ACCOUNTS, COSTS, INCOME, REFUND

from . import slow
from .random_records import books
from .records import ledger, record


def run(delivered=2):
    cash = {
        "time": [0.0, 10.0, 10.0, 20.0, 30.0, 40.0, 9999.0],
        "account": ["revenue_deposit", "material", "revenue_balance", "refund", "courier", "plan", "storage"],
        "amount": [10.0, -100.0, 60.0, -5.0, -20.0, -7.0, -1e6],
    }
    return record(1000.0, orders=ledger(3, delivered=[50.0] * delivered + [5000.0] * (3 - delivered)), cash=cash)


@pytest.mark.plays("measure:contribution", "measure:revenue", "measure:total_cost")
def test_costs_and_revenue_within_the_run():
    assert money.total_cost(run()) == 127.0
    assert money.revenue(run()) == 65.0
    assert money.contribution(run()) == -62.0


@pytest.mark.plays("measure:cost_per_order", "measure:cost_per_order_by_category")
def test_cost_per_order_by_category_adds_up():
    by_category = money.cost_per_order_by_category(run())
    assert set(by_category) == set(COSTS)
    assert by_category["material"] == 50.0
    assert by_category["storage"] == 0.0
    assert sum(by_category.values()) == pytest.approx(money.cost_per_order(run()))


def test_a_cost_per_order_of_no_order_is_undefined():
    assert math.isnan(money.cost_per_order(run(delivered=0)))
    assert math.isnan(money.cost_per_order_by_category(run(delivered=0))["material"])


@pytest.mark.plays("measure:cash_low_point")
def test_the_low_point_nets_what_is_booked_at_one_instant():
    assert money.cash_low_point(run()) == -62.0  # 10, -30, -35, -55, -62


def test_cash_that_never_falls_below_its_start_has_its_low_point_there():
    cash = {"time": [0.0, 1.0], "account": "revenue", "amount": [5.0, 5.0]}
    assert money.cash_low_point(record(cash=cash)) == 0.0
    assert money.cash_low_point(record()) == 0.0


def test_the_order_of_booking_does_not_matter_only_the_time():
    cash = {"time": [5.0, 1.0], "account": ["revenue", "plan"], "amount": [100.0, -30.0]}
    assert money.cash_low_point(record(cash=cash)) == -30.0


def test_a_cost_on_an_account_of_its_own_is_not_lost():
    cash = {"time": 0.0, "account": ["recall_hotline", "material"], "amount": [-30.0, -70.0]}
    run = record(orders=ledger(2, delivered=5.0), cash=cash)
    assert money.total_cost(run) == 100.0
    assert money.cost_per_order_by_category(run)["recall_hotline"] == 15.0


def test_every_account_is_booked_even_if_nobody_used_it_and_the_last_minute_counts():
    cash = {"time": [1000.0, 1000.1, 5.0], "account": ["plan", "plan", "revenue"], "amount": [-1.0, -2.0, 4.0]}
    booked = money.booked(record(1000.0, cash=cash))
    assert booked == dict.fromkeys(ACCOUNTS, 0.0) | {"plan": -1.0, "revenue": 4.0}
    assert money.booked(record()) == dict.fromkeys(ACCOUNTS, 0.0)


def test_refunds_are_no_cost_and_lower_the_revenue():
    run = record(cash={"time": 0.0, "account": ["revenue", "refund", "waste"], "amount": [9.0, -4.0, -2.0]})
    assert (money.revenue(run), money.total_cost(run), money.contribution(run)) == (5.0, 2.0, 3.0)
    assert "refund" not in money.costs(run)


@given(books())
def test_every_sum_agrees_with_one_entry_at_a_time(run):
    expected = slow.money(run, (*INCOME, REFUND))
    np.testing.assert_allclose([getattr(money, name)(run) for name in expected], list(expected.values()))
    by_category = money.cost_per_order_by_category(run)
    np.testing.assert_allclose(sum(by_category.values()), money.cost_per_order(run), atol=1e-9)


def shelf(delivered, **orders):
    """Four orders at 30 yuan, one of replenishment and an exchange, each of two units of a lot that cost 8 or 9."""
    kinds = [0, 0, 0, 0, 1, 2]
    return record(
        100.0,
        orders=ledger(6, kind=kinds, value=[30.0] * 4 + [0.0, 0.0], delivered=delivered, **orders),
        lines={"order": [0, 1, 2, 3, 4, 5]},
        lots={"cost": [8.0, 9.0]},
        picks={"line": [0, 1, 2, 3, 4, 5], "lot": [0, 0, 0, 1, 1, 1], "qty": 2.0},
    )


def test_the_margin_in_hand_is_the_price_of_what_came_less_what_went_into_it():
    assert money.margin_in_hand(shelf([10.0, 20.0, math.nan, math.nan, math.nan, math.nan])) == 2 * (30 - 16)
    assert money.margin_in_hand(shelf([10.0, 20.0, math.nan, 50.0, math.nan, math.nan])) == 2 * (30 - 16) + 30 - 18


def test_what_comes_after_the_run_and_what_shops_order_is_no_margin():
    assert money.margin_in_hand(shelf([10.0, 101.0, math.nan, math.nan, 5.0, math.nan])) == 30 - 16


def test_goods_of_an_order_that_was_paid_back_are_lost_and_so_are_those_of_an_exchange():
    back = [50.0, *[math.nan] * 5]
    assert money.margin_in_hand(shelf([10.0, 20.0, *[math.nan] * 4], refunded=back)) == 30 - 16 - 16
    assert money.margin_in_hand(shelf([10.0, *[math.nan] * 4, 60.0])) == 30 - 16 - 18


@pytest.mark.plays("measure:lost_contribution")
def test_the_lost_contribution_is_what_the_twin_had_more():
    twin, shocked = shelf([10.0, 20.0, 30.0, *[math.nan] * 3]), shelf([10.0, *[math.nan] * 5])
    assert money.lost_contribution(shocked, twin) == 2 * (30 - 16)
    assert money.lost_contribution(twin, twin) == 0.0
    assert money.lost_contribution(twin, shocked) == -2 * (30 - 16)


def test_money_that_moves_at_another_time_changes_no_lost_contribution():
    twin, shocked = shelf([10.0, 20.0, *[math.nan] * 4]), shelf([90.0, 99.0, *[math.nan] * 4])
    assert money.lost_contribution(shocked, twin) == 0.0
