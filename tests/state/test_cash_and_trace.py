"""The cash book and the trace: what is booked or noted stays as it was said, in its order."""

import json

import numpy as np
import pytest

from sim.results.accounts import ACCOUNTS, COSTS, INCOME, REFUND
from sim.state.cash import Cash
from sim.state.trace import Trace


def test_an_account_is_opened_by_its_first_booking_and_found_again():
    cash = Cash()
    for account in ("revenue", "plan", "revenue"):
        cash.book(account, 1.0, 2.0)
    assert cash.accounts == ["revenue", "plan"]
    assert cash.table.account.tolist() == [0, 1, 0]


def test_one_amount_may_be_booked_at_many_instants_and_many_amounts_at_one():
    cash = Cash()
    cash.book("waste", np.array([1.0, 2.0]), -5.0)
    cash.book("waste", 9.0, np.array([-1.0, -2.0, -3.0]))
    assert cash.table.time.tolist() == [1.0, 2.0, 9.0, 9.0, 9.0]
    assert cash.table.amount.tolist() == [-5.0, -5.0, -1.0, -2.0, -3.0]
    assert cash.table.order.tolist() == [-1] * 5


def test_amounts_are_tied_to_their_orders():
    cash = Cash()
    cash.book("revenue", np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array([7, 8]))
    cash.book("compensation", 5.0, -1.0, 7)
    assert cash.table.order.tolist() == [7, 8, 7]


def test_nothing_to_book_books_nothing_but_opens_the_account():
    cash = Cash()
    cash.book("refund", np.empty(0), np.empty(0), np.empty(0, np.int64))
    assert (len(cash.table), cash.accounts) == (0, ["refund"])


def test_the_accounts_are_income_refunds_and_costs_each_once():
    assert (*INCOME, REFUND, *COSTS) == ACCOUNTS
    assert len(set(ACCOUNTS)) == len(ACCOUNTS)


def test_details_are_words_with_sorted_keys_and_nothing_is_an_empty_text():
    trace = Trace()
    trace.add(3.0, "show_started", "gala", orders=np.int64(5), at="东区")
    trace.add(4.0, "show_ended")
    first, second = trace.until(99.0)
    assert first == (3.0, "show_started", "gala", '{"at": "东区", "orders": 5.0}')
    assert json.loads(first.what)["at"] == "东区"
    assert second == (4.0, "show_ended", "", "")


@pytest.mark.parametrize(
    ("where", "after", "kinds", "left"),
    [
        ("gala", 5.0, ("ended",), ["started", "ended", "other"]),
        ("gala", 4.0, ("ended",), ["started", "ended", "other"]),
        ("gala", 3.9, ("ended",), ["started", "other"]),
        ("gala", 0.0, ("started", "ended"), ["other"]),
        ("fair", 0.0, ("started",), ["started", "ended", "other"]),
    ],
)
def test_only_what_was_foreseen_later_of_these_kinds_at_that_place_is_forgotten(where, after, kinds, left):
    trace = Trace()
    trace.add(1.0, "started", "gala")
    trace.add(4.0, "ended", "gala")
    trace.add(4.0, "other", "fair")
    trace.forget(where, after, *kinds)
    assert [event.event for event in trace.until(99.0)] == left
