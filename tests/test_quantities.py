"""How many units a line asks for."""

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.quantities import Quantity, draw

QUANTITY = TypeAdapter(Quantity)


def drawn(text, count=200_000):
    return draw(QUANTITY.validate_python(text), count, np.random.default_rng(4))


def test_weights_are_kept_to_and_need_not_be_whole_units():
    units = drawn({0.5: 1, 2: 3})
    assert set(units.tolist()) == {0.5, 2.0}
    assert np.mean(units == 2) == pytest.approx(0.75, abs=0.005)


def test_one_amount_is_certain_and_uses_no_luck():
    rng = np.random.default_rng(1)
    assert draw({4.75: 1.0}, 3, rng).tolist() == [4.75] * 3
    assert rng.random() == np.random.default_rng(1).random()


def test_a_poisson_number_has_its_mean_as_its_variance_and_may_be_nothing():
    units = drawn({"poisson": {"mean": 1.5}})
    assert units.mean() == pytest.approx(1.5, rel=0.01)
    assert units.var() == pytest.approx(1.5, rel=0.02)
    assert (units == 0).mean() == pytest.approx(np.exp(-1.5), rel=0.02)


def test_a_normal_amount_has_its_moments_and_is_never_below_nothing():
    units = drawn({"normal": {"mean": 50, "sd": 8}})
    assert units.mean() == pytest.approx(50, rel=0.002)
    assert units.std() == pytest.approx(8, rel=0.01)
    assert drawn({"normal": {"mean": 1, "sd": 8}}).min() == 0.0


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {0: 1},
        {-1: 1},
        {1: -1},
        {"poisson": {"mean": 0}},
        {"poisson": {}},
        {"normal": {"mean": 1}},
        {"gauss": {}},
        3,
    ],
)
def test_what_is_no_quantity_is_refused(wrong):
    with pytest.raises(ValidationError):
        QUANTITY.validate_python(wrong)
