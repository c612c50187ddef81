"""What no single field can see is told at its place, with the nearest name."""

import pytest

from sim.schema.load import build
from sim.schema.reader import read_text
from tests.schema.small import WORLDS, changed, only, pointed_at, problems, sentences

SHOW = "products: {box: 1}"
WRONG_NAMES = [
    (SHOW, "products: {bxo: 1}", "'bxo' is not a product", "box", "bxo: 1"),
    ("products: {loaf: 3, milk: 1}", "products: {loaf: 3, mlik: 1}", "'mlik' is not a product", "milk", "mlik"),
    ("product: loaf, opens", "product: laof, opens", "'laof' is not a product", "loaf", "laof"),
    ("rate: {box: 60/h,", "rate: {bax: 60/h,", "'bax' is not a product", "box", "bax"),
    ("opening: {loaf: 20}", "opening: {laof: 20}", "'laof' is not a product or material", "loaf", "laof"),
    ("bom: {flour: 450g}", "bom: {fluor: 450g}", "'fluor' is not a product or material", "flour", "fluor"),
    ("supplies: [bag]", "supplies: [bag, flor]", "'flor' is not a product or material", "flour", "flor"),
    ("bought_from: mill}", "bought_from: mil}", "'mil' is not a supplier", "mill", "mil}"),
    ("{from: dc, to: [mw_east,", "{from: cd, to: [mw_east,", "'cd' is not a site", "dc", "cd"),
    ("to: [mw_east, shops]", "to: [mw_east, shop]", "'shop' is not a site or group of sites", "shops", "shop]"),
    ("at: [mw_east, shops], class", "at: [mw_est, shops], class", "'mw_est' is not a site", "mw_east", "mw_est"),
    ("items: [flour]", "items: [flower]", "'flower' is not a product or material", "flour", "flower"),
    ("{loaf: 100, milk: 80}", "{loaf: 100, silk: 80}", "'silk' is not a product or material", "milk", "silk"),
    ("from: mill}", "from: mil}", "'mil' is not a site or supplier", "mill", "mil}"),
    ("mw_east: {at: mw_east,", "mw_east: {at: mw_esat,", "'mw_esat' is not a site", "mw_east", "mw_esat"),
    ("communities: [river]", "communities: [rivver]", "'rivver' is not a community", "river", "rivver"),
    ("next: {pack: 0.95", "next: {pak: 0.95", "'pak' is not a station of 'dc'", "pack", "pak"),
]


@pytest.mark.parametrize(("right", "wrong", "expected", "meant", "caret"), WRONG_NAMES)
def test_an_unknown_name_is_reported_at_its_place_with_the_nearest_one(right, wrong, expected, meant, caret):
    found = [problem for problem in problems((right, wrong)) if expected in problem.sentence]
    assert len(found) == 1
    assert found[0].suggestion == meant
    assert pointed_at(found[0]).startswith(caret)


MISTAKES = [
    # clashes
    ("  flour: {cost", "  loaf: {cost: 4}\n  flour: {cost", "'loaf' is also one of the products"),
    ("  dairy: {lead: 12h}", "  dairy: {lead: 12h}\n  milk: {}", "where supply is cut either could be meant"),
    ("  dairy: {lead: 12h}", "  dairy: {lead: 12h}\n  dc: {}", "as the source of a replenishment rule"),
    ("  everyday:", "  flash:", "'flash' is also one of the shows"),
    ("  everyday:", "  loaf:", "where demand is moved either could be meant"),
    ("      mixer:", "      dc:", "is also the name of a site"),
    ("  far: {at: shop_2", "  shop_1: {at: shop_2", "cannot have the name of another site"),
    # recipes
    ("bom: {flour: 450g}", "bom: {box: 1}", "the bill of materials runs in a circle: box -> dough -> box"),
    ("bom: {flour: 450g}", "bom: {dough: 1}", "the bill of materials runs in a circle: dough -> dough"),
    ("{box: 60/h, loaf: 240/h}", "{loaf: 240/h}", "no line makes it, no supplier delivers it"),
    ("opening: {flour: 500, bag: 1000}", "opening: {flour: 500}", ""),
    # roads and stations
    ("to: [mw_east, shops], every", "to: [mw_east, shops, dc], every", "leads back to its own start, 'dc'"),
    ("to: [mw_east, shops], every", "to: '*', every", "a lane leads to sites that are named, not to '*'"),
    ("to: mw_east, takes: 1h", "to: dc, takes: 1h", "there is already a lane from 'bakery' to 'dc': lanes.0"),
    ("next: {pack: 0.95, pick: 0.05}", "next: {pick: 1}", "orders that come to 'pick' never leave"),
    ("takes: {exponential: {mean: 50s}}", "takes: 50s, next: {pick: 1}", "orders that come to 'pack' never leave"),
    ("      pack: {servers", "      out: {servers", "give the station another name"),
    ("full_time: 2, trip", "full_time: 0, trip", "nobody works here"),
    ("full_time: 2, trip", "full_time: 0, crowd: {pool: 4, logs_on: 0}, trip", "nobody works here"),
    ("full_time: 2, trip", "full_time: 2, departs: [09:00], every: 1h, trip", "give `departs` or `every`, not both"),
    ("full_time: 2, trip", "full_time: 2, every: 1h, zones: 3, trip", "in fixed waves do not know `zones`"),
    ("  far: {at: shop_2", "  more: {at: mw_east, full_time: 1}\n  far: {at: shop_2", "a site has one courier pool"),
    # goods
    (
        "\ncommunities:",
        "\n  - {at: mw_east, items: [dough], policy: {kind: on_demand}}\ncommunities:",
        "'dough' to 'mw_east'",
    ),
    ("\ncommunities:", "\n  - {at: mw_east, items: [flour], policy: {kind: on_demand}}\ncommunities:", ""),
    ("opening: {flour: 500, bag: 1000}", "opening: {bag: 1000}", ""),
    ("  - {at: bakery, items: [bag]", "  - {at: dc, items: [bag]", ""),
    ("items: [loaf, box, dough]", "items: [loaf, box]", "'box' needs 'dough', which never comes to 'bakery'"),
    ("items: [loaf, box, dough]", "items: [box, dough]", "nothing can bring 'loaf' to 'dc'"),
    ("{at: [mw_east, shops], class: A", "{at: [mw_east, shop_1], class: A", "'milk' is sold"),
    ("{at: [mw_east, shops], class: A", "{at: [mw_east, shops], items: [box]", "already has a rule: replenishment.4"),
    ("to: mw_east, takes: 1h, backup: true", "to: mw_east, takes: 1h", "from several sites: say which with `from`"),
    ("active: false", "active: true", ""),
    (", from: mill}", ", from: mill_b}", ""),
    (", from: mill}", ", from: paper}", "'paper' cannot deliver 'flour' to 'bakery'"),
    # customers
    ("serves_within: 5km", "serves_within: 1km", "'hill' is 2.83 km from 'mw_east', which delivers within 1 km"),
    ("  far: {at: shop_2", "  far: {at: mw_east", "'park' cannot be reached"),
    ("patience: 1d 2h", "enters: pack", "'pack' is not a station of"),
    ("households: 500}", "households: 500, delivered_from: shop_3}", "no courier pool leaves from 'shop_3'"),
    ("communities: {table: tables/communities.csv, households: 500}", "communities: {}", "orders need customers"),
    # calendar
    ("start: d3 20:00", "start: d14 00:00", "the show starts after the run has ended"),
    ("opens: d1 08:00", "opens: 2026-06-14 08:00", "the group buy opens before the run begins"),
]


@pytest.mark.parametrize(("right", "wrong", "expected"), MISTAKES)
def test_a_mistake_is_reported_and_what_only_looks_like_one_is_not(right, wrong, expected):
    found = sentences((right, wrong))
    assert (found == []) if not expected else any(expected in sentence for sentence in found), found


def test_a_group_of_sites_and_communities_is_refused_and_a_group_of_communities_is_not():
    def grouped(text):
        return ("\ncommunities:", f"\ngroups: {text}\ncommunities:")

    assert "not both" in only(grouped("{mixed: [dc, river]}")).sentence
    assert "the group is empty" in only(grouped("{none: []}")).sentence
    assert "is not a site or community" in only(grouped("{far: [moon]}")).sentence
    assert "already the name of a table" in only(grouped("{shops: [dc]}")).sentence
    both = (grouped("{near: [river, hill]}"), ("communities: [river]", "communities: [near]"))
    assert sentences(*both) == []


def test_a_star_beside_other_names_is_refused():
    assert "already means all" in only(("communities: [river]", "communities: ['*', river]")).sentence


def test_targets_name_measures_that_exist():
    text = changed(
        (
            "\ncosts" if "\ncosts" in changed() else "\ncouriers:",
            "\ntargets: {lead_tme: {green: 1, amber: 2}}\ncouriers:",
        )
    )
    document = read_text(text, "small.yaml")
    assert build(document, WORLDS).world.targets
    with pytest.raises(Exception, match=r"'lead_tme' is not a measure.*did you mean 'lead_time'"):
        build(document, WORLDS, kpis=["lead_time", "fulfilment_rate"])


def test_a_rule_that_matches_nothing_and_couriers_without_customers_are_warnings():
    text = changed(
        ("\ncommunities:", "\n  - {at: shops, class: C, policy: {kind: on_demand}}\ncommunities:"),
        ("  far: {at: shop_2", "  idle: {at: dc, full_time: 1}\n  far: {at: shop_2"),
    )
    world = build(read_text(text.replace("park,20", "park,12"), "small.yaml"), WORLDS)
    found = [warning.sentence for warning in world.warnings]
    assert any("this rule does nothing: no product of class C" in sentence for sentence in found)
    assert any("nobody to deliver to: 'dc' serves no community" in sentence for sentence in found)


def test_a_lane_written_twice_is_one_error_and_not_two_ways_for_the_goods():
    lane = "  - {from: dc, to: [mw_east, shops], every: 2h, takes: 45min}\n"
    (found,) = problems((lane, lane + lane.replace("45min", "50min")))
    assert "there is already a lane from 'dc' to 'mw_east': lanes.1" in found.message


def test_nothing_is_concluded_about_a_part_that_is_wrong_inside():
    (found,) = problems(("full_time: 2, trip", "full_time: two, trip"))
    assert (found.path, found.message) == ("couriers.far.full_time", "takes a whole number")


def test_a_wrong_part_does_not_silence_what_is_said_about_its_neighbours():
    found = problems(("full_time: 2, trip", "full_time: two, trip"), ("full_time: 12, crowd: {pool: 40}", "carries: 3"))
    assert sorted(one.path for one in found) == ["couriers.far.full_time", "couriers.mw_east"]


@pytest.mark.parametrize(
    ("right", "wrong", "path"),
    [
        (
            "materials:\n  flour: {cost: 4, bought_from: mill}\n  bag: {cost: 0.5}",
            "materials: [flour, bag]",
            "materials",
        ),
        ("materials:", "materals:", "materals"),
        ("suppliers:", "supliers:", "supliers"),
        ("opening: {flour: 500, bag: 1000}", "opning: {flour: 500, bag: 1000}", "sites.bakery.opning"),
        ("supplies: [bag]", "suplies: [bag]", "suppliers.paper.suplies"),
        ("groups: {size: 50, within: 24h}", "group: {size: 50, within: 24h}", "shows.summer.group"),
    ],
)
def test_what_stands_under_a_wrong_key_is_not_missed_elsewhere(right, wrong, path):
    assert only((right, wrong)).path == path


def test_what_nobody_can_have_meant_hides_nothing():
    found = problems(("horizon: 14d", "horizon: 14d\nzzz: 1"), ("products: {box: 1}", "products: {bxo: 1}"))
    assert sorted(one.path for one in found) == ["shows.summer.products.bxo", "zzz"]
