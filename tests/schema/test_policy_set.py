"""Policy sets take over the rules that they speak of, and leave all others as they are."""

import pytest

from sim.errors import ConfigError
from sim.policies.sourcing.nearest import Nearest
from sim.schema.load import load_world
from sim.schema.policy_set import PolicySet, load_policies, under
from sim.schema.sourcing import Sourcing


@pytest.fixture(scope="module")
def world():
    return load_world("configs/tiny.yaml")


def policies(tmp_path, text):
    path = tmp_path / "other.yaml"
    path.write_text("title: {zh: 另一种, en: Other}\n" + text, encoding="utf-8")
    return path


def rules_of(world):
    """Which policy each (site, item) follows that can get there, with its source."""
    sourcing = Sourcing(world)
    return {
        (site, item): (rule.policy, rule.source)
        for rule, pairs in zip(world.replenishment, sourcing.covered, strict=True)
        for site, item, _ in pairs
        if sourcing.origins(rule, site, item)
    }


def test_what_a_set_covers_follows_it_and_everything_else_stays(world, tmp_path):
    text = "replenishment:\n  - {at: shops, class: A, policy: {kind: base_stock, level: 9}}\n"
    before, after = rules_of(world), rules_of(under(world, load_policies(policies(tmp_path, text), world)))
    assert before.keys() == after.keys()
    for pair, (policy, source) in before.items():
        taken = pair[0] in ("shop_north", "shop_south") and pair[1] in ("toast", "milk")
        assert after[pair][0].kind == ("base_stock" if taken else policy.kind)
        assert taken or after[pair] == (policy, source)


def test_a_rule_keeps_what_is_left_of_it(world, tmp_path):
    text = "replenishment:\n  - {at: dc, items: [toast], policy: {kind: base_stock, level: 300}}\n"
    after = rules_of(under(world, load_policies(policies(tmp_path, text), world)))
    assert after["dc", "toast"][0].kind == "base_stock"
    assert after["dc", "milk"] == rules_of(world)["dc", "milk"]


def test_a_set_may_bring_a_rule_where_there_was_none(world, tmp_path):
    text = "replenishment:\n  - {at: dc, items: [oat_box], policy: {kind: base_stock, level: 5}}\n"
    assert (
        rules_of(under(world, load_policies(policies(tmp_path, text), world)))["dc", "oat_box"][0].kind == "base_stock"
    )


@pytest.mark.parametrize("rest", ["", "replenishment: []\n", "over: {}\n"])
def test_a_file_that_changes_nothing_is_refused(world, tmp_path, rest):
    with pytest.raises(ConfigError, match=r"other\.yaml.*changes nothing: give it `replenishment` or `over`"):
        load_policies(policies(tmp_path, rest), world)


def test_a_set_that_says_nothing_changes_nothing(world):
    assert under(world, PolicySet(title="same")) == world


def test_a_rule_without_a_source_keeps_the_one_it_takes_over_from(tmp_path):
    config = tmp_path / "two.yaml"
    config.write_text(TWO_SOURCES, encoding="utf-8")
    world = load_world(config)
    text = "replenishment:\n  - {at: shops, items: [milk], policy: {kind: base_stock, level: 7}}\n"
    found = rules_of(under(world, load_policies(policies(tmp_path, text), world)))
    assert found["shop_1", "milk"][1] == "north"
    assert found["shop_2", "milk"][1] == "south"
    assert {policy.kind for pair, (policy, _) in found.items() if pair[0] != "north" and pair[0] != "south"} == {
        "base_stock"
    }


def test_a_rule_may_choose_another_source(tmp_path):
    config = tmp_path / "two.yaml"
    config.write_text(TWO_SOURCES, encoding="utf-8")
    world = load_world(config)
    text = "replenishment:\n  - {at: shop_1, items: [milk], from: south, policy: {kind: base_stock, level: 7}}\n"
    found = rules_of(under(world, load_policies(policies(tmp_path, text), world)))
    assert found["shop_1", "milk"][1] == "south"
    assert found["shop_2", "milk"][1] == "south"


def test_values_elsewhere_in_the_world_change_with_over(world, tmp_path):
    text = "over: {customers.compensation: 9}\n"
    assert under(world, load_policies(policies(tmp_path, text), world)).customers.compensation == 9


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("replenishment:\n  - {at: shopz, policy: {kind: base_stock, level: 9}}\n", 3, "shopz"),
        ("replenishment:\n  - {at: shops, policy: {kind: bass_stock, level: 9}}\n", 3, "base_stock"),
        ("replenishment:\n  - {at: shops, items: [tost], policy: {kind: base_stock, level: 9}}\n", 3, "toast"),
        ("over: {customers.compensaton: 9}\n", 2, "customers.compensation"),
        ("replenishmnt: []\n", 2, "replenishment"),
    ],
)
def test_a_mistake_is_reported_with_its_line_and_the_nearest_name(world, tmp_path, text, line, message):
    path = policies(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_policies(path, world)
    first = caught.value.problems[0]
    assert (first.file, first.line) == (str(path), line)
    assert message in first.render() if hasattr(first, "render") else message in str(first)


def test_two_rules_of_a_set_for_one_item_at_one_site_are_refused(world, tmp_path):
    text = (
        "replenishment:\n  - {at: shops, items: [milk], policy: {kind: base_stock, level: 9}}\n"
        "  - {at: shop_north, items: [milk], policy: {kind: base_stock, level: 8}}\n"
    )
    with pytest.raises(ConfigError, match="one item at one site follows one rule"):
        load_policies(policies(tmp_path, text), world)


def test_rules_and_a_patch_of_rules_do_not_go_together(world, tmp_path):
    text = (
        "replenishment:\n  - {at: shops, items: [milk], policy: {kind: base_stock, level: 9}}\n"
        "over: {replenishment.0.policy.review: 4h}\n"
    )
    with pytest.raises(ConfigError, match="not by both"):
        load_policies(policies(tmp_path, text), world)


TWO_SOURCES = """
brand: two
start: 2026-06-15 00:00 +08:00
horizon: 2d
products:
  milk: {price: 5, cost: 3}
sites:
  north: {kind: dc, at: [0, 0], opening: {milk: 50}}
  south: {kind: dc, at: [1, 0], opening: {milk: 50}}
  shop_1: {kind: front_point, at: [2, 0], opening: {milk: 5}}
  shop_2: {kind: front_point, at: [3, 0], opening: {milk: 5}}
groups: {shops: [shop_1, shop_2]}
lanes:
  - {from: north, to: shops, takes: 1h}
  - {from: south, to: shops, takes: 1h}
replenishment:
  - {at: shop_1, items: [milk], from: north, policy: {kind: order_up_to, review: 1d, order_up_to: 10}}
  - {at: shop_2, items: [milk], from: south, policy: {kind: order_up_to, review: 1d, order_up_to: 10}}
communities:
  river: {at: [2, 1], households: 10, picks_up_at: shop_1}
regular:
  everyday: {arrives: {kind: steady, rate: 10/d}, products: {milk: 1}, pickup: 100%, promise: 1d}
"""


def test_a_set_that_says_nothing_of_sources_keeps_the_sourcing_policy_and_one_that_does_replaces_it(world, tmp_path):
    rules = [rule.model_copy(update={"source": None, "sourcing": Nearest()}) for rule in world.replenishment]
    chosen = world.model_copy(update={"replenishment": rules})
    keeps = "replenishment:\n  - {at: dc, items: [toast], policy: {kind: base_stock, level: 300}}\n"
    replaces = keeps.replace("items", "sourcing: {kind: fastest}, items")

    def kinds(text):
        after = under(chosen, load_policies(policies(tmp_path, text), chosen))
        sourcing = Sourcing(after)
        return {
            (site, item): rule.sourcing and rule.sourcing.kind
            for rule, pairs in zip(after.replenishment, sourcing.covered, strict=True)
            for site, item, _ in pairs
        }

    assert set(kinds(keeps).values()) == {"nearest"}
    after = kinds(replaces)
    assert after.pop(("dc", "toast")) == "fastest"
    assert set(after.values()) == {"nearest"}
