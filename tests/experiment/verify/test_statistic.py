"""What is made of samples: values by their definition, errors by repetition."""

import numpy as np
import pytest

from sim.experiment.verify.statistic import Mean, Quantile, Spread, Variance, gathered


def samples(values) -> dict[str, np.ndarray]:
    return {"x": np.asarray(values, dtype=float)}


def test_values_are_those_of_the_definition():
    some = samples([1.0, 2.0, 4.0, np.nan])
    assert Mean("x").of(some).value == pytest.approx(7 / 3)
    assert Variance("x").of(some).value == pytest.approx(np.var([1, 2, 4], ddof=1))
    assert Spread("x").of(some).value == pytest.approx(np.std([1, 2, 4], ddof=1))


def test_a_quantile_is_the_smallest_value_that_covers_its_share():
    hundred = samples(np.arange(1, 101))
    assert Quantile("x", 0.99).of(hundred).value == 99.0
    assert Quantile("x", 1.0).of(hundred).value == 100.0


@pytest.mark.parametrize("statistic", [Mean("x"), Spread("x"), Variance("x"), Quantile("x", 0.9)])
def test_the_error_is_how_much_the_value_scatters(statistic):
    rng = np.random.default_rng(5)
    found = [statistic.of(samples(rng.gamma(4.0, 2.0, 2_000))) for _ in range(300)]
    scatter = np.std([value.value for value in found], ddof=1)
    assert np.mean([value.error for value in found]) == pytest.approx(scatter, rel=0.25)


@pytest.mark.parametrize("statistic", [Mean("x"), Spread("x"), Quantile("x", 0.5)])
def test_without_samples_nothing_is_known(statistic):
    value = statistic.of(samples([np.nan]))
    assert np.isnan(value.value)
    assert np.isnan(value.error)


def test_samples_of_replications_are_put_together_in_their_order():
    parts = [{"x": np.array([1.0])}, {"x": np.array([2.0, 3.0])}]
    assert gathered(parts)["x"].tolist() == [1.0, 2.0, 3.0]
