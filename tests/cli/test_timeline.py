"""The timeline of an order out of a record made by hand: nothing is left out, nothing of another order comes in."""

import math

import pytest

from sim.cli.timeline import latest_order, timeline
from sim.results.record import Record
from sim.state.ledger import Exit, Kind
from sim.state.stock import Elsewhere
from tests.kpi.records import NAN, ledger, table

NAMES = {
    "site": ["bakery", "dc", "shop"], "sku": ["loaf", "milk"], "product": ["loaf", "milk"], "community": ["river"],
    "channel": ["live"], "source": ["show"], "resource": ["dc.pick", "bakery.oven", "bakery->dc", "dc->shop"],
}  # fmt: skip


def record(horizon=1000.0, **tables) -> Record:
    return Record.of({name: table(name, **columns) for name, columns in tables.items()}, NAMES, horizon)


def carried() -> Record:
    """Order 0 gets two loaves of lot 0, baked at 10 and carried bakery -> dc -> shop, and one milk of lot 1, bought."""
    return record(
        orders=ledger(
            2, node=2, mode=[1, 0], group=-1, paid=[5.0, NAN], released=[5.0, NAN], allocated=[90.0, NAN],
            ready=[95.0, NAN], delivered=[200.0, NAN], promise=[150.0, 150.0], value=[72.0, 1.0], exit=[0, 4],
            cancelled=[NAN, 60.0],
        ),
        lines={"order": [0, 0, 1], "sku": [0, 1, 0], "qty": [2, 1, 7], "price": [30.0, 12.0, 30.0], "allocated": 90.0},
        picks={"line": [0, 1], "lot": [0, 1], "qty": [2, 1], "time": 90.0, "site": 2},
        lots={"sku": [0, 1], "made": [10.0, 40.0], "expires": [4000.0, math.inf], "site": [0, 2], "origin": [3, -1]},
        jobs={"resource": [1], "work_order": 3, "lot": 0, "started": 0.0, "finished": 10.0},
        moves={
            "time": [10.0, 20.0, 30.0, 50.0, 80.0, 40.0],
            "source": [Elsewhere.PRODUCTION, 0, Elsewhere.TRANSIT, 1, Elsewhere.TRANSIT, Elsewhere.SUPPLIER],
            "target": [0, Elsewhere.TRANSIT, 1, Elsewhere.TRANSIT, 2, 2],
            "lot": [0, 0, 0, 0, 0, 1],
            "qty": 9,
        },
        visits={"resource": 0, "order": [0, 1],
                "arrived": [91.0, 1.0], "started": [92.0, NAN], "finished": [95.0, NAN]},
        trace={
            "time": [1.0, 100.0, 120.0, 201.0],
            "event": ["shock_began", "lane_left", "action_began", "shock_ended"],
            "where": ["flour", "x", "dc", "flour"],
            "what": ["", "{}", '{"action": "spare_stock"}', ""],
        },
    )  # fmt: skip


def test_an_order_says_who_it_is():
    found = timeline(carried(), 0)
    expected = {
        "order": 0, "kind": "customer", "source": "show", "channel": "live", "community": "river", "site": "shop",
        "mode": "pickup", "status": "placed", "exit": "none", "value": 72.0, "promise": 150.0, "replaces": None,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


def test_stamps_that_are_not_there_are_left_out_and_so_is_a_release_at_the_payment():
    found = timeline(carried(), 0)["stamps"]
    assert found == {"placed": 0.0, "paid": 5.0, "allocated": 90.0, "ready": 95.0, "delivered": 200.0}
    later = record(orders=ledger(1, paid=5.0, released=6.0))
    assert timeline(later, 0)["stamps"]["released"] == 6.0


def test_its_visits_are_its_own():
    (mine,) = timeline(carried(), 0)["visits"]
    assert mine == {"resource": "dc.pick", "arrived": 91.0, "started": 92.0, "finished": 95.0}


def test_events_between_its_beginning_and_its_end_are_in_it_and_none_before_or_after():
    assert timeline(carried(), 0)["meanwhile"] == [
        {"time": 1.0, "event": "shock_began", "of": "flour"},
        {"time": 120.0, "event": "action_began", "of": "dc", "action": "spare_stock"},
    ]
    cancelled = timeline(carried(), 1)["meanwhile"]
    assert [event["time"] for event in cancelled] == [1.0]
    open_still = record(orders=ledger(1), trace={"time": [999.0], "event": "recall_issued", "where": "", "what": "{}"})
    assert len(timeline(open_still, 0)["meanwhile"]) == 1


def test_a_lot_that_was_made_came_by_its_lanes():
    (lot,) = timeline(carried(), 0)["lines"][0]["lots"]
    assert lot == {
        "lot": 0, "qty": 2.0, "from": "made", "made_at": "bakery", "made_on": "bakery.oven", "made": 10.0,
        "work_order": 3, "expires": 4000.0, "taken_at": "shop", "taken": 90.0,
        "route": [{"site": "dc", "arrived": 30.0}, {"site": "shop", "arrived": 80.0}],
    }  # fmt: skip


def test_a_lot_that_was_bought_came_by_itself_and_may_keep_for_ever():
    (lot,) = timeline(carried(), 0)["lines"][1]["lots"]
    assert (lot["from"], lot["made_at"], lot["made_on"], lot["work_order"]) == ("bought", "shop", None, None)
    assert (lot["expires"], lot["route"]) == (None, [])


def test_opening_stock_is_marked_as_such():
    run = record(
        orders=ledger(1), lines={"order": [0]}, picks={"line": [0], "site": 1}, lots={"sku": [0]},
        moves={"time": [0.0], "source": Elsewhere.OPENING, "target": 1},
    )  # fmt: skip
    assert timeline(run, 0)["lines"][0]["lots"][0]["from"] == "opening"


def test_a_lot_that_went_in_a_circle_ends_its_way_where_it_began():
    moves = {
        "time": [10.0, 20.0, 30.0, 40.0],
        "source": [1, Elsewhere.TRANSIT, 2, Elsewhere.TRANSIT],
        "target": [Elsewhere.TRANSIT, 2, Elsewhere.TRANSIT, 1],
    }
    names = {**NAMES, "resource": ["dc->shop", "shop->dc"]}
    tables = {
        "orders": ledger(1), "lines": {"order": [0]}, "picks": {"line": [0], "site": 1, "time": 50.0},
        "lots": {"sku": [0]}, "moves": moves,
    }  # fmt: skip
    run = Record.of({name: table(name, **columns) for name, columns in tables.items()}, names, 100.0)
    route = timeline(run, 0)["lines"][0]["lots"][0]["route"]
    assert [stop["site"] for stop in route] == ["shop", "dc"]


def test_an_exchange_names_the_order_that_it_replaces():
    run = record(orders=ledger(2, kind=[0, Kind.EXCHANGE], replaces=[-1, 0], source=[0, -1]))
    found = timeline(run, 1)
    assert (found["kind"], found["replaces"], found["source"]) == ("exchange", 0, None)
    assert timeline(run, 0)["replaces"] is None


@pytest.mark.parametrize(
    ("changes", "latest"),
    [
        ({"delivered": [1500.0, 1600.0, NAN], "cancelled": [NAN, NAN, 5.0]}, 1),
        ({"delivered": [1500.0, 1600.0, NAN]}, 2),  # still open when the run ends at 2000
        ({"delivered": [1500.0, 1600.0, NAN], "kind": [0, 1, 2]}, 0),
        ({"delivered": [1500.0, 1600.0, NAN], "promise": [0.0, 1440.0, 1440.0]}, 0),
        ({"paid": NAN}, -1),
        ({"exit": Exit.IMPATIENT, "cancelled": 1.0}, -1),
    ],
)
def test_the_order_kept_waiting_longest_is_a_customers_and_not_one_that_was_cancelled(changes, latest):
    assert latest_order(record(2000.0, orders=ledger(3, **changes))) == latest


def test_of_no_order_none_is_late():
    assert latest_order(record()) == -1


def test_what_came_after_the_goods_were_taken_is_no_part_of_their_way():
    moves = {
        "time": [10.0, 30.0, 60.0, 80.0],
        "source": [0, Elsewhere.TRANSIT, 0, Elsewhere.TRANSIT],
        "target": [Elsewhere.TRANSIT, 1, Elsewhere.TRANSIT, 1],
    }
    run = record(
        orders=ledger(1), lines={"order": [0]}, picks={"line": [0], "site": 1, "time": 50.0}, lots={"sku": [0]},
        moves=moves,
    )  # fmt: skip
    assert timeline(run, 0)["lines"][0]["lots"][0]["route"] == [{"site": "dc", "arrived": 30.0}]
