"""Codes and the bench of an engine: names become numbers in the order in which people wrote them."""

import numpy as np

from sim.model.codes import Codes
from sim.state.stock import Why
from sim.state.table import Table
from tests.model.small import at, engine, world

PARTS = {
    "products": {"loaf": {"price": 10, "cost": 4, "shelf_life": "2d"}, "milk": {"price": 7, "cost": 3}},
    "materials": {"flour": {"cost": 1.5, "shelf_life": "30d"}, "salt": {"cost": 0.5}},
    "sites": {"b": {"kind": "dc", "issue": "lifo"}, "a": {"kind": "front_point"}},
    "communities": {"home": {"households": 300, "delivered_from": "a"}, "far": {"delivered_from": "a"}},
    "regular": {"people": at(1), "guests": at(2, channel="street")},
}


def test_products_come_first_then_materials_each_in_the_order_in_which_they_were_written():
    codes = Codes.of(world(**PARTS))
    assert list(codes.items) == ["loaf", "milk", "flour", "salt"]
    assert list(codes.items.values()) == [0, 1, 2, 3]
    assert codes.products == 2


def test_the_catalogue_stands_in_the_order_of_the_codes():
    codes = Codes.of(world(**PARTS))
    assert codes.price.tolist() == [10.0, 7.0]
    assert codes.cost.tolist() == [4.0, 3.0, 1.5, 0.5]
    assert codes.life.tolist() == [2880.0, np.inf, 43200.0, np.inf]


def test_sites_communities_channels_and_sources_are_numbered_as_they_stand():
    codes = Codes.of(world(**PARTS))
    assert codes.sites == {"b": 0, "a": 1}
    assert codes.communities == {"home": 0, "far": 1}
    assert codes.households.tolist() == [300.0, 500.0]
    assert codes.sources == {"people": 0, "guests": 1}
    assert set(codes.channels) == {"app", "street"}


def test_the_same_world_always_gives_the_same_codes():
    one, other = Codes.of(world(**PARTS)), Codes.of(world(**PARTS))
    assert (one.sites, one.items, one.channels, one.sources) == (
        other.sites,
        other.items,
        other.channels,
        other.sources,
    )


def test_a_code_leads_back_to_its_name():
    codes = Codes.of(world(**PARTS))
    assert codes.item_names == ("loaf", "milk", "flour", "salt")
    assert (codes.site_names, codes.community_names) == (("b", "a"), ("home", "far"))
    for names, by_name in ((codes.channel_names, codes.channels), (codes.source_names, codes.sources)):
        assert [by_name[name] for name in names] == list(range(len(by_name)))


def test_products_have_a_class_and_materials_none():
    codes = Codes.of(world(**{**PARTS, "products": {"loaf": {"price": 10, "class": "A"}, "milk": {"price": 7}}}))
    assert codes.grades == ("A", "B", "", "")


def test_resources_are_suppliers_items_then_lines_then_lanes_then_each_sites_stations_and_couriers():
    lines = {"oven": {"rate": {"loaf": "9/h"}}}
    desk = {"servers": 1, "takes": "2min"}
    here = engine(
        products={"loaf": {"price": 10, "bom": {"flour": 1}}, "milk": {"price": 7}},
        materials={"flour": {"cost": 1}},
        suppliers={
            "mill": {"lead": "1d", "capacity": "9/d", "supplies": ["flour", "milk"]},
            "endless": {"lead": "1d", "supplies": ["flour"]},
        },
        sites={
            "a": {"kind": "front_point", "stations": {"pick": desk, "pack": desk}},
            "b": {"kind": "factory", "lines": lines, "stations": {"pick": desk}},
        },
        communities={"home": {"delivered_from": "a"}},
        lanes=[{"from": "b", "to": "a", "takes": "1h"}, {"from": "b", "to": "a", "takes": "2h", "backup": True}],
        couriers={"riders": {"at": "a", "full_time": 1}},
    )
    assert list(here.codes.resources) == [
        "mill.milk", "mill.flour", "b.oven", "b->a", "a.pick", "a.pack", "riders", "b.pick"
    ]  # fmt: skip
    assert [here.resource(name) for name in here.codes.resources] == list(range(8))


def test_a_new_lot_is_fresh_now_and_worth_what_the_item_costs():
    here = engine(**PARTS)
    here.env.run(until=100.0)
    lot = here.new_lot(0, 1)
    lots = here.stock.lots
    assert (lots.sku[lot], lots.made[lot], lots.expires[lot], lots.site[lot]) == (0, 100.0, 2980.0, 1)
    assert (lots.cost[lot], lots.paid[lot]) == (4.0, 0.0)
    keeps = here.new_lot(1, 0)
    assert here.stock.lots.expires[keeps] == np.inf


def test_a_site_may_issue_the_last_lot_first():
    here = engine(**PARTS)
    for site in (0, 1):
        for made in (1.0, 2.0):
            here.stock.put(made, site, here.stock.new_lot(0, made, made + 100, site), 1.0, -1, Why.RECEIVED)
    taken = [here.stock.take(site, np.array([0]), np.array([1.0]))[1][0] for site in (0, 1)]
    assert here.stock.lots.made[taken].tolist() == [2.0, 1.0]


def test_names_of_sites_may_be_all_of_them():
    here = engine(**PARTS)
    assert here.site_codes(["*"]) == [0, 1]
    assert here.site_codes(["a", "b"]) == [1, 0]


def test_the_tables_of_a_bench_begin_empty():
    here = engine(**PARTS)
    tables = [value for value in vars(here).values() if isinstance(value, Table)]
    assert len(tables) >= 6
    assert [len(table) for table in tables] == [0] * len(tables)
    assert here.now == 0.0
