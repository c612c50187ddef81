"""A view has the items of a site as they are when it is built, and computes only the fields that are read."""

import numpy as np
import pytest

from sim.model.engine import Engine
from sim.model.inventory.view_builder import ViewBuilder
from sim.randoms import Streams
from sim.schema.load import load_text

WORLD = """
brand: {en: Window, zh: 窗}
start: 2026-11-01 00:00 +08:00
horizon: 3d
products: {milk: {price: 5}, tea: {price: 9}, salt: {price: 2}}
sites: {shop: {kind: front_point}}
"""


class CountedHistory:
    """A demand history that counts how often it is read."""

    def __init__(self):
        self.looks = 0

    def whole_days(self, items, now):
        self.looks += 1
        return np.full((len(items), int(now // 1440)), 4.0)


@pytest.fixture
def engine():
    return Engine(load_text(WORLD), Streams(1, 0))


def test_a_view_has_what_is_true_at_the_moment(engine):
    items, usage = np.array([2, 0]), CountedHistory()
    builder = ViewBuilder(engine, 0, items, usage, grades=("C", "A"))
    engine.stock.on_hand[0] = [5, 6, 7]
    engine.stock.on_order[0] = [1, 2, 3]
    before = builder.build()
    engine.stock.backlog[0, 2] = 4
    engine.env.run(until=2880.0)
    after = builder.build(asked=np.array([8.0, 9.0]))
    assert before.position.tolist() == [10, 6]
    assert after.position.tolist() == [6, 6]
    assert (before.as_of, after.as_of) == (0.0, 2880.0)
    assert after.grades == ("C", "A")
    assert before.asked.tolist() == [0, 0]
    assert after.asked.tolist() == [8, 9]
    assert usage.looks == 0
    assert after.usage.tolist() == [[4, 4], [4, 4]]
    assert before.usage.shape == (2, 0), "a view tells what was known when it was made"
    assert usage.looks == 2


def test_a_builder_names_its_site_and_its_items(engine):
    engine.stock.on_hand[0, 1] = 3
    view = ViewBuilder(engine, 0, np.array([1]), CountedHistory()).build()
    assert (view.site, view.items, view.on_hand.tolist()) == ("shop", ("tea",), [3])
