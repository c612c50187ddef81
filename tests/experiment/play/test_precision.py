"""When replications are enough: absolute for rates, relative for times and costs, and never beyond the cap."""

import pytest

from sim.experiment.play.precision import Precision
from sim.experiment.play.variants import Variant
from tests.experiment.samples import of_kpis


def samples(**kpis):
    count = len(next(iter(kpis.values())))
    return [of_kpis(**{name: values[number] for name, values in kpis.items()}) for number in range(count)]


def around(mean, half):
    """Three values whose 95 % interval has this half-width: t(0.975, 2) = 4.302653."""
    step = half * 3**0.5 / 4.302652729749462
    return [mean - step, mean, mean + step]


@pytest.mark.parametrize(("half", "enough"), [(0.0099, True), (0.0101, False)])
def test_a_rate_needs_an_absolute_half_width(half, enough):
    assert Precision().reached("fulfilment_rate", samples(fulfilment_rate=around(0.5, half))) == enough


@pytest.mark.parametrize(("half", "enough"), [(1.99, True), (2.01, False)])
def test_a_time_needs_a_relative_half_width(half, enough):
    assert Precision().reached("lead_time_p95", samples(lead_time_p95=around(40.0, half))) == enough


def test_one_replication_is_never_precise():
    assert not Precision().reached("fulfilment_rate", samples(fulfilment_rate=[1.0]))


def test_what_is_never_defined_is_not_waited_for():
    assert Precision().reached("fulfilment_rate", samples(fulfilment_rate=[None, None]))


def test_the_cap_ends_it():
    doubtful = samples(fulfilment_rate=[0.0, 1.0], lead_time_p95=[1.0, 9.0], cost_per_order=[1.0, 9.0])
    assert not Precision().enough({Variant("a"): doubtful})
    assert Precision(most=2).enough({Variant("a"): doubtful})
