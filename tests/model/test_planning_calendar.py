"""The planning calendar: shows that are no surprise, and the holidays, events and weather that shapes announce."""

from datetime import date
from typing import Literal

import numpy as np
import pytest

from sim.model.planning_calendar import planning_calendar
from sim.quantities import Measured, Normal, average
from sim.rates.intensity import ConstantRate
from sim.shapes import DayMark, Shape
from tests.model.small import world

DAY = 1440.0
PRODUCTS = {"loaf": {"price": 10}, "cake": {"price": 20}}


def show(**more):
    return {"start": "d3 20:00", "lasts": "2h", "orders": 400, "products": {"loaf": 3, "cake": 1}, **more}


def test_a_show_is_announced_with_what_it_should_sell_and_a_surprise_is_not():
    calendar = planning_calendar(
        world(
            products=PRODUCTS,
            shows={
                "gala": show(streamer="head", quantity={1: 1, 3: 1}),
                "deposit": show(start="d5 20:00", presale={"pays": 0.5}),
                "sudden": show(surprise=True),
            },
        )
    )
    assert [notice.name for notice in calendar.shows] == ["gala", "deposit"]
    gala, deposit = calendar.shows
    assert (gala.start, gala.end, gala.streamer) == (3 * DAY + 1200, 3 * DAY + 1320, "head")
    assert dict(gala.units) == {"loaf": 600, "cake": 200}
    assert dict(deposit.units) == {"loaf": 150, "cake": 50}
    assert calendar.show_units(("cake",), 0, 6).tolist() == [[0, 0, 0, 200, 0, 50]]


def test_the_marks_of_a_day_are_what_shapes_announce_of_it_and_the_strongest_counts():
    hot = {"2026-06-16": {"degrees": 33, "rain": 2}, "2026-06-17": {"degrees": 5}}
    streams = {
        "one": {"arrives": {"kind": "daily", "per_day": 5, "holidays": ["2026-06-19"], "weather": hot}},
        "two": {"arrives": {"kind": "daily", "per_day": 5, "events": {"2026-06-18": 0.4, "2026-06-15": 1.3}}},
        "three": {"arrives": {"kind": "daily", "per_day": 5, "events": {"2026-06-18": 1.1}}},
        "four": {"arrives": {"kind": "steady", "rate": "5/d"}},
    }
    calendar = planning_calendar(world(regular=streams))
    assert calendar.mark("heat", 0, 5).tolist() == [0, 11, 0, 0, 0]
    assert calendar.mark("rain", 0, 5).tolist() == [0, 2, 0, 0, 0]
    assert calendar.mark("holiday", 0, 5).tolist() == [0, 0, 0, 0, 1]
    np.testing.assert_allclose(calendar.mark("event", 0, 5), [0.3, 0, 0, -0.6, 0])
    assert calendar.weekdays(0, 1).tolist() == [0]


def test_the_calendar_is_read_only_and_built_once():
    one = world()
    calendar = planning_calendar(one)
    assert planning_calendar(one) is calendar
    assert planning_calendar(world()) is not calendar
    with pytest.raises(ValueError, match="read-only"):
        calendar.marks["rain"][0] = 3
    with pytest.raises(TypeError):
        calendar.marks["rain"] = np.zeros(3)


def test_the_mean_of_a_quantity_is_that_of_its_weights_or_its_distribution():
    assert average({1: 3.0, 5: 1.0}) == 2
    assert average(Normal(normal=Measured(mean=50, sd=8))) == 50


class Fair(Shape):
    """A shape from outside, with a mark of its own: the second day is a fair, and a holiday."""

    kind: Literal["fair"] = "fair"

    def intensity(self, calendar, horizon):
        return ConstantRate(0.001)

    def marks(self):
        yield DayMark("fair", date(2026, 6, 16), 2.5)
        yield DayMark("holiday", date(2026, 6, 16), 1.0)
        yield DayMark("holiday", date(2031, 6, 16), 1.0)


def test_any_shape_may_announce_days_also_with_marks_that_no_other_has():
    plain = world(regular={"people": {"arrives": {"kind": "steady", "rate": "5/d"}}})
    stream = plain.regular["people"].model_copy(update={"arrives": Fair()})
    calendar = planning_calendar(plain.model_copy(update={"regular": {"people": stream}}))
    assert calendar.mark("fair", 0, 3).tolist() == [0, 2.5, 0]
    assert calendar.mark("holiday", 0, 3).tolist() == [0, 1, 0]
    assert calendar.mark("rain", 0, 3).tolist() == [0, 0, 0]
    assert list(planning_calendar(plain).marks) == ["holiday", "event", "heat", "rain"]
