"""Every place where a name can be written is asked with a wrong one: told there, with all that is allowed."""

import pytest

from sim.schema.checks.names import check
from tests.schema.checks.drafts import draft_of, reported

THING = "; allowed: thing (did you mean 'thing'?)"
PLACE = "; allowed: place (did you mean 'place'?)"
RIVER = "\ncommunities: {river: {at: [0, 0]}}"
RULE = "replenishment:\n  - {{at: {}, items: {}, policy: {{kind: min_max, reorder_point: {}, order_up_to: 9}}{}}}"
SHOW = "shows:\n  x: {{start: d1, orders: 10, products: {{{}: 1}}, communities: {}}}"
STREAM = "regular:\n  x: {{arrives: {{kind: steady, rate: 1/h}}, products: {{{}: 1}}, communities: {}}}"
GROUP_BUY = "group_buys:\n  x: {{product: {}, opens: d1, groups: {{size: 2, within: 1d}}, joins: 1/h, communities: {}}}"

WRONG = [
    # the catalogue
    (
        "products:\n  a: {price: 1, bought_from: mil}\nsuppliers: {mill: {}}",
        "2:30 products.a.bought_from: 'mil' is not a supplier; allowed: mill (did you mean 'mill'?)",
    ),
    (
        "products:\n  a: {price: 1, bought_from: mil}",
        "2:30 products.a.bought_from: 'mil' is not a supplier; allowed: none is defined",
    ),
    (
        "materials:\n  a: {cost: 1, bought_from: mil}\nsuppliers: {mill: {}}",
        "2:29 materials.a.bought_from: 'mil' is not a supplier; allowed: mill (did you mean 'mill'?)",
    ),
    (
        "products:\n  a: {price: 1, bom: {flor: 1}}\nmaterials: {flour: {cost: 1}}",
        "2:23 products.a.bom.flor: 'flor' is not a product or material; allowed: a, flour (did you mean 'flour'?)",
    ),
    (
        "suppliers:\n  m: {supplies: [thing, flor]}\nmaterials: {flour: {cost: 1}}",
        "2:25 suppliers.m.supplies.1: 'flor' is not a product or material; allowed: thing, flour "
        "(did you mean 'flour'?)",
    ),
    # the network
    (
        "sites:\n  s: {kind: dc, at: [0, 0], opening: {thin: 1}}",
        f"2:39 sites.s.opening.thin: 'thin' is not a product or material{THING}",
    ),
    (
        "sites:\n  s: {kind: factory, at: [0, 0], lines: {l: {rate: {thin: 1/h}}}}\nmaterials: {thin: {cost: 1}}",
        f"2:53 sites.s.lines.l.rate.thin: 'thin' is not a product{THING}",
    ),
    ("lanes:\n  - {from: plac, to: place, takes: 1h, every: 1h}", f"2:12 lanes.0.from: 'plac' is not a site{PLACE}"),
    (
        "lanes:\n  - {from: place, to: plac, takes: 1h, every: 1h}",
        f"2:23 lanes.0.to: 'plac' is not a site or group of sites{PLACE}",
    ),
    (
        "lanes:\n  - {from: place, to: [g, hug], takes: 1h, every: 1h}\ngroups: {g: [place], hub: [place]}",
        "2:27 lanes.0.to.1: 'hug' is not a site or group of sites; allowed: place, g, hub (did you mean 'hub'?)",
    ),
    (RULE.format("plac", "[thing]", 1, ""), f"2:10 replenishment.0.at: 'plac' is not a site or group of sites{PLACE}"),
    (
        RULE.format("place", "[thing, thin]", 1, ""),
        f"2:32 replenishment.0.items.1: 'thin' is not a product or material{THING}",
    ),
    (
        RULE.format("place", "[thing]", "{thing: 1, thin: 2}", ""),
        f"2:83 replenishment.0.policy.reorder_point.thin: 'thin' is not a product or material{THING}",
    ),
    (
        RULE.format("place", "[thing]", 1, ", from: plac"),
        f"2:98 replenishment.0.from: 'plac' is not a site or supplier{PLACE}",
    ),
    ("couriers:\n  c: {at: plac, full_time: 1}", f"2:11 couriers.c.at: 'plac' is not a site{PLACE}"),
    # the customers
    (
        "communities:\n  river: {at: [0, 0], delivered_from: plac}",
        f"2:39 communities.river.delivered_from: 'plac' is not a site{PLACE}",
    ),
    (
        "communities:\n  river: {at: [0, 0], picks_up_at: plac}",
        f"2:36 communities.river.picks_up_at: 'plac' is not a site{PLACE}",
    ),
    (SHOW.format("thin", "river") + RIVER, f"2:41 shows.x.products.thin: 'thin' is not a product{THING}"),
    (STREAM.format("thin", "river") + RIVER, f"2:54 regular.x.products.thin: 'thin' is not a product{THING}"),
    (GROUP_BUY.format("thin", "river") + RIVER, f"2:16 group_buys.x.product: 'thin' is not a product{THING}"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_name_is_reported_where_it_is_written_with_all_names_that_are_allowed(text, message):
    assert reported(check, text) == [f"w.yaml:{message}"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (SHOW.format("thing", "[place, rivr]"), "2:73 shows.x.communities.1"),
        (STREAM.format("thing", "[rivr]"), "2:79 regular.x.communities.0"),
        (GROUP_BUY.format("thing", "rivr"), "2:90 group_buys.x.communities"),
        ("recorded:\n  x: {file: o.csv, communities: [river, rivr]}", "2:41 recorded.x.communities.1"),
    ],
)
def test_every_source_of_orders_names_its_customers(text, at):
    groups = "\ngroups: {place: [river]}\nsites: {hub: {kind: dc, at: [0, 0]}}"
    assert reported(check, text + RIVER + groups) == [
        f"w.yaml:{at}: 'rivr' is not a community or group of communities; allowed: river, place (did you mean 'river'?)"
    ]


@pytest.mark.parametrize(
    "text",
    [
        RULE.format("'*'", "'*'", 1, ""),
        RULE.format("['*']", "['*']", "{thing: 1}", ""),
        RULE.format("place", "thing", 1, ", from: place"),
        RULE.format("place", "thing", 1, ", from: mill") + "\nsuppliers: {mill: {}}",
        SHOW.format("thing", "'*'") + RIVER,
        SHOW.format("thing", "near") + RIVER + "\ngroups: {near: [river]}",
        "lanes:\n  - {from: place, to: all_of_them, takes: 1h, every: 1h}\ngroups: {all_of_them: [place]}",
    ],
)
def test_a_star_a_group_or_one_name_without_brackets_will_do(text):
    assert reported(check, text) == []


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (RULE.format("['*', place]", "thing", 1, ""), "2:11 replenishment.0.at.0"),
        (RULE.format("place", "[thing, '*']", 1, ""), "2:32 replenishment.0.items.1"),
        (SHOW.format("thing", "[river, '*']") + RIVER, "2:73 shows.x.communities.1"),
    ],
)
def test_a_star_beside_other_names_says_the_same_twice(text, at):
    assert reported(check, text) == [f"w.yaml:{at}: '*' already means all: leave out the other names"]


def test_a_group_is_of_one_sort_and_not_empty():
    text = """\
groups:
  none: []
  wrong: [plac, place]
  both: [place, river]
  people: [river]
  moon: [moon, place, river]
communities: {river: {at: [0, 0]}}"""
    assert reported(check, text) == [
        "w.yaml:2:3 groups.none: the group is empty",
        "w.yaml:3:11 groups.wrong.0: 'plac' is not a site or community; allowed: place, river (did you mean 'place'?)",
        "w.yaml:4:3 groups.both: a group holds sites or communities, not both",
        "w.yaml:6:10 groups.moon.0: 'moon' is not a site or community; allowed: place, river",
    ]


def test_no_name_is_called_unknown_while_its_section_is_not_all_there():
    draft = draft_of("couriers:\n  c: {at: plac, full_time: 1}")
    unsure = type(draft)(draft.world, draft.document, unsure=frozenset({"sites"}))
    assert list(check(unsure)) == []
    elsewhere = type(draft)(draft.world, draft.document, unsure=frozenset({"products"}))
    assert len(list(check(elsewhere))) == 1


def test_a_broken_entry_still_lends_its_name():
    text = "suppliers:\n  mill: {lead: soon}\nproducts: {a: {price: 1, bought_from: mill}}"
    assert reported(check, text) == []
