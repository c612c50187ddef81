"""The day book says what people have announced: shows that are no surprise, holidays, events and weather."""

import numpy as np
import pytest

from sim.model.planning_calendar import planning_calendar
from sim.quantities import Measured, Normal, average
from tests.model.small import world

DAY = 1440.0
PRODUCTS = {"loaf": {"price": 10}, "cake": {"price": 20}}


def show(**more):
    return {"start": "d3 20:00", "lasts": "2h", "orders": 400, "products": {"loaf": 3, "cake": 1}, **more}


def test_a_show_is_announced_with_what_it_should_sell_and_a_surprise_is_not():
    book = planning_calendar(
        world(
            products=PRODUCTS,
            shows={
                "gala": show(streamer="head", quantity={1: 1, 3: 1}),
                "deposit": show(start="d5 20:00", presale={"pays": 0.5}),
                "sudden": show(surprise=True),
            },
        )
    )
    assert [notice.name for notice in book.shows] == ["gala", "deposit"]
    gala, deposit = book.shows
    assert (gala.start, gala.end, gala.streamer) == (3 * DAY + 1200, 3 * DAY + 1320, "head")
    assert dict(gala.units) == {"loaf": 600, "cake": 200}
    assert dict(deposit.units) == {"loaf": 150, "cake": 50}
    assert book.show_units(("cake",), 0, 6).tolist() == [[0, 0, 0, 200, 0, 50]]


def test_the_marks_of_a_day_are_what_everyday_demand_says_of_it_and_the_strongest_counts():
    hot = {"2026-06-16": {"degrees": 33, "rain": 2}, "2026-06-17": {"degrees": 5}}
    streams = {
        "one": {"arrives": {"kind": "daily", "per_day": 5, "holidays": ["2026-06-19"], "weather": hot}},
        "two": {"arrives": {"kind": "daily", "per_day": 5, "events": {"2026-06-18": 0.4, "2026-06-15": 1.3}}},
        "three": {"arrives": {"kind": "daily", "per_day": 5, "events": {"2026-06-18": 1.1}}},
        "four": {"arrives": {"kind": "steady", "rate": "5/d"}},
    }
    book = planning_calendar(world(regular=streams))
    assert book.mark("heat", 0, 5).tolist() == [0, 11, 0, 0, 0]
    assert book.mark("rain", 0, 5).tolist() == [0, 2, 0, 0, 0]
    assert book.mark("holiday", 0, 5).tolist() == [0, 0, 0, 0, 1]
    np.testing.assert_allclose(book.mark("event", 0, 5), [0.3, 0, 0, -0.6, 0])
    assert book.weekdays(0, 1).tolist() == [0]


def test_the_book_is_closed_to_writing_and_written_once():
    one = world()
    book = planning_calendar(one)
    assert planning_calendar(one) is book
    assert planning_calendar(world()) is not book
    with pytest.raises(ValueError, match="read-only"):
        book.marks["rain"][0] = 3
    with pytest.raises(TypeError):
        book.marks["rain"] = np.zeros(3)


def test_the_mean_of_a_quantity_is_that_of_its_weights_or_its_distribution():
    assert average({1: 3.0, 5: 1.0}) == 2
    assert average(Normal(normal=Measured(mean=50, sd=8))) == 50
