"""Every example of the page about demand brings orders in a small world."""

import pytest

from sim.model.simulate import simulate
from sim.schema.load import load_text
from tests.docs.pages import rows

WORLD = """
brand: demand
start: 2026-06-15 00:00 +08:00
horizon: 5d
products: {{tea: {{price: 9}}, soap: {{price: 5}}}}
sites: {{shop: {{kind: front_point, stock: unlimited}}}}
communities: {{home: {{}}}}
couriers: {{riders: {{at: shop, full_time: 5}}}}
{section}: {{it: {source}}}
"""


def examples(heading, column):
    return [
        pytest.param(row.codes(column)[0], row.codes("Example")[0], id=row.codes(column)[0])
        for row in rows("demand.md")
        if row.heading == heading and row.codes("Example")
    ]


def orders(section, source, folder="."):
    return simulate(load_text(WORLD.format(section=section, source=source), folder=folder), seed=7).rows("orders")


@pytest.mark.parametrize(("section", "source"), examples("Sources", "Section"))
def test_a_source_of_the_page_brings_orders(section, source, tmp_path):
    text = "order,time,sku,qty\nA,2026-06-15 01:00,tea,2\nB,2026-06-16 01:00,soap,1\n"
    (tmp_path / "orders.csv").write_text(text, encoding="utf-8")
    assert orders(section, source, tmp_path) >= 2


# the expected number of orders in five days from a Monday on, by hand, of which 4 standard deviations may lack
EXPECTED = {
    "steady": 5 * 24 * 20,
    # four days at nine tenths of the mean, and a Friday that is a holiday
    "daily": 240 * (4 * 0.9 + 1.3),
    "wave": 5 * 24 * 20,
    "ebb": 5 * 24 * 5 + 120 * 0.75,
    "piecewise": 12 * 10 + 12 * 40,
    "every": 5 * 24 * 2,
    "at": 3,
}


@pytest.mark.parametrize(("kind", "shape"), examples("Shapes", "Kind"))
def test_a_shape_of_the_page_brings_as_many_orders_as_it_expects(kind, shape):
    found, expected = orders("regular", f"{{arrives: {shape}}}"), EXPECTED[kind]
    chance = 0 if kind in ("every", "at") else 4 * expected**0.5
    assert abs(found - expected) <= chance
