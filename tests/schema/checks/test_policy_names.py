"""What the knobs of a policy name exists: items, suppliers, also inside forecasters and the policies of classes."""

import pytest

from sim.errors import ConfigError
from sim.schema.load import load_text, read_world

WORLD = """
brand: names
start: 2026-06-15 00:00 +08:00
horizon: 3d
products: {tea: {price: 9, cost: 3, bought_from: mill}}
suppliers: {mill: {lead: 2h}, partner: {lead: 1h, supplies: [tea]}}
sites: {shop: {kind: front_point}, other: {kind: front_point}}
replenishment:
  - {at: shop, from: mill, policy: %s, transfer: %s}
"""
NEAR = "{kind: reactive, up_to: 3}"


def load(policy, transfer=NEAR):
    return load_text(WORLD % (policy, transfer))


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("{kind: order_up_to, order_up_to: {te: 3}}", "policy.order_up_to.te: .*did you mean 'tea'"),
        ("{kind: order_up_to, order_up_to: 3, at_most: {te: 3}}", "policy.at_most.te: .*did you mean 'tea'"),
        ("{kind: mrp, leads: {te: 3d}}", "policy.leads.te: .*did you mean 'tea'"),
        (
            "{kind: days_of_supply, low: 1d, high: 2d, forecast: {kind: known, mean: {te: 3}}}",
            "policy.forecast.mean.te: .*did you mean 'tea'",
        ),
        (
            "{kind: graded, classes: {A: {kind: base_stock, level: {te: 3}}}}",
            "policy.classes.A.level.te: .*did you mean 'tea'",
        ),
        (
            "{kind: capacity_option, supplier: partne, capacity: 1, options: 1, lead: 1d, underage: 2, overage: 1,"
            " exercise: 1}",
            "policy.supplier: .*did you mean 'partner'",
        ),
    ],
)
def test_a_knob_that_names_what_does_not_exist_is_reported_with_the_nearest_name(policy, message):
    with pytest.raises(ConfigError, match=message):
        load(policy)


def test_so_do_the_knobs_of_a_transfer():
    with pytest.raises(ConfigError, match=r"transfer\.keeps\.te: .*did you mean 'tea'"):
        load("{kind: base_stock, level: 3}", "{kind: reactive, up_to: 3, keeps: {te: 1}}")


def test_names_that_exist_are_taken():
    world = load("{kind: graded, classes: {A: {kind: base_stock, level: {tea: 3}, multiple: {tea: 2}}}}")
    assert world.replenishment[0].policy.kind == "graded"


def test_neighbours_without_a_road_between_them_are_warned_about(tmp_path):
    def warned(lanes):
        text = (WORLD % ("{kind: base_stock, level: 3}", NEAR)).replace("at: shop,", "at: [shop, other],")
        (tmp_path / "world.yaml").write_text(f"{text}lanes: {lanes}\n", encoding="utf-8")
        return [problem.message for problem in read_world(tmp_path / "world.yaml").warnings]

    assert warned("[]") == ["these sites cannot help each other out: no open lane leads from one of them to another"]
    assert len(warned("[{from: shop, to: other, backup: true}]")) == 1
    assert warned("[{from: shop, to: other}]") == []


@pytest.mark.parametrize(
    ("sourcing", "message"),
    [
        ("{kind: single, of: mil}", "sourcing.of: 'mil' is not a site or supplier.*did you mean 'mill'"),
        ("{kind: priority_list, order: [mill, partne]}", "sourcing.order.1: .*did you mean 'partner'"),
        ("{kind: ratio_split, ratio: {mil: 50%, partner: 50%}}", "sourcing.ratio.mil: .*did you mean 'mill'"),
        ("{kind: nearest}, from: mill", "give `from` or `sourcing`, not both"),
    ],
)
def test_what_a_sourcing_policy_names_exists_and_from_is_not_said_as_well(sourcing, message):
    rule = f"{{at: shop, policy: {{kind: order_up_to, order_up_to: 3}}, sourcing: {sourcing}}}"
    head = WORLD[: WORLD.index("replenishment")]
    with pytest.raises(ConfigError, match=message):
        load_text(f"{head}replenishment: [{rule}]")
