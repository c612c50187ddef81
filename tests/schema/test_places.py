"""What names stand for: groups are their members, a star is everything of its sort, a lever has its axis."""

from typing import get_args

import pytest

from sim.schema.load import load_text
from sim.schema.places import axes, spelled_out
from sim.schema.selection import channels_of, communities_of, products_of, sellers, sites_of
from sim.state.levers import LEVERS, Axis

WORLD = load_text(
    """\
brand: B
start: 2026-06-15 08:00 +08:00
horizon: 3d
products: {loaf: {price: 1, bom: {flour: 1}}, milk: {price: 1, bought_from: dairy}}
materials: {flour: {cost: 1, bought_from: mill}}
suppliers: {dairy: {}, mill: {}}
sites:
  bakery: {kind: factory, at: [0, 0], opening: {flour: 9}, lines: {oven: {rate: {loaf: 1/h}}}}
  east: {kind: front_point, at: [0, 0], opening: {loaf: 1, milk: 1}, stations: {pick: {servers: 1, takes: 1min}}}
  west: {kind: front_point, at: [0, 0], opening: {loaf: 1, milk: 1}}
groups: {points: [west, east], homes: [hill]}
lanes: [{from: bakery, to: points, takes: 1h, every: 1h}]
communities: {river: {at: [0, 0]}, hill: {at: [0, 0]}}
couriers: {riders: {at: east, full_time: 1}}
replenishment: [{at: bakery, items: [loaf], policy: {kind: on_demand}}]
shows:
  big: {start: d1, orders: 10, products: {loaf: 1}, rooms: {b_room: 0.5, a_room: 0.5}}
  flash: {start: d1, orders: 10, products: {milk: 1}, surprise: true, channel: live}
regular: {daily: {arrives: {kind: steady, rate: 1/h}, channel: web}}
group_buys: {club: {product: milk, opens: d1, groups: {size: 2, within: 1d}, joins: 1/h, channel: web}}
"""
)


def test_every_sort_of_place_has_its_names():
    assert dict(axes(WORLD)) == {
        "site": ["bakery", "east", "west"],
        "product": ["loaf", "milk"],
        "item": ["loaf", "milk", "flour"],
        "supplier": ["dairy", "mill"],
        "source": ["big", "flash", "club", "daily"],
        "surprise show": ["flash"],
        "channel": channels_of(WORLD),
        "factory line": ["oven", "bakery.oven"],
        "site.station": ["east.pick"],
        "courier pool": ["riders"],
        "lane": ["bakery->west", "bakery->east"],
    }


def test_channels_are_those_of_all_sources_and_the_rooms_of_shows_sorted_each_once():
    found = channels_of(WORLD)
    assert {"a_room", "b_room", "live", "web"} <= set(found)
    assert found == sorted(set(found))


def test_a_world_has_places_of_every_sort_at_which_a_lever_can_be_held():
    assert {axis for lever in LEVERS.values() for axis in lever.axes} <= set(axes(WORLD))
    assert {axis for lever in LEVERS.values() for axis in lever.axes} == set(get_args(Axis))


@pytest.mark.parametrize(
    ("sorts", "names", "spelled"),
    [
        (["site"], ["east"], ["east"]),
        (["site"], ["*"], ["bakery", "east", "west"]),
        (["site"], ["points", "bakery"], ["west", "east", "bakery"]),
        (["site"], ["points", "east", "*"], ["west", "east", "bakery"]),
        (["product"], ["*"], ["loaf", "milk"]),
        (["lane", "site"], ["*"], ["bakery->west", "bakery->east"]),
        (["lane", "site"], ["points"], ["west", "east"]),
        (["product"], ["points"], ["points"]),  # groups are of sites, not of products
    ],
)
def test_stars_and_groups_are_written_out_each_name_once(sorts, names, spelled):
    assert spelled_out(WORLD, sorts, names) == spelled


@pytest.mark.parametrize(
    ("find", "names", "found"),
    [
        (sites_of, ["*"], ["bakery", "east", "west"]),
        (sites_of, ["points", "bakery", "west"], ["west", "east", "bakery"]),
        (sites_of, ["homes", "moon"], []),
        (communities_of, ["*"], ["river", "hill"]),
        (communities_of, ["homes", "river", "points"], ["hill", "river"]),
    ],
)
def test_names_of_places_are_spelled_out_in_the_order_in_which_they_are_named(find, names, found):
    assert find(WORLD, names) == found


def test_a_source_sells_what_it_names_or_everything():
    assert {name: products_of(WORLD, seller) for name, seller in sellers(WORLD).items()} == {
        "big": ["loaf"],
        "flash": ["milk"],
        "club": ["milk"],
        "daily": ["loaf", "milk"],
    }
