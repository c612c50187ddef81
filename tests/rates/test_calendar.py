"""Everyday demand follows its hours, weekdays and day factors."""

import numpy as np
import pytest

from sim.rates.calendar import DayFactors, calendar_rate

HOURS = np.r_[np.zeros(8), np.full(8, 2.0), np.full(8, 1.0)]
WEEK = np.array([0.9, 0.9, 0.9, 0.9, 1.0, 1.2, 1.2])


def test_a_plain_week_brings_the_daily_orders_times_the_weekday_factor() -> None:
    of = calendar_rate(240.0, HOURS, WEEK, np.ones(7), first_weekday=4)
    days = np.diff(of.cumulative(np.arange(8) * 1440.0))
    np.testing.assert_allclose(days, 240.0 * WEEK[[4, 5, 6, 0, 1, 2, 3]])


def test_an_hour_brings_its_share_of_the_day() -> None:
    of = calendar_rate(240.0, HOURS, np.ones(7), np.ones(1), first_weekday=0)
    hours = np.diff(of.cumulative(np.arange(25) * 60.0))
    np.testing.assert_allclose(hours, np.r_[np.zeros(8), np.full(8, 20.0), np.full(8, 10.0)])
    assert float(of.rate(9 * 60.0)) == pytest.approx(20.0 / 60.0)


def test_a_run_that_starts_in_the_evening_meets_the_evening_hours_first() -> None:
    whole = calendar_rate(240.0, HOURS, WEEK, np.ones(3), first_weekday=0)
    late = calendar_rate(240.0, HOURS, WEEK, np.ones(3), first_weekday=0, first_minute=1200.0)
    t = np.linspace(0.0, 2000.0, 99)
    np.testing.assert_allclose(late.rate(t), whole.rate(t + 1200.0))


def test_day_factors_may_differ_by_the_hour() -> None:
    lunch = np.ones((2, 24))
    lunch[1, 12] = 3.0
    of = calendar_rate(240.0, np.ones(24), np.ones(7), lunch, first_weekday=0)
    assert float(of.rate(1440.0 + 12.5 * 60)) == pytest.approx(3 * float(of.rate(12.5 * 60)))


def test_holiday_heat_and_rain_multiply_and_missing_weather_counts_as_none() -> None:
    factors = DayFactors(holiday=1.2, heat=1.05, warm=25.0, rain=0.9)
    found = factors.of(np.array([True, False, False, False]), [27.0, 20.0, np.nan, 200.0], [0.0, 2.0, np.nan, 0.0])
    np.testing.assert_allclose(found, [1.2 * 1.05**2, 0.9**2, 1.0, 5.0])


@pytest.mark.parametrize(
    ("hours", "week", "weekday"),
    [(np.ones(23), WEEK, 0), (np.zeros(24), WEEK, 0), (HOURS, np.ones(6), 0), (HOURS, WEEK, 7)],
)
def test_a_calendar_of_the_wrong_size_is_refused(hours: np.ndarray, week: np.ndarray, weekday: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        calendar_rate(240.0, hours, week, np.ones(1), weekday)
