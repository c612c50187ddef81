"""Common random numbers pay: two ways of running the same house differ far more surely on the same luck."""

from dataclasses import replace

import numpy as np
import pytest

from sim.experiment.inputs.loading import load
from sim.experiment.play.design import Design
from sim.experiment.play.runner import perform
from sim.experiment.play.summary import column
from sim.schema.policy_set import PolicySet
from tests.experiment.small import write

FEWER = {"title": "Fewer", "over": {"couriers.riders.full_time": 1}}
LATER = {"title": "Later", "over": {"replenishment.0.policy.reorder_point": 10}}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Twelve runs under each policy set on the same luck, and of the base on other luck."""
    world = load(write(tmp_path_factory.mktemp("shop")), ["horizon=2d"])
    sets = {name: PolicySet.model_validate(one) for name, one in (("fewer", FEWER), ("later", LATER))}
    sets = {"base": PolicySet(title="Base"), **sets}
    design = Design(world, {}, 12, 7, records="none", policies=sets)
    return perform(design), perform(replace(design, seed=8, policies={"base": sets["base"]}))


def variance(one, other, kpi):
    """Of the difference of a measure, replication by replication."""
    return np.var(column(one, kpi) - column(other, kpi), ddof=1)


@pytest.mark.parametrize(
    ("policy", "kpi"), [("fewer", "lead_time_mean"), ("later", "lead_time_mean"), ("later", "contribution")]
)
def test_pairing_cuts_the_variance_of_a_difference_at_least_five_fold(played, policy, kpi):
    same, other = ({variant.policy: samples for variant, samples in part.items()} for part in played)
    alone = variance(same[policy], other["base"], kpi)
    paired = variance(same[policy], same["base"], kpi)
    assert alone >= 5 * paired > 0


def test_another_seed_has_other_random_numbers(played):
    same, other = ({variant.policy: samples for variant, samples in part.items()} for part in played)
    assert abs(np.corrcoef(column(same["base"], "contribution"), column(other["base"], "contribution"))[0, 1]) < 0.8
