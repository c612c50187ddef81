"""Bounds on measures: how they are written, and how far an outcome breaks them."""

import math

import pytest

from sim.experiment.stats.constraints import BoundError, Constraint, constraint
from sim.experiment.stats.measures import KeyedMeasureError
from sim.kpi.registry import UnknownMeasureError


def test_a_bound_is_written_with_its_measure_and_side():
    assert constraint("fulfilment_rate >= 95%") == Constraint("fulfilment_rate", True, 0.95)
    assert constraint("cost_per_order<=12.5") == Constraint("cost_per_order", False, 12.5)


@pytest.mark.parametrize("text", ["fulfilment_rate", "fulfilment_rate>0.9", "fulfilment_rate>=high", ">=0.9", ""])
def test_a_bound_that_cannot_be_understood_shows_how_it_is_written(text):
    with pytest.raises(BoundError, match=rf"written like fulfilment_rate>=0.95; found '{text}'"):
        constraint(text)


def test_a_bound_on_a_measure_that_does_not_exist_names_the_nearest():
    with pytest.raises(UnknownMeasureError, match="fulfilment_rate"):
        constraint("fulfillment_rate>=0.9")


@pytest.mark.parametrize("bound", ["95", "9500%", "-0.1"])
def test_a_share_is_bounded_by_a_share(bound):
    with pytest.raises(BoundError, match=f"'fulfilment_rate' is a share, from 0 to 1 or 0% to 100%; found {bound}"):
        constraint(f"fulfilment_rate>={bound}")
    assert constraint("fulfilment_rate<=100%").bound == 1.0


def test_excess_is_how_far_a_bound_is_broken():
    at_least, at_most = Constraint("fulfilment_rate", True, 0.9), Constraint("cost_per_order", False, 20)
    outcome = ordinary(fulfilment_rate=0.8, cost_per_order=18.0)
    assert at_least.excess(outcome) == pytest.approx(0.1)
    assert at_most.excess(outcome) == -2.0
    assert at_most.excess(outcome | {"a_rush": {"cost_per_order": 23.0}}) == 3.0
    assert at_least.excess(ordinary(fulfilment_rate=math.nan)) == math.inf


def ordinary(**measures):
    """The outcome of the ordinary month alone."""
    return {"baseline": measures}


def test_a_bound_on_a_measure_with_a_value_for_each_key_is_refused():
    with pytest.raises(KeyedMeasureError, match="'funnel' has a value for each step, not one number"):
        constraint("funnel>=0.9")
