"""Shocks strike and end at their minute; plans detect, decide, start up and act at exactly theirs."""

import numpy as np
import pytest

from tests.model.small import at, play

DAY = 1440.0
SHOP = {"sites": {"shop": {"kind": "front_point", "opening": {"loaf": 50}}}, "horizon": "5d"}
FREEZE = {
    "kind": "hold",
    "lever": "ships",
    "where": "shop",
    "factor": 0,
    "from": "d1 06:00",
    "for": "1d",
    "noticed_after": "3h",
}
ACT = {"kind": "spare_stock", "at": "shop", "item": "loaf", "units": 7}


def story(record):
    return [
        (record.trace["event"][row], float(record.trace["time"][row]))
        for row in range(record.rows("trace"))
        if record.trace["event"][row] != "work_order"
    ]


def test_a_shock_begins_is_noticed_and_ends_at_its_minute():
    strikes = DAY + 360
    assert story(play(SHOP, FREEZE)) == [
        ("shock_began", strikes),
        ("shock_noticed", strikes + 180),
        ("shock_ended", strikes + DAY),
    ]


def test_a_plan_detects_decides_starts_up_and_acts_at_exactly_its_minutes():
    plan = {"decide": "2h", "do": [{**ACT, "starts_in": "5h", "cost": 300, "cost_per_hour": 10, "lasts": "12h"}]}
    record = play(SHOP, FREEZE, plans={"kit": plan})
    noticed = DAY + 360 + 180
    assert [one for one in story(record) if not one[0].startswith("shock")] == [
        ("plan_triggered", noticed),
        ("plan_decided", noticed + 120),
        ("action_began", noticed + 420),
        ("action_ended", noticed + 420 + 720),
    ]
    booked = record.cash["account"] == "plan"
    assert record.cash["amount"][booked].tolist() == [-300.0, -120.0]
    assert record.cash["time"][booked].tolist() == [noticed + 420] * 2
    spare = record.moves["source"] == -1
    assert (record.moves["time"][spare].tolist(), record.moves["qty"][spare].tolist()) == ([noticed + 420], [7.0])


def test_a_plan_may_wait_for_the_second_shock():
    second = {**FREEZE, "lever": "receives", "from": "d3", "noticed_after": "30min"}
    record = play(SHOP, FREEZE, second, plans={"kit": {"when": {"shock": 1}, "decide": 0, "do": [ACT]}})
    assert ("plan_triggered", 3 * DAY + 30) in story(record)


def test_a_signal_starts_a_plan_when_it_is_looked_at_after_it_has_crossed():
    parts = {**SHOP, "regular": {"people": at(*range(100, 160))}, "service": {"watch_every": "20min"}}
    plan = {"when": {"signal": "backlog", "of": "shop", "above": 5}, "decide": "1h", "do": [ACT]}
    record = play(parts, plans={"kit": plan})
    # the 55th order is the fifth without goods, at minute 154
    assert story(record)[:2] == [("plan_triggered", 160.0), ("plan_decided", 220.0)]


def test_cover_is_what_lies_on_the_shelves_over_what_left_them():
    parts = {**SHOP, "regular": {"people": at(*range(30, 1470, 60))}, "service": {"watch_every": "60min"}}
    plan = {"when": {"signal": "cover", "of": "loaf", "below": "40h"}, "do": [ACT]}
    # one loaf an hour: after ten hours forty are left
    assert ("plan_triggered", 600.0) in story(play(parts, plans={"kit": plan}))


def test_a_shock_after_the_end_never_strikes_and_one_to_the_end_never_ends():
    assert story(play(SHOP, {**FREEZE, "from": "d9"})) == []
    forever = {key: value for key, value in FREEZE.items() if key != "for"}
    assert [event for event, _ in story(play(SHOP, forever))] == ["shock_began", "shock_noticed"]


STATION = {
    "sites": {
        "shop": {
            "kind": "micro_warehouse",
            "opening": {"loaf": 99},
            "stations": {"pick": {"servers": 1, "takes": "60min"}},
        }
    },
    "communities": {"home": {}},
    "regular": {"people": at(0, 60, 120)},
    "horizon": "3d",
}


def down(start, lasts, **more):
    return {"kind": "site_down", "site": "shop", "from": start, "for": lasts, **more}


def test_work_at_a_closed_site_stops_and_resumes_where_it_was():
    record = play(STATION, down("d0 00:30", "10h"))
    assert record.orders["ready"].tolist() == [660.0, 720.0, 780.0]
    still_works = play(STATION, down("d0 00:30", "10h", works=True, ships=True))
    assert still_works.orders["ready"].tolist() == [60.0, 120.0, 180.0]


def test_two_closures_that_overlap_are_one_long_one():
    record = play(STATION, down("d0 00:30", "2h"), down("d0 01:30", "3h"))
    assert record.orders["ready"].tolist() == [30 + 240 + 30.0, 360.0, 420.0]


def test_two_cuts_that_overlap_multiply():
    half = {"kind": "hold", "lever": "line", "where": "oven", "factor": 0.5}
    parts = {
        "sites": {"bakery": {"kind": "factory", "lines": {"oven": {"rate": {"loaf": "60/h"}}}}},
        "replenishment": [{"at": "bakery", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
        "regular": {"people": at(0, quantity={100: 1})},
        "horizon": "1d",
    }
    record = play(parts, {**half, "from": "d0 00:20", "for": "1h"}, {**half, "from": "d0 01:00", "for": "1h"})
    # 20 at full, 20 in forty minutes at half, 5 in twenty at a quarter, 20 in forty at half, 35 at full
    assert record.jobs["finished"].tolist() == [20 + 40 + 20 + 40 + 35.0]


def test_goods_at_a_site_that_ships_nothing_are_not_handed_over():
    parts = {**SHOP, "regular": {"people": at(DAY + 400)}}
    record = play(parts, FREEZE)
    assert record.orders["allocated"].tolist() == [DAY + 400]
    assert record.orders["delivered"].tolist() == [2 * DAY + 360]


def test_nobody_collects_at_a_site_that_ships_nothing():
    parts = {
        **SHOP,
        "communities": {"home": {}},
        "regular": {"people": at(DAY + 300, pickup=1)},
        "customers": {"pickup_after": "2h"},
    }
    assert play(parts).orders["delivered"].tolist() == [DAY + 420]
    assert play(parts, FREEZE).orders["delivered"][0] == pytest.approx(2 * DAY + 360 + 60)


def test_the_run_is_the_same_whether_a_lever_is_still_held_at_its_end_or_not():
    parts = {**STATION, "horizon": "1d"}
    forever = {"kind": "site_down", "site": "shop", "from": "d0 00:30"}
    one, other = play(parts, forever), play(parts, {**forever, "for": "9d"})
    for stamp in ("ready", "delivered"):
        np.testing.assert_array_equal(one.orders[stamp], other.orders[stamp])
