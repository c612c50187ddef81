"""Loss functions agree with sums over all counts."""

import math

import pytest

from validation.formulas.loss_functions import compound_poisson_loss, poisson_loss


@pytest.mark.parametrize(("mean", "level"), [(1.0, 0), (1.0, 1), (4.0, 8), (16.0, 22), (0.0, 2), (3.0, 2.5), (2.0, -1)])
def test_the_poisson_loss_is_the_sum_over_all_counts(mean, level):
    share = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(90)]
    assert poisson_loss(mean, level) == pytest.approx(
        sum(max(k - level, 0) * p for k, p in enumerate(share)), abs=1e-12
    )


@pytest.mark.parametrize(("customers", "mean"), [(0.5, 2.0), (30.0, 0.25), (400.0, 1.0)])
def test_all_the_work_is_beyond_a_level_of_0(customers, mean):
    assert compound_poisson_loss(customers, mean, 0.0) == pytest.approx(customers * mean)
