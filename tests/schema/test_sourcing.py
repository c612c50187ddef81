"""Where goods come from: rules, own lines, lanes, suppliers, and how far goods can spread by them."""

import pytest

from sim.errors import ConfigError
from sim.schema.load import load_text
from sim.schema.selection import channels_of, communities_of, sites_of
from sim.schema.sourcing import Origin, Sourcing, components_at, lanes_into, suppliers_by_item
from tests.schema.small import WORLDS, changed, small


def origins(world, number, site, item):
    return Sourcing(world).origins(world.replenishment[number], site, item)


def test_own_lines_come_before_lanes_and_lanes_before_suppliers():
    world = small()
    assert origins(world, 0, "bakery", "loaf") == [Origin("line", "bakery")]
    assert origins(world, 3, "dc", "loaf") == [Origin("lane", "bakery")]
    assert origins(world, 3, "dc", "milk") == [Origin("supplier", "dairy")]
    assert origins(world, 5, "shop_1", "milk") == [Origin("lane", "dc")]


def test_a_backup_lane_and_a_backup_supplier_bring_nothing_until_a_plan_says_so():
    world = small()
    assert lanes_into(world)["mw_east"] == ["dc"]
    with pytest.raises(ConfigError, match="no active supplier delivers it"):
        load_text(changed(("bought_from: mill}", "bought_from: mill_b}"), (", from: mill}", "}")), folder=WORLDS)


def test_goods_spread_only_by_rules():
    holds = Sourcing(small()).holds
    assert ("dc", "loaf") in holds
    assert ("shop_3", "milk") in holds
    assert ("mw_east", "dough") not in holds  # nobody orders it there
    assert ("bakery", "milk") not in holds


def test_a_line_makes_nothing_that_no_rule_orders():
    text = changed(
        ("items: [loaf, box, dough]", "items: [box, dough]"), ("products: {loaf: 3, milk: 1}", "products: {milk: 1}")
    )
    text = text.replace("product: loaf, opens", "product: milk, opens").replace("{loaf: 2, milk: 1}", "{milk: 1}")
    world = load_text(text.replace("items: [loaf, milk]", "items: [milk]"), folder=WORLDS)
    assert ("bakery", "loaf") not in Sourcing(world).holds
    assert ("mw_east", "loaf") in Sourcing(world).holds  # there at the start


def test_a_rule_with_a_star_covers_products_and_at_a_factory_what_they_are_made_of():
    rule = "  - {at: '*', items: ['*'], policy: {kind: on_demand}}\n"
    text = changed()
    head, _, tail = text.partition("replenishment:\n")
    world = load_text(
        head + "replenishment:\n" + rule + tail[tail.index("communities:") :].split("shows:")[0], folder=WORLDS
    )
    by_site = {}
    for site, item, named in Sourcing(world).covered[0]:
        by_site.setdefault(site, []).append(item)
        assert not named
    assert by_site["bakery"] == ["dough", "bag", "flour"]
    assert by_site["dc"] == ["loaf", "milk", "box", "dough"]


def test_the_supplier_that_an_item_names_comes_first():
    assert suppliers_by_item(small()) == {"milk": ["dairy"], "flour": ["mill", "mill_b"], "bag": ["paper"]}


def test_components_are_listed_once_in_the_order_of_the_recipes():
    assert components_at(small(), "bakery") == ["dough", "bag", "flour"]


def test_names_stand_for_groups_and_all():
    world = small()
    assert sites_of(world, ["shops", "dc", "shop_1"]) == ["shop_1", "shop_2", "shop_3", "dc"]
    assert communities_of(world, ["*"]) == ["river", "hill", "park"]
    assert channels_of(world) == sorted(["app", "视频号", "抖音", "快手"])


CHOICE = "sites:\n  s: {kind: factory, lines: {l: {rate: {a: 1/h}}}}\n  d: {kind: dc, opening: {a: 1}}\n"
CHOICE += "suppliers: {m: {supplies: [a]}, b: {supplies: [a], active: false}}\nlanes: [{from: d, to: s}]\n"


@pytest.mark.parametrize(
    ("sourcing", "ways", "now"),
    [
        ("{kind: nearest}", ["s", "d", "m", "b"], ["s", "d", "m"]),
        ("{kind: priority_list, order: [b, d]}", ["d", "b"], ["d"]),
        ("{kind: ratio_split, ratio: {m: 60%, d: 40%, s: 0%}}", ["d", "m"], ["d", "m"]),
    ],
)
def test_a_sourcing_policy_has_every_way_that_it_wants_and_a_backup_later(sourcing, ways, now):
    rule = f"replenishment: [{{at: s, items: a, sourcing: {sourcing}, policy: {{kind: base_stock, level: 1}}}}]\n"
    head = "brand: t\nstart: 2026-06-15 00:00 +08:00\nhorizon: 1d\nproducts: {a: {price: 1}}\n"
    world = load_text(head + CHOICE + rule)
    sourcing = Sourcing(world)
    (first,) = world.replenishment
    assert [way.name for way in sourcing.candidates(first.sourcing, "s", "a")] == ways
    assert [way.name for way in sourcing.origins(first, "s", "a")] == now
