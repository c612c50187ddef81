"""Whole runs: goods and money are conserved, the same seed gives the same record, a shock moves nothing before it."""

import hashlib

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sim.model.simulate import simulate
from sim.model.supply.supplier import SupplierProcess
from sim.results.conservation import units
from sim.state.ledger import STAMPS, Exit, Kind, Status
from sim.state.stock import Elsewhere
from sim.state.table import Table
from tests.model.random_worlds import PLANS, SHOCKS, worlds
from tests.model.small import at, play, scenario, world

DAY = 1440.0


def digest(record):
    """A fingerprint of everything that a record holds."""
    seen = hashlib.sha256()
    for table, columns in sorted(record.tables.items()):
        for name, values in sorted(columns.items()):
            raw = (
                "\0".join(map(str, values)).encode()
                if values.dtype == object
                else np.ascontiguousarray(values).tobytes()
            )
            seen.update(f"{table}.{name}".encode() + raw)
    return seen.hexdigest()


# a whole world shrinks too slowly: a failing one is shown as it was found
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


STAGES = [
    ("placed", "paid"),
    ("paid", "released"),
    ("released", "allocated"),
    ("allocated", "ready"),
    ("ready", "delivered"),
    ("placed", "cancelled"),
    ("placed", "refunded"),
    ("released", "cancelled"),
]


def check(record):
    """What must hold in every record."""
    orders, lines, end = record.orders, record.lines, record.horizon
    mine = orders["kind"] == Kind.CUSTOMER
    for name in STAMPS[1:]:
        assert not (orders[name] > end).any(), name
    assert not (orders["placed"][mine] > end).any()
    # stages follow one another
    for earlier, later in STAGES:
        both = mine & np.isfinite(orders[earlier]) & np.isfinite(orders[later])
        assert (orders[earlier][both] <= orders[later][both] + 1e-9).all(), (earlier, later)
    status = orders["status"]
    assert np.array_equal(
        mine & (status == Status.DELIVERED), mine & np.isfinite(orders["delivered"]) & np.isnan(orders["returned"])
    )
    assert np.isfinite(orders["cancelled"][mine & (status == Status.CANCELLED)]).all()
    assert np.isfinite(orders["refunded"][mine & (status == Status.REFUNDED)]).all()
    assert (orders["exit"][mine & (status < Status.DELIVERED)] % Exit.RECALLED == 0).all()
    # an order in somebody's hands has all its goods, and a cancelled one holds none
    got = np.bincount(record.picks["line"], record.picks["qty"], record.rows("lines"))
    owner = lines["order"]
    in_hand = (mine & np.isfinite(orders["delivered"]))[owner]
    assert np.allclose(got[in_hand], lines["qty"][in_hand])
    assert np.allclose(got[(mine & (status == Status.CANCELLED))[owner]], 0)
    # nobody hands back more than he was given
    account = units(record)
    handed = account["handed_back"]
    assert (handed <= account["sold"] + 1e-6).all()
    assert np.all(np.diff(record.trace["time"]) >= 0)
    assert not (record.trace["time"] > end).any()


@given(worlds(), SHOCKS, st.booleans(), st.integers(0, 5))
@settings(max_examples=25, phases=WITHOUT_SHRINKING)
def test_goods_and_money_are_conserved_in_any_world_under_any_shock(parts, shocks, planned, seed):
    # ConservationError says what is wrong with goods or money
    record = play(parts, *shocks, seed=seed, plans=PLANS if planned else None)
    check(record)


BRAND = {
    "products": {"loaf": {"price": 30, "cost": 8, "shelf_life": "2d"}, "milk": {"price": 12, "cost": 6}},
    "suppliers": {"dairy": {"lead": {"lognormal": {"mean": "9h", "cv": 0.6}}, "supplies": ["loaf", "milk"]}},
    "sites": {
        "dc": {"kind": "dc", "opening": {"loaf": 60, "milk": 60}},
        "shop": {
            "kind": "micro_warehouse",
            "at": [5, 0],
            "opening": {"loaf": 20, "milk": 20},
            "stations": {"pick": {"servers": 1, "takes": {"exponential": {"mean": "6min"}}}},
        },
    },
    "lanes": [{"from": "dc", "to": "shop", "every": "2h", "takes": {"exponential": {"mean": "40min"}}}],
    "replenishment": [
        {"at": "dc", "policy": {"kind": "order_up_to", "order_up_to": 160, "review": "12h"}},
        {"at": "shop", "policy": {"kind": "min_max", "reorder_point": 12, "order_up_to": 40}},
    ],
    "communities": {"home": {"at": [5, 1]}},
    "regular": {
        "people": {
            "arrives": {"kind": "steady", "rate": "100/d"},
            "lines": 1.3,
            "patience": {"exponential": {"mean": "6h"}},
        },
        "others": {"arrives": {"kind": "steady", "rate": "20/d"}, "pickup": 1},
    },
    "shows": {"gala": {"start": "d2 20:00", "orders": 60, "products": {"loaf": 1}, "presale": {"threshold": 20}}},
    "couriers": {"riders": {"at": "shop", "full_time": 3, "carries": 4, "waits": "20min"}},
    "horizon": "6d",
}
DOWN = {"kind": "site_down", "site": "dc", "from": "d3 06:00", "for": "1d"}
SURGE = {"kind": "hold", "lever": "demand", "where": "people", "factor": 6, "from": "d3 06:00", "for": "1d"}


def test_the_same_seed_gives_the_same_record_and_another_seed_another_one():
    first = digest(play(BRAND, SURGE, seed=4))
    assert digest(play(BRAND, SURGE, seed=4)) == first
    assert digest(play(BRAND, SURGE, seed=5)) != first
    assert digest(play(BRAND, SURGE, seed=4, replication=1)) != first


def before(record, table, column, when):
    """Rows of a table whose `column` lies before an instant, every value that was known by then."""
    columns = record.tables[table]
    rows = columns[column] < when
    known = {}
    for name, values in columns.items():
        if name in ("key", "order", "line", "lot", "group", "first", "replaces"):
            continue
        chosen = values[rows]
        # what has not happened by then may still turn out otherwise
        known[name] = np.where(chosen < when, chosen, np.nan) if chosen.dtype.kind == "f" and name in TIMES else chosen
    return known


TIMES = {*STAMPS, "time", "allocated", "promise", "made", "arrived", "started", "finished", "back", "departed"}
AFTER = {"status", "exit", "open", "kind", "grouped"}


@pytest.mark.parametrize("shock", [DOWN, SURGE], ids=["down", "surge"])
def test_a_shock_moves_nothing_that_happened_before_it(shock):
    calm, shaken = play(BRAND, seed=2), play(BRAND, shock, seed=2)
    strikes = 3 * DAY + 360.0
    for table, column in (("orders", "placed"), ("picks", "time"), ("trips", "departed"), ("visits", "started")):
        one, other = before(calm, table, column, strikes), before(shaken, table, column, strikes)
        for name in one.keys() - AFTER:
            np.testing.assert_array_equal(one[name], other[name], err_msg=f"{table}.{name}")
    assert digest(calm) != digest(shaken)


def test_a_plan_that_watches_but_never_acts_changes_nothing():
    brand = {**BRAND, "service": {"watch_every": "7min"}}
    do = [{"kind": "hold", "lever": "line", "where": "x", "factor": 2}]
    calm = play(brand, seed=2)
    for when in (
        {"signal": "queue", "of": "shop.pick", "above": 9999},
        {"signal": "backlog", "above": 9999},
        {"signal": "cover", "of": "milk", "below": "0h"},
    ):
        watched = play(brand, seed=2, plans={"never": {"when": when, "do": do}})
        for table in calm.tables:
            # who looks earlier notes earlier: the rows are the same, their order need not be
            np.testing.assert_allclose(in_order(watched, table), in_order(calm, table), rtol=1e-12, err_msg=table)


def in_order(record, table):
    """The rows of a table, sorted by all their values."""
    columns = [values for values in record.tables[table].values() if values.dtype != object]
    whole = np.stack([values.astype(np.float64) for values in columns])
    return whole if table in ("orders", "lines", "lots") else whole[:, np.lexsort(whole)]


def test_recording_further_changes_nothing_that_came_before():
    short, long = play({**BRAND, "horizon": "4d"}, seed=6), play(BRAND, seed=6)
    # regular streams draw their count for the whole run, so only what the network does is compared
    assert short.horizon == 4 * DAY
    for name in STAMPS[1:]:
        assert not (short.orders[name] > short.horizon).any()
    assert long.rows("orders") > short.rows("orders")


def test_orders_in_the_house_are_arrivals_times_the_time_they_stay():
    """Little (1961): time average of the number inside = sum of the times inside / length of the run, exactly."""
    record = play(BRAND, seed=3)
    orders = record.orders
    came = orders["placed"][orders["kind"] == 0]
    left = np.fmin(np.fmin(orders["delivered"], orders["cancelled"]), orders["refunded"])[orders["kind"] == 0]
    left = np.where(np.isnan(left), record.horizon, left)
    grid = (np.arange(400_000) + 0.5) * record.horizon / 400_000
    inside = np.searchsorted(np.sort(came), grid) - np.searchsorted(np.sort(left), grid)
    assert (inside >= 0).all()
    assert inside.mean() == pytest.approx((left - came).sum() / record.horizon, rel=2e-3)


def test_a_world_without_orders_ends_in_silence():
    record = simulate(world(), None)
    assert {name for name in record.tables if record.rows(name)} <= {"cash"}
    assert not record.cash["amount"].any()
    assert record.horizon == 10 * DAY


def test_a_scenario_without_shocks_is_no_scenario():
    assert digest(simulate(world(**BRAND), scenario(), seed=8)) == digest(simulate(world(**BRAND), None, seed=8))


def test_an_order_at_the_very_end_is_placed_and_one_after_it_is_void():
    sites = {"sites": {"shop": {"kind": "front_point", "opening": {"loaf": 9}}}, "horizon": "1d"}
    record = play({**sites, "regular": {"people": at(0, 1439, 1440)}})
    assert record.orders["placed"].tolist() == [0.0, 1439.0]
    late_show = {"gala": {"start": "d0 23:00", "lasts": "3h", "orders": 200, "exactly": True, "products": {"loaf": 1}}}
    record = play({**sites, "shows": late_show})
    void = record.orders["placed"] > DAY
    assert 0 < void.sum() < 200
    assert (record.orders["kind"][void] == -1).all()
    assert (record.orders["kind"][~void] == 0).all()


def test_every_cent_of_a_presale_is_accounted_for():
    presale = {"deposit": 9.9, "pays": 0.7, "balance_within": "12h", "threshold": 10}
    show = {"start": "d0 20:00", "orders": 80, "exactly": True, "products": {"loaf": 1}, "presale": presale}
    record = play(
        {"sites": {"shop": {"kind": "front_point", "stock": "unlimited"}}, "shows": {"gala": show}, "horizon": "3d"}
    )
    cash, orders = record.cash, record.orders
    paid = np.isfinite(orders["paid"])
    booked = {name: cash["amount"][cash["account"] == name].sum() for name in set(cash["account"])}
    assert 0 < paid.sum() < 80
    assert booked["revenue_deposit"] == pytest.approx(80 * 9.9)
    assert booked["revenue_balance"] == pytest.approx(paid.sum() * 0.1)
    assert booked["refund"] == pytest.approx(-(80 - paid.sum()) * 9.9)
    lapsed = orders["exit"] == Exit.BALANCE_LAPSED
    assert np.array_equal(lapsed, ~paid)
    assert (orders["refunded"][lapsed] == 20 * 60 + 120 + 720).all()


def test_a_cancelled_order_that_was_paid_gets_its_money_back():
    shop = {"sites": {"shop": {"kind": "front_point"}}, "regular": {"people": at(10, patience="1h")}, "horizon": "1d"}
    record = play(shop)
    assert record.orders["exit"].tolist() == [Exit.IMPATIENT]
    assert record.orders["cancelled"].tolist() == record.orders["refunded"].tolist() == [70.0]
    assert record.cash["amount"][np.isin(record.cash["account"], ["revenue", "refund"])].tolist() == [10.0, -10.0]


def test_opening_stock_that_expires_is_gone_and_costs_no_money_of_this_run():
    shop = {
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 5}}},
        "products": {"loaf": {"price": 9, "cost": 4, "shelf_life": "1d"}},
    }
    record = play({**shop, "horizon": "2d"})
    gone = record.moves["target"] == Elsewhere.EXPIRED
    assert (record.moves["time"][gone].tolist(), record.moves["qty"][gone].tolist()) == ([DAY], [5.0])
    assert not np.isin(record.cash["account"], ["waste", "material"]).any()


def a_bit_of_everything(tmp_path):
    """A world with a component of every sort."""
    (tmp_path / "orders.csv").write_text("order,time,sku\n1,2026-06-15 00:05,loaf\n", encoding="utf-8")
    review = {"kind": "order_up_to", "order_up_to": 60, "review": "1d"}
    return {
        "products": {"loaf": {"price": 10, "cost": 4, "bom": {"flour": 1}}},
        "materials": {"flour": {"cost": 1, "bought_from": "mill"}},
        "suppliers": {
            "mill": {
                "lead": "1h",
                "capacity": "90/d",
                "every": "1d",
                "outages": {"up": {"exponential": {"mean": "2h"}}, "down": "1h"},
            }
        },
        "sites": {
            "bakery": {
                "kind": "factory",
                "opening": {"flour": 50, "loaf": 40},
                "lines": {"oven": {"rate": {"loaf": "9/h"}}},
            },
            "shop": {
                "kind": "front_point",
                "opening": {"loaf": 30},
                "stations": {"pick": {"servers": 1, "takes": "2min"}},
            },
        },
        "lanes": [{"from": "bakery", "to": "shop", "every": "2h", "takes": "1h"}],
        "replenishment": [
            {"at": "shop", "items": ["loaf"], "policy": {"kind": "base_stock", "level": 30}},
            {"at": "bakery", "items": ["loaf", "flour"], "policy": review},
        ],
        "communities": {"home": {"delivered_from": "shop"}},
        "couriers": {"riders": {"at": "shop", "full_time": 2}},
        "regular": {"people": {"arrives": {"kind": "steady", "rate": "60/d"}}},
        "shows": {"gala": {"start": "d0 00:30", "orders": 9, "products": {"loaf": 1}}},
        "group_buys": {
            "pools": {"product": "loaf", "opens": "d0 00:10", "joins": "5/h", "groups": {"size": 2, "within": "1h"}}
        },
        "recorded": {"past": {"file": str(tmp_path / "orders.csv")}},
        "customers": {"returns": {"share": 0.5, "after": "1h"}},
        "horizon": "3h",
    }


def test_building_a_run_registers_and_changes_nothing(monkeypatch, tmp_path):
    found = []
    start = SupplierProcess.start

    def look(first):
        engine = first.engine
        tables = [table for part in (engine, engine.stock, engine.ledger) for table in vars(part).values()]
        found.append(
            {
                "scheduled": engine.env.peek(),
                "watched": len(engine.levers._listeners),
                "rows": sum(len(table) for table in tables if isinstance(table, Table)),
                "events": len(engine.trace.until(np.inf)),
                "listeners": sum(len(point.on_change) for point in engine.points),
                "goods": float(np.abs(engine.stock.levels).sum()),
            }
        )
        start(first)

    monkeypatch.setattr(SupplierProcess, "start", look)
    record = play(a_bit_of_everything(tmp_path), {"kind": "site_down", "site": "shop", "from": "d0 01:00", "for": "1h"})
    assert found == [{"scheduled": np.inf, "watched": 0, "rows": 0, "events": 0, "listeners": 0, "goods": 0.0}], (
        "the first component that starts finds an empty engine"
    )
    assert set(record.names["source"]) == {"gala", "pools", "people", "past"}
    assert set(record.orders["source"][record.orders["kind"] == Kind.CUSTOMER].tolist()) == {0, 1, 2, 3}
    assert {"show_started", "group_buy_opened", "shock_began", "work_order"} <= set(record.trace["event"])
