"""Models of stock: inputs that cannot be played are refused, and mistakes of the engine would be seen."""

import pytest
import yaml

from sim.schema.load import load_text
from validation.verify import show_case

from .files import STOCK, verdict, written

BY_MODEL = {case["model"]: case for case in yaml.safe_load(STOCK.read_text())["cases"]}


def answer(folder, model, inputs=None, **changes):
    """The verdict on the case of a model, changed."""
    case = {**BY_MODEL[model], **changes}
    return verdict(written(folder, {**case, "inputs": {**case["inputs"], **(inputs or {})}}))


@pytest.mark.parametrize("model", sorted(BY_MODEL))
def test_an_input_that_is_not_part_of_the_model_is_refused(tmp_path, model):
    found = answer(tmp_path, model, {"moonlight": 1.0})
    assert found["status"] == "unsupported"
    assert "inputs.moonlight is not part of this model; it reads" in found["note"]


@pytest.mark.parametrize(
    ("model", "inputs", "note"),
    [
        ("newsvendor_normal", {"lead_time": 1.5}, "inputs.lead_time is 1.5; a whole number is needed"),
        ("newsvendor_poisson", {"at": [-3]}, "a level below 0 keeps no stock"),
        ("ss_poisson_periodic", {"s": 10}, "inputs.S is 10, not above inputs.s 10"),
        ("basestock_poisson", {"lead_time_dist": "weibull"}, "inputs.lead_time_dist is 'weibull'; can be played:"),
        ("rq_poisson", {"r": -9}, "a whole number of at least -Q is needed"),
        ("lawkelton", {"S": 60.5}, "inputs.S is 60.5; a whole number"),
        ("perishable_periodic", {"issue": "RANDOM"}, "inputs.issue is 'RANDOM'; can be played: FIFO, LIFO"),
        ("perishable_periodic", {"life": 0}, "inputs.life is 0; a number of at least 1 is needed"),
        ("epq", {"production": 5.0}, "inputs.production is 5; more than inputs.demand 7 is needed"),
        ("wagner_whitin", {"demand": [0, 5]}, "the first of inputs.demand is 0"),
        ("basestock_disruption", {"fail_prob": 0.0}, "outages begin and end"),
        ("pooling", {"n": 1000}, "at most 100 points can be played"),
        ("deterministic_replenishment", {"nodes": []}, "inputs.nodes is []; a list of mappings is needed"),
        ("deterministic_replenishment", {"simtime": 2**0.5}, "the times must be multiples of 1e-06"),
    ],
)
def test_inputs_that_cannot_be_played_are_refused_with_a_reason(tmp_path, model, inputs, note):
    found = answer(tmp_path, model, inputs)
    assert found["status"] == "unsupported"
    assert note in found["note"]


@pytest.mark.parametrize("model", ["newsvendor_normal", "perishable_periodic", "eoq", "deterministic_replenishment"])
def test_the_world_of_a_case_is_a_configuration_like_any_other(model):
    assert load_text(show_case(STOCK, model)).replenishment


def test_a_protection_interval_that_is_a_period_too_short_would_be_seen(tmp_path):
    short = {"kind": "stochastic", "rel": 0.15, "abs": 2.0, "run": "2,000 periods"}
    # a level of 30 for 20 units on average instead of 30 would cost about 10 a period to hold
    found = answer(tmp_path, "newsvendor_normal", {"holding": 3.0}, expected={"cost_30": 30.0}, sim_tolerance=short)
    assert found["status"] == "fail"


def test_fifo_taken_for_lifo_would_be_seen(tmp_path):
    short = {"kind": "stochastic", "rel": 0.3, "run": "1,000 periods"}
    outdates = {"outdates_per_period": BY_MODEL["perishable_periodic"]["expected"]["outdates_per_period"]}
    lifo = answer(tmp_path, "perishable_periodic", expected=outdates, sim_tolerance=short)
    fifo = answer(tmp_path, "perishable_periodic", {"issue": "FIFO"}, expected=outdates, sim_tolerance=short)
    assert (lifo["status"], fifo["status"]) == ("pass", "fail")
    assert fifo["got"]["outdates_per_period"] < 0.5 * lifo["got"]["outdates_per_period"]
