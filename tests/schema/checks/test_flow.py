"""Goods that cannot come to where they are wanted: who is blamed, where, and what is said to do about it."""

import pytest

from sim.schema.checks.flow import check, known, why_not
from sim.schema.sourcing import Sourcing
from tests.schema.checks.drafts import draft_of

RULE = "  - {{policy: {{kind: on_demand}}, at: {}, items: [{}]{}}}\n"
NO_LINE = "no line there makes it, no active supplier delivers it"
CURE = "add a replenishment rule for it there, or opening stock"


def reported(text: str) -> list[str]:
    draft = draft_of(text)
    return [f"{problem.place} {problem.sentence}" for problem in check(draft, Sourcing(draft.world))]


def world(*rules: str, more: str = "", **sites: str) -> str:
    """A product and rules for it; a site is given by its opening stock ("" = none). The first rule is on line 3."""
    places = ", ".join(f"{name}: {{kind: dc, at: [0, 0], opening: {{{stock}}}}}" for name, stock in sites.items())
    return (
        f"products: {{a: {{price: 1}}, b: {{price: 1}}}}\nreplenishment:\n{''.join(rules)}sites: {{{places}}}\n{more}"
    )


def lanes(*ways: str, more: str = "") -> str:
    return "lanes:\n" + "".join(
        f"  - {{takes: 1h, every: 1h, from: {start}, to: {end}{more}}}\n"
        for start, end in (way.split(">") for way in ways)
    )


@pytest.mark.parametrize(
    "text",
    [
        world(RULE.format("s", "a", ""), s="", more="suppliers: {m: {supplies: [a]}}"),
        world(RULE.format("s", "a", ", from: m"), s="", more="suppliers: {m: {supplies: [a], active: false}}"),
        world(RULE.format("s", "a", ""), s="", d="a: 1", more=lanes("d>s")),
        world(RULE.format("s", "a", ", from: d"), s="", d="a: 1", e="a: 1", more=lanes("d>s", "e>s")),
        world(RULE.format("s, d", "a", "").replace("s, d", "[s, d]"), s="", d="", e="a: 1", more=lanes("e>d", "d>s")),
        world(RULE.format("'*'", "a", ""), s=""),  # a star covers what can be had, which may be nothing
    ],
)
def test_a_rule_with_one_way_to_get_its_item_is_right(text):
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (world(RULE.format("s", "a", ""), s=""), f"{NO_LINE}, and no lane leads there"),
        (
            world(RULE.format("s", "a", ""), s="", d="b: 1", e="", more=lanes("d>s", "e>s")),
            f"{NO_LINE}, and lanes come only from 'd', 'e', without it",
        ),
        (
            world(RULE.format("s", "a", ""), s="", d="a: 1", more=lanes("d>s", more=", backup: true")),
            f"{NO_LINE}, and no lane leads there",
        ),
        (
            world(RULE.format("s", "a", ""), s="", more="suppliers: {m: {supplies: [a], active: false}}"),
            f"{NO_LINE}, and no lane leads there",
        ),
    ],
)
def test_a_rule_that_cannot_order_is_reported_at_its_site_with_the_reason(text, why):
    assert reported(text) == [f"w.yaml:3:37 replenishment.0.at: nothing can bring 'a' to 's': {why}"]


@pytest.mark.parametrize("more", ["", "suppliers: {d: {supplies: [b]}}", lanes("d>s"), lanes("s>d")])
def test_a_source_that_cannot_deliver_is_reported_at_the_source(more):
    sites = {"s": ""} if "suppliers" in more else {"s": "", "d": "b: 1"}
    assert reported(world(RULE.format("s", "a", ", from: d"), more=more, **sites)) == [
        "w.yaml:3:58 replenishment.0.from: 'd' cannot deliver 'a' to 's': it must supply it, "
        "or have it and a lane there"
    ]


def test_a_site_that_takes_from_itself_must_make_it():
    text = world(RULE.format("s", "a", ", from: s"), s="a: 1")
    assert reported(text)[0].startswith("w.yaml:3:58 replenishment.0.from: 's' cannot deliver 'a' to 's'")


def test_of_several_ways_one_must_be_chosen_and_each_is_named():
    assert reported(world(RULE.format("s", "a", ""), s="", d="a: 1", e="a: 1", more=lanes("d>s", "e>s"))) == [
        "w.yaml:3:5 replenishment.0: 's' can get 'a' from several sites: "
        "say which with `from` or `sourcing`; allowed: d, e"
    ]


def test_a_policy_that_chooses_among_several_ways_is_a_choice():
    sites = {"s": "", "d": "a: 1", "e": "a: 1"}
    assert (
        reported(world(RULE.format("s", "a", ", sourcing: {kind: nearest}"), more=lanes("d>s", "e>s"), **sites)) == []
    )


def test_a_policy_none_of_whose_sources_can_deliver_is_reported_at_the_policy():
    rule = RULE.format("s", "a", ", sourcing: {kind: priority_list, order: [d, s]}")
    assert reported(world(rule, s="", d="b: 1", more=lanes("d>s"))) == [
        "w.yaml:3:62 replenishment.0.sourcing: none of 'd', 's' can deliver 'a' to 's': it must supply it, "
        "or have it and a lane there"
    ]


def test_a_rule_is_reported_once_for_many_sites_and_a_second_rule_for_the_same_item_not_again():
    rules = (RULE.format("[s, t]", "a", ""), RULE.format("u", "a", ""), RULE.format("u", "b", ""))
    assert [line.split(" ")[1] for line in reported(world(*rules, s="", t="", u=""))] == [
        "replenishment.0.at:",
        "replenishment.2.at:",
    ]


def test_two_rules_for_one_item_at_one_site_are_reported_at_the_second_with_the_line_of_the_first():
    rules = (RULE.format("s", "b", ""), RULE.format("s", "a", ""), RULE.format("'*'", "b, a", ""))
    more = "suppliers: {m: {supplies: [a, b]}}"
    assert reported(world(*rules, s="", more=more)) == [
        "w.yaml:5:5 replenishment.2: 'b' at 's' already has a rule: replenishment.0 (line 3); "
        "one item at one site follows one rule"
    ]
    assert reported(world(RULE.format("s", "a", ""), RULE.format("t", "a", ""), s="", t="", more=more)) == []


MADE = """\
products: {{p: {{price: 1, bom: {{f: 1, g: 1}}}}, q: {{price: 1, bom: {{g: 1}}}}}}
materials: {{f: {{cost: 1}}, g: {{cost: 1}}}}
sites:
  s: {{kind: factory, at: [0, 0], opening: {{{}}}, lines: {{k: {{rate: {{q: 1/h}}}}, l: {{rate: {{p: 1/h}}}}}}}}
"""


def test_a_line_without_its_materials_is_reported_at_the_first_product_that_needs_them():
    assert reported(MADE.format("f: 1, g: 1")) == []
    assert reported(MADE.format("g: 1")) == [
        f"w.yaml:4:91 sites.s.lines.l.rate.p: 'p' needs 'f', which never comes to 's': {CURE}"
    ]
    assert reported(MADE.format("f: 1")) == [
        f"w.yaml:4:70 sites.s.lines.k.rate.q: 'q' needs 'g', which never comes to 's': {CURE}"
    ]


def test_a_material_whose_rule_is_reported_already_is_not_reported_again():
    rule = "replenishment:\n" + RULE.format("s", "f", "")
    assert [line.split(" ")[1] for line in reported(MADE.format("g: 1") + rule)] == ["replenishment.0.at:"]


SELLS = {
    "shows.x.products.a": "shows:\n  x: {start: d1, orders: 9, pickup: 1, products: {a: 1}}",
    "regular.x.products.a": "regular:\n  x: {arrives: {kind: steady, rate: 1/h}, pickup: 1, products: {a: 1}}",
    "group_buys.x.product": (
        "group_buys:\n  x: {opens: d1, groups: {size: 2, within: 1d}, joins: 1/h, pickup: 1, product: a}"
    ),
    "regular.x": "regular:\n  x: {arrives: {kind: steady, rate: 1/h}, pickup: 1}",
}
COLUMNS = {"shows.x.products.a": 51, "regular.x.products.a": 65, "group_buys.x.product": 81, "regular.x": 3}
HOMES = "communities: {r: {at: [0, 0], picks_up_at: s}, q: {at: [0, 0], picks_up_at: t}}\n"


@pytest.mark.parametrize("at", list(SELLS))
@pytest.mark.parametrize(
    ("stock", "more"), [({"s": "", "t": "a: 1"}, ""), ({"s": "", "t": ""}, " (nor to 1 more site)")]
)
def test_what_is_sold_where_it_never_comes_is_reported_where_the_source_names_it(at, stock, more):
    text = f"{SELLS[at]}\n{HOMES}products: {{a: {{price: 1}}}}\nsites: {{"
    sites = ", ".join(f"{name}: {{kind: dc, at: [0, 0], opening: {{{held}}}}}" for name, held in stock.items())
    assert reported(f"{text}{sites}, far: {{kind: dc, at: [0, 0], opening: {{a: 1}}}}}}") == [
        f"w.yaml:2:{COLUMNS[at]} {at}: 'a' is sold to 'r', which 's' serves, but nothing brings it there{more}: {CURE}"
    ]


def test_many_sites_without_it_are_counted():
    homes = ", ".join(f"h{n}: {{at: [0, 0], picks_up_at: s{n}}}" for n in range(4))
    sites = {f"s{n}": "" for n in range(4)} | {"far": "a: 1"}
    (message,) = reported(
        world(RULE.format("'*'", "b", ""), more=f"{SELLS['regular.x.products.a']}\ncommunities: {{{homes}}}", **sites)
    )
    assert "'a' is sold to 'h0', which 's0' serves, but nothing brings it there (nor to 3 more sites)" in message


def test_a_product_that_nobody_has_at_all_is_left_to_the_check_that_says_so():
    sites = "sites: {s: {kind: dc, at: [0, 0]}, t: {kind: dc, at: [0, 0]}}"
    assert reported(f"{SELLS['shows.x.products.a']}\n{HOMES}products: {{a: {{price: 1}}}}\n{sites}") == []


def test_nothing_is_concluded_about_sales_while_couriers_are_not_understood():
    text = world(RULE.format("'*'", "b", ""), s="", t="a: 1", more=f"{SELLS['shows.x.products.a']}\n{HOMES}")
    assert len(reported(text)) == 1
    assert reported(f"{text}couriers: {{s: {{at: s, full_time: -1}}}}") == []


@pytest.mark.parametrize("broken", ["lanes: [{to: s}]", "suppliers: {m: {lead: soon}}", "materials: {m: {cost: x}}"])
def test_nothing_is_concluded_about_goods_while_the_network_is_not_understood(broken):
    assert reported(world(RULE.format("s", "a", ""), s="", more=broken)) == []


def test_an_item_is_known_when_anybody_has_makes_or_supplies_it():
    text = """\
products: {made: {price: 1}, held: {price: 1}, bought: {price: 1}, dreamt: {price: 1}}
suppliers: {m: {supplies: [bought]}}
sites: {s: {kind: factory, at: [0, 0], opening: {held: 1}, lines: {l: {rate: {made: 1/h}}}}}
"""
    sourcing = Sourcing(draft_of(text).world)
    assert [item for item in sourcing.world.products if known(sourcing, item)] == ["made", "held", "bought"]


def test_the_cure_depends_on_whether_a_rule_covers_the_item():
    sourcing = Sourcing(draft_of(world(RULE.format("s", "a", ""), s="", d="", more=lanes("d>s"))).world)
    assert why_not(sourcing, "s", "a") == f"{NO_LINE}, and lanes come only from 'd', without it"
    assert why_not(sourcing, "s", "b") == why_not(sourcing, "d", "a") == CURE


def test_a_rule_that_cannot_order_several_items_is_reported_once():
    assert len(reported(world(RULE.format("s", "a, b", ""), s=""))) == 1


def test_a_rule_that_cannot_order_still_stands_in_the_way_of_another():
    rules = (RULE.format("s", "a", ""), RULE.format("s", "a", ", from: m"))
    found = reported(world(*rules, s="", more="suppliers: {m: {supplies: [a], active: false}}"))
    assert [line.split(" ")[1] for line in found] == ["replenishment.0.at:", "replenishment.1:"]
    assert "already has a rule: replenishment.0 (line 3)" in found[1]


def test_a_broken_station_hides_nothing_about_goods():
    station = ", stations: {pick: {servers: -1, takes: 1min}}}"
    text = world(RULE.format("s", "a", ""), s="").replace("opening: {}}", f"opening: {{}}{station}")
    assert draft_of(text).lost
    assert len(reported(text)) == 1
