"""Who serves a community: as the world says, else the nearest who can."""

import pytest

from sim.schema.load import load_tree
from sim.schema.reach import delivers_to, pickup_for, serving
from sim.schema.selling import Regular
from sim.schema.world import World


def town(community: dict, **sites: dict) -> World:
    return load_tree(
        {
            "brand": "x",
            "start": "2026-06-15 00:00 +08:00",
            "horizon": "1d",
            "products": {"tea": {"price": 1}},
            "sites": {name: {"kind": "warehouse", "stock": "unlimited", **site} for name, site in sites.items()},
            "communities": {"home": community},
            "couriers": {name: {"at": name, "full_time": 1} for name in sites if name.startswith("staffed")},
        }
    )


def test_the_nearest_site_with_couriers_delivers():
    world = town({"at": [0, 0]}, near={"at": [1, 0]}, staffed={"at": [2, 0]}, staffed_far={"at": [3, 0]})
    assert delivers_to(world, "home") == "staffed"


def test_a_site_delivers_no_further_than_it_says():
    sites = {"staffed_near": {"at": [3, 4], "serves_within": "4.9km"}, "staffed_far": {"at": [6, 8]}}
    assert delivers_to(town({"at": [0, 0]}, **sites), "home") == "staffed_far"
    sites["staffed_near"]["serves_within"] = "5km"
    assert delivers_to(town({"at": [0, 0]}, **sites), "home") == "staffed_near"


def test_nobody_delivers_where_no_radius_reaches():
    assert delivers_to(town({"at": [0, 0]}, staffed={"at": [9, 0], "serves_within": "5km"}), "home") is None


def test_of_two_sites_at_one_distance_the_first_listed_delivers():
    assert delivers_to(town({"at": [0, 0]}, staffed_b={"at": [1, 0]}, staffed_a={"at": [-1, 0]}), "home") == "staffed_b"


def test_what_the_community_says_goes_before_distance():
    home = {"at": [0, 0], "delivered_from": "staffed_far", "picks_up_at": "depot"}
    world = town(home, staffed={"at": [1, 0]}, staffed_far={"at": [3, 0]}, depot={"at": [9, 9]})
    assert (delivers_to(world, "home"), pickup_for(world, "home")) == ("staffed_far", "depot")


def test_people_pick_up_at_the_nearest_front_point_and_only_without_any_at_the_nearest_site():
    sites = {"depot": {"at": [1, 0]}, "shop": {"at": [4, 0]}, "shop_far": {"at": [5, 0]}}
    assert pickup_for(town({"at": [0, 0]}, **sites), "home") == "depot"
    for name in ("shop", "shop_far"):
        sites[name]["kind"] = "front_point"
    assert pickup_for(town({"at": [0, 0]}, **sites), "home") == "shop"


@pytest.mark.parametrize(("pickup", "expected"), [(0, ["staffed"]), (1, ["shop"]), (0.5, ["staffed", "shop"])])
def test_a_source_is_served_by_delivery_by_pickup_or_by_both(pickup, expected):
    world = town({"at": [0, 0]}, staffed={"at": [1, 0]}, shop={"at": [2, 0], "kind": "front_point"})
    stream = {"arrives": {"kind": "steady", "rate": "1/h"}, "pickup": pickup}
    seller = Regular.model_validate(stream)
    assert list(serving(world, seller)) == expected
