"""Money: every cost follows from what happened, by hand-made worlds with one cost each."""

import numpy as np
import pytest

from tests.model.small import at, play

DAY = 1440.0
SHOP = {"kind": "front_point", "stock": "unlimited"}


def account(record, name):
    """(instant, amount) of everything booked on an account."""
    rows = record.cash["account"] == name
    return list(zip(record.cash["time"][rows].tolist(), record.cash["amount"][rows].round(9).tolist(), strict=True))


def total(record, name):
    return sum(amount for _, amount in account(record, name))


def test_goods_on_the_shelf_cost_storage_and_interest_for_as_long_as_they_lie_there():
    parts = {
        "products": {"loaf": {"price": 10, "cost": 4}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 10}, "storage_cost": 0.5}},
        "regular": {"people": at(720, 1440 + 360, quantity={5: 1})},
        "costs": {"capital_per_year": 0.365},
        "horizon": "3d",
    }
    record = play(parts)
    days = [10 * 0.5 + 5 * 0.5, 5 * 0.25, 0.0]
    assert [amount for _, amount in account(record, "storage")] == pytest.approx([-0.5 * units for units in days])
    assert [time for time, _ in account(record, "storage")] == [DAY, 2 * DAY, 3 * DAY]
    assert [amount for _, amount in account(record, "capital")] == pytest.approx([-0.004 * units for units in days])


def test_materials_cost_what_the_supplier_asks_when_they_come():
    parts = {
        "products": {"milk": {"price": 10, "cost": 4}},
        "suppliers": {"dairy": {"lead": "1h", "supplies": ["milk"], "surcharge": 0.25}},
        "sites": {"shop": {"kind": "front_point"}},
        "replenishment": [{"at": "shop", "items": ["milk"], "policy": {"kind": "on_demand"}}],
        "regular": {"people": at(10, quantity={3: 1})},
    }
    record = play(parts)
    assert account(record, "material") == [(70.0, -12.0)]
    assert account(record, "production_surcharge") == [(70.0, -3.0)]


def test_a_line_costs_its_running_hours_with_the_set_up():
    oven = {"rate": {"loaf": "60/h"}, "setup": "30min", "cost": 120}
    parts = {
        "sites": {"bakery": {"kind": "factory", "lines": {"oven": oven}}},
        "replenishment": [{"at": "bakery", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
        "regular": {"people": at(0, quantity={60: 1})},
    }
    assert account(play(parts), "production") == [(90.0, -180.0)]


def test_people_on_duty_are_paid_by_the_hour_of_their_shift():
    shop = {**SHOP, "stations": {"pack": {"servers": 2, "takes": "1min", "wage": 30, "open": "08:00-12:00"}}}
    riders = {"at": "shop", "full_time": 3, "wage": 20, "shift": "22:00-06:00"}
    parts = {"sites": {"shop": shop}, "communities": {"home": {}}, "couriers": {"riders": riders}, "horizon": "36h"}
    record = play(parts)
    assert account(record, "courier") == [(DAY, -480.0), (1.5 * DAY, -240.0)]
    assert total(record, "warehouse") == pytest.approx(-2 * 30 * 4 * 1.5)


def test_technology_is_paid_by_the_day():
    parts = {"costs": {"technology_per_day": 100}, "horizon": "60h"}
    assert account(play(parts), "technology") == [(DAY, -100.0), (2 * DAY, -100.0), (2.5 * DAY, -50.0)]


def test_late_orders_are_compensated_and_orders_in_time_are_not():
    shop = {"kind": "front_point", "stations": {"pack": {"servers": 1, "takes": "90min"}}, "stock": "unlimited"}
    parts = {
        "sites": {"shop": shop},
        "regular": {"people": at(0, 1, promise="2h")},
        "customers": {"compensation": 7},
        "horizon": "1d",
    }
    assert account(play(parts), "compensation") == [(180.0, -7.0)]


def test_returned_goods_are_paid_back_restocked_or_destroyed_and_nothing_is_lost():
    parts = {
        "products": {"loaf": {"price": 10, "cost": 4}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 500}}},
        "regular": {"people": {"arrives": {"kind": "steady", "rate": "80/d"}}},
        "customers": {"returns": {"share": 0.5, "after": "12h", "restocked": 0.5}},
        "horizon": "6d",
    }
    record = play(parts)
    orders, moves = record.orders, record.moves
    back = np.isfinite(orders["returned"])
    assert np.array_equal(orders["returned"][back], orders["delivered"][back] + 720)
    assert np.array_equal(orders["refunded"][back], orders["returned"][back])
    due = orders["delivered"] + 720 <= 5 * DAY
    assert back[due].mean() == pytest.approx(0.5, abs=0.1)
    assert total(record, "refund") == pytest.approx(-10 * back.sum())
    came = moves["source"] == -2
    destroyed = came & (moves["target"] == -5)
    assert came.sum() == back.sum()
    assert destroyed.sum() / came.sum() == pytest.approx(0.5, abs=0.12)
    assert total(record, "waste") == pytest.approx(-4 * destroyed.sum())
