"""Money: every cost follows from what happened, by hand-made worlds with one cost each."""

import numpy as np
import pytest

from sim.state.stock import Elsewhere, Why
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


def test_capacity_kept_ready_costs_its_premium_by_the_day_used_or_not():
    parts = {
        "suppliers": {"partner": {"active": False, "premium": 240}},
        "sites": {"shop": SHOP},
        "regular": {"people": at(10)},
        "horizon": "30h",
    }
    assert account(play(parts), "production_surcharge") == [(DAY, -240.0), (1.25 * DAY, -60.0)]


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
    # all of it was opening stock, which was paid for before the run
    assert total(record, "waste") == 0


WASTE = {
    "products": {"loaf": {"price": 10, "cost": 4, "shelf_life": "1d"}},
    "costs": {"capital_per_year": 0},
    "horizon": "5d",
}


def test_opening_stock_that_expires_costs_this_run_nothing_because_nobody_paid_for_it_in_this_run():
    record = play({**WASTE, "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 20}}}})
    assert record.moves["qty"][record.moves["target"] == Elsewhere.EXPIRED].tolist() == [20.0]
    assert account(record, "waste") == account(record, "material") == []


def test_bought_goods_that_expire_move_from_materials_to_waste_at_what_was_paid_for_them():
    parts = {
        **WASTE,
        "suppliers": {"mill": {"lead": "1h", "supplies": ["loaf"], "surcharge": 0.5}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 2}}},
        "replenishment": [
            {"at": "shop", "items": ["loaf"], "policy": {"kind": "fixed_quantity", "reorder_point": 3, "quantity": 5}}
        ],
        "horizon": "2d",
    }
    record = play(parts)
    # bought at 1 h and stale a day later; the two of the opening went with nobody's money
    gone = record.moves["target"] == Elsewhere.EXPIRED
    assert sorted(zip(record.moves["time"][gone], record.moves["qty"][gone], strict=True)) == [
        (DAY, 2.0),
        (DAY + 60, 5.0),
    ]
    assert account(record, "waste") == [(DAY + 60, -20.0)]
    assert (DAY + 60, 20.0) in account(record, "material")
    bought = record.moves["why"] == Why.RECEIVED
    paid = 4 * record.moves["qty"][bought].sum()
    assert total(record, "material") + total(record, "waste") == pytest.approx(-paid)
    assert total(record, "production_surcharge") == pytest.approx(-paid / 2)


def test_waste_of_what_was_made_is_what_its_materials_cost_as_far_as_they_were_bought_in_this_run():
    parts = {
        "products": {"loaf": {"price": 10, "cost": 9, "shelf_life": "1d", "bom": {"flour": 2}}},
        "materials": {"flour": {"cost": 1.5}},
        "suppliers": {"mill": {"lead": "1h", "supplies": ["flour"]}},
        "sites": {
            "bakery": {"kind": "factory", "opening": {"flour": 35}, "lines": {"oven": {"rate": {"loaf": "600/h"}}}}
        },
        "replenishment": [
            {"at": "bakery", "items": ["flour"], "policy": {"kind": "min_max", "reorder_point": 20, "order_up_to": 40}},
            {"at": "bakery", "items": ["loaf"], "policy": {"kind": "min_max", "reorder_point": 9, "order_up_to": 20}},
        ],
        "horizon": "4d",
    }
    record = play(parts)
    moves, lots = record.moves, record.lots
    wasted = moves["target"] == Elsewhere.EXPIRED
    assert wasted.sum() >= 3
    bought = moves["source"] == Elsewhere.SUPPLIER
    paid = 1.5 * moves["qty"][bought].sum()
    lying = record.moves["target"] == 0
    free, used = 35.0, moves["qty"][moves["target"] == Elsewhere.PRODUCTION].sum()
    assert lying.any()
    assert total(record, "material") + total(record, "waste") == pytest.approx(-paid)
    # whatever was thrown away cost at most what was bought of the flour in it, and the opening flour nothing
    made = moves["qty"][wasted].sum()
    assert -total(record, "waste") == pytest.approx(1.5 * (2 * made - free))
    assert used >= 2 * made
    assert total(record, "material") <= 0
    assert (lots["cost"][lots["sku"] == 0] == 3.0).all()


def test_an_emergency_kit_that_spoils_costs_what_the_plan_said_and_no_waste():
    kit = {"kind": "spare_stock", "at": "shop", "item": "loaf", "units": 7, "cost": 300}
    freeze = {"kind": "hold", "lever": "notify", "where": "loaf", "factor": 1, "from": "d0 01:00"}
    parts = {**WASTE, "sites": {"shop": {"kind": "front_point"}}}
    record = play(parts, freeze, plans={"kit": {"decide": "1h", "do": [kit]}})
    assert (record.moves["target"] == Elsewhere.EXPIRED).sum() == 1
    assert account(record, "waste") == account(record, "material") == []
    assert record.cash["amount"].sum() == -300.0


def kept(record, row):
    """What the shop keeps of an order."""
    return record.cash["amount"][record.cash["order"] == row].sum()


@pytest.mark.parametrize(
    ("times", "promise", "patience", "horizon", "booked"),
    [
        ((0,), "1h", None, "1d", [(DAY, -7.0)]),  # has not come by the end
        ((0,), "2d", None, "1d", []),  # has not come, but may yet
        ((0,), "1h", "3h", "1d", [(180.0, -7.0)]),  # is given up after the promise
        ((0,), "3h", "1h", "1d", []),  # is given up before it
        ((0,), "3h", "3h", "1d", []),  # is given up at its very minute
    ],
)
def test_a_broken_promise_is_compensated_when_it_is_known_to_be_broken(times, promise, patience, horizon, booked):
    source = at(*times, promise=promise) | ({"patience": patience} if patience else {})
    parts = {"regular": {"people": source}, "customers": {"compensation": 7}, "horizon": horizon}
    assert account(play(parts), "compensation") == booked


def test_an_order_at_the_minute_of_its_promise_is_in_time():
    shop = {"kind": "front_point", "stations": {"pack": {"servers": 1, "takes": "90min"}}, "stock": "unlimited"}
    parts = {"sites": {"shop": shop}, "regular": {"people": at(0, promise="90min")}, "customers": {"compensation": 7}}
    assert account(play(parts), "compensation") == []


def test_replenishment_is_no_customer_and_is_neither_paid_nor_compensated():
    parts = {
        "products": {"loaf": {"price": 10, "cost": 0}},
        "sites": {"dc": {"kind": "dc", "opening": {"loaf": 2}}, "shop": {"kind": "front_point"}},
        "lanes": [{"from": "dc", "to": "shop", "takes": "1h"}],
        "replenishment": [{"at": "shop", "policy": {"kind": "min_max", "reorder_point": 1, "order_up_to": 5}}],
        "customers": {"compensation": 7},
        "horizon": "9d",
    }
    record = play(parts)
    assert record.rows("orders") == 1
    assert set(record.cash["account"]) <= {"storage", "capital"}
    assert not record.cash["amount"].any()


def test_trips_between_sites_are_line_haul_and_those_to_customers_are_delivery():
    parts = {
        "sites": {"dc": {"kind": "dc", "opening": {"loaf": 50}}, "shop": {"kind": "front_point", "at": [3, 4]}},
        "communities": {"home": {"delivered_from": "shop"}},
        "lanes": [{"from": "dc", "to": "shop", "takes": "1h", "vehicle": {"cost": 20, "cost_per_unit": 0.5}}],
        "replenishment": [{"at": "shop", "policy": {"kind": "on_demand"}}],
        "couriers": {"van": {"at": "shop", "full_time": 1, "waits": 0, "trip": "10min", "cost_per_order": 3}},
        "regular": {"people": at(10, quantity={4: 1})},
        "horizon": "1d",
    }
    record = play(parts)
    assert account(record, "line_haul") == [(10.0, -22.0)]
    assert account(record, "delivery") == [(70.0, -3.0)]


def test_a_line_is_paid_for_the_hours_in_which_it_worked_and_for_an_unfinished_batch_to_the_end():
    oven = {"rate": {"loaf": "60/h"}, "batch": 180, "cost": 120, "shift": "00:00-02:00"}
    parts = {
        "sites": {"bakery": {"kind": "factory", "lines": {"oven": oven}}},
        "replenishment": [{"at": "bakery", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
        "regular": {"people": at(0, quantity={400: 1})},
    }
    # two hours the first night, one the next, and the second batch has one hour more
    assert account(play({**parts, "horizon": "30h"}), "production") == [(DAY + 60, -360.0), (1800.0, -120.0)]
    assert account(play({**parts, "horizon": "1d"}), "production") == [(DAY, -240.0)]


def test_a_line_that_is_stopped_costs_nothing_meanwhile():
    oven = {"rate": {"loaf": "60/h"}, "batch": 60, "cost": 60}
    parts = {
        "sites": {"bakery": {"kind": "factory", "lines": {"oven": oven}}},
        "replenishment": [{"at": "bakery", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
        "regular": {"people": at(0, quantity={60: 1})},
    }
    stop = {"kind": "hold", "lever": "line", "where": "oven", "factor": 0, "from": "d0 00:20", "for": "5h"}
    assert account(play(parts, stop), "production") == [(360.0, -60.0)]


def test_storage_follows_goods_from_one_site_to_the_other_and_costs_nothing_on_the_road():
    parts = {
        "products": {"loaf": {"price": 10, "cost": 0}},
        "sites": {
            "dc": {"kind": "dc", "opening": {"loaf": 8}, "storage_cost": 1},
            "shop": {"kind": "front_point", "storage_cost": 3},
        },
        "lanes": [{"from": "dc", "to": "shop", "departs": ["06:00"], "takes": "6h"}],
        "replenishment": [{"at": "shop", "policy": {"kind": "min_max", "reorder_point": 1, "order_up_to": 8}}],
        "horizon": "2d",
    }
    # ordered at minute 0, so that they leave the shelf for the dock at once; from noon on they lie in the shop
    assert [amount for _, amount in account(play(parts), "storage")] == pytest.approx([-8 * 3 * 0.5, -8 * 3.0])


def test_money_of_an_order_is_paid_when_it_is_paid_and_paid_back_when_it_is_off():
    record = play({"regular": {"people": at(10, 20, patience="1h")}, "sites": {"shop": {
        "kind": "front_point", "opening": {"loaf": 1}}}, "horizon": "1d"})  # fmt: skip
    assert account(record, "revenue") == [(10.0, 10.0), (20.0, 10.0)]
    assert account(record, "refund") == [(80.0, -10.0)]
    assert (kept(record, 0), kept(record, 1)) == (10.0, 0.0)


@pytest.mark.parametrize(("pays", "account_names"), [(1.0, ["revenue_deposit", "revenue_balance"]), (0.0, ["refund"])])
def test_a_deposit_is_paid_first_and_the_balance_later_or_the_deposit_comes_back(pays, account_names):
    presale = {"deposit": 4, "pays": pays, "balance_within": "12h"}
    show = {"start": "d0 20:00", "orders": 20, "exactly": True, "products": {"loaf": 1}, "presale": presale}
    record = play({"sites": {"shop": SHOP}, "shows": {"gala": show}, "horizon": "3d"})
    units = record.orders["value"].sum()
    assert total(record, "revenue_deposit") == 80.0
    assert total(record, "revenue_balance") == pytest.approx(units - 80.0 if pays else 0.0)
    assert total(record, "refund") == (0.0 if pays else -80.0)
    assert "revenue" not in set(record.cash["account"])
    assert all(name in set(record.cash["account"]) for name in account_names)


def test_a_deposit_is_never_more_than_the_order_is_worth():
    presale = {"deposit": 40, "pays": 1, "balance_within": "12h"}
    show = {"start": "d0 20:00", "orders": 5, "exactly": True, "products": {"loaf": 1}, "presale": presale,
            "quantity": {1: 1}}  # fmt: skip
    record = play({"sites": {"shop": SHOP}, "shows": {"gala": show}, "horizon": "3d"})
    assert (total(record, "revenue_deposit"), total(record, "revenue_balance")) == (50.0, 0.0)
    assert {kept(record, row) for row in range(5)} == {10.0}
