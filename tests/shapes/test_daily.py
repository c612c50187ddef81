"""Everyday orders by the hour: weights, weekdays and holidays, wherever in the day the run begins."""

import pytest

from sim.shapes.contract import CALENDAR, HORIZON, check
from sim.shapes.daily import Daily

DAILY = Daily(
    per_day=240,
    hours=[0.0] * 6 + [1.0] * 18,
    weekdays=[1, 1, 1, 0.5, 1, 2, 2],
    holidays=["2026-06-16"],
    holiday=1.3,
)


def orders(day, hour):
    """Orders in an hour of a calendar day, the first being the Monday on which the run begins at ten."""
    daily = DAILY.intensity(CALENDAR, HORIZON)
    begin = day * 1440.0 + hour * 60.0 - CALENDAR.offset
    return float(daily.cumulative(begin + 60.0) - daily.cumulative(begin))


def test_hours_without_orders_factors_and_holidays_keep_the_contract():
    check(DAILY)


def test_a_day_follows_its_hours_weekdays_and_holidays():
    assert orders(1, 3) == 0
    assert orders(1, 12) == pytest.approx(1.3 * orders(0, 12))
    assert orders(3, 12) == pytest.approx(0.5 * orders(2, 12))
    assert orders(2, 12) == pytest.approx(orders(2, 20))


def test_a_run_that_begins_at_ten_has_what_is_left_of_its_first_day():
    daily = DAILY.intensity(CALENDAR, HORIZON)
    assert float(daily.cumulative(14 * 60.0) - daily.cumulative(0.0)) == pytest.approx(14 / 18 * 240)
