"""What is made of samples: values by their definition, errors by repetition."""

import numpy as np
import pytest

from validation.statistics.estimators import Mean, Quantile, Spread, Steadied, Variance, gathered


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


@pytest.mark.parametrize("statistic", [Mean("x"), Steadied("x", {"x": 0.0}), Spread("x"), Quantile("x", 0.5)])
def test_without_samples_nothing_is_known(statistic):
    value = statistic.of(samples([np.nan]))
    assert np.isnan(value.value)
    assert np.isnan(value.error)


def test_samples_of_replications_are_put_together_in_their_order():
    parts = [{"x": np.array([1.0])}, {"x": np.array([2.0, 3.0])}]
    assert gathered(parts)["x"].tolist() == [1.0, 2.0, 3.0]


def lucky(rng, many=60) -> dict[str, np.ndarray]:
    """Samples that mostly follow a luck of mean 2."""
    luck = rng.normal(2.0, 1.0, many)
    return {"x": 5.0 + 3.0 * (luck - 2.0) + rng.normal(0.0, 0.3, many), "luck": luck}


def test_known_luck_is_taken_out_of_a_value_and_of_its_error():
    rng = np.random.default_rng(6)
    found = [Steadied("x", {"luck": 2.0}).of(lucky(rng)) for _ in range(300)]
    scatter = np.std([value.value for value in found], ddof=1)
    assert np.mean([value.value for value in found]) == pytest.approx(5.0, abs=4 * scatter / np.sqrt(300))
    assert np.mean([value.error for value in found]) == pytest.approx(scatter, rel=0.15)
    assert scatter < 0.2 * Mean("x").of(lucky(rng)).error * 1.5


def test_luck_that_is_too_far_from_its_mean_is_a_mistake_and_stays_in_the_value():
    some = lucky(np.random.default_rng(7))
    assert Steadied("x", {"luck": 9.0}).of(some) == Mean("x").of(some)


def test_few_samples_and_luck_that_never_varies_leave_the_plain_average():
    some = lucky(np.random.default_rng(7), 7)
    assert Steadied("x", {"luck": 2.0}).of(some) == Mean("x").of(some)
    many = {**lucky(np.random.default_rng(7)), "luck": np.zeros(60)}
    assert Steadied("x", {"luck": 1e-9}).of(many).value == pytest.approx(Mean("x").of(many).value)


def test_luck_that_is_the_value_itself_is_left_in():
    some = lucky(np.random.default_rng(7))
    itself = {**some, "x": 5.0 + 3.0 * (some["luck"] - 2.0)}
    assert Steadied("x", {"luck": 2.0}).of(itself) == Mean("x").of(itself)


def test_several_kinds_of_luck_that_say_the_same_do_no_harm():
    some = lucky(np.random.default_rng(7))
    twice = {**some, "again": some["luck"]}
    once = Steadied("x", {"luck": 2.0}).of(some)
    assert Steadied("x", {"luck": 2.0, "again": 2.0}).of(twice) == pytest.approx(once)
