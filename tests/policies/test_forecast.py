"""Forecasters: the arrays against slow loops over one item and one day at a time, and against what must be true."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.policies.days import DayBook, ShowNotice
from sim.policies.forecast import Outlook
from sim.policies.forecast.croston import Croston
from sim.policies.forecast.exponential_smoothing import ExponentialSmoothing
from sim.policies.forecast.holt_winters import HoltWinters
from sim.policies.forecast.known import Known
from sim.policies.forecast.moving_average import MovingAverage
from sim.policies.forecast.show_regression import ShowRegression
from sim.policies.view import StockView

HISTORY = st.integers(0, 40).flatmap(
    lambda days: st.lists(st.lists(st.integers(0, 9).map(float), min_size=days, max_size=days), min_size=1, max_size=3)
)
WEIGHT = st.sampled_from([0.05, 0.3, 0.8, 1.0])


def predict(forecaster, rows, ahead=1, outlook=None):
    return forecaster.predict(np.array(rows, dtype=np.float64).reshape(len(rows), -1), ahead, outlook or Outlook())


def rms(errors):
    return (sum(error**2 for error in errors) / len(errors)) ** 0.5 if errors else 0.0


@given(HISTORY, WEIGHT)
@settings(max_examples=40)
def test_smoothing_equals_the_recursion_over_one_item(rows, alpha):
    found = predict(ExponentialSmoothing(alpha=alpha), rows, 3)
    for item, days in enumerate(rows):
        level, errors = (days[0], []) if days else (0.0, [])
        for demand in days[1:]:
            errors.append(demand - level)
            level = alpha * demand + (1 - alpha) * level
        np.testing.assert_allclose(found.mean[item], level, atol=1e-9)
        widths = [rms(errors) * (1 + h * alpha**2) ** 0.5 for h in range(3)]
        np.testing.assert_allclose(found.sd[item], widths, atol=1e-9)


@given(HISTORY, WEIGHT, st.booleans())
@settings(max_examples=60)
def test_croston_equals_the_recursion_over_one_item(rows, alpha, sba):
    found = predict(Croston(alpha=alpha, sba=sba), rows).mean[:, 0]
    for item, days in enumerate(rows):
        size = interval = last = None
        for day, demand in enumerate(days):
            if demand > 0:
                size = demand if size is None else size + alpha * (demand - size)
                if last is not None:
                    gap = day - last
                    interval = gap if interval is None else interval + alpha * (gap - interval)
                last = day
        rate = 0.0 if size is None else size / (interval or len(days))
        assert found[item] == pytest.approx(rate * (1 - alpha / 2 if sba else 1))


@given(HISTORY, WEIGHT, WEIGHT, WEIGHT)
@settings(max_examples=40)
def test_holt_winters_equals_the_recursion_over_one_item(rows, alpha, beta, gamma):
    found = predict(HoltWinters(alpha=alpha, beta=beta, gamma=gamma), rows, 9).mean
    for item, days in enumerate(rows):
        if len(days) < 7:
            np.testing.assert_allclose(found[item], np.mean(days) if days else 0.0)
            continue
        mean = sum(days[:7]) / 7
        trend = (sum(days[7:14]) / 7 - mean) / 7 if len(days) >= 14 else 0.0
        level = mean + 3 * trend
        season = {day: days[day] - mean - (day - 3) * trend for day in range(7)}
        for day in range(7, len(days)):
            before = level
            level = alpha * (days[day] - season[day - 7]) + (1 - alpha) * (before + trend)
            season[day] = gamma * (days[day] - before - trend) + (1 - gamma) * season[day - 7]
            trend = beta * (level - before) + (1 - beta) * trend
        last = len(days) - 1
        for h in range(1, 10):
            expected = level + h * trend + season[last + h - 7 * ((h - 1) // 7 + 1)]
            assert found[item, h - 1] == pytest.approx(max(expected, 0.0), abs=1e-8)


@pytest.mark.plays("forecast:holt_winters")
def test_holt_winters_carries_a_trend_and_a_week_on_exactly():
    week, days = np.array([0.0, 3, 1, 0, 2, 9, 6]), np.arange(42)
    truth = 20 + 0.5 * days + week[days % 7]
    found = predict(HoltWinters(), [truth[:35]], 7)
    np.testing.assert_allclose(found.mean[0], truth[35:])
    np.testing.assert_allclose(found.sd, 0.0, atol=1e-9)


@pytest.mark.plays("forecast:moving_average")
def test_a_moving_average_forgets_what_is_older_than_its_window():
    assert predict(MovingAverage(days=2), [[99, 4, 6]]).mean.tolist() == [[5]]
    assert predict(MovingAverage(days=9), [[4]]).sd.tolist() == [[0]]


@pytest.mark.plays("forecast:known")
def test_known_demand_may_differ_per_item():
    found = predict(Known(mean={"b": 3}, sd=1), [[], []], 2, Outlook(items=("a", "b")))
    assert found.mean.tolist() == [[0, 0], [3, 3]]
    assert found.sd.tolist() == [[1, 1], [1, 1]]


SHOWS = tuple(
    ShowNotice(f"s{day}", day * 1440.0 + 1200, day * 1440.0 + 1320, "waist", {"b": 100.0}) for day in (9, 23, 36)
)
MARKS = {"rain": np.array([0.0, 3, 0, 0, 2] * 9), "holiday": np.eye(45)[16]}


@pytest.mark.plays("forecast:show_regression")
def test_regression_finds_weekdays_rain_and_what_a_show_sells():
    book, days = DayBook(shows=SHOWS, marks=MARKS), np.arange(40)
    weekday = np.array([10.0, 12, 11, 10, 14, 25, 20])[days % 7]
    plain = weekday + 4 * MARKS["rain"][:40] + 30 * MARKS["holiday"][:40]
    truth = np.stack([plain, plain + 55 * np.isin(days, [9, 23, 36])])
    found = ShowRegression().predict(truth[:, :33], 7, Outlook(book, 0, ("a", "b")))
    np.testing.assert_allclose(found.mean, truth[:, 33:], atol=1e-8)
    np.testing.assert_allclose(found.sd, 0.0, atol=1e-8)


def test_regression_equals_least_squares_for_each_item_alone():
    rng, book = np.random.default_rng(5), DayBook(shows=SHOWS, marks=MARKS)
    history = rng.poisson(20, (2, 28)).astype(float)
    found = ShowRegression().predict(history, 5, Outlook(book, 0, ("a", "b"))).mean
    days = np.arange(33)
    for row, item in enumerate("ab"):
        week = np.eye(7)[days % 7]
        show = book.show_units((item,), 0, 33).T
        columns = np.hstack([week, MARKS["rain"][:33, None], MARKS["holiday"][:33, None], show])
        solved, *_ = np.linalg.lstsq(columns[:28], history[row], rcond=None)
        np.testing.assert_allclose(found[row], columns[28:] @ solved, atol=1e-8)


def test_a_show_that_was_never_seen_sells_its_share_and_an_unseen_weekday_is_a_mean_day():
    book = DayBook(shows=SHOWS[:1])
    found = ShowRegression(share=0.25).predict(np.array([[8.0, 6, 7], [8.0, 6, 7]]), 7, Outlook(book, 0, ("a", "b")))
    assert found.mean[0].round(9).tolist() == [7, 7, 7, 7, 8, 6, 7]
    assert found.mean[1].round(9).tolist() == [7, 7, 7, 7, 8, 6, 32]
    nothing = ShowRegression().predict(np.zeros((2, 0)), 10, Outlook(book, 0, ("a", "b")))
    assert nothing.mean.sum(axis=1).tolist() == [0, 100]


def test_demand_over_a_lead_time_counts_parts_of_days():
    class Rising(Known):
        def predict(self, history, ahead, outlook):
            found = super().predict(history, ahead, outlook)
            return type(found)(np.cumsum(found.mean, axis=1), found.sd)

    noon = StockView.of([0.0], as_of=720.0)
    mean, sd = Rising(mean=10, sd=2).demand(noon, 1440.0)
    assert mean.tolist() == [0.5 * 10 + 0.5 * 20]
    np.testing.assert_allclose(sd, [2.0])
    assert Known(mean=10).demand(noon, 0.0)[0].tolist() == [0]


def test_what_was_before_the_run_counts_until_it_is_forgotten():
    view = StockView.of([0.0], usage=[[4.0, 4, 4]])
    assert MovingAverage(before=11).days_ahead(view, 1).mean.tolist() == [[(4 * 11 + 3 * 4) / 7]]
    assert ExponentialSmoothing(before={"a": 9}).days_ahead(StockView.of([0.0]), 1).mean.tolist() == [[9]]
    assert MovingAverage().days_ahead(StockView.of([0.0]), 2).mean.tolist() == [[0, 0]]


@pytest.mark.parametrize(
    "forecaster", [MovingAverage(), ExponentialSmoothing(), HoltWinters(), Croston()], ids=lambda one: one.kind
)
def test_thousands_of_series_cost_microseconds_each(forecaster):
    history = np.random.default_rng(1).poisson(3, (5000, 60)).astype(float)
    began = time.perf_counter()
    assert forecaster.predict(history, 7, Outlook()).mean.shape == (5000, 7)
    assert (time.perf_counter() - began) / 5000 < 2e-4
