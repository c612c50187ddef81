"""Outputs are estimated from the samples of all replications; what a formula gives cannot be observed as well."""

import numpy as np
import pytest

from tests.kpi.records import ledger, record
from validation.statistics.estimators import Mean, PointEstimate, pooled
from validation.translation import Computed, Played, Searched, Translation, constant, played


def translation(outputs, **observed):
    return Translation({}, lambda record: {"orders": record.rows("orders"), **observed}, outputs)


def estimates(made, *counts):
    samples = pooled([made.samples(record(orders=ledger(count))) for count in counts])
    return {name: output.estimate(name, samples) for name, output in made.outputs.items()}


def test_a_played_output_is_the_mean_of_what_was_observed():
    assert estimates(translation(played(["orders"])), 1, 3)["orders"] == PointEstimate(2.0, 1.0)
    assert estimates(translation({"mean": Played(Mean("orders"))}), 1, 3)["mean"] == PointEstimate(2.0, 1.0)


def test_a_formula_is_evaluated_in_each_replication():
    made = translation({"square": Computed(lambda observed: observed["orders"] ** 2)})
    assert estimates(made, 1, 3)["square"] == PointEstimate(5.0, 4.0)
    assert estimates(translation({"level": Computed(constant(7.5))}), 1, 3)["level"] == PointEstimate(7.5, 0.0)


def test_a_formula_with_controls_is_adjusted_like_what_it_is_made_of():
    rng = np.random.default_rng(4)
    counts = rng.poisson(40, 60).tolist()
    made = translation({"twice": Computed(lambda observed: 2 * observed["orders"] + rng.normal(), {"orders": 40.0})})
    assert estimates(made, *counts)["twice"].error < 0.5 * 2 * np.std(counts) / np.sqrt(60)


def test_a_searched_output_is_the_value_that_was_found():
    assert estimates(translation({"level": Searched(12.0)}), 1, 3)["level"] == PointEstimate(12.0, 0.0)


def test_what_is_computed_cannot_be_observed():
    with pytest.raises(TypeError, match="observed, though computed: level"):
        translation({"level": Computed(constant(7.5))}, level=7.5).samples(record())
