"""What is made of samples: values by their definition, errors by repetition."""

import numpy as np
import pytest

from validation.statistics.estimators import ControlledMean, Mean, Quantile, StandardDeviation, Variance, pooled


def samples(values) -> dict[str, np.ndarray]:
    return {"x": np.asarray(values, dtype=float)}


def test_values_are_those_of_the_definition():
    some = samples([1.0, 2.0, 4.0, np.nan])
    assert Mean("x").of(some).value == pytest.approx(7 / 3)
    assert Variance("x").of(some).value == pytest.approx(np.var([1, 2, 4], ddof=1))
    assert StandardDeviation("x").of(some).value == pytest.approx(np.std([1, 2, 4], ddof=1))


def test_a_quantile_is_the_smallest_value_that_covers_its_share():
    hundred = samples(np.arange(1, 101))
    assert Quantile("x", 0.99).of(hundred).value == 99.0
    assert Quantile("x", 1.0).of(hundred).value == 100.0


@pytest.mark.parametrize("statistic", [Mean("x"), StandardDeviation("x"), Variance("x"), Quantile("x", 0.9)])
def test_the_error_is_how_much_the_value_scatters(statistic):
    rng = np.random.default_rng(5)
    found = [statistic.of(samples(rng.gamma(4.0, 2.0, 2_000))) for _ in range(300)]
    scatter = np.std([value.value for value in found], ddof=1)
    assert np.mean([value.error for value in found]) == pytest.approx(scatter, rel=0.25)


@pytest.mark.parametrize(
    "statistic", [Mean("x"), ControlledMean("x", {"x": 0.0}), StandardDeviation("x"), Quantile("x", 0.5)]
)
def test_without_samples_nothing_is_known(statistic):
    value = statistic.of(samples([np.nan]))
    assert np.isnan(value.value)
    assert np.isnan(value.error)


def test_samples_of_replications_are_put_together_in_their_order():
    parts = [{"x": np.array([1.0])}, {"x": np.array([2.0, 3.0])}]
    assert pooled(parts)["x"].tolist() == [1.0, 2.0, 3.0]


def controlled(rng, many=60) -> dict[str, np.ndarray]:
    """Samples that mostly follow a control of mean 2."""
    control = rng.normal(2.0, 1.0, many)
    return {"x": 5.0 + 3.0 * (control - 2.0) + rng.normal(0.0, 0.3, many), "control": control}


def test_a_control_reduces_the_error_of_a_value():
    rng = np.random.default_rng(6)
    found = [ControlledMean("x", {"control": 2.0}).of(controlled(rng)) for _ in range(300)]
    scatter = np.std([value.value for value in found], ddof=1)
    assert np.mean([value.value for value in found]) == pytest.approx(5.0, abs=4 * scatter / np.sqrt(300))
    assert np.mean([value.error for value in found]) == pytest.approx(scatter, rel=0.15)
    assert scatter < 0.2 * Mean("x").of(controlled(rng)).error * 1.5


def test_a_control_that_is_too_far_from_its_expectation_is_not_used():
    some = controlled(np.random.default_rng(7))
    assert ControlledMean("x", {"control": 9.0}).of(some) == Mean("x").of(some)


def test_few_samples_and_a_control_that_never_varies_leave_the_plain_average():
    some = controlled(np.random.default_rng(7), 7)
    assert ControlledMean("x", {"control": 2.0}).of(some) == Mean("x").of(some)
    many = {**controlled(np.random.default_rng(7)), "control": np.zeros(60)}
    assert ControlledMean("x", {"control": 1e-9}).of(many).value == pytest.approx(Mean("x").of(many).value)


def test_a_control_that_is_the_value_itself_is_not_used():
    some = controlled(np.random.default_rng(7))
    itself = {**some, "x": 5.0 + 3.0 * (some["control"] - 2.0)}
    assert ControlledMean("x", {"control": 2.0}).of(itself) == Mean("x").of(itself)


def test_linearly_dependent_controls_do_no_harm():
    some = controlled(np.random.default_rng(7))
    twice = {**some, "again": some["control"]}
    once = ControlledMean("x", {"control": 2.0}).of(some)
    assert ControlledMean("x", {"control": 2.0, "again": 2.0}).of(twice) == pytest.approx(once)
