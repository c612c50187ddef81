"""Physics of whole runs: tables that tell one story, and trouble that stays where it is."""

import json

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sim.state.ledger import STAMPS, Kind
from sim.state.stock import Elsewhere, Why
from tests.model.random_worlds import PLANS, worlds
from tests.model.small import play
from validation.measures import queueing as queue

DAY = 1440.0
# a whole world shrinks too slowly: a failing one is shown as it was found
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)

# --- trouble at any time

instants = st.integers(0, 4 * 24 * 60).map(
    lambda minute: f"d{minute // 1440} {minute % 1440 // 60:02}:{minute % 60:02}"
)
lasts = st.integers(1, 3000).map(lambda minutes: f"{minutes}min")
PLACES = {
    "demand": ["people", "loaf", "milk", "app"],
    "supply": ["mill", "dairy", "flour"],
    "line": ["oven", "bakery"],
    "station": ["east", "east.pick"],
    "couriers": ["riders", "east"],
    "crowd": ["riders"],
    "lane": ["dc", "dc->east", "bakery", "east"],
    "vehicles": ["dc", "dc->west"],
    "ships": ["dc", "east", "bakery"],
    "receives": ["east", "dc"],
    "yields": ["loaf", "oven"],
    "information": ["east", "dc"],
}


@st.composite
def holds(draw):
    """Any lever, at any place, by any factor, from any minute on."""
    lever = draw(st.sampled_from(sorted(PLACES)))
    factor = draw(st.sampled_from([0, 0, 0.3, 1, 2.5]))
    if lever in ("ships", "receives", "yields", "information"):
        factor = min(factor, 1)
    where = draw(st.sampled_from(PLACES[lever]))
    hold = {"kind": "hold", "lever": lever, "where": where, "factor": factor}
    return {**hold, "from": draw(instants), "for": draw(lasts)}


@st.composite
def troubles(draw):
    """Some holds, a recall, and a plan that begins whenever it likes."""
    shocks = draw(st.lists(holds(), min_size=1, max_size=4))
    if draw(st.booleans()):
        recall = {"kind": "recall", "products": ["loaf", "milk"], "made_within": "3d", "notify_within": "5h"}
        back = {"handed_back": {"exponential": {"mean": "9h"}}, "exchange": draw(st.booleans())}
        shocks.append({**recall, **back, "from": draw(instants)})
    plans = {name: {**plan, "decide": draw(lasts)} for name, plan in PLANS.items() if draw(st.booleans())}
    return shocks, plans


@given(worlds(), troubles(), st.integers(0, 9))
@settings(max_examples=10, phases=WITHOUT_SHRINKING)
def test_goods_and_money_are_conserved_whatever_happens_whenever(parts, trouble, seed):
    shocks, plans = trouble
    # a run that does not conserve raises ConservationError
    record = play(parts, *shocks, seed=seed, plans=plans)
    one_story(record)


@given(worlds(), troubles(), st.integers(0, 9))
@settings(max_examples=2, phases=WITHOUT_SHRINKING)
def test_the_same_seed_gives_the_same_trajectory_under_any_trouble(parts, trouble, seed):
    shocks, plans = trouble
    one, other = (play(parts, *shocks, seed=seed, plans=plans) for _ in range(2))
    for table, columns in one.tables.items():
        for name, values in columns.items():
            np.testing.assert_array_equal(values, other.tables[table][name], err_msg=f"{table}.{name}")


# --- one story in all tables


def one_story(record):
    """Each stamp is told by the table of its stage too, and each table tells of nobody else."""
    for check in (goods_leave_in_time, trips_carry_who_departed, visits_follow_the_orders, jobs_make_lots):
        check(record)


def goods_leave_in_time(record):
    """Nothing is picked before it is wanted or before its lot is made, and nothing stale is."""
    picks, lots, lines, orders = record.picks, record.lots, record.lines, record.orders
    out = picks["qty"] > 0
    lot, order = picks["lot"][out], lines["order"][picks["line"][out]]
    assert (picks["time"][out] >= orders["released"][order] - 1e-9).all()
    assert (picks["time"][out] >= lots["made"][lot] - 1e-9).all()
    assert (picks["time"][out] <= lots["expires"][lot]).all()
    assert np.array_equal(lots["sku"][lot], lines["sku"][picks["line"][out]])
    # a line that has all its goods got the last of them when it says so
    net = np.bincount(picks["line"], picks["qty"], record.rows("lines"))
    whole = np.isfinite(lines["allocated"]) & (net >= lines["qty"] - 1e-6)
    last = np.full(record.rows("lines"), -np.inf)
    np.maximum.at(last, picks["line"][out], picks["time"][out])
    some = whole & np.isfinite(last)
    np.testing.assert_allclose(last[some], lines["allocated"][some], rtol=0, atol=1e-9)


def trips_carry_who_departed(record):
    """At each departure of a courier as many orders leave as the trips of that instant carry, and as many units."""
    orders, trips = record.orders, record.trips
    last_mile = trips["zone"] >= 0
    left = np.isfinite(orders["departed"]) & (orders["kind"] != Kind.REPLENISHMENT)
    for weights, carried in ((np.ones(len(left)), trips["orders"]), (orders["units"], trips["units"])):
        told = sums(trips["departed"][last_mile], carried[last_mile])
        meant = sums(orders["departed"][left], weights[left])
        assert {t: n for t, n in told.items() if t <= record.horizon} == pytest.approx(meant)
    done = left & np.isfinite(orders["delivered"])
    assert (orders["delivered"][done] >= orders["departed"][done]).all()


def sums(times, amounts):
    total: dict[float, float] = {}
    for time, amount in zip(times.tolist(), amounts.tolist(), strict=True):
        total[time] = total.get(time, 0.0) + amount
    return total


def visits_follow_the_orders(record):
    """Whoever comes to a station has his goods, and who is ready has left the last of them."""
    orders, visits = record.orders, record.visits
    if not record.rows("visits"):
        return
    order = visits["order"]
    assert (visits["arrived"] >= orders["allocated"][order] - 1e-9).all()
    begun, done = np.isfinite(visits["started"]), np.isfinite(visits["finished"])
    assert (visits["started"][begun] >= visits["arrived"][begun] - 1e-9).all()
    assert (visits["finished"][begun & done] >= visits["started"][begun & done] - 1e-9).all()
    last = np.full(record.rows("orders"), -np.inf)
    np.maximum.at(last, order[done], visits["finished"][done])
    ready = np.isfinite(orders["ready"]) & np.isfinite(last)
    np.testing.assert_allclose(orders["ready"][ready], last[ready], rtol=0, atol=1e-9)


def jobs_make_lots(record):
    """A lot of a batch is made when the batch is done, of the batch's product, at the factory."""
    jobs, lots = record.jobs, record.lots
    done = (jobs["lot"] >= 0) & np.isfinite(jobs["finished"])
    lot = jobs["lot"][done]
    assert np.array_equal(lots["made"][lot], jobs["finished"][done])
    assert np.array_equal(lots["sku"][lot], jobs["sku"][done])
    assert (jobs["setup"][done] <= jobs["started"][done]).all()
    assert (jobs["started"][done] <= jobs["finished"][done]).all()


# --- Little's law at each stage

BUSY = {
    "sites": {
        "shop": {
            "kind": "micro_warehouse",
            "opening": {"loaf": 4000},
            "stations": {
                "pick": {"servers": 1, "takes": {"exponential": {"mean": "5min"}}},
                "pack": {"servers": 2, "takes": {"exponential": {"mean": "9min"}}},
            },
        }
    },
    "communities": {"home": {"delivered_from": "shop"}},
    "regular": {"people": {"arrives": {"kind": "steady", "rate": "200/d"}, "pickup": 0.2}},
    "couriers": {"riders": {"at": "shop", "full_time": 3, "carries": 4, "waits": "20min"}},
    "customers": {"pickup_after": "3h"},
    "horizon": "6d",
}


@pytest.fixture(scope="module")
def busy():
    return play(
        BUSY, {"kind": "hold", "lever": "station", "where": "shop.pick", "factor": 0, "from": "d2", "for": "5h"}
    )


@pytest.mark.parametrize(
    ("begin", "end"), [("placed", "ready"), ("ready", "delivered"), ("departed", "delivered"), ("placed", "delivered")]
)
def test_the_number_in_a_stage_is_arrivals_times_the_time_they_stay(busy, begin, end):
    """Little (1961): the mean number inside, counted at its own steps, is the sum of the stays by the run's length."""
    came = busy.orders[begin][np.isfinite(busy.orders[begin])]
    left = busy.orders[end][np.isfinite(busy.orders[begin])]
    assert (left >= came)[np.isfinite(left)].all()
    left = np.where(np.isnan(left), busy.horizon, left)
    steps = np.sort(np.concatenate((came, left, [0.0, busy.horizon])))
    middle = (steps[1:] + steps[:-1]) / 2
    inside = np.searchsorted(np.sort(came), middle) - np.searchsorted(np.sort(left), middle)
    assert (inside >= 0).all()
    assert inside @ np.diff(steps) == pytest.approx((left - came).sum(), rel=1e-9)


@pytest.mark.parametrize(("station", "servers"), [("pick", 1), ("pack", 2)])
def test_the_servers_of_a_station_are_as_busy_as_the_work_that_they_do(busy, station, servers):
    visits = queue.sojourns_at(busy, f"shop.{station}")
    started, finished = visits.started, visits.finished
    done = np.isfinite(finished)
    edges = np.sort(np.concatenate((started[done], finished[done])))
    middle = (edges[1:] + edges[:-1]) / 2
    working = np.searchsorted(np.sort(started[done]), middle) - np.searchsorted(np.sort(finished[done]), middle)
    assert 0 <= working.min() <= working.max() <= servers
    assert working @ np.diff(edges) == pytest.approx((finished[done] - started[done]).sum())


def test_couriers_on_the_road_are_never_more_than_those_on_duty(busy):
    trips = busy.trips
    middle = np.sort(np.concatenate((trips["departed"], trips["back"]))) + 1e-6
    out = np.searchsorted(np.sort(trips["departed"]), middle) - np.searchsorted(np.sort(trips["back"]), middle)
    assert out.max() == 3
    assert (trips["orders"] <= 4).all()


# --- what happens in the north does not touch the south


def half(name, x):
    """One of two halves of a country that share nothing but their products."""
    return {
        "suppliers": {f"mill_{name}": {"lead": {"exponential": {"mean": "9h"}}, "supplies": [f"loaf_{name}"]}},
        "products": {f"loaf_{name}": {"price": 10, "cost": 4, "shelf_life": "3d"}},
        "sites": {
            f"dc_{name}": {"kind": "dc", "at": [x, 0], "opening": {f"loaf_{name}": 60}},
            f"shop_{name}": {
                "kind": "micro_warehouse", "at": [x, 5], "opening": {f"loaf_{name}": 20},
                "stations": {"pick": {"servers": 1, "takes": {"exponential": {"mean": "6min"}}, "room": 9}},
            },
        },
        "communities": {f"home_{name}": {"at": [x, 6], "delivered_from": f"shop_{name}"}},
        "regular": {
            f"people_{name}": {
                "arrives": {"kind": "steady", "rate": "90/d"}, "products": {f"loaf_{name}": 1},
                "communities": [f"home_{name}"], "patience": {"exponential": {"mean": "9h"}}, "pickup": 0.2,
            }
        },
        "couriers": {f"riders_{name}": {"at": f"shop_{name}", "full_time": 2, "carries": 4, "crowd": {"pool": 5}}},
    }  # fmt: skip


def country():
    north, south = half("north", 0), half("south", 90)
    lanes = [
        {"from": f"dc_{name}", "to": f"shop_{name}", "every": "2h", "takes": {"exponential": {"mean": "40min"}}}
        for name in ("north", "south")
    ]
    replenishment = [
        {
            "at": f"{site}_{name}",
            "items": [f"loaf_{name}"],
            "policy": {"kind": "min_max", "reorder_point": low, "order_up_to": high},
        }
        for name in ("north", "south")
        for site, low, high in (("dc", 60, 160), ("shop", 12, 40))
    ]
    return {
        **{part: {**north[part], **south[part]} for part in north},
        "lanes": lanes,
        "replenishment": replenishment,
        "customers": {"returns": {"share": 0.2, "after": {"exponential": {"mean": "1d"}}, "restocked": 0.5}},
        "horizon": "5d",
    }


TOLD = ("orders", "moves", "trips", "requests", "capacity")
HARM = [
    {"kind": "site_down", "site": "dc_north"},
    {"kind": "site_down", "site": "shop_north"},
    {"kind": "hold", "lever": "demand", "where": "people_north", "factor": 5},
    {"kind": "hold", "lever": "supply", "where": "mill_north", "factor": 0},
    {"kind": "hold", "lever": "lane", "where": "dc_north", "factor": 0.2},
    {"kind": "hold", "lever": "couriers", "where": "riders_north", "factor": 0},
    {"kind": "hold", "lever": "crowd", "where": "riders_north", "factor": 2},
    {"kind": "hold", "lever": "information", "where": "shop_north", "factor": 0},
]


@pytest.fixture(scope="module")
def calm():
    return play(country())


def southern(record):
    """Everything that the record tells of the south, by names instead of codes."""
    names, orders = record.names, record.orders
    mine = orders["source"] == names["source"].index("people_south")
    told = {name: orders[name][mine] for name in (*STAMPS, "units", "status", "exit", "promise", "mode")}
    sku, site = names["sku"].index("loaf_south"), names["site"].index("shop_south")
    moves = record.moves
    theirs = (moves["sku"] == sku) & ((moves["source"] == site) | (moves["target"] == site))
    order = np.lexsort((moves["qty"][theirs], moves["why"][theirs], moves["time"][theirs]))
    told |= {f"moves.{name}": moves[name][theirs][order] for name in ("time", "qty", "why")}
    for resource in ("riders_south", "dc_south->shop_south"):
        rows = record.trips["resource"] == names["resource"].index(resource)
        told |= {f"{resource}.{name}": record.trips[name][rows] for name in ("departed", "back", "orders", "units")}
    return told


@pytest.mark.parametrize("shock", HARM, ids=lambda shock: f"{shock['kind']}-{shock.get('lever', shock.get('site'))}")
def test_trouble_in_the_north_moves_no_order_no_goods_and_no_trip_in_the_south(calm, shock):
    shaken = play(country(), {**shock, "from": "d1 07:00", "for": "30h"})
    for name, values in southern(calm).items():
        np.testing.assert_array_equal(southern(shaken)[name], values, err_msg=name)
    # and in the north something did happen
    moved = ((table, name) for table in TOLD for name in calm.tables[table])
    assert any(not np.array_equal(calm.tables[t][name], shaken.tables[t][name], equal_nan=True) for t, name in moved)


def test_of_every_lot_what_came_lies_somewhere_was_sold_or_was_thrown_away(calm):
    moves = calm.moves
    lots = calm.rows("lots")
    came = np.bincount(moves["lot"], moves["qty"] * np.isin(moves["source"], (-1, -3, -7)), lots)
    gone = np.bincount(moves["lot"], moves["qty"] * np.isin(moves["target"], (-3, -4, -5, -6)), lots)
    sold = moves["qty"] * (moves["target"] == Elsewhere.CUSTOMER)
    handed = moves["qty"] * (moves["source"] == Elsewhere.CUSTOMER)
    with_customers = np.bincount(moves["lot"], sold - handed, lots)
    inside = (moves["target"] >= 0) * 1.0 - (moves["source"] >= 0)
    road = (moves["target"] == Elsewhere.TRANSIT) * 1.0 - (moves["source"] == Elsewhere.TRANSIT)
    lies = np.bincount(moves["lot"], moves["qty"] * (inside + road), lots)
    np.testing.assert_allclose(came, gone + with_customers + lies, atol=1e-6)
    assert (lies >= -1e-6).all()


def test_the_trace_of_a_shock_says_when_it_began_and_ended(calm):
    assert calm.rows("trace") == 0 or "shock_began" not in calm.trace["event"].tolist()
    record = play(country(), {**HARM[0], "from": "d1 07:00", "for": "30h"})
    told = dict(zip(record.trace["event"].tolist(), record.trace["time"].tolist(), strict=True))
    assert told["shock_began"] == DAY + 420
    assert told["shock_ended"] == DAY + 420 + 1800
    assert all(json.loads(what) is not None for what in record.trace["what"] if what)


def test_goods_that_expire_on_the_shelf_do_so_at_their_minute(calm):
    gone = calm.moves["why"] == Why.EXPIRED
    assert gone.any()
    dies = calm.lots["expires"][calm.moves["lot"][gone]]
    assert (calm.moves["time"][gone] >= dies - 1e-9).all()
    # what was in somebody's hands is thrown away when it comes back; what lay on the shelf, to the minute
    lay = calm.moves["time"][gone] % DAY != 0
    np.testing.assert_allclose(calm.moves["time"][gone][lay], dies[lay])
