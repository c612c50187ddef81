"""Bills of materials that run in circles, and products that nobody has."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.schema.checks.making import check, from_nowhere, loops_in
from sim.schema.sourcing import Sourcing
from tests.schema.checks.drafts import draft_of, reported


def bills(**parts: str) -> str:
    lines = [f"  {name}: {{price: 1, bom: {{{', '.join(f'{part}: 1' for part in parts[name])}}}}}" for name in parts]
    return "products:\n" + "\n".join(lines)


@pytest.mark.parametrize(
    ("parts", "where", "circle"),
    [
        ({"p": "p"}, "w.yaml:2:23 products.p.bom.p", "p -> p"),
        ({"p": "q", "q": "p"}, "w.yaml:2:23 products.p.bom.q", "p -> q -> p"),
        ({"p": "q", "q": "r", "r": "sq", "s": ""}, "w.yaml:3:23 products.q.bom.r", "q -> r -> q"),
        ({"s": "", "p": "sq", "q": "sr", "r": "sp"}, "w.yaml:3:29 products.p.bom.q", "p -> q -> r -> p"),
    ],
)
def test_a_circle_is_reported_once_at_its_first_product_with_the_whole_way_round(parts, where, circle):
    assert reported(check, bills(**parts)) == [f"{where}: the bill of materials runs in a circle: {circle}"]


def test_a_part_that_is_used_twice_is_no_circle():
    assert reported(check, bills(p="qr", q="s", r="s", s="")) == []


def test_two_circles_are_reported_both():
    assert [line.rpartition(": ")[2] for line in reported(check, bills(a="b", b="a", c="d", d="d"))] == [
        "a -> b -> a",
        "d -> d",
    ]


def reachable(bom: dict[str, list[str]], start: str) -> set[str]:
    """Everything that goes into a product, however deep, step by step."""
    found: set[str] = set()
    edge = set(bom.get(start, ()))
    while edge - found:
        found |= edge
        edge = {part for name in edge for part in bom.get(name, ())}
    return found


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3, unique=True)))
def test_a_circle_is_found_exactly_when_a_product_goes_into_itself(bom):
    world = draft_of(bills(**{"x": "", **{name: "".join(parts) for name, parts in bom.items()}})).world
    found = list(loops_in(world))
    assert bool(found) == any(name in reachable(bom, name) for name in bom)
    for circle in found:
        assert circle[0] == circle[-1]
        assert len(set(circle)) == len(circle) - 1
        assert all(part in bom[name] for name, part in pairwise(circle))
    assert len({tuple(circle) for circle in found}) == len(found)


OFFER = """\
products: {p: {price: 1}, q: {price: 1}}
materials: {m: {cost: 1}}
communities: {r: {at: [0, 0]}}
"""
SHOW = "shows: {x: {start: d1, orders: 10, products: {p: 1}}}\n"
STREAM = "regular: {y: {arrives: {kind: steady, rate: 1/h}}}\n"
GROUP_BUY = "group_buys: {z: {product: q, opens: d1, groups: {size: 2, within: 1d}, joins: 1/h}}\n"


def nowhere(text: str) -> list[str]:
    draft = draft_of(OFFER + text)
    return [f"{problem.place} {problem.sentence}" for problem in from_nowhere(draft, Sourcing(draft.world))]


def missing(product: str, seller: str, column: int) -> str:
    return (
        f"w.yaml:1:{column} products.{product}: '{product}' is sold by '{seller}', but no line makes it, "
        "no supplier delivers it and no site has any at the start"
    )


def test_a_product_that_nobody_has_is_reported_once_with_the_first_who_sells_it():
    assert nowhere(SHOW + STREAM) == [missing("p", "x", 12), missing("q", "y", 27)]
    assert nowhere(GROUP_BUY) == [missing("q", "z", 27)]


@pytest.mark.parametrize(
    "source",
    [
        "sites: {w: {kind: dc, at: [0, 0], opening: {p: 1}}}",
        "sites: {w: {kind: dc, at: [0, 0], stock: unlimited}}",
        "sites: {w: {kind: factory, at: [0, 0], lines: {l: {rate: {p: 1/h}}}}}",
        "suppliers: {s: {supplies: [p]}}",
        "suppliers: {s: {supplies: [p], active: false}}",
    ],
)
def test_opening_stock_unlimited_stock_a_line_or_a_supplier_is_enough(source):
    assert nowhere(SHOW + source) == []


def test_an_opening_stock_of_none_is_not():
    assert nowhere(SHOW + "sites: {w: {kind: dc, at: [0, 0], opening: {p: 0}}}") == [missing("p", "x", 12)]


def test_recorded_orders_choose_their_products_in_their_own_file():
    assert nowhere("recorded: {h: {file: orders.csv}}") == []


@pytest.mark.parametrize(
    "broken",
    [
        "sites: {w: {kind: dc, at: [0, 0], opening: {p: x}}, v: {kind: dc, at: [0, 0]}}",
        "suppliers: {s: {supplies: 3}}",
    ],
)
def test_nothing_is_concluded_while_somebody_who_might_have_it_is_not_understood(broken):
    assert nowhere(SHOW + broken) == []


def test_a_broken_station_says_nothing_about_goods_and_hides_nothing():
    station = "sites: {w: {kind: dc, at: [0, 0], stations: {pick: {servers: -1, takes: 1min}}}}"
    assert nowhere(SHOW + station) == [missing("p", "x", 12)]
