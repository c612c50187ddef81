"""Resources are called what people call them."""

from pathlib import Path

from sim.experiment.inputs.titles import titles
from sim.schema.load import load_world

ROOT = Path(__file__).parents[3]


def plain(titles):
    return {name: title.model_dump() for name, title in titles.items()}


def test_stations_lines_lanes_and_couriers_are_named_by_their_sites():
    world = load_world(ROOT / "configs/food.yaml")
    names = ["mw_east.pick", "bakery.oven_1", "dc->mw_east", "riders_east", "bakery.hall", "nobody"]
    found = titles(world, names).resource
    assert plain(found) == {
        "mw_east.pick": {"zh": "东区微仓拣货", "en": "East micro-warehouse picking"},
        "bakery.oven_1": {"zh": "中央工厂烤炉 1", "en": "Central bakery oven 1"},
        "dc->mw_east": {"zh": "中心仓 → 东区微仓", "en": "City DC → East micro-warehouse"},
        "riders_east": {"zh": "东区微仓骑手", "en": "East micro-warehouse couriers"},
        "bakery.hall": {"zh": "中央工厂 hall", "en": "Central bakery hall"},
    }


def test_a_supplier_is_named_by_its_title_and_by_the_item_when_it_has_several():
    found = titles(load_world(ROOT / "configs/food.yaml"), ["mill.flour", "dairy.butter", "mill.sand", "nobody.flour"])
    assert plain(found.resource) == {
        "mill.flour": {"zh": "面粉厂", "en": "Mill"},
        "dairy.butter": {"zh": "乳品厂 黄油", "en": "Dairy: Butter"},
    }


def test_a_supplier_without_an_item_is_named_by_its_title_or_its_id():
    found = titles(load_world(ROOT / "configs/food.yaml"), ["mill", "dairy"]).resource
    assert plain(found) == {"mill": {"zh": "面粉厂", "en": "Mill"}, "dairy": {"zh": "乳品厂", "en": "Dairy"}}
    small = load_world(ROOT / "tests/schema/worlds/small.yaml")
    name = next(iter(small.suppliers))
    assert plain(titles(small, [name]).resource) == {name: {"zh": name, "en": name}}


def test_sites_and_items_without_a_title_keep_their_id():
    world = load_world(ROOT / "tests/schema/worlds/small.yaml")
    found = titles(world, [])
    assert found.item["loaf"].model_dump() == {"zh": "loaf", "en": "loaf"}
    assert set(found.site) == set(world.sites)
