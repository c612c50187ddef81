"""A file becomes a checked world: tables spelled out, file names found, everything written back as an equal file."""

import json
import shutil

import pytest

from sim.errors import ConfigError
from sim.schema.load import load_text, load_tree, load_world, read_world
from sim.schema.reader import read_text
from sim.schema.resolved import config_hash, resolved, to_yaml
from tests.schema.small import SMALL, WORLDS, changed, only, pointed_at, problems, sentences, small


def test_the_small_world_is_right_and_nothing_in_it_is_suspicious():
    assert read_world(SMALL).warnings == ()


def test_a_table_of_sites_becomes_one_site_per_row_and_a_group():
    world = small()
    assert world.groups == {"shops": ["shop_1", "shop_2", "shop_3"]}
    assert list(world.sites) == ["bakery", "dc", "mw_east", "shop_1", "shop_2", "shop_3"]
    assert world.sites["shop_2"].at == (12, 1)
    assert world.sites["shop_2"].title.zh == "二号店"


def test_keys_beside_a_table_hold_for_rows_that_say_nothing_else():
    world = small()
    assert [world.sites[name].storage_cost for name in world.groups["shops"]] == [0.05] * 3
    assert [world.sites[name].serves_within for name in world.groups["shops"]] == [None, 20, None]
    assert [home.households for home in world.communities.values()] == [800, 500, 300]


def test_a_table_may_stand_for_the_whole_section_and_an_id_may_look_like_a_number(tmp_path):
    shutil.copytree(WORLDS / "tables", tmp_path / "tables")
    (tmp_path / "tables/communities.csv").write_text("id,x,y\n007,9,4\nriver,9,4\n", encoding="utf-8")
    world = load_text(changed(), folder=tmp_path)
    assert list(world.communities) == ["007", "river"]


@pytest.mark.parametrize(
    ("table", "message", "line"),
    [
        ("id,x,y\nshop_1,8,3\nshop_1,8,3\n", "the id 'shop_1' is there twice", 3),
        ("id,x,y,kind\nshop_1,8,3,shop\n", "'shop' is not one of factory", 2),
        ("id,x,y\nshop_1,eight,3\n", "takes a number", 2),
        ("id,x\nshop_1,8\n", "the column 'y' is missing", 1),
        ("id,x,y,colour\nshop_1,8,3,red\n", "unknown column 'colour'", 1),
        ("id,x,y,serves_within\nshop_1,8,3,5\n", "takes a distance like 5km", 2),
        ("id,x,y\nmw_east,8,3\n", "'mw_east'", 2),
        ("id,x,y\nshops,8,3\n", "is also one of the sites", 0),
    ],
)
def test_a_mistake_in_a_table_is_reported_at_its_row(tmp_path, table, message, line):
    shutil.copytree(WORLDS / "tables", tmp_path / "tables")
    (tmp_path / "tables/shops.csv").write_text(table, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_text(changed(("far: {at: shop_2", "far: {at: mw_east")), folder=tmp_path)
    found = [problem for problem in caught.value.problems if message in problem.sentence]
    assert found, str(caught.value)
    assert not line or (found[0].file.endswith("shops.csv") and found[0].line == line)


def test_a_table_that_is_missing_is_reported_once_with_the_nearest_name_and_no_name_of_it_is_called_unknown():
    problem = only(("tables/shops.csv", "tables/shop.csv"))
    assert problem.suggestion == "tables/shops.csv"
    assert pointed_at(problem).startswith("tables/shop.csv")


def test_a_table_says_where_things_are_so_at_is_refused_beside_it():
    assert "columns x and y" in only(("storage_cost: 0.05}", "at: [1, 2]}")).sentence


def test_an_order_file_that_is_missing_is_reported_at_its_name():
    problem = only(("tables/orders.csv", "tables/oders.csv"))
    assert pointed_at(problem).startswith("tables/oders.csv")
    assert problem.suggestion == "tables/orders.csv"


def test_the_resolved_world_written_as_yaml_reads_in_to_an_equal_world():
    world = small()
    assert load_text(to_yaml(resolved(world)), folder=WORLDS) == world


def test_the_resolved_world_is_plain_data_and_reads_in_to_an_equal_world():
    world = small()
    assert load_tree(json.loads(json.dumps(resolved(world))), folder=WORLDS) == world


def test_the_resolved_world_names_no_folder_of_this_machine(tmp_path):
    text = to_yaml(resolved(small()))
    assert str(WORLDS) not in text
    assert "file: tables/orders.csv" in text


def test_quantities_are_written_back_with_their_units_and_distributions_as_people_say_them():
    tree = resolved(small())
    assert tree["horizon"] == "14d"
    assert tree["suppliers"]["mill"] == {
        **tree["suppliers"]["mill"],
        "lead": {"gamma": {"mean": "1d", "cv": 0.3}},
        "capacity": "800/d",
    }
    assert tree["sites"]["dc"]["stations"]["pick"]["takes"] == "40s"
    assert tree["couriers"]["mw_east"]["shift"] == "08:00-22:00"
    assert tree["lanes"][0]["from"] == "bakery"


@pytest.mark.parametrize("text", ["20:00", "3e5", "0o17", "NO", "007", "12", "null", "~", "a: b", "", " x ", "是", "'"])
def test_yaml_that_is_written_is_read_back_unchanged(text):
    tree = {"key": text, text or "empty": [text, 1, 1e-7, 2.5, True, None]}
    assert read_text(to_yaml(tree)).tree == tree


def test_the_hash_is_the_same_in_another_folder_and_follows_every_value_and_every_named_file(tmp_path):
    shutil.copytree(WORLDS, tmp_path / "w")
    before = config_hash(small())
    assert config_hash(load_world(tmp_path / "w/small.yaml")) == before
    with (tmp_path / "w/tables/orders.csv").open("a", encoding="utf-8") as file:
        file.write("2,5,milk,1\n")
    assert config_hash(load_world(tmp_path / "w/small.yaml")) != before
    assert config_hash(load_text(changed(("horizon: 14d", "horizon: 15d")), folder=WORLDS)) != before


def test_a_resolved_world_whose_file_has_changed_is_refused(tmp_path):
    shutil.copytree(WORLDS, tmp_path / "w")
    text = to_yaml(resolved(load_world(tmp_path / "w/small.yaml")))
    (tmp_path / "w/tables/orders.csv").write_text("order,time,sku\n1,0,loaf\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"'tables/orders\.csv' has changed"):
        load_text(text, folder=tmp_path / "w")


def test_everything_wrong_is_reported_at_once_wrong_values_and_wrong_names_together():
    found = sentences(
        ("price: 30,", "price: -30,"),
        ("shelf_life: 7d", "shelf_lief: 7d"),
        ("servers: 8", "servers: -8"),
        ("from: bakery, to: dc,", "from: bakery, to: moon,"),
        ("bought_from: dairy", "bought_from: diary"),
        ("box: {price: 300, weight: 2.4kg, shelf_life: 3d, bom: {dough: 2", "box: {price: 300, bom: {box: 2"),
        ("d3 20:00", "d33 20:00"),
    )
    for message in (
        "products.loaf.price: takes",
        "unknown key 'shelf_lief'",
        "sites.dc.stations.pick.servers: takes",
        "'moon' is not a site",
        "'diary' is not a supplier",
        "box -> box",
        "the show starts after the run has ended",
    ):
        assert any(message in sentence for sentence in found), message
    assert len(found) == 7


def test_a_broken_part_is_no_reason_to_call_its_name_unknown():
    assert [problem.path for problem in problems(("kind: dc", "kind: cd"))] == ["sites.dc.kind"]


def test_what_is_cut_from_a_list_does_not_shift_the_numbers_of_the_rest():
    found = sentences(
        ("from: bakery, to: dc, departs", "to: dc, departs"), ("[mw_east, shops], every", "[moon], every")
    )
    assert any(sentence.startswith("lanes.0.from: this key is missing") for sentence in found)
    assert any(sentence.startswith("lanes.1.to.0: 'moon' is not a site") for sentence in found)


@pytest.mark.parametrize("text", ["", "[]", "3", "null", "{}", "sites: 3", "products: {}\nsites: []"])
def test_a_text_that_is_no_world_at_all_is_refused_in_words(text):
    with pytest.raises(ConfigError):
        load_text(text)


def test_a_key_written_twice_does_not_hide_what_is_wrong_elsewhere():
    text = changed(("bought_from: dairy", "bought_from: diary"), ("horizon: 14d", "horizon: 14d\nhorizon: 15d"))
    with pytest.raises(ConfigError) as caught:
        load_text(text, folder=WORLDS)
    found = [problem.sentence for problem in caught.value.problems]
    assert len(found) == 2
    assert "the key 'horizon' is written twice" in found[0]
    assert "did you mean 'dairy'" in found[1]
