"""Each shape by hand: how many orders it expects by when, and what it refuses."""

import math
from datetime import datetime

import numpy as np
import pytest
from pydantic import ValidationError

from sim.clock import Calendar
from sim.shapes.daily import Daily
from sim.shapes.decay import Ebb
from sim.shapes.every import At, Every
from sim.shapes.piecewise import Piecewise
from sim.shapes.steady import Steady
from sim.shapes.wave import Wave

DAY = 1440.0
MONDAY = Calendar(datetime.fromisoformat("2026-06-15T00:00:00+08:00"))
MORNING = Calendar(datetime.fromisoformat("2026-06-15T06:00:00+08:00"))


def expected(shape, *minutes, calendar=MONDAY, horizon=10 * DAY):
    """Orders expected by each of these minutes."""
    return shape.intensity(calendar, horizon).cumulative(np.array(minutes)).tolist()


@pytest.mark.plays("shape:steady")
def test_a_steady_rate_adds_up_evenly():
    assert expected(Steady(rate="100/h"), 0, 30, 60) == pytest.approx([0, 50, 100])


@pytest.mark.plays("shape:ebb")
def test_a_burst_ebbs_away_to_its_base():
    shape = Ebb(base="60/h", peak="1200/h", fade="30min")
    assert expected(shape, 30, 1e6) == pytest.approx([30 + 600 * (1 - math.exp(-1)), 1e6 + 600])


@pytest.mark.plays("shape:wave")
def test_a_wave_brings_its_mean_in_a_whole_period_and_more_in_the_first_half():
    shape = Wave(mean="60/h", swing="30/h", period="24h")
    half = 720 + 0.5 * DAY / math.pi
    assert expected(shape, 720, DAY, 2 * DAY) == pytest.approx([half, DAY, 2 * DAY])


def test_a_wave_may_touch_nothing_but_not_fall_below_it():
    assert expected(Wave(mean="60/h", swing="60/h"), DAY) == pytest.approx([DAY])
    with pytest.raises(ValidationError, match="never negative"):
        Wave(mean="60/h", swing="61/h")


def test_straight_pieces_hold_the_area_under_their_polygon_and_nothing_outside():
    shape = Piecewise(times=["10min", "20min", "40min"], rates=["0/h", "60/h", "60/h"])
    assert expected(shape, 0, 10, 15, 20, 40, 99) == pytest.approx([0, 0, 1.25, 5, 25, 25])


@pytest.mark.plays("shape:piecewise")
def test_steps_hold_each_rate_until_the_next_time():
    shape = Piecewise(times=["10min", "20min", "40min"], rates=["60/h", "120/h"], steps=True)
    assert expected(shape, 10, 15, 20, 40, 99) == pytest.approx([0, 5, 10, 50, 50])


@pytest.mark.parametrize(
    "wrong",
    [
        {"times": ["0min", "1h"], "rates": ["1/h"]},
        {"times": ["0min", "1h"], "rates": ["1/h", "2/h"], "steps": True},
        {"times": ["1h", "1h"], "rates": ["1/h", "2/h"]},
        {"times": ["1h"], "rates": ["1/h"]},
    ],
    ids=str,
)
def test_points_that_do_not_match_are_refused(wrong):
    with pytest.raises(ValidationError):
        Piecewise(**wrong)


@pytest.mark.plays("shape:every")
@pytest.mark.parametrize(
    ("interval", "first", "horizon", "times"),
    [
        ("2h", 0, 360.0, [0, 120, 240]),
        ("2h", 0, 361.0, [0, 120, 240, 360]),
        ("2h", "30min", 360.0, [30, 150, 270]),
        ("2h", "30min", 30.0, []),
        ("0.1min", 0, 0.3, [0, 0.1, 0.2]),
    ],
)
def test_one_every_so_often_comes_before_the_horizon_and_not_at_it(interval, first, horizon, times):
    shape = Every(interval=interval, first=first)
    assert shape.times(horizon).tolist() == pytest.approx(times)


@pytest.mark.plays("shape:at")
def test_given_times_are_cut_at_the_horizon_and_may_repeat():
    shape = At(at=["10min", "10min", "1h"])
    assert shape.times(60.0).tolist() == [10.0, 10.0]
    assert shape.times(61.0).tolist() == [10.0, 10.0, 60.0]
    assert expected(shape, 100.0, horizon=100.0) == pytest.approx([3.0])
    with pytest.raises(ValidationError, match="must not fall"):
        At(at=["1h", "10min"])


HOURS = [0.0] * 8 + [1.0, 3.0] + [0.0] * 14


@pytest.mark.plays("shape:daily")
def test_a_day_spreads_its_orders_by_the_weights_of_the_hours():
    shape = Daily(per_day=400, hours=HOURS)
    assert expected(shape, 480, 540, 600, DAY, DAY + 570) == pytest.approx([0, 100, 400, 400, 650])


def test_a_run_that_begins_at_six_meets_eight_o_clock_two_hours_later():
    shape = Daily(per_day=400, hours=HOURS)
    assert expected(shape, 120, 180, 240, DAY + 180, calendar=MORNING) == pytest.approx([0, 100, 400, 500])


def test_weekdays_holidays_events_and_weather_multiply():
    shape = Daily(
        per_day=100, weekdays=[1, 2, 1, 1, 1, 1, 1], holidays=["2026-06-16"], holiday=1.5,
        events={"2026-06-16": 3, "2026-06-17": 0}, weather={"2026-06-18": {"degrees": 24, "rain": 3}},
        heat=1.1, warm=22, rain=1.2,
    )  # fmt: skip
    by_day = np.diff(expected(shape, 0, DAY, 2 * DAY, 3 * DAY, 4 * DAY, 5 * DAY))
    assert by_day.tolist() == pytest.approx([100, 100 * 2 * 1.5 * 3, 0, 100 * 1.1**2 * 1.2**3, 100])


def test_cold_does_not_count_as_heat_and_weather_has_its_limits():
    cold = Daily(per_day=100, weather={"2026-06-15": {"degrees": -10}}, heat=1.5)
    flood = Daily(per_day=100, weather={"2026-06-15": {"rain": 99}}, rain=1.2)
    drought = Daily(per_day=100, weather={"2026-06-15": {"rain": 99}}, rain=0.8)
    assert [expected(shape, DAY)[0] for shape in (cold, flood, drought)] == pytest.approx([100, 500, 20])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hours": [1.0] * 23}, "takes 24 numbers"),
        ({"hours": [0.0] * 24}, "not all 0"),
        ({"weekdays": [1.0] * 8}, "takes 7 numbers"),
        ({"holidays": ["1 October"]}, "dates like 2026-10-01"),
        ({"events": {"2026-13-01": 2}}, "found '2026-13-01'"),
        ({"hours": {"table": "x.csv", "column": "share"}}, "loaded from a file"),
        ({"per_day": 0}, "greater than 0"),
    ],
    ids=str,
)
def test_a_day_that_cannot_be_is_refused_in_words(wrong, said):
    with pytest.raises(ValidationError, match=said):
        Daily(**({"per_day": 100} | wrong))
