"""Goods and money that appear or vanish are found, and where."""

from dataclasses import replace

import numpy as np
import pytest

from sim.errors import ConservationError
from sim.results.columns import TABLES
from sim.results.conservation import EndingInventory, money_errors, require, unit_errors, units
from sim.results.record import Record
from sim.state.stock import Elsewhere, Why

SHOP, ROAD = 1, Elsewhere.TRANSIT
NAN = float("nan")


def flow():
    """100 loaves baked (2 more were bad), 60 to the shop, 40 sold there, 5 put back, 3 expired, 7 still on the road."""
    rows = [
        (0.0, Elsewhere.PRODUCTION, 0, 100.0, Why.MADE),
        (1.0, 0, ROAD, 67.0, Why.SHIPPED),
        (2.0, ROAD, SHOP, 60.0, Why.RECEIVED),
        (3.0, SHOP, Elsewhere.CUSTOMER, 45.0, Why.PICKED),
        (4.0, Elsewhere.CUSTOMER, SHOP, 5.0, Why.PUT_BACK),
        (5.0, SHOP, Elsewhere.EXPIRED, 3.0, Why.EXPIRED),
    ]
    time, source, target, qty, why = zip(*rows, strict=True)
    return {
        "moves": {"time": time, "source": source, "target": target, "qty": qty, "why": why,
                  "sku": [0] * 6, "lot": [0] * 6},
        "lots": {"sku": [0], "made": [0.0], "expires": [5.0], "site": [0], "quality": [0],
                 "origin": [0], "cost": [1.0]},
        "picks": {"line": [0, 1, 1], "lot": [0] * 3, "qty": [40.0, 5.0, -5.0], "time": [3.0, 3.0, 4.0],
                  "site": [1] * 3},
        "lines": {"order": [0, 1], "sku": [0, 0], "qty": [40.0, 5.0], "price": [2.0, 2.0], "allocated": [3.0, NAN]},
        "jobs": {"resource": [0], "work_order": [0], "sku": [0], "lot": [0], "setup": [0.0], "started": [0.0],
                 "finished": [0.0], "good": [100.0], "bad": [2.0]},
        "orders": orders(2, paid=[0.0, 0.0], cancelled=[NAN, 4.0], refunded=[NAN, 4.0], value=[80.0, 10.0]),
        "cash": cash([0.0, 0.0, 4.0], ["revenue", "revenue", "refund"], [80.0, 10.0, -10.0], [0, 1, 1]),
    }  # fmt: skip


def orders(count, **columns):
    specs = {name: spec for name, spec in TABLES["orders"].items() if not spec.optional}
    return {name: np.full(count, NAN if spec.dtype == "f8" else 0) for name, spec in specs.items()} | columns


def cash(time, account, amount, order):
    return {"time": time, "account": account, "amount": amount, "order": order}


NAMES = {"site": ["bakery", "shop"], "sku": ["loaf", "milk"], "resource": ["oven"], "source": ["show"],
         "channel": ["live"], "community": ["east"]}  # fmt: skip
COUNTED = EndingInventory(
    on_hand=np.array([[33.0, 0.0], [17.0, 0.0]]),
    on_order=np.array([[0.0, 0.0], [9.0, 2.5]]),
    on_road=np.array([7.0]),
    to_come=np.array([[0.0, 0.0], [9.0, 2.5]]),
)


def record(tables):
    return Record.of(tables, NAMES, 1000.0)


def changed(table, **columns):
    tables = flow()
    tables[table] = tables[table] | columns
    return record(tables)


def move(row, **values):
    tables = flow()
    for name, value in values.items():
        column = list(tables["moves"][name])
        column[row] = value
        tables["moves"][name] = column
    return record(tables)


def test_a_flow_that_adds_up_is_found_in_order():
    require(record(flow()), COUNTED)


def test_the_account_of_every_lot_balances():
    account = {name: float(values[0]) for name, values in units(record(flow())).items()}
    assert account == {
        "opening": 0, "received": 0, "made": 100, "handed_back": 0, "used": 0, "expired": 3, "destroyed": 0,
        "quarantined": 0, "sent_back": 0, "on_hand": 50, "in_transit": 7, "sold": 40,
    }  # fmt: skip


def test_an_empty_run_conserves():
    nothing = np.zeros((0, 0))
    require(Record.of({}, {}, 1.0), EndingInventory(nothing, nothing, np.zeros(0), nothing))


def test_goods_taken_from_where_they_were_not_are_found():
    assert any("lot 0 at site 1: -" in error for error in unit_errors(move(2, qty=30.0)))
    assert any("in transit" in error for error in unit_errors(move(1, qty=10.0)))


@pytest.mark.parametrize(
    ("what", "more", "error"),
    [
        ("on_hand", [[1.0, 0.0], [0.0, 0.0]], "site 0, SKU 0: 34 on the shelf, 33 by its movements"),
        ("on_hand", [[0.0, 0.0], [0.0, 1.0]], "site 1, SKU 1: 1 on the shelf, 0 by its movements"),
        ("on_hand", [[0.0, 0.0], [-1.0, 0.0]], "site 1, SKU 0: 16 on the shelf, 17 by its movements"),
        ("on_road", [1.0], "lot 0: 8 units at docks and on roads, 7 by its movements"),
        ("on_road", [-7.0], "lot 0: 0 units at docks and on roads, 7 by its movements"),
        ("on_order", [[0.0, 1.0], [0.0, 0.0]], "site 0, SKU 1: 1 on order, 0 to come"),
        ("to_come", [[0.0, 0.0], [0.0, 1.5]], "site 1, SKU 1: 2.5 on order, 4 to come"),
    ],
)
def test_what_was_counted_and_differs_from_the_books_is_found(what, more, error):
    assert unit_errors(record(flow()), COUNTED) == []
    assert unit_errors(record(flow()), replace(COUNTED, **{what: getattr(COUNTED, what) + more})) == [error]


def test_what_was_counted_may_differ_by_the_last_bits_of_a_float():
    assert unit_errors(record(flow()), replace(COUNTED, on_road=COUNTED.on_road + 1e-7)) == []


def test_a_pick_without_its_movement_is_found():
    assert any("lot 0: 40 units picked, 30 moved" in error for error in unit_errors(move(3, qty=35.0)))


def test_a_line_served_too_much_or_too_little_is_found():
    assert any("line 0: 40 units picked for 39" in e for e in unit_errors(changed("lines", qty=[39.0, 5.0])))
    assert any("line 0: 40 units picked for 41" in e for e in unit_errors(changed("lines", qty=[41.0, 5.0])))


def served(qty, allocated):
    """The flow, but the first line has got 30 of `qty` units, and was complete at `allocated`."""
    tables = flow()
    tables["moves"]["qty"] = [100.0, 67.0, 60.0, 35.0, 5.0, 3.0]
    tables["picks"]["qty"] = [30.0, 5.0, -5.0]
    tables["lines"] |= {"qty": [qty, 5.0], "allocated": allocated}
    return unit_errors(record(tables))


def test_a_line_that_still_waits_may_have_got_less_and_one_that_was_complete_may_not():
    assert served(40.0, [NAN, NAN]) == []
    assert served(40.0, [3.0, NAN]) == ["line 0: 30 units picked for 40"]


def test_a_line_of_a_cancelled_order_may_have_given_back_what_it_had():
    assert served(30.0, [3.0, 3.0]) == []


def test_a_line_that_gave_back_more_than_it_had_is_found():
    tables = flow()
    tables["picks"]["qty"] = [41.0, 5.0, -6.0]
    tables["lines"]["qty"] = [41.0, 5.0]
    assert unit_errors(record(tables)) == ["line 1: -1 units picked for 5"]


def test_goods_that_no_batch_has_made_are_found():
    tables = flow()
    del tables["jobs"]
    assert unit_errors(record(tables)) == ["lot 0: 0 good units made, 100 received from production"]


def test_a_batch_that_differs_from_what_entered_the_stock_is_found():
    assert any("lot 0: 101 good units made, 100 received" in e for e in unit_errors(changed("jobs", good=[101.0])))


def test_a_movement_of_the_wrong_item_or_to_no_place_or_of_no_amount_is_found():
    assert any("move 2: SKU 1, but lot 0 is of another" in e for e in unit_errors(move(2, sku=1)))
    assert any("move 2: target 9 is no place" in e for e in unit_errors(move(2, target=9)))
    assert any("move 2: source -99 is no place" in e for e in unit_errors(move(2, source=-99)))
    assert any("move 2: nan units" in e for e in unit_errors(move(2, qty=NAN)))
    assert any("move 2: -60.0 units" in e for e in unit_errors(move(2, qty=-60.0)))


@pytest.mark.parametrize(
    ("amounts", "error"),
    [
        ([80.0, 10.0, -10.0], None),
        ([79.0, 10.0, -10.0], "order 0: 79.00 yuan kept of 80.00, not 80.00 to 80.00"),
        ([81.0, 10.0, -10.0], "order 0: 81.00 yuan"),
        ([80.0, 10.0, -9.0], "order 1: 1.00 yuan kept of 10.00, not 0.00 to 0.00"),
        ([80.0, 10.0, NAN], "cash: an amount or a time is not a number"),
    ],
)
def test_money_of_every_order_is_kept_or_paid_back(amounts, error):
    found = money_errors(changed("cash", amount=amounts))
    assert found == [] if error is None else error in found[0]


def test_an_open_deposit_is_kept_for_the_time_being():
    tables = {
        "orders": orders(1, value=[100.0], paid=[NAN]),
        "cash": cash([0.0], ["revenue_deposit"], [9.9], [0]),
    }
    assert money_errors(record(tables)) == []
    tables["cash"]["amount"] = [100.1]
    assert len(money_errors(record(tables))) == 1
    tables["orders"]["refunded"] = [50.0]
    tables["cash"]["amount"] = [9.9]
    assert len(money_errors(record(tables))) == 1


def test_money_that_moves_after_the_run_is_not_counted():
    tables = flow()
    accounts = ["revenue", "revenue", "refund", "refund"]
    tables["cash"] = cash([0.0, 0.0, 4.0, 2000.0], accounts, [80.0, 10.0, -10.0, -80.0], [0, 1, 1, 0])
    assert money_errors(record(tables)) == []


def test_money_that_is_not_tied_to_orders_is_checked_as_a_sum():
    assert money_errors(changed("cash", order=[-1, -1, -1])) == []
    assert "not 80.00 to 80.00" in money_errors(changed("cash", order=[-1, -1, -1], amount=[70.0, 10.0, -10.0]))[0]


def test_costs_are_no_income_of_an_order():
    assert money_errors(changed("cash", account=["revenue", "revenue", "refund"], amount=[80.0, 10.0, -10.0])) == []
    tables = flow()
    tables["cash"] = {name: [*values, extra] for (name, values), extra in
                      zip(tables["cash"].items(), (5.0, "compensation", -20.0, 0), strict=True)}  # fmt: skip
    assert money_errors(record(tables)) == []


def test_a_run_that_does_not_conserve_is_stopped_with_everything_found():
    with pytest.raises(ConservationError, match=r"lot 0 at site 1.*order 0"):
        tables = flow()
        tables["moves"]["qty"] = [100.0, 67.0, 30.0, 45.0, 5.0, 3.0]
        tables["cash"]["amount"] = [70.0, 10.0, -10.0]
        require(record(tables))
