"""Each family by hand: the durations at given quantiles, and what is refused."""

import math

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from sim.distributions import (
    Constant,
    Discrete,
    Distribution,
    Draws,
    Exponential,
    Geometric,
    OrderColumn,
    RecordedDurations,
)

READ = TypeAdapter(Distribution)


def at(written, *u):
    return READ.validate_python(written).quantile(np.array(u)).tolist()


def test_exponential_by_its_logarithm():
    assert at({"exponential": {"mean": "2h"}}, 0.0, 1 - math.exp(-1), 0.5) == pytest.approx([0, 120, 120 * math.log(2)])


def test_lognormal_has_its_median_at_a_half():
    assert at({"lognormal": {"mean": "50min", "cv": 0.4}}, 0.5) == pytest.approx([50 / math.sqrt(1.16)])


def test_uniform_is_a_straight_line():
    assert at({"uniform": {"low": "1min", "high": "3min"}}, 0.0, 0.25, 1.0) == [1.0, 1.5, 3.0]
    assert at({"uniform": {"low": "2min", "high": "2min"}}, 0.3) == [2.0]


def test_a_triangle_turns_at_its_mode():
    written = {"triangular": {"low": "20min", "mode": "30min", "high": "1h"}}
    # a quarter of the durations lies below the mode: 10 of 40 minutes
    assert at(written, 0.0, 0.25, 1.0) == pytest.approx([20.0, 30.0, 60.0])
    assert at(written, 0.0625, 1 - 0.1875) == pytest.approx([25.0, 45.0])


@pytest.mark.parametrize(("mode", "u", "expected"), [("20min", 0.75, 40.0), ("1h", 0.25, 40.0)])
def test_a_triangle_may_have_its_mode_at_an_end(mode, u, expected):
    assert at({"triangular": {"low": "20min", "mode": mode, "high": "1h"}}, u) == pytest.approx([expected])


def test_a_hyperexponential_solves_its_own_distribution():
    """P(X <= x) with balanced means (Whitt 1982), p = (1 + sqrt((c - 1) / (c + 1))) / 2 for c = cv^2 = 4."""
    p, mean = (1 + math.sqrt(3 / 5)) / 2, 3.0
    u = np.array([1e-6, 0.1, 0.5, 0.9, 0.999999])
    x = READ.validate_python({"hyperexponential": {"mean": "3min", "cv": 2}}).quantile(u)
    back = 1 - p * np.exp(-2 * p * x / mean) - (1 - p) * np.exp(-2 * (1 - p) * x / mean)
    np.testing.assert_allclose(back, u, rtol=1e-7)


def test_a_hyperexponential_of_variation_one_is_exponential():
    u = np.linspace(0.01, 0.99, 9).tolist()
    assert at({"hyperexponential": {"mean": "3min", "cv": 1}}, *u) == pytest.approx(
        at({"exponential": {"mean": "3min"}}, *u)
    )


def test_a_gamma_of_variation_one_is_exponential():
    u = np.linspace(0.01, 0.99, 9).tolist()
    assert at({"gamma": {"mean": "3min", "cv": 1}}, *u) == pytest.approx(at({"exponential": {"mean": "3min"}}, *u))


def test_a_geometric_counts_whole_steps_until_the_last_one():
    u = [1e-12, 0.2499, 0.2501, 0.4374, 0.4376, 0.999]
    steps = at({"geometric": {"step": "1d", "chance": 0.25}}, *u)
    assert [minutes / 1440 for minutes in steps] == stats.geom(0.25).ppf(u).tolist()
    assert Geometric(step="1d", chance=0.25).average == 4 * 1440


def test_a_geometric_that_is_sure_takes_one_step():
    assert at({"geometric": {"step": "1d", "chance": 1}}, 0.01, 0.99) == [1440.0, 1440.0]


def test_a_discrete_takes_the_value_whose_share_covers_the_quantile():
    written = {"discrete": {"values": ["1d", "2d", "5d"], "weights": [2, 1, 1]}}
    days = [minutes / 1440 for minutes in at(written, 0.0, 0.49, 0.5, 0.74, 0.75, 1.0)]
    assert days == [1, 1, 2, 2, 5, 5]


def test_a_discrete_without_weights_is_even_and_one_of_weight_0_never_comes():
    assert at({"discrete": {"values": ["1d", "2d"]}}, 0.49, 0.51) == [1440.0, 2880.0]
    assert at({"discrete": {"values": ["1d", "2d"], "weights": [0, 1]}}, 0.0, 0.5) == [2880.0, 2880.0]
    assert Discrete(values=["1d", "2d"]).average == 2160.0


def test_a_record_answers_by_its_own_quantiles_and_its_mean():
    shape = RecordedDurations(values=["10min", "20min", "60min"])
    assert shape.quantile(np.array([0.0, 0.5, 1.0])).tolist() == [10.0, 20.0, 60.0]
    assert shape.average == 30.0


def test_a_column_has_no_average_before_its_file_is_read():
    assert math.isnan(OrderColumn(name="pick_minutes").average)


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("45min", "45min"),
        (0, "0min"),
        ({"constant": "45min"}, "45min"),
        ({"kind": "constant", "value": "1h"}, "1h"),
        ({"column": "pick"}, {"column": "pick"}),
        ({"kind": "column", "name": "pick"}, {"column": "pick"}),
        ({"recorded": ["1min", "2min"]}, {"recorded": ["1min", "2min"]}),
        ({"recorded": {"values": ["1min"]}}, {"recorded": ["1min"]}),
        ({"kind": "exponential", "mean": "2h"}, {"exponential": {"mean": "2h"}}),
    ],
    ids=str,
)
def test_every_spelling_is_read_and_written_back_in_short(written, short):
    assert READ.dump_python(READ.validate_python(written), mode="json") == short


@pytest.mark.parametrize(
    "wrong", [True, None, ["1h"], {}, {"column": 3}, {"kind": "poisson"}, {"uniform": "1h"}], ids=str
)
def test_what_is_no_duration_is_refused(wrong):
    with pytest.raises(ValidationError):
        READ.validate_python(wrong)


def test_a_distribution_is_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        Constant(value="45min").value = 3.0


def test_draws_of_a_record_keep_their_place_and_use_no_random_number():
    def no_draw(_count):
        raise AssertionError("a record needs no random number")

    draws = Draws(RecordedDurations(values=["1min", "2min", "3min"]), no_draw)
    assert [draws.take(count).tolist() for count in (0, 4, 1)] == [[], [1.0, 2.0, 3.0, 1.0], [2.0]]


def test_draws_take_as_many_random_numbers_as_they_give_durations():
    asked = []

    def u(count):
        asked.append(count)
        return np.full(count, 0.5)

    draws = Draws(Exponential(mean="1h"), u)
    assert draws.take(3).tolist() == pytest.approx([60 * math.log(2)] * 3)
    draws.take(1)
    assert asked == [3, 1]
