"""Stock measures on small records with known answers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kpi import stock
from sim.state.stock import Elsewhere, Why

from . import slow
from .random_records import LAST, movements, runs
from .records import NAN, ledger, record


@pytest.mark.plays("measure:fill_rate", "measure:stock_out_rate")
def test_fill_rate_counts_units_drawn_at_once_and_stock_outs_count_lines():
    orders = ledger(4, paid=[0.0, 0.0, 0.0, 0.0], released=[0.0, 0.0, 0.0, 600.0])
    lines = {"order": [0, 1, 2, 3], "qty": [4, 4, 4, 4], "allocated": [0.0, 60.0, NAN, 600.0]}
    picks = {"line": [0, 1, 1, 3], "qty": [4, 1, 3, 4], "time": [0.0, 0.0, 60.0, 600.0]}
    run = record(orders=orders, lines=lines, picks=picks)
    assert stock.fill_rate(run) == pytest.approx(5 / 12)  # the fourth is made to order
    assert stock.stock_out_rate(run) == pytest.approx(2 / 3)


def test_lost_sales_count_as_not_served_and_what_was_put_back_at_once_is_not_served():
    orders = ledger(2, released=NAN, exit=5, cancelled=0.0)
    lines = {"order": [0, 1], "qty": [2, 2]}
    picks = {"line": [1, 1], "qty": [2, -2], "time": 0.0}
    assert stock.fill_rate(record(orders=orders, lines=lines, picks=picks)) == 0.0


def test_a_site_that_keeps_no_lots_serves_at_once_when_it_allocates_at_once():
    run = record(orders=ledger(2), lines={"order": [0, 1], "qty": 1, "allocated": [0.0, 5.0]})
    assert stock.fill_rate(run) == 0.5


def test_pre_sales_and_groups_are_made_to_order_even_when_released_the_moment_they_are_paid():
    orders = ledger(3, paid=[0.0, 600.0, 0.0], released=[0.0, 600.0, 0.0], group=[-1, -1, 0])
    run = record(orders=orders, lines={"order": [0, 1, 2], "qty": 1, "allocated": [0.0, 900.0, 900.0]})
    assert stock.fill_rate(run) == 1.0
    assert stock.stock_out_rate(run) == 0.0


def test_replenishment_and_orders_never_asked_do_not_count():
    run = record(orders=ledger(2, kind=[1, 0], released=[0.0, NAN]), lines={"order": [0, 1], "qty": 1})
    assert math.isnan(stock.fill_rate(run))


@pytest.mark.plays("measure:backlog_end", "measure:backlog_peak")
def test_backlog_at_its_peak_and_at_the_end():
    orders = ledger(
        5,
        paid=[0.0, 1.0, 2.0, 3.0, NAN],
        delivered=[2.5, NAN, NAN, 2000.0, NAN],
        cancelled=[NAN, 10.0, NAN, NAN, NAN],
        refunded=NAN,
    )
    run = record(1000.0, orders=orders)
    assert stock.backlog_peak(run) == 3.0
    assert stock.backlog_end(run) == 2.0


def test_an_order_that_a_recall_stopped_leaves_the_backlog_when_its_exchange_is_delivered():
    orders = ledger(4, kind=[0, 0, 2, 2], exit=[8, 8, 0, 0], delivered=[NAN, NAN, 500.0, NAN], replaces=[-1, -1, 0, 1])
    run = record(1000.0, orders=orders)
    assert stock.backlog(run).at(np.array([400.0, 500.0])).tolist() == [2.0, 1.0]
    assert stock.backlog_end(run) == 1.0


def movements_by_hand():
    """100 loaves at the start; 20 sold a day for four days at noon; flour lies about all the time."""
    noon = np.arange(4) * 1440.0 + 720.0
    return {
        "time": np.concatenate(([0.0, 0.0], noon)),
        "source": np.concatenate(([Elsewhere.OPENING] * 2, [0] * 4)),
        "target": np.concatenate(([0, 0], [Elsewhere.CUSTOMER] * 4)),
        "sku": [0, 2, 0, 0, 0, 0],
        "lot": 0,
        "qty": [100.0, 1e6, 20.0, 20.0, 20.0, 20.0],
        "why": np.concatenate(([Why.OPENING] * 2, [Why.PICKED] * 4)),
    }


@pytest.mark.plays("measure:inventory_days", "measure:turns")
def test_inventory_days_and_turns_leave_materials_out():
    run = record(4 * 1440.0, moves=movements_by_hand(), lots={"sku": [0]})
    mean = (100 * 0.5 + 80 + 60 + 40 + 20 * 0.5) / 4
    assert stock.inventory_days(run) == pytest.approx(mean / 20)
    assert stock.turns(run) == pytest.approx(600 / mean)


def test_what_was_put_back_was_not_sold_and_a_return_does_not_unsell():
    moves = movements_by_hand()
    more = {
        "time": [1.0, 2.0], "source": Elsewhere.CUSTOMER, "target": 0, "sku": 0, "lot": 0, "qty": [5.0, 7.0],
        "why": [Why.PUT_BACK, Why.RETURNED],
    }  # fmt: skip
    both = {name: np.concatenate((np.broadcast_to(moves[name], 6), np.broadcast_to(more[name], 2))) for name in moves}
    both["target"][0:2] = Elsewhere.DESTROYED
    both["source"][0:2] = 0
    run = record(4 * 1440.0, moves=both, lots={"sku": [0]})
    assert stock.waste_share(run) == pytest.approx(100 / 175)


@pytest.mark.plays("measure:waste_share")
def test_waste_is_what_expired_was_destroyed_or_quarantined_against_that_and_what_was_sold_for_good():
    lost = [Elsewhere.EXPIRED, Elsewhere.DESTROYED, Elsewhere.EXPIRED, Elsewhere.QUARANTINE, Elsewhere.QUARANTINE]
    moves = {
        "time": 1.0, "source": [0, 0, 0, 0, 0, Elsewhere.CUSTOMER], "target": [Elsewhere.CUSTOMER, *lost],
        "sku": [0, 0, 0, 2, 0, 0], "lot": 0, "qty": [60.0, 30.0, 10.0, 99.0, 20.0, 40.0],
    }  # fmt: skip
    assert stock.waste_share(record(moves=moves, lots={"sku": [0]})) == pytest.approx(100 / 120)


@given(st.lists(st.tuples(st.integers(0, 20), st.one_of(st.none(), st.integers(0, 20))), min_size=1, max_size=15))
def test_the_peak_backlog_agrees_with_asking_at_every_instant(spells):
    paid = np.array([float(start) for start, _ in spells])
    gone = np.array([NAN if length is None else start + float(length) for start, length in spells])
    run = record(15.0, orders=ledger(len(spells), paid=paid, delivered=gone))
    inside = [sum(p <= now and not g <= now for p, g in zip(paid, gone, strict=True)) for now in range(16)]
    assert stock.backlog_peak(run) == max(inside)
    assert stock.backlog_end(run) == inside[15]


def test_turns_are_a_months_and_days_of_stock_their_inverse():
    run = record(4 * 1440.0, moves=movements_by_hand(), lots={"sku": [0]})
    assert stock.turns(run) * stock.inventory_days(run) == pytest.approx(30.0)


def test_without_sales_stock_lasts_for_no_number_of_days():
    still = {"time": [0.0], "source": Elsewhere.OPENING, "target": 0, "qty": 5.0}
    run = record(1440.0, moves=still, lots={"sku": [0]})
    assert math.isnan(stock.inventory_days(run))
    assert stock.turns(run) == 0.0
    assert math.isnan(stock.waste_share(run))
    assert math.isnan(stock.turns(record()))


@given(runs())
def test_what_is_served_at_once_agrees_with_one_line_at_a_time(run):
    np.testing.assert_allclose((stock.fill_rate(run), stock.stock_out_rate(run)), slow.at_once(run))


@given(runs())
def test_the_backlog_agrees_with_one_order_at_a_time(run):
    instants = np.arange(LAST + 1.0)
    assert stock.backlog(run).at(instants).tolist() == [slow.waiting(run, now) for now in instants]
    assert stock.backlog_end(run) == slow.waiting(run, run.horizon)


@given(movements())
def test_days_turns_and_waste_agree_with_one_movement_at_a_time(run):
    expected = slow.stock(run)
    np.testing.assert_allclose([getattr(stock, name)(run) for name in expected], list(expected.values()))
