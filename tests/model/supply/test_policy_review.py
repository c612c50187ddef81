"""When a policy is asked and what it sees: current, stale, or the last hand count; it can change nothing."""

import numpy as np
import pytest

from sim.model.inventory.demand_history import DemandHistory
from sim.policies.replenishment.min_max import MinMax
from sim.policies.replenishment.order_up_to import OrderUpTo
from tests.model.small import at, play

DAY, HOUR = 1440.0, 60.0


def shop(policy, minutes, horizon="5d", opening=12, **rule):
    return {
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": opening}}},
        "suppliers": {"mill": {"lead": "90min", "supplies": ["loaf"]}},
        "replenishment": [{"at": "shop", "items": ["loaf"], "policy": policy, **rule}],
        "regular": {"people": at(*minutes)},
        "horizon": horizon,
    }


def bought(record):
    """(instant of the delivery, units) of everything bought."""
    received = record.moves["source"] == -1
    return list(zip(record.moves["time"][received].tolist(), record.moves["qty"][received].tolist(), strict=True))


@pytest.fixture
def seen(monkeypatch):
    """What the policies order_up_to and min_max were shown: (now, as_of, position)."""
    found = []
    for policy in (OrderUpTo, MinMax):
        decide = policy.decide

        def spy(self, view, now, decide=decide):
            found.append((now, view.as_of, float(view.position[0])))
            return decide(self, view, now)

        monkeypatch.setattr(policy, "decide", spy)
    return found


UP_TO = {"kind": "order_up_to", "order_up_to": 12, "review": "1d", "first_review": "6h"}


def test_a_review_on_stale_data_sees_the_stock_of_so_long_ago(seen):
    record = play(shop(UP_TO, [100, 300, 1700, 1799, 1801], stale="2h"))
    # units asked for by 04:00, by 04:00 of the next day, ...
    assert seen[:3] == [(360.0, 240.0, 11.0), (1800.0, 1680.0, 11.0), (3240.0, 3120.0, 9.0)]
    assert bought(record) == [(450.0, 1.0), (1890.0, 1.0), (3330.0, 3.0)]


def test_a_rule_knows_what_it_has_ordered_itself_however_old_its_data_is(seen):
    policy = {**UP_TO, "review": "2h", "first_review": 0}
    record = play(shop(policy, [100], stale="5h", horizon="1d"))
    # the review at 480 is the first that sees the unit of minute 100; those at 600 and 720 do not order it again
    assert bought(record) == [(480 + 90.0, 1.0)]
    assert [position for now, _, position in seen if 480 <= now <= 720] == [11, 12, 12]


def test_a_watched_rule_on_stale_data_orders_late_by_its_age_and_once(seen):
    policy = {"kind": "min_max", "reorder_point": 10, "order_up_to": 20}
    minutes = [100, 200, 220, 240]
    fresh, stale = play(shop(policy, minutes)), play(shop(policy, minutes, stale="1h"))
    assert bought(fresh) == [(200 + 90.0, 10.0)]
    # ten are there at 200; two more are asked for before the order goes out, which it does not see
    assert bought(stale) == [(200 + 60 + 90.0, 10.0)]
    assert [(now, as_of) for now, as_of, _ in seen if as_of > 0][-3:] == [(260, 200), (280, 220), (300, 240)]


def down(start, lasts):
    return {"kind": "hold", "lever": "information", "where": "shop", "factor": 0, "from": start, "for": lasts}


def test_while_the_data_system_is_down_a_review_sees_the_last_hand_count(seen):
    minutes = [300, 1500, 2000, 3000, 4400]
    play(shop(UP_TO, minutes, horizon="6d"), down("d1 01:00", "2d 12h"))
    # down from minute 1500 on, just after the order of that instant; counted by hand at 06:00 of the next days, before
    # the review of that instant; up again from minute 5100 on
    assert [(now, as_of) for now, as_of, _ in seen] == [
        (360, 360), (1800, 1800), (3240, 3240), (4680, 4680), (6120, 6120), (7560, 7560),
    ]  # fmt: skip
    seen.clear()
    later = {**UP_TO, "first_review": "12h"}
    play(shop(later, minutes, horizon="6d"), down("d1 01:00", "2d 12h"))
    assert [(now, as_of) for now, as_of, _ in seen] == [
        (720, 720), (2160, 1800), (3600, 3240), (5040, 4680), (6480, 6480), (7920, 7920),
    ]  # fmt: skip


def test_until_the_first_hand_count_it_is_what_was_known_when_the_system_went_down(seen):
    play(shop({**UP_TO, "review": "1h", "first_review": "0h"}, [30, 70, 130], horizon="4h"), down("d0 01:30", "2h"))
    # ordered at 60 and seen at 120: what was known at 90, and the rule's own order since
    assert seen == [(0, 0, 12), (60, 60, 11), (120, 90, 11), (180, 90, 12)]


def test_a_watched_rule_waits_for_the_hand_count_and_looks_again_when_the_system_is_back():
    policy = {"kind": "min_max", "reorder_point": 10, "order_up_to": 12}
    minutes = [100, 200, 300, 1600, 1700]
    blind = play(shop(policy, minutes), down("d0 01:00", "1d 4h"))
    # the hand count of 06:00 finds 9 and orders 3; at 05:00 of the next day the system is back and finds 10
    assert bought(blind) == [(360 + 90.0, 3.0), (29 * HOUR + 90, 2.0)]


def test_a_second_outage_before_the_next_hand_count_is_counted_once(seen):
    policy = {"kind": "min_max", "reorder_point": 10, "order_up_to": 12}
    play(shop(policy, [100, 130, 170]), down("d0 01:00", "1h"), down("d0 02:30", "1d"))
    assert [now for now, _, _ in seen].count(360) == 1


def test_a_demand_history_is_found_out_only_by_policies_that_look_at_it(monkeypatch):
    def never(self, items, now):
        raise AssertionError("nobody asked")

    monkeypatch.setattr(DemandHistory, "whole_days", never)
    assert bought(play(shop(UP_TO, [100, 200])))
    with pytest.raises(AssertionError, match="nobody asked"):
        play(shop({"kind": "days_of_supply", "low": "1d", "high": "2d"}, [100]))


def test_a_policy_that_tries_to_change_the_world_through_its_view_cannot(monkeypatch):
    honest = play(shop(UP_TO, [100, 300, 1700, 1801]))
    decide, refused = OrderUpTo.decide, []

    def meddle(self, view, now):
        units = decide(self, view, now)
        arrays = [view.on_hand, view.on_order, view.backlog, view.usage, view.asked, view.position]
        for array in arrays[:-1]:
            for deed in (lambda a=array: a.__setitem__(slice(None), 1e6), lambda a=array: a.setflags(write=True)):
                try:
                    deed()
                except ValueError:
                    refused.append(1)
        view.position[:] = 1e6
        for name in ("on_hand", "site"):
            with pytest.raises(AttributeError):
                setattr(view, name, arrays[0] + 1)
        for book in (view.bom, view.days.marks):
            with pytest.raises(TypeError):
                book["loaf"] = {}
        with pytest.raises(ValueError, match="read-only"):
            view.days.marks["rain"][:] = 5
        object.__setattr__(view, "on_hand", arrays[0] + 1e6)
        return units

    monkeypatch.setattr(OrderUpTo, "decide", meddle)
    record = play(shop(UP_TO, [100, 300, 1700, 1801]))
    assert len(refused) == 10 * 5
    for table in ("orders", "moves", "lots", "cash"):
        for name, column in getattr(honest, table).items():
            np.testing.assert_array_equal(column, getattr(record, table)[name])


def test_each_class_of_a_graded_rule_is_asked_at_its_own_times():
    classes = {
        "A": {"kind": "order_up_to", "order_up_to": 5, "review": "1d", "first_review": "6h"},
        "B": {"kind": "review_and_alarm", "order_up_to": 5, "alarm": 1, "review": "14d", "first_review": "14d"},
        "C": {"kind": "on_demand", "collect": 3},
    }
    parts = {
        "products": {name: {"price": 9, "cost": 1, "class": name, "bought_from": "mill"} for name in "ABC"},
        "suppliers": {"mill": {"lead": "1h"}},
        "sites": {"shop": {"kind": "front_point", "opening": {"A": 5, "B": 5}}},
        "replenishment": [{"at": "shop", "policy": {"kind": "graded", "classes": classes}}],
        "regular": {name: at(100, 200, 300, 400, products={name: 1}) for name in "ABC"},
        "horizon": "2d",
    }
    record = play(parts)
    received = record.moves["source"] == -1
    got = sorted(zip(*(record.moves[name][received].tolist() for name in ("sku", "time", "qty")), strict=True))
    assert got == [(0, 420.0, 3.0), (0, 1860.0, 1.0), (1, 460.0, 4.0), (2, 360.0, 3.0)]


def test_a_cross_dock_orders_at_each_review_what_was_asked_since_the_last():
    record = play(shop({"kind": "cross_dock", "review": "1d"}, [100, 200, 1500, 3000], opening=40))
    assert bought(record) == [(DAY + 90, 2.0), (2 * DAY + 90, 1.0), (3 * DAY + 90, 1.0)]


def test_a_watched_cross_dock_passes_each_unit_on_at_once():
    record = play(shop({"kind": "cross_dock"}, [100, 200, 1500], opening=40))
    assert bought(record) == [(190.0, 1.0), (290.0, 1.0), (1590.0, 1.0)]


def test_a_kanban_card_is_sent_at_the_instant_a_container_is_empty():
    record = play(shop({"kind": "kanban", "cards": 3, "container": 4}, range(10, 100, 10)))
    assert bought(record) == [(40 + 90.0, 4.0), (80 + 90.0, 4.0)]


def test_an_option_is_exercised_at_its_own_supplier_and_price():
    policy = {
        "kind": "capacity_option", "supplier": "partner", "capacity": 3, "options": 2, "lead": "1h", "underage": 9,
        "overage": 1, "exercise": 2, "forecast": {"kind": "known", "mean": 8, "sd": 0}, "first_review": "1d",
    }  # fmt: skip
    parts = shop(policy, [100, 200], opening=0, horizon="1d 12h", **{"from": "mill"})
    parts["suppliers"]["partner"] = {"lead": "30min", "supplies": ["loaf"], "surcharge": 0.5}
    record = play(parts)
    assert bought(record) == [(DAY + 30, 2.0), (DAY + 90, 3.0)]
    surcharge = record.cash["account"] == "production_surcharge"
    np.testing.assert_allclose(record.cash["amount"][surcharge], [-4 * 0.5 * 2.0])


def neighbours(transfer, minutes, horizon="2d", stock=20):
    return {
        "sites": {
            "dc": {"kind": "dc", "opening": {"loaf": 500}},
            "left": {"kind": "front_point", "opening": {"loaf": 2}},
            "right": {"kind": "front_point", "opening": {"loaf": stock}},
        },
        "groups": {"leaders": ["left", "right"]},
        "lanes": [
            {"from": "dc", "to": "leaders", "takes": "2h"},
            {"from": "left", "to": "right", "takes": "30min"},
            {"from": "right", "to": "left", "takes": "30min"},
        ],
        "communities": {"west": {"picks_up_at": "left"}},
        "replenishment": [
            {"at": "leaders", "from": "dc", "transfer": transfer,
             "policy": {"kind": "min_max", "reorder_point": 0, "order_up_to": 6}}
        ],
        "regular": {"people": at(*minutes, pickup=1.0)},
        "horizon": horizon,
    }  # fmt: skip


def shipped(record, start, end):
    """(arrival, units) of goods from one site to another."""
    sites = record.names["site"]
    lots = record.moves
    there = (lots["source"] == -8) & (lots["target"] == sites.index(end))
    name = f"{start}->{end}"
    trips = record.trips["resource"] == record.names["resource"].index(name)
    arrived = set(record.trips["back"][trips].tolist())
    rows = [k for k in np.flatnonzero(there) if lots["time"][k] in arrived]
    return [(float(lots["time"][k]), float(lots["qty"][k])) for k in rows]


def test_a_neighbour_helps_out_within_half_an_hour_when_the_shelf_is_empty():
    record = play(neighbours({"kind": "reactive", "up_to": 3}, [100, 110, 120, 130]))
    # empty at 110: three come from the neighbour at 140, one more for each further order; from the DC not before 230
    assert shipped(record, "right", "left") == [(140.0, 3.0), (150.0, 1.0), (160.0, 1.0)]
    assert record.orders["allocated"][record.orders["kind"] == 0].tolist() == [100, 110, 140, 140]
    alone = play(neighbours(None, [100, 110, 120, 130]))
    assert alone.orders["allocated"][alone.orders["kind"] == 0].tolist() == [100, 110, 230, 230]


def test_a_neighbour_that_has_nothing_helps_as_soon_as_it_has():
    parts = neighbours({"kind": "reactive", "up_to": 3, "keeps": 1}, [100, 110, 120, 130], stock=0)
    parts["lanes"][0] = {"from": "dc", "to": "left", "takes": "10h"}
    parts["lanes"].append({"from": "dc", "to": "right", "takes": "3h"})
    record = play(parts)
    # empty itself, the neighbour takes one at the start; six reach it at 180, and it gives all but one: three are owed
    assert shipped(record, "left", "right") == [(30.0, 1.0)]
    assert sum(units for _, units in shipped(record, "right", "left")) == 6
    assert {time for time, _ in shipped(record, "right", "left")} == {210.0}
    assert record.orders["allocated"][record.orders["kind"] == 0].tolist() == [100, 210, 210, 210]


def test_two_sites_that_are_both_short_do_not_send_the_same_goods_to_and_fro():
    parts = neighbours({"kind": "reactive", "up_to": 3}, [10], stock=2)
    parts["lanes"][0]["takes"] = "20h"
    record = play(parts, seed=2)
    assert shipped(record, "right", "left") == shipped(record, "left", "right") == []
    parts["regular"] = {"people": at(10, 20, pickup=1.0)}
    assert shipped(play(parts), "right", "left") == [(50.0, 1.0)]
    assert shipped(play(parts), "left", "right") == []


def test_goods_are_evened_out_overnight():
    transfer = {"kind": "proactive", "review": "1d", "forecast": {"kind": "known", "mean": 5}}
    record = play(neighbours(transfer, [3000.0]))
    assert shipped(record, "right", "left") == [(30.0, 9.0)]
