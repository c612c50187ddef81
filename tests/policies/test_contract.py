"""What the contracts of policies find out, and what policies promise on drawn views."""

import json
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from sim.contract import example
from sim.plug import discover
from sim.policies.allocation.contract import check as check_allocation
from sim.policies.contract import stock_views
from sim.policies.dispatch import ZonesView
from sim.policies.forecast import Forecaster, Prediction
from sim.policies.forecast.contract import check as check_forecaster
from sim.policies.fulfilment.contract import check as check_fulfilment
from sim.policies.replenishment import Replenishment
from sim.policies.replenishment.contract import check
from sim.policies.transfer import Transfer
from sim.policies.transfer.contract import check as check_transfer
from sim.schema.reader import read_text
from sim.schema.resolved import to_yaml
from tests.policies.views import frozen, queue_view, stock_view

REPLENISHMENT = discover("sim.policies.replenishment")
TRANSFER = discover("sim.policies.transfer")
FORECAST = discover("sim.policies.forecast")
ALLOCATION = discover("sim.policies.allocation")
DISPATCH = discover("sim.policies.dispatch")
SOURCING = discover("sim.policies.sourcing")
FULFILMENT = discover("sim.policies.fulfilment")
EVERY = {**REPLENISHMENT, **TRANSFER, **FORECAST, **ALLOCATION, **DISPATCH, **SOURCING, **FULFILMENT}

UNITS = st.integers(0, 500).map(float)


@pytest.mark.parametrize("plugin", EVERY.values(), ids=lambda plugin: plugin.name())
def test_a_policy_written_as_yaml_reads_in_as_the_same_and_its_schema_has_examples(plugin):
    policy = example(plugin)
    written = policy.model_dump(mode="json", by_alias=True)
    assert plugin.model_validate(read_text(to_yaml({"policy": written})).tree["policy"]) == policy
    schema = json.loads(json.dumps(plugin.model_json_schema()))
    own = schema["$defs"][schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
    assert [name for name in own.get("required", []) if "examples" not in own["properties"][name]] == []


@pytest.mark.parametrize("kind", REPLENISHMENT)
@given(st.lists(st.tuples(UNITS, UNITS, UNITS), min_size=1, max_size=5))
@settings(max_examples=15)
def test_a_replenishment_policy_answers_one_amount_an_item_and_the_same_twice(kind, rows):
    policy, view = example(REPLENISHMENT[kind]), stock_view(*zip(*rows, strict=True))
    first, again = policy.decide(view, 60.0), policy.decide(view, 60.0)
    assert first.shape == (len(rows),)
    assert np.isfinite(first).all()
    assert (first >= 0).all()
    assert np.array_equal(first, again)
    assert policy.asks_at(view).shape == (len(rows),)


@pytest.mark.parametrize("kind", ["days_of_supply", "safety_min_max", "ddmrp"])
def test_a_policy_whose_knobs_are_times_and_shares_orders_in_proportion(kind):
    policy = example(REPLENISHMENT[kind])
    for view in stock_views():
        parts = (view.on_hand, view.on_order, view.backlog, view.usage)
        larger = type(view).of(*(3 * part for part in parts), items=view.items, as_of=view.as_of)
        same = type(view).of(*parts, items=view.items, as_of=view.as_of)
        np.testing.assert_allclose(policy.decide(larger, 0.0), 3 * policy.decide(same, 0.0), atol=1e-6)


class Eager(Replenishment):
    """Q = 1 (Nobody 2020)."""

    kind: Literal["eager"] = "eager"
    knob: float = Field(default=1.0, description="a knob")

    def decide(self, view, now):
        return np.ones(len(view.items))

    def asks_at(self, view):
        return np.zeros(len(view.items))


DICE = np.random.default_rng(1)
ALWAYS = {"asks_at": lambda self, view: np.full(len(view.items), np.inf)}


def broken(**methods):
    return type("Broken", (Eager,), {"__doc__": "Q = 1 (Nobody 2020).", "__module__": __name__, **methods})


@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        (broken(), "orders above the level at which it asks"),
        (broken(decide=lambda self, view, now: np.ones(1 + len(view.items))), "one amount an item"),
        (broken(decide=lambda self, view, now: -np.ones(len(view.items))), r"orders \["),
        (broken(decide=lambda self, view, now: np.full(len(view.items), np.nan)), r"orders \[nan"),
        (broken(asks_at=lambda self, view: np.full(len(view.items), np.nan)), r"asks at \[nan"),
        (broken(decide=lambda self, view, now: DICE.random(len(view.items))), "asked again"),
        (
            broken(
                decide=lambda self, view, now: np.full(len(view.items), view.position.sum() ** 2),
                **ALWAYS,
            ),
            "joint",
        ),
        (broken(order=lambda self, view, now: np.full(len(view.items), 7.0), **ALWAYS), "minimum, multiple"),
        (broken(__doc__="Orders one (Nobody 2020)."), "no formula"),
        (broken(__doc__="Q = 1, as everybody knows."), "no source"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_policy_that_breaks_the_contract_is_told_what_it_does(plugin, message):
    with pytest.raises(AssertionError, match=message):
        check(plugin)


def test_a_policy_that_writes_to_its_view_fails_loudly():
    class Greedy(Eager):
        """Q = 1 (Nobody 2020)."""

        def decide(self, view, now):
            view.on_hand[:] = 1e9
            return super().decide(view, now)

    with pytest.raises(ValueError, match="read-only"):
        check(Greedy)


def test_a_knob_without_a_word_or_an_example_is_named():
    class Mute(Eager):
        """Q = 1 (Nobody 2020)."""

        silent: float = 1.0

    class Bare(Eager):
        """Q = 1 (Nobody 2020)."""

        needed: float = Field(description="needed")

    with pytest.raises(AssertionError, match="does not describe its field silent"):
        check(Mute)
    with pytest.raises(AssertionError, match="no example for its required fields needed"):
        check(Bare)


def test_a_transfer_that_takes_more_than_there_is_and_a_forecaster_below_zero_are_caught():
    class Grab(Transfer):
        """q = 1000 (Nobody 2020)."""

        kind: Literal["grab"] = "grab"

        def decide(self, view, now):
            return {one.site: np.full(len(view.items), 1000.0) for one in view.neighbours}

        def asks_at(self, view):
            return np.zeros(len(view.items))

    class Gloomy(Forecaster):
        """mean = -1 (Nobody 2020)."""

        kind: Literal["gloomy"] = "gloomy"

        def predict(self, history, ahead, outlook):
            return Prediction(*[np.full((len(history), ahead), -1.0)] * 2)

    with pytest.raises(AssertionError, match="can be spared"):
        check_transfer(Grab)
    with pytest.raises(AssertionError, match="gives the mean"):
        check_forecaster(Gloomy)


@pytest.mark.parametrize("kind", ALLOCATION)
@given(st.lists(UNITS.filter(bool), min_size=1, max_size=12), st.integers(0, 600).map(float))
@settings(max_examples=60)
def test_an_allocation_never_gives_more_than_is_wanted_or_there(kind, wanted, available):
    policy, view = example(ALLOCATION[kind]), queue_view(wanted, available)
    units = policy.decide(view, 0.0)
    assert units.shape == (len(wanted),)
    assert (units >= 0).all()
    assert (units <= view.wanted + 1e-9).all()
    assert units.sum() <= available + 1e-9
    if not policy.reserves:
        assert units.sum() == pytest.approx(min(available, sum(wanted))), "what is wanted is not kept back"
    assert np.array_equal(units, policy.decide(view, 0.0))


def test_a_fulfilment_policy_that_looks_at_others_or_holds_back_who_has_more_is_caught():
    class Jealous(FULFILMENT["partial"]):
        """goes = (there = max there) (Nobody 2020)."""

        def decide(self, view, now):
            return view.there == view.there.max()

    class Odd(FULFILMENT["partial"]):
        """goes = (there is even) (Nobody 2020)."""

        def decide(self, view, now):
            return view.there % 2 == 0

    with pytest.raises(AssertionError, match="move another"):
        check_fulfilment(Jealous)
    with pytest.raises(AssertionError, match="of which more is there"):
        check_fulfilment(Odd)


def test_an_allocation_that_gives_too_much_or_keeps_goods_back_unasked_is_caught():
    class Free(ALLOCATION["first_come"]):
        """x = w (Nobody 2020)."""

        def decide(self, view, now):
            return view.wanted.copy()

    class Hoards(ALLOCATION["first_come"]):
        """x = 0 (Nobody 2020)."""

        def decide(self, view, now):
            return np.zeros(len(view.wanted))

    with pytest.raises(AssertionError, match=r"gives .* of"):
        check_allocation(Free)
    with pytest.raises(AssertionError, match="keeps back goods"):
        check_allocation(Hoards)


@pytest.mark.parametrize("kind", DISPATCH)
@given(st.lists(st.tuples(st.floats(0, 1e4), st.integers(1, 40)), min_size=1, max_size=9))
@settings(max_examples=40)
def test_a_dispatch_policy_names_a_zone_that_is_there(kind, rows):
    oldest, waiting = zip(*rows, strict=True)
    view = ZonesView(frozen(np.arange(len(rows)), np.int64), frozen(oldest), frozen(waiting, np.int64))
    chosen = example(DISPATCH[kind]).decide(view, 1e4)
    assert isinstance(chosen, int)
    assert 0 <= chosen < len(rows)
    assert chosen == example(DISPATCH[kind]).decide(view, 1e4)
