"""Each stock policy in a clockwork shop: ten units a day go at noon, and what it orders when is worked out by hand.

One product, demand of ten at 12:00 of every day, a mill that delivers after one day, fifteen units at the start. Each
row is (hour of the run, units): when the shop orders how much, as seen by the goods that leave the mill a day later.
"""

import pytest

from sim.state.ledger import Kind
from tests.model.small import play

DAY, HOUR = 1440.0, 60.0
KNOWN = {"kind": "known", "mean": 10}


def shop(policy, horizon="6d", opening=15, **more):
    """The shop with a policy; `more` are parts of the world."""
    return {
        "products": {"tea": {"price": 9, "cost": 3, "class": "A", "bought_from": "mill"}},
        "suppliers": {"mill": {"lead": "1d"}, "partner": {"lead": "1d", "supplies": ["tea"]}},
        "sites": {"shop": {"kind": "front_point", "opening": {"tea": opening}}},
        "replenishment": [{"at": "shop", "from": "mill", "policy": policy}],
        "regular": {"people": {"arrives": {"kind": "every", "interval": "1d", "first": "12h"}, "quantity": {10: 1}}},
        "horizon": horizon,
        **more,
    }


def ordered(record):
    """(hour, units) of every order of the shop, by the instants at which it was placed."""
    requests = record.requests
    return [
        (time / HOUR, units) for time, units in zip(requests["time"].tolist(), requests["units"].tolist(), strict=True)
    ]


def noon(*days):
    return [24 * day + 12 for day in days]


# the position is 5, -5, ... after each noon without an order
@pytest.mark.parametrize(
    ("policy", "orders"),
    [
        # s = 6: at 5 the first noon up to 30; then 20, 10, 0: at 0 again
        ({"kind": "min_max", "reorder_point": 6, "order_up_to": 30}, [(12, 25), (84, 30)]),
        # lots of 20 at or below 6: position 25, 15, 5 (+20), 15, 5 (+20)
        ({"kind": "fixed_quantity", "reorder_point": 6, "quantity": 20}, [(12, 20), (60, 20), (108, 20)]),
        # the fewest lots of 8 that lift it above 6: 5 needs one; 3 one; 1 one; -1 one; -3 two
        (
            {"kind": "fixed_quantity", "reorder_point": 6, "quantity": 8, "multiples": True},
            [(12, 8), (36, 8), (60, 8), (84, 8), (108, 16), (132, 8)],
        ),
        # every unit again at once; the first order also fills up from 15 to 20
        ({"kind": "base_stock", "level": 20}, [(0, 5), *((hour, 10) for hour in noon(0, 1, 2, 3, 4, 5))]),
        # every other midnight up to 30: 15 and then twenty each
        ({"kind": "order_up_to", "order_up_to": 30, "review": "2d"}, [(0, 15), (48, 20), (96, 20)]),
        # the same reviews, but only at or below 10
        ({"kind": "review_min_max", "reorder_point": 10, "order_up_to": 30, "review": "2d"}, [(48, 35), (96, 20)]),
        # nothing before anything is owed: five at the second noon, then ten each
        ({"kind": "on_demand"}, [(36, 5), *((hour, 10) for hour in noon(2, 3, 4, 5))]),
        # fifteen are collected first: 5 and 15 are owed at the second and the third noon
        ({"kind": "on_demand", "collect": 15}, [(60, 15), (108, 20)]),
        # what was asked for since the last time, whatever lies there
        ({"kind": "cross_dock"}, [(hour, 10) for hour in noon(0, 1, 2, 3, 4, 5)]),
        # at 20 or below up to 60: from 15 at the start, from 20 at the fourth noon after
        ({"kind": "vmi", "minimum": 20, "maximum": 60}, [(0, 45), (84, 40)]),
        # two days of ten are 20: 15 are less; up to four days
        ({"kind": "days_of_supply", "low": "2d", "high": "4d", "forecast": KNOWN},
         [(0, 25), (36, 20), (84, 20), (132, 20)]),
        # s = demand of the lead time, 10; a cycle of two days more on top
        ({"kind": "safety_min_max", "lead": "1d", "cycle": "2d", "forecast": KNOWN}, [(12, 25), (60, 20), (108, 20)]),
        # a review and a lead time are 20, with a safety stock of 5: up to 25 every midnight
        ({"kind": "forecast_up_to", "lead": "1d", "safety": 5, "forecast": KNOWN},
         [(0, 10), *((24 * day, 10) for day in range(1, 6))]),
        # up to 40 every three days, and at once at 12 or below: at 10 after the third noon
        ({"kind": "review_and_alarm", "order_up_to": 40, "alarm": 12, "review": "3d"}, [(0, 25), (60, 30), (132, 30)]),
        # four cards on containers of 6: fifteen lie in three of them; at 5 one is left and one on order: two are free
        ({"kind": "kanban", "cards": 4, "container": 6},
         [(0, 6), (12, 12), (36, 6), (60, 12), (84, 12), (108, 6), (132, 12)]),
        # lot for lot: what is short in a period is released a lead time before
        ({"kind": "mrp", "leads": {"tea": "1d"}, "horizon": "5d", "forecast": KNOWN},
         [(0, 5), *((24 * d, 10) for d in range(1, 6))]),
        # demand is certain, so the quantity is its mean: two days
        ({"kind": "newsvendor", "underage": 3, "overage": 1, "covers": "2d", "forecast": KNOWN},
         [(0, 5), *((24 * d, 10) for d in range(1, 6))]),
        # no show is announced: a plain day's level of 20
        ({"kind": "show_calendar", "daily": 20}, [(0, 5), *((hour, 10) for hour in noon(0, 1, 2, 3, 4, 5))]),
        # yellow 10, red 5, green 5: at or below 15 up to 20
        ({"kind": "ddmrp", "lead": "1d", "factor": 0.5, "variability": 0, "adu": KNOWN},
         [(0, 5), *((hour, 10) for hour in noon(0, 1, 2, 3, 4, 5))]),
        # the plan of six periods: a setup is worth thirty unit-days, so two days go together
        ({"kind": "wagner_whitin", "review": "1d", "demand": [10] * 6, "setup": 30, "holding": 1},
         [(0, 20), (48, 20), (96, 20)]),
        # the whole chain is the shop alone: as base stock
        ({"kind": "echelon_base_stock", "level": 20}, [(0, 5), *((hour, 10) for hour in noon(0, 1, 2, 3, 4, 5))]),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_policy_orders_by_the_clock(policy, orders):
    assert ordered(play(shop(policy))) == orders


def test_a_class_is_ordered_by_its_own_policy():
    policy = {"kind": "graded", "classes": {"A": {"kind": "min_max", "reorder_point": 6, "order_up_to": 30}}}
    assert ordered(play(shop(policy))) == [(12, 25), (84, 30)]
    assert ordered(play(shop({**policy, "classes": {"B": {"kind": "on_demand"}}}))) == []


def test_a_capacity_option_is_exercised_for_what_the_usual_source_cannot_make():
    policy = {"kind": "capacity_option", "supplier": "partner", "capacity": 6, "options": 3, "lead": "1d"}
    policy |= {"underage": 9, "overage": 1, "exercise": 1, "forecast": KNOWN}
    # two days are 20: five are wanted at the start, and ten every day after; six of them from the mill, three from the
    # partner, and one is missing more each day
    assert ordered(play(shop(policy)))[:5] == [(0, 5), (24, 6), (24, 3), (48, 6), (48, 3)]


def test_minimum_multiple_and_ceiling_hold_in_the_shop():
    policy = {"kind": "base_stock", "level": 20, "least": 12, "multiple": 6, "at_most": 26}
    # at the start 5 are wanted: raised to 12 that would be 27, above the ceiling, so nothing; at noon 15, in lots of 6
    # are 18; then 7, raised to 12; then 5 again, and nothing
    assert ordered(play(shop(policy)))[:3] == [(12, 18), (36, 12), (84, 18)]


def test_what_is_ordered_arrives_a_lead_time_later_and_serves_those_who_wait_first():
    record = play(shop({"kind": "on_demand"}))
    mine = record.orders["kind"] == Kind.CUSTOMER
    # the first ten at once; of the second only five lie there, and five come a day later; the others wait a day
    assert record.orders["allocated"][mine].tolist()[:4] == [12 * HOUR, 60 * HOUR, 84 * HOUR, 108 * HOUR]
