"""Suppliers: lead times, capacity, shortage, backups that take over what has not been begun, closed doors."""

import numpy as np
import pytest

from sim.kpi.resources import utilisation, utilisation_peak
from tests.model.small import at, play

DAY = 1440.0
DEMAND = {"kind": "on_demand"}


def bakery(suppliers, minutes=(10,), units=100, horizon="10d", policy=DEMAND, **rule):
    """A shop that buys what is asked for."""
    return {
        "products": {"milk": {"price": 10, "cost": 2}},
        "suppliers": suppliers,
        "sites": {"shop": {"kind": "front_point"}},
        "replenishment": [{"at": "shop", "items": ["milk"], "policy": policy, **rule}],
        "regular": {"people": at(*minutes, quantity={units: 1})},
        "horizon": horizon,
    }


def delivered(record):
    """(instant, units) of every delivery."""
    came = record.moves["source"] == -1
    return list(zip(record.moves["time"][came].tolist(), record.moves["qty"][came].tolist(), strict=True))


def short(factor, start="d0", lasts="5d", where="milk"):
    return {"kind": "hold", "lever": "supply", "where": where, "factor": factor, "from": start, "for": lasts}


def test_without_a_limit_everything_comes_after_the_lead_time():
    assert delivered(play(bakery({"dairy": {"lead": "6h", "supplies": ["milk"]}}))) == [(370.0, 100.0)]


def test_without_a_lead_time_everything_comes_at_once():
    assert delivered(play(bakery({"dairy": {"lead": 0, "supplies": ["milk"]}}))) == [(10.0, 100.0)]


def test_capacity_is_worked_off_day_by_day_in_the_order_of_the_orders():
    dairy = {"dairy": {"lead": "6h", "capacity": "40/d", "supplies": ["milk"]}}
    record = play(bakery(dairy, minutes=(0.0, 100.0)))
    days = [1.0, 2.0, 2.5, 3.5, 4.5, 5.0]
    assert [time for time, _ in delivered(record)] == pytest.approx([day * DAY + 360.0 for day in days])
    assert [units for _, units in delivered(record)] == [40.0, 40.0, 20.0, 40.0, 40.0, 20.0]


def test_a_shortage_of_60_percent_leaves_40_percent_of_the_capacity():
    dairy = {"dairy": {"lead": 0, "capacity": "40/d", "supplies": ["milk"]}}
    record = play(bakery(dairy, minutes=(0.0,)), short(0.4))
    # 40 units take 2.5 days at 16 a day, twice; the last 20 are made at full speed from the fifth day on
    assert delivered(record) == [(2.5 * DAY, 40.0), (5 * DAY, 40.0), (5.5 * DAY, 20.0)]


def test_a_supplier_that_stands_still_delivers_when_it_moves_again():
    for capacity in ({}, {"capacity": "1000/d"}):
        record = play(bakery({"dairy": {"lead": "1h", "supplies": ["milk"], **capacity}}), short(0.0, lasts="2d"))
        assert sum(units for _, units in delivered(record)) == 100
        assert min(time for time, _ in delivered(record)) >= 2 * DAY + 60


def test_goods_wait_before_a_site_that_takes_nothing_in_and_come_when_it_opens():
    closed = {"kind": "hold", "lever": "receives", "where": "shop", "factor": 0, "from": "d0 01:00", "for": "1d"}
    record = play(bakery({"dairy": {"lead": "6h", "supplies": ["milk"]}}), closed)
    assert delivered(record) == [(DAY + 60.0, 100.0)]


def test_the_supplier_that_can_deliver_first_gets_the_order_unless_the_rule_names_one():
    two = {"near": {"lead": "1h", "supplies": ["milk"]}, "far": {"lead": "9h", "supplies": ["milk"]}}
    assert delivered(play(bakery(two))) == [(70.0, 100.0)]
    assert delivered(play(bakery(two, **{"from": "far"}))) == [(550.0, 100.0)]


def backup(**more):
    return {
        "when": {"shock": 0},
        "decide": "1h",
        "do": [{"kind": "activate_supplier", "supplier": "reserve", "surcharge": 0.5, "starts_in": "5h", **more}],
    }


@pytest.mark.parametrize("factor", [0.0, 0.4])
def test_a_backup_takes_over_what_has_not_been_begun_and_nothing_is_bought_twice(factor):
    suppliers = {
        "dairy": {"lead": 0, "capacity": "40/d", "supplies": ["milk"]},
        "reserve": {"lead": "1h", "active": False, "supplies": ["milk"]},
    }
    parts = bakery(suppliers, minutes=(0.0, 60.0))
    record = play(parts, short(factor, lasts="9d", where="dairy"), plans={"reserve": backup()})
    came = delivered(record)
    assert sum(units for _, units in came) == pytest.approx(200)
    early = sum(units for time, units in came if time <= 6 * 60 + 60 + 1e-6)
    # at least all but the forty that the first one had in hand
    assert early == pytest.approx(160 if factor else 200)
    paid, above = (
        -record.cash["amount"][record.cash["account"] == account] for account in ("material", "production_surcharge")
    )
    np.testing.assert_allclose(paid / [units for _, units in came], 2.0)
    assert above.sum() == pytest.approx(1.0 * (200 - sum(units for time, units in came if time > 420)))


def test_new_orders_go_to_the_backup_too_once_it_is_quicker():
    suppliers = {
        "dairy": {"lead": 0, "capacity": "40/d", "supplies": ["milk"]},
        "reserve": {"lead": "1h", "active": False, "supplies": ["milk"]},
    }
    parts = bakery(suppliers, minutes=(0.0, 2 * DAY))
    record = play(parts, short(0.0, lasts="9d", where="dairy"), plans={"reserve": backup()})
    assert delivered(record) == [(420.0, 100.0), (2 * DAY + 60.0, 100.0)]


def test_on_order_is_what_has_been_ordered_and_has_not_come():
    dairy = {"dairy": {"lead": "6h", "capacity": "40/d", "supplies": ["milk"]}}
    policy = {"kind": "base_stock", "level": 100}
    record = play(bakery(dairy, minutes=(), policy=policy, horizon="8d"))
    assert sum(units for _, units in delivered(record)) == 100
    assert len(delivered(record)) == 3


def share_there(record):
    """(instant, share of the capacity) of every step of the first resource."""
    mine = record.capacity["resource"] == 0
    return list(zip(record.capacity["time"][mine].tolist(), record.capacity["servers"][mine].tolist(), strict=True))


def test_a_supplier_with_a_capacity_is_a_resource_and_one_without_is_none():
    record = play(bakery({"dairy": {"lead": "6h", "capacity": "40/d", "supplies": ["milk"]}}))
    assert record.names["resource"] == ["dairy.milk"]
    assert utilisation(record) == {"dairy.milk": pytest.approx(2.5 / 10)}
    assert utilisation_peak(record) == {"dairy.milk": 1.0}
    unlimited = play(bakery({"dairy": {"lead": "6h", "supplies": ["milk"]}}))
    assert (unlimited.names["resource"], utilisation(unlimited), unlimited.rows("jobs")) == ([], {}, 0)


def test_what_a_supplier_makes_ready_is_on_record_parcel_by_parcel_also_the_one_in_hand_at_the_end():
    record = play(bakery({"dairy": {"lead": "6h", "capacity": "40/d", "supplies": ["milk"]}}, horizon="2d"))
    jobs = record.jobs
    assert jobs["setup"].tolist() == jobs["started"].tolist() == pytest.approx([10.0, 10 + DAY])
    assert jobs["finished"].tolist() == pytest.approx([10 + DAY, float("nan")], nan_ok=True)
    assert jobs["good"].tolist() == pytest.approx([40.0, 0.0])
    assert (jobs["work_order"] == -1).all()
    assert (jobs["lot"] == -1).all()
    assert utilisation(record)["dairy.milk"] == pytest.approx((2 * DAY - 10) / (2 * DAY))


def test_a_shortage_takes_capacity_away_and_makes_the_rest_busy():
    dairy = {"dairy": {"lead": 0, "capacity": "200/d", "supplies": ["milk"]}}
    record = play(bakery(dairy, minutes=(0.0,), units=200, horizon="4d"), short(0.4, start="d1", lasts="2d"))
    assert share_there(record) == [(0.0, 1.0), (DAY, 0.4), (3 * DAY, 1.0)]
    assert utilisation(record)["dairy.milk"] == pytest.approx(1 / 2.8)
    shorter = play(bakery(dairy, minutes=(0.0,), units=200, horizon="2d"), short(0.4, start="d0", lasts="9d"))
    assert utilisation(shorter)["dairy.milk"] == pytest.approx(1.0)


def test_a_backup_has_no_capacity_before_it_is_activated():
    suppliers = {
        "dairy": {"lead": 0, "capacity": "40/d", "supplies": ["milk"]},
        "reserve": {"lead": "1h", "capacity": "400/d", "active": False, "supplies": ["milk"]},
    }
    record = play(bakery(suppliers, minutes=(0.0,)), short(0.0, where="dairy"), plans={"reserve": backup()})
    mine = record.capacity["resource"] == record.names["resource"].index("reserve.milk")
    assert record.capacity["time"][mine].tolist() == [0.0, 360.0]
    assert record.capacity["servers"][mine].tolist() == [0.0, 1.0]


def test_a_lever_on_one_item_leaves_the_capacity_of_the_others():
    parts = bakery({"dairy": {"lead": 0, "capacity": "40/d", "supplies": ["milk", "loaf"]}})
    parts["products"]["loaf"] = {"price": 1}
    record = play(parts, short(0.5, where="milk"))
    of_loaf = record.capacity["resource"] == record.names["resource"].index("dairy.loaf")
    assert record.capacity["servers"][of_loaf].tolist() == [1.0]


def consigned(capacity, *asked, every="1h", horizon="1d"):
    """A shop that orders what is asked for from a supplier whose goods leave every so often, at once there."""
    return play(
        {
            "sites": {"shop": {"kind": "front_point"}},
            "communities": {"home": {"picks_up_at": "shop"}},
            "customers": {"pickup_after": 0},
            "suppliers": {"mill": {"lead": 0, "supplies": ["loaf"], "every": every, "capacity": capacity}},
            "replenishment": [{"at": "shop", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
            "regular": {"people": {"arrives": {"kind": "at", "at": [f"{minute}min" for minute in asked]}, "pickup": 1}},
            "horizon": horizon,
        }
    )


def test_goods_leave_at_the_end_of_each_period_as_far_as_its_capacity_goes():
    record = consigned("2/h", 10, 20, 30, 70, 190)
    assert record.orders["delivered"].tolist() == [60.0, 60.0, 120.0, 120.0, 240.0]


def test_what_is_ordered_at_the_very_end_of_a_period_still_leaves_and_spare_capacity_is_gone():
    record = consigned("2/h", 120, 121, 122, 123)
    assert record.orders["delivered"].tolist() == [120.0, 180.0, 180.0, 240.0]


def test_an_order_goes_to_the_supplier_that_will_deliver_first_with_the_capacity_that_is_left():
    two = {
        "dairy": {"lead": 0, "capacity": "100/d", "supplies": ["milk"]},
        "far": {"lead": "2d", "supplies": ["milk"]},
    }
    # 100 are owed when the second order comes: a day's work, or two and a half in a shortage
    assert delivered(play(bakery(two, minutes=(0.0, 20.0), horizon="3d"))) == [(DAY, 100.0), (2 * DAY, 100.0)]
    scarce = delivered(play(bakery(two, minutes=(0.0, 20.0), horizon="3d"), short(0.4, where="dairy")))
    assert scarce == [(pytest.approx(2.5 * DAY), 100.0), (2 * DAY + 20.0, 100.0)][::-1]


@pytest.mark.parametrize(("own", "paid"), [(0.8, 0.8), (0.2, 0.5)])
def test_a_backup_takes_the_higher_of_its_own_surcharge_and_the_plans(own, paid):
    suppliers = {
        "dairy": {"lead": 0, "supplies": ["milk"]},
        "reserve": {"lead": "1h", "active": False, "surcharge": own, "supplies": ["milk"]},
    }
    record = play(bakery(suppliers), short(0.0, lasts="9d", where="dairy"), plans={"reserve": backup()})
    above = record.cash["account"] == "production_surcharge"
    assert record.cash["amount"][above].tolist() == pytest.approx([-2.0 * 100 * paid])
