"""Orders go where the sourcing policy sends them, once, and a closed road delays what is in transit."""

import numpy as np
import pytest

from sim.state.stock import Elsewhere
from tests.model.small import at, play

HOUR, DAY = 60.0, 1440.0


def shop(sourcing, *minutes, level=10, **more):
    """A shop that orders up to 10 loaves after each sale of 5: from 5 km north, 8 km south, or a mill a day away."""
    stock = {"kind": "warehouse", "opening": {"loaf": 100}}
    return {
        "horizon": "6d",
        "products": {"loaf": {"price": 10, "cost": 4}},
        "suppliers": {"mill": {"lead": "1d", "supplies": ["loaf"], "surcharge": 0.5}},
        "sites": {
            "north": {**stock, "at": [3, 4]},
            "south": {**stock, "at": [0, 8], "opening": {"loaf": 200}},
            "shop": {"kind": "front_point", "opening": {"loaf": level}},
        },
        "lanes": [
            {"from": "north", "to": "shop", "takes": "2h", "vehicle": {"cost_per_unit": 1}},
            {"from": "south", "to": "shop", "takes": "1h", "vehicle": {"cost": 30, "holds": 10}},
        ],
        "replenishment": [{"at": "shop", "sourcing": sourcing, "policy": {"kind": "base_stock", "level": level}}],
        "communities": {"home": {"picks_up_at": "shop"}},
        "regular": {"people": at(*minutes, pickup=1, quantity={5: 1})},
        **more,
    }


def came(record, site="shop"):
    """(minute, units) of all that came to a site by lane or from suppliers."""
    moves, code = record.moves, record.names["site"].index(site)
    mine = (moves["target"] == code) & np.isin(moves["source"], (Elsewhere.TRANSIT, Elsewhere.SUPPLIER))
    return list(zip(moves["time"][mine].round(6).tolist(), moves["qty"][mine].tolist(), strict=True))


def sent(record):
    """Units that left each site by lane, and that a supplier brought."""
    moves = record.moves
    inner = {
        name: float(moves["qty"][(moves["source"] == code) & (moves["target"] == Elsewhere.TRANSIT)].sum())
        for code, name in enumerate(record.names["site"])
    }
    return {**inner, "mill": float(moves["qty"][moves["source"] == Elsewhere.SUPPLIER].sum())}


@pytest.mark.parametrize(
    ("sourcing", "source", "comes"),
    [
        ({"kind": "nearest"}, "north", 2 * HOUR),
        ({"kind": "fastest"}, "south", HOUR),
        # 4 + 1, 4 + 30 / 10 and 4 x 1.5 yuan a loaf
        ({"kind": "cheapest"}, "north", 2 * HOUR),
        ({"kind": "most_stock"}, "south", HOUR),
        ({"kind": "single", "of": "mill"}, "mill", DAY),
        ({"kind": "priority_list", "order": ["south", "north"]}, "south", HOUR),
    ],
)
def test_one_sale_is_replaced_from_the_one_source_that_the_policy_means(sourcing, source, comes):
    record = play(shop(sourcing, 100))
    assert came(record) == [(100 + comes, 5)]
    assert sent(record)[source] == 5
    assert record.requests["units"].tolist() == [5]


@pytest.mark.parametrize("of", ["north", "mill"])
def test_single_sourcing_plays_out_as_from_does(of):
    parts = shop({"kind": "single", "of": of}, 100, 200, 300)
    chosen = play(parts)
    parts["replenishment"] = [{"at": "shop", "from": of, "policy": {"kind": "base_stock", "level": 10}}]
    named = play(parts)
    for table in ("orders", "lines", "moves", "requests"):
        for name, column in getattr(named, table).items():
            np.testing.assert_array_equal(getattr(chosen, table)[name], column)


def test_an_order_is_split_in_its_ratio_and_counted_once():
    record = play(shop({"kind": "ratio_split", "ratio": {"north": 0.6, "mill": 0.4}}, 100, 1000))
    assert came(record) == [(220, 3), (1120, 3), (1540, 2), (2440, 2)]
    assert record.requests["units"].tolist() == [5, 5]


@pytest.mark.parametrize("sales", [1, 4, 10])
def test_orders_of_one_unit_keep_the_ratio_too(sales):
    parts = shop({"kind": "ratio_split", "ratio": {"north": 0.7, "south": 0.3}}, *range(100, 100 + sales))
    parts["regular"]["people"]["quantity"] = {1: 1}
    got = sent(play(parts))
    assert (got["north"], got["south"]) == {1: (1, 0), 4: (3, 1), 10: (7, 3)}[sales]


def closed(lane, start, lasts):
    return {"kind": "hold", "lever": "lane", "where": lane, "factor": 0, "from": start, "for": lasts}


def test_a_closed_road_turns_new_orders_away_and_holds_up_what_is_on_it():
    shut = closed("north->shop", "d0 02:30", "10h")
    record = play(shop({"kind": "nearest"}, 100, 200), shut)
    # the first has been on the road for 50 of its 120 minutes, and goes on at 12:30; the second takes the other road
    assert came(record) == [(260, 5), (750 + 70, 5)]
    assert (sent(record)["north"], sent(record)["south"]) == (5, 5)


def test_when_every_road_is_closed_the_order_waits_at_the_best_and_is_not_sent_twice():
    parts = shop({"kind": "nearest"}, 200)
    parts["suppliers"] = {}
    record = play(parts, closed("north->shop", "d0 01:00", "10h"), closed("south->shop", "d0 01:00", "2d"))
    assert came(record) == [(11 * HOUR + 120, 5)]
    assert sent(record)["north"] == 5


def test_what_does_not_lie_at_the_first_comes_from_the_next():
    parts = shop({"kind": "priority_list", "order": ["north", "mill"], "overflow": True}, 100)
    parts["sites"]["north"]["opening"] = {"loaf": 3}
    assert came(play(parts)) == [(220, 3), (1540, 2)]


def test_the_next_departure_counts_towards_the_lead_time():
    parts = shop({"kind": "fastest"}, 100, 500)
    parts["lanes"][1] |= {"departs": ["09:00"]}
    # at 1:40 the road from the south would bring it at 10:00, the northern one at 3:40; at 8:20 10:00 against 10:20
    assert came(play(parts)) == [(220, 5), (600, 5)]


def test_a_backup_supplier_is_a_candidate_from_when_a_plan_has_activated_it():
    parts = shop({"kind": "fastest"}, 100, 3000)
    parts["lanes"] = []
    parts["suppliers"]["express"] = {"lead": "2h", "supplies": ["loaf"], "active": False}
    stop = {"kind": "hold", "lever": "supply", "where": "mill", "factor": 0, "from": "d2", "for": "1d"}
    plan = {"when": {"shock": 0}, "decide": 0, "do": [{"kind": "activate_supplier", "supplier": "express"}]}
    assert came(play(parts, stop)) == [(100 + DAY, 5), (3 * DAY + DAY, 5)]
    assert came(play(parts, stop, plans={"call": plan})) == [(100 + DAY, 5), (3000 + 120, 5)]


def test_what_a_supplier_has_not_begun_goes_to_the_activated_one_only_if_the_policy_wants_it_there():
    def activated(sourcing):
        parts = shop(sourcing, 3000)
        parts["lanes"] = []
        parts["suppliers"]["express"] = {"lead": "2h", "supplies": ["loaf"], "active": False}
        stop = {"kind": "hold", "lever": "supply", "where": "mill", "factor": 0, "from": "d2", "for": "1d",
                "noticed_after": "12h"}  # fmt: skip
        plan = {"when": {"shock": 0}, "decide": 0, "do": [{"kind": "activate_supplier", "supplier": "express"}]}
        return came(play(parts, stop, plans={"call": plan}))

    assert activated({"kind": "fastest"}) == [(3600 + 120, 5)]
    assert activated({"kind": "single", "of": "mill"}) == [(3 * DAY + DAY, 5)]
    ratio = {"kind": "ratio_split", "ratio": {"mill": 0.4, "express": 0.6}}
    # while the mill stands still all goes to the other one; nothing is ordered twice
    assert activated(ratio) == [(3600 + 120, 5)]


def test_a_plan_that_reroutes_a_site_goes_before_its_policy_and_gives_it_back():
    parts = shop({"kind": "nearest"}, 100, 2000, 5000)
    shock = {"kind": "site_down", "site": "north", "from": "d1", "for": "1h"}
    action = {"kind": "reroute", "sites": "shop", "via": "south", "lasts": "1d"}
    record = play(parts, shock, plans={"round": {"when": {"shock": 0}, "decide": 0, "do": [action]}})
    assert came(record) == [(220, 5), (2060, 5), (5120, 5)]


def test_a_bakery_that_may_also_buy_takes_what_is_there_sooner():
    def bakery(sourcing):
        parts = shop(sourcing, 100)
        parts["products"]["loaf"] = {"price": 10, "bom": {"flour": 1}}
        parts["materials"] = {"flour": {"cost": 2}}
        parts["sites"] = {"shop": {"kind": "factory", "opening": {"loaf": 10, "flour": 50},
                                   "lines": {"oven": {"rate": {"loaf": "1/h"}}}}}  # fmt: skip
        parts["lanes"] = []
        parts["suppliers"]["mill"] |= {"lead": "3h"}
        parts["replenishment"][0]["items"] = ["loaf"]
        return play(parts)

    assert came(bakery({"kind": "fastest"})) == [(280, 5)], "five loaves an hour each take longer than three hours"
    assert bakery({"kind": "nearest"}).jobs["good"].sum() == 5
