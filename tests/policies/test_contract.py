"""What every policy promises, whoever wrote it: found by discovery, asked with views that cannot be written to."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.plug import discover
from sim.policies.dispatch import ZonesView
from tests.policies.views import frozen, queue_view, stock_view

REPLENISHMENT = discover("sim.policies.replenishment")
ALLOCATION = discover("sim.policies.allocation")
DISPATCH = discover("sim.policies.dispatch")
EVERY = {**REPLENISHMENT, **ALLOCATION, **DISPATCH}

UNITS = st.integers(0, 500).map(float)


def example(kind):
    """A plug-in with the examples of its own fields for what has no default."""
    plugin = EVERY[kind]
    needed = {name: info.examples[0] for name, info in plugin.model_fields.items() if info.is_required()}
    return plugin.model_validate({"kind": kind, **needed})


@pytest.mark.parametrize("kind", EVERY)
def test_a_policy_is_frozen_says_its_kind_and_explains_its_knobs(kind):
    policy = example(kind)
    assert policy.kind == kind == type(policy).name()
    assert type(policy).__doc__
    for name, info in type(policy).model_fields.items():
        assert name == "kind" or info.description, f"{kind}.{name} says nothing"
        with pytest.raises(ValidationError):
            setattr(policy, name, 1)
    with pytest.raises(ValidationError):
        type(policy).model_validate({**policy.model_dump(), "no_such_knob": 1})


@pytest.mark.parametrize("kind", REPLENISHMENT)
@given(st.lists(st.tuples(UNITS, UNITS, UNITS), min_size=1, max_size=5))
@settings(max_examples=25)
def test_a_replenishment_policy_answers_one_amount_an_item_and_the_same_twice(kind, rows):
    policy, view = example(kind), stock_view(*zip(*rows, strict=True))
    first, again = policy.decide(view, 60.0), policy.decide(view, 60.0)
    assert first.shape == (len(rows),)
    assert np.isfinite(first).all()
    assert (first >= 0).all()
    assert np.array_equal(first, again)
    level = policy.asks_at(view)
    assert level.shape == (len(rows),)
    # above the level that it watches, it never wants anything
    assert (first[view.position > level] == 0).all()


@pytest.mark.parametrize("kind", REPLENISHMENT)
def test_a_replenishment_policy_looks_at_each_item_alone(kind):
    rows = [(0, 100, 0), (100, 0, 0), (0, 0, 75), (20, 10, 35)]
    policy = example(kind)
    together = policy.decide(stock_view(*zip(*rows, strict=True)), 0.0)
    apart = [policy.decide(stock_view([a], [b], [c]), 0.0)[0] for a, b, c in rows]
    assert together.tolist() == apart


@pytest.mark.parametrize("kind", ALLOCATION)
@given(st.lists(UNITS.filter(bool), min_size=1, max_size=12), st.integers(0, 600).map(float))
@settings(max_examples=60)
def test_an_allocation_never_gives_more_than_is_wanted_or_there(kind, wanted, available):
    policy, view = example(kind), queue_view(wanted, available)
    units = policy.decide(view, 0.0)
    assert units.shape == (len(wanted),)
    assert (units >= 0).all()
    assert (units <= view.wanted + 1e-9).all()
    assert units.sum() <= available + 1e-9
    assert units.sum() == pytest.approx(min(available, sum(wanted))), "whole units that are wanted are not kept back"
    assert np.array_equal(units, policy.decide(view, 0.0))


@pytest.mark.parametrize("kind", DISPATCH)
@given(st.lists(st.tuples(st.floats(0, 1e4), st.integers(1, 40)), min_size=1, max_size=9))
@settings(max_examples=40)
def test_a_dispatch_policy_names_a_zone_that_is_there(kind, rows):
    oldest, waiting = zip(*rows, strict=True)
    view = ZonesView(frozen(np.arange(len(rows)), np.int64), frozen(oldest), frozen(waiting, np.int64))
    chosen = example(kind).decide(view, 1e4)
    assert isinstance(chosen, int)
    assert 0 <= chosen < len(rows)
    assert chosen == example(kind).decide(view, 1e4)
