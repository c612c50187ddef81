"""What each action does to a small world, worked out by hand: when it begins, what it moves, and what comes back."""

import json

import numpy as np
import pytest

from sim.results.conservation import money_errors, unit_errors, units
from sim.state.ledger import Kind
from sim.state.stock import Elsewhere, Why
from tests.model.small import at, play

DAY, HOUR = 1440.0, 60.0
ALARM = {"kind": "hold", "lever": "notify", "where": "loaf", "factor": 1, "from": "d1"}


def plan(*actions, **more):
    return {"kit": {"decide": 0, "do": list(actions), **more}}


def when(record, event):
    return record.trace["time"][record.trace["event"] == event].tolist()


BAKERY = {
    "sites": {"bakery": {"kind": "factory", "lines": {"oven": {"rate": {"loaf": "60/h"}, "batch": 120}}}},
    "replenishment": [{"at": "bakery", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
    "regular": {"people": at(DAY + 60, quantity={120: 1})},
    "horizon": "3d",
}


@pytest.mark.plays("action:hold")
def test_an_extra_shift_doubles_a_line_from_its_start_up_for_as_long_as_it_lasts():
    shift = {
        "kind": "hold",
        "lever": "line",
        "where": "oven",
        "factor": "+100%",
        "starts_in": "90min",
        "lasts": "30min",
    }
    record = play(BAKERY, ALARM, plans=plan(shift))
    # thirty loaves by 01:30, sixty in the half hour at double speed, thirty more by 02:30
    assert record.jobs["finished"].tolist() == [DAY + 150]
    assert when(record, "action_began") == [DAY + 90]
    assert when(record, "action_ended") == [DAY + 120]


def test_an_action_without_an_end_is_paid_to_the_end_of_the_run_and_one_with_an_end_to_its_own():
    shift = {"kind": "hold", "lever": "line", "where": "oven", "factor": 2, "cost": 50, "cost_per_hour": 10}
    record = play(BAKERY, ALARM, plans=plan(shift, {**shift, "starts_in": "12h", "lasts": "6h"}))
    booked = record.cash["account"] == "plan"
    told = list(zip(record.cash["time"][booked].tolist(), record.cash["amount"][booked].tolist(), strict=True))
    assert told == [(DAY, -50.0), (DAY, -480.0), (DAY + 720, -50.0), (DAY + 720, -60.0)]
    assert when(record, "action_ended") == [DAY + 1080]


def test_an_action_that_would_outlast_the_run_is_paid_only_as_long_as_the_run():
    shift = {"kind": "hold", "lever": "line", "where": "oven", "factor": 2, "cost_per_hour": 10, "lasts": "9d"}
    record = play(BAKERY, ALARM, plans=plan(shift))
    assert record.cash["amount"][record.cash["account"] == "plan"].tolist() == [-480.0]


def test_two_actions_of_one_plan_that_move_the_same_lever_multiply():
    shift = {"kind": "hold", "lever": "line", "where": "bakery.oven", "factor": 2}
    record = play(BAKERY, ALARM, plans=plan(shift, {**shift, "factor": 1.5}))
    assert record.jobs["finished"].tolist() == [DAY + 60 + 40]


SPARE = {
    "sites": {"east": {"kind": "front_point"}, "west": {"kind": "front_point", "opening": {"loaf": 1}}},
    "groups": {"shops": ["east", "west"]},
    "horizon": "3d",
}


@pytest.mark.parametrize("where", ["shops", ["east", "west"], "*"])
def test_spare_stock_appears_once_at_each_of_its_sites_from_outside_the_network(where):
    kit = {"kind": "spare_stock", "at": where, "item": "loaf", "units": 7, "starts_in": "2h"}
    record = play(SPARE, ALARM, plans=plan(kit))
    came = record.moves["why"] == Why.SPARE
    assert record.moves["qty"][came].tolist() == [7.0, 7.0]
    assert sorted(record.moves["target"][came].tolist()) == [0, 1]
    assert set(record.moves["source"][came].tolist()) == {int(Elsewhere.SUPPLIER)}
    assert record.moves["time"][came].tolist() == [DAY + 120] * 2
    assert not unit_errors(record)


@pytest.mark.plays("action:send_back")
@pytest.mark.parametrize(
    ("terms", "left"), [({}, 0), ({"keeps": 5}, 5), ({"keeps": 5, "share": 0.5}, 9), ({"keeps": 20}, 12)]
)
def test_what_lies_above_what_is_kept_goes_back_in_whole_units_for_a_part_of_its_cost(terms, left):
    parts = {"sites": {"shop": {"kind": "front_point", "opening": {"loaf": 12}}}, "horizon": "3d"}
    back = {"kind": "send_back", "at": "shop", "item": "loaf", "pays": 0.75, **terms}
    record = play(parts, ALARM, plans=plan(back))
    gone = record.moves["target"] == Elsewhere.SUPPLIER
    assert record.moves["qty"][gone].sum() == 12 - left
    paid = record.cash["account"] == "material"
    assert record.cash["amount"][paid].sum() == pytest.approx((12 - left) * 4 * 0.75)
    assert not unit_errors(record)
    assert not money_errors(record)
    account = units(record)
    assert account["sent_back"].sum() + account["on_hand"].sum() == account["opening"].sum() == 12


def test_what_customers_wait_for_is_served_before_anything_goes_back():
    parts = {"sites": {"shop": {"kind": "front_point", "opening": {"loaf": 3}}}, "regular": {"people": at(100, 200)},
             "horizon": "3d"}  # fmt: skip
    record = play(parts, ALARM, plans=plan({"kind": "send_back", "at": "shop", "item": "loaf", "pays": 1}))
    assert record.orders["delivered"].tolist() == [100, 200]
    assert record.moves["qty"][record.moves["why"] == Why.SENT_BACK].tolist() == [1]


@pytest.mark.plays("action:spare_stock")
def test_spare_stock_serves_those_who_wait_at_once():
    parts = {"sites": {"shop": {"kind": "front_point"}}, "regular": {"people": at(100, 200)}, "horizon": "3d"}
    record = play(parts, ALARM, plans=plan({"kind": "spare_stock", "at": "shop", "item": "loaf", "units": 1}))
    assert record.orders["delivered"].tolist()[0] == DAY
    assert np.isnan(record.orders["delivered"][1])


BOUGHT = {
    "products": {"milk": {"price": 10, "cost": 4}},
    "suppliers": {
        "dairy": {"lead": "1h", "supplies": ["milk"]},
        "farm": {"lead": "2h", "supplies": ["milk"], "active": False, "surcharge": 0.1},
    },
    "sites": {"shop": {"kind": "front_point"}},
    "replenishment": [{"at": "shop", "items": ["milk"], "policy": {"kind": "on_demand"}}],
    "regular": {"people": at(DAY + 600, quantity={10: 1})},
    "horizon": "4d",
}
DRY = {"kind": "hold", "lever": "supply", "where": "dairy", "factor": 0, "from": "d1", "for": "2d"}


@pytest.mark.plays("action:activate_supplier")
def test_a_backup_supplier_takes_what_the_main_one_has_not_begun_and_asks_its_surcharge():
    switch = {"kind": "activate_supplier", "supplier": "farm", "surcharge": 0.25, "starts_in": "12h"}
    calm, record = play(BOUGHT, DRY), play(BOUGHT, DRY, plans=plan(switch))
    assert calm.orders["delivered"][0] >= 3 * DAY
    assert record.orders["delivered"][0] == pytest.approx(DAY + 720 + 120, abs=1)
    accounts = {
        name: record.cash["amount"][record.cash["account"] == name].sum() for name in set(record.cash["account"])
    }
    assert accounts["material"] == -40.0
    assert accounts["production_surcharge"] == -10.0
    assert not money_errors(record)


CHAIN = {
    "sites": {
        "shop": {"kind": "front_point"},
        "dc": {"kind": "dc", "opening": {"loaf": 500}},
        "bakery": {"kind": "factory", "opening": {"loaf": 500}},
    },
    "lanes": [
        {"from": "dc", "to": "shop", "takes": "1h"},
        {"from": "bakery", "to": "shop", "takes": "5h", "backup": True},
    ],
    "replenishment": [{"at": "shop", "items": ["loaf"], "from": "dc", "policy": {"kind": "on_demand"}}],
    "regular": {"people": at(600, DAY + 600, 2 * DAY + 600, quantity={4: 1})},
    "horizon": "4d",
}
SHUT = {"kind": "hold", "lever": "ships", "where": "dc", "factor": 0, "from": "d1", "for": "1d"}


@pytest.mark.plays("action:reroute")
def test_a_shop_is_supplied_over_the_backup_lane_for_as_long_as_it_is_rerouted_and_then_as_before():
    detour = {"kind": "reroute", "sites": "shop", "via": "bakery", "lasts": "1d"}
    record = play(CHAIN, SHUT, plans=plan(detour))
    assert record.orders["delivered"][record.orders["kind"] == Kind.CUSTOMER].tolist() == [
        660.0,
        DAY + 900.0,
        2 * DAY + 660.0,
    ]
    left = record.moves["target"] == Elsewhere.TRANSIT
    assert record.moves["source"][left].tolist() == [1, 2, 1]
    assert not unit_errors(record)


def test_what_the_old_source_owed_is_ordered_anew_from_the_new_one():
    detour = {"kind": "reroute", "sites": "shop", "via": "bakery", "starts_in": "12h"}
    record = play(CHAIN, SHUT, plans=plan(detour))
    # the second order came at 10:00, when the DC was shut and nobody had acted yet
    mine = record.orders["delivered"][record.orders["kind"] == Kind.CUSTOMER]
    assert mine[1] == DAY + 720 + 300
    assert not unit_errors(record)


def test_the_trace_says_which_action_began_and_ended_under_the_name_of_its_plan():
    kit = {"kind": "spare_stock", "at": "east", "item": "loaf", "units": 1}
    record = play(SPARE, ALARM, plans=plan(kit))
    row = np.flatnonzero(record.trace["event"] == "action_began")[0]
    assert record.trace["where"][row] == "kit"
    assert json.loads(record.trace["what"][row]) == {"action": "spare_stock"}
