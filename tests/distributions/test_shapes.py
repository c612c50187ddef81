"""Distributions: what people write, the mean they say, and an inverse that never falls."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from sim.distributions import Distribution, Draws

READ = TypeAdapter(Distribution)
GRID = (np.arange(400_000) + 0.5) / 400_000
WRITTEN = {
    "45min": (45.0, 0.0),
    "exponential": ({"exponential": {"mean": "2h"}}, 120.0, 1.0),
    "lognormal": ({"lognormal": {"mean": "50min", "cv": 0.4}}, 50.0, 0.4),
    "gamma": ({"gamma": {"mean": "2h", "cv": 0.5}}, 120.0, 0.5),
    "hyperexponential": ({"hyperexponential": {"mean": "3min", "cv": 2}}, 3.0, 2.0),
    "uniform": ({"uniform": {"low": "1min", "high": "3min"}}, 2.0, np.sqrt(4 / 12) / 2),
    "triangular": ({"triangular": {"low": "20min", "mode": "30min", "high": "1h"}}, 110 / 3, None),
    "discrete": ({"discrete": {"values": ["1d", "2d"], "weights": [3, 1]}}, 1800.0, None),
    "recorded": ({"recorded": ["10min", "20min", "60min"]}, 30.0, None),
}
SHAPES = {name: entry[0] for name, entry in WRITTEN.items() if name != "45min"} | {"45min": "45min"}


@pytest.mark.parametrize("name", [name for name in WRITTEN if name not in ("45min", "recorded")])
def test_draws_have_the_mean_and_the_spread_that_were_written(name):
    written, mean, cv = WRITTEN[name]
    shape = READ.validate_python(written)
    values = shape.quantile(GRID)
    assert shape.average == pytest.approx(mean)
    assert values.mean() == pytest.approx(mean, rel=2e-3)
    if cv is not None:
        assert values.std() / values.mean() == pytest.approx(cv, rel=1e-2)


@pytest.mark.parametrize("name", list(SHAPES))
@given(st.lists(st.floats(1e-9, 1 - 1e-9), min_size=2, max_size=20))
def test_a_higher_quantile_never_gives_a_shorter_time_nor_a_negative_one(name, u):
    values = READ.validate_python(SHAPES[name]).quantile(np.sort(np.array(u)))
    assert (np.diff(values) >= -1e-9).all()
    assert (values >= 0).all()
    assert np.isfinite(values).all()


def test_inverses_agree_with_an_independent_library():
    u = np.array([0.01, 0.3, 0.5, 0.9, 0.999])
    for name, twin in (
        ("exponential", stats.expon(scale=120)),
        ("gamma", stats.gamma(4, scale=30)),
        ("lognormal", stats.lognorm(np.sqrt(np.log(1.16)), scale=50 / np.sqrt(1.16))),
        ("triangular", stats.triang(0.25, loc=20, scale=40)),
        ("uniform", stats.uniform(1, 2)),
    ):
        np.testing.assert_allclose(READ.validate_python(SHAPES[name]).quantile(u), twin.ppf(u), rtol=1e-9)


def test_a_constant_is_what_it_says_at_every_quantile():
    assert READ.validate_python("45min").quantile(np.array([0.1, 0.9])).tolist() == [45.0, 45.0]
    assert READ.validate_python(0).average == 0


def test_recorded_values_are_used_in_their_order_and_begin_again():
    draws = Draws(READ.validate_python({"recorded": ["1min", "2min", "3min"]}), np.random.default_rng(1).random)
    assert draws.take(2).tolist() == [1.0, 2.0]
    assert draws.take(3).tolist() == [3.0, 1.0, 2.0]


def test_draws_in_pieces_are_the_draws_in_one_go():
    shape = READ.validate_python({"exponential": {"mean": "1h"}})
    one, other = (Draws(shape, np.random.default_rng(3).random) for _ in range(2))
    assert np.array_equal(one.take(7), np.concatenate((other.take(3), other.take(4))))


@pytest.mark.parametrize(
    "wrong",
    [
        "-5min", {"exponential": {"mean": "-1h"}}, {"lognormal": {"mean": "1h", "cv": 0}}, {"poisson": {"mean": "1h"}},
        {"uniform": {"low": "2h", "high": "1h"}}, {"discrete": {"values": ["1h"], "weights": [0]}}, {"recorded": []},
        {"triangular": {"low": "1h", "mode": "3h", "high": "2h"}}, {"exponential": {"mean": float("nan")}}, 5,
        {"exponential": {"mean": "1h"}, "uniform": {"low": 0, "high": "1h"}},
    ],
    ids=str,
)  # fmt: skip
def test_nonsense_is_refused(wrong):
    with pytest.raises(ValidationError):
        READ.validate_python(wrong)


@pytest.mark.parametrize("written", list(SHAPES.values()), ids=str)
def test_a_distribution_is_written_back_as_it_was_read(written):
    shape = READ.validate_python(written)
    assert READ.validate_python(READ.dump_python(shape, mode="json")) == shape
