"""What a run leaves behind: names that its codes point into, settings, and only what happened."""

import numpy as np
import pytest

from sim.model.simulate import simulate
from sim.results.columns import TABLES
from sim.results.frames import frame, orders_frame
from sim.state.columns import ColumnKind
from tests.model.small import at, play, world

PARTS = {
    "products": {"loaf": {"price": 10, "cost": 4, "shelf_life": "2d", "bom": {"flour": 1}}},
    "materials": {"flour": {"cost": 1}},
    "sites": {
        "bakery": {"kind": "factory", "opening": {"flour": 50}, "lines": {"oven": {"rate": {"loaf": "60/h"}}}},
        "shop": {
            "kind": "front_point", "opening": {"loaf": 3}, "stations": {"pack": {"servers": 1, "takes": "5min"}},
        },
    },
    "lanes": [{"from": "bakery", "to": "shop", "every": "2h", "takes": "30min", "vehicle": {"holds": 9, "cost": 5}}],
    "replenishment": [{"at": "*", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
    "communities": {"home": {"delivered_from": "shop"}},
    "couriers": {"van": {"at": "shop", "full_time": 1, "waits": 0, "trip": "20min", "cost_per_order": 2}},
    "regular": {"people": at(10, 20, 30, 40, 50)},
    "horizon": "1d",
}  # fmt: skip


@pytest.fixture(scope="module")
def record():
    return play(PARTS)


def test_every_code_points_to_a_name(record):
    for table, specs in TABLES.items():
        for name, spec in specs.items():
            if spec.kind is ColumnKind.NAME:
                codes = record.tables[table][name]
                assert ((codes >= -1) & (codes < len(record.names[spec.of]))).all(), f"{table}.{name}"


def test_all_columns_of_a_table_have_its_rows(record):
    for table, columns in record.tables.items():
        assert {len(values) for values in columns.values()} == {record.rows(table)}, table


@pytest.mark.parametrize(
    "table", ["orders", "lines", "picks", "moves", "lots", "visits", "trips", "departures", "jobs"]
)
def test_a_world_with_everything_fills_every_table(record, table):
    assert record.rows(table) > 0


def test_the_record_says_when_and_by_which_luck_it_was_played():
    here = simulate(world(**PARTS), seed=5, replication=2, meta={"scenario": "a", "seed": 9})
    assert here.horizon == 1440.0
    assert here.meta == {"start": "2026-06-15T00:00:00+08:00", "seed": 9, "replication": 2, "scenario": "a"}


def test_each_kind_of_resource_has_a_name_of_its_own(record):
    assert set(record.names["resource"]) == {"shop.pack", "bakery.oven", "bakery->shop", "van"}
    by_table = {"jobs": "bakery.oven", "departures": "bakery->shop", "visits": "shop.pack"}
    for table, name in by_table.items():
        assert set(record.tables[table]["resource"].tolist()) == {record.names["resource"].index(name)}, table


def test_goods_that_were_asked_for_are_on_record_with_who_asked(record):
    requests = record.requests
    shop, bakery = (record.names["site"].index(name) for name in ("shop", "bakery"))
    assert requests["units"][requests["site"] == shop].sum() == 2.0
    assert requests["units"][requests["site"] == bakery].sum() == 2.0
    assert set(requests["time"].tolist()) == {40.0, 50.0}


def test_customers_come_from_the_shelf_first_and_from_the_oven_later(record):
    mine = record.orders["kind"] == 0
    assert record.orders["allocated"][mine].tolist() == [10.0, 20.0, 30.0, 150.0, 150.0]
    assert record.orders["ready"][mine].tolist() == [15.0, 25.0, 35.0, 155.0, 160.0]
    # one courier: when he is back after twenty minutes, he takes all who are ready by then
    assert record.orders["departed"][mine].tolist() == [15.0, 35.0, 35.0, 155.0, 175.0]


def test_a_frame_shows_the_same_rows_with_names_and_dates(record):
    shown = orders_frame(record)
    assert shown["source"].dropna().unique().tolist() == ["people"]
    assert shown["kind"].tolist().count("customer") == 5
    assert shown["placed"].iloc[0].isoformat() == "2026-06-15T00:10:00+08:00"
    assert frame(record, "visits", dates=False)["resource"].unique().tolist() == ["shop.pack"]
    assert frame(record, "trips")["resource"].value_counts().to_dict() == {"van": 4, "bakery->shop": 1}


def test_a_run_that_is_cut_short_agrees_with_the_longer_one_up_to_there(record):
    short = play({**PARTS, "horizon": "100min"})
    for name in ("allocated", "ready", "departed", "delivered"):
        long = record.orders[name][: short.rows("orders")]
        np.testing.assert_array_equal(short.orders[name], np.where(long > 100.0, np.nan, long), err_msg=name)
