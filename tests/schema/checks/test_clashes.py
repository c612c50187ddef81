"""A name that could mean two things is told at its second use, with the line of the first."""

import pytest

from sim.schema.checks.clashes import check
from tests.schema.checks.drafts import reported

ENTRIES = {
    "products": "{price: 1}",
    "materials": "{cost: 1}",
    "suppliers": "{}",
    "sites": "{kind: dc, at: [0, 0]}",
    "communities": "{at: [0, 0]}",
    "groups": "[place]",
    "shows": "{start: d1, orders: 10, products: {thing: 1}}",
    "group_buys": "{product: thing, opens: d1, groups: {size: 2, within: 1d}, joins: 1/h}",
    "regular": "{arrives: {kind: steady, rate: 1/h}}",
    "recorded": "{file: orders.csv}",
}
SOURCES = "in the list of sources"
DEMAND = "where demand is moved"
CLASHES = [
    ("products", "materials", "products", "in stock and in bills of materials"),
    ("products", "suppliers", "products", "where supply is cut"),
    ("materials", "suppliers", "materials", "where supply is cut"),
    ("sites", "suppliers", "sites", "as the source of a replenishment rule"),
    ("sites", "groups", "sites", "wherever a place is named"),
    ("communities", "groups", "communities", "as the customers of a show"),
    ("shows", "group_buys", "shows", SOURCES),
    ("shows", "regular", "shows", SOURCES),
    ("shows", "recorded", "shows", SOURCES),
    ("group_buys", "regular", "group buys", SOURCES),
    ("group_buys", "recorded", "group buys", SOURCES),
    ("regular", "recorded", "regular streams", SOURCES),
    ("shows", "products", "shows", DEMAND),
    ("group_buys", "products", "group buys", DEMAND),
    ("regular", "products", "regular streams", DEMAND),
    ("recorded", "products", "files of recorded orders", DEMAND),
]


def both(first: str, second: str, name: str = "same") -> str:
    return f"{first}:\n  {name}: {ENTRIES[first]}\n{second}:\n  {name}: {ENTRIES[second]}"


@pytest.mark.parametrize(("first", "second", "called", "where"), CLASHES)
def test_a_name_that_is_taken_where_it_could_be_meant_too_is_reported_with_the_line_of_the_first(
    first, second, called, where
):
    assert reported(check, both(first, second)) == [
        f"w.yaml:4:3 {second}.same: 'same' is also one of the {called} (line 2), "
        f"and {where} either could be meant: rename one"
    ]


CLASHING = {(first, second) for first, second, _, _ in CLASHES}
APART = [
    (one, other)
    for one in ENTRIES
    for other in ENTRIES
    if one < other and (one, other) not in CLASHING and (other, one) not in CLASHING
]


@pytest.mark.parametrize(("first", "second"), APART)
def test_a_name_may_be_used_twice_where_nobody_can_mix_the_two_up(first, second):
    assert reported(check, both(first, second)) == []


def test_every_name_that_clashes_is_reported_and_no_other():
    text = (
        "products: {a: {price: 1}, b: {price: 1}, c: {price: 1}}\nmaterials: {c: {cost: 1}, d: {cost: 1}, a: {cost: 1}}"
    )
    assert [one.split(" ")[1] for one in reported(check, text)] == ["materials.c:", "materials.a:"]


def test_a_line_with_the_name_of_a_site_is_reported_at_the_line():
    text = """\
sites:
  bakery:
    kind: factory
    at: [0, 0]
    lines:
      oven: {rate: {thing: 1/h}}
      dc: {rate: {thing: 1/h}}
  dc: {kind: dc, at: [1, 1]}"""
    assert reported(check, text) == [
        "w.yaml:7:7 sites.bakery.lines.dc: 'dc' is also the name of a site, and a shock to it would be ambiguous: "
        "rename the line"
    ]


SITES = "sites: {a: {kind: dc, at: [0, 0]}, b: {kind: dc, at: [1, 0]}}\ncouriers:\n"


def pools(*placed: str) -> str:
    return SITES + "\n".join(
        f"  {name}: {{at: {at}, full_time: 1}}" for name, at in (pool.split("@") for pool in placed)
    )


def test_a_pool_may_have_the_name_of_its_own_site_or_one_of_its_own():
    assert reported(check, pools("a@a", "riders@b")) == []


def test_a_pool_with_the_name_of_another_site_is_reported_at_its_name():
    assert reported(check, pools("riders@b", "b@a")) == [
        "w.yaml:4:3 couriers.b: a courier pool that leaves from 'a' cannot have the name of another site"
    ]


def test_every_pool_after_the_first_of_a_site_is_reported_and_which_was_the_first():
    assert reported(check, pools("one@b", "a@a", "two@b", "three@b")) == [
        "w.yaml:5:3 couriers.two: 'b' already has couriers, 'one': a site has one courier pool",
        "w.yaml:6:3 couriers.three: 'b' already has couriers, 'one': a site has one courier pool",
    ]
