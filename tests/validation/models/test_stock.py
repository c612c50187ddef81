"""Cases of stock: what cannot be played is refused, what is best is found, and what goes wrong would be seen."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sim.schema.load import load_text
from validation.cases.case import Length
from validation.measures.inventory import shelves
from validation.periods import best_level, linear_cost, per_item, played
from validation.search import lowest_whole
from validation.verify import show_case, verify_file
from validation.worlds.economic_lots import Lot, best_lot
from validation.worlds.single_site import by_period, store
from validation.worlds.world import SITE

CASES = Path(__file__).with_name("stock.yaml")
BY_MODEL = {case["model"]: case for case in yaml.safe_load(CASES.read_text())["cases"]}


def verdict(folder, model, inputs=None, **changes):
    case = {**BY_MODEL[model], **changes}
    case["inputs"] = {**case["inputs"], **(inputs or {})}
    path = folder / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": [case]}))
    (found,) = verify_file(path)["cases"]
    return found


@pytest.mark.parametrize("model", sorted(BY_MODEL))
def test_an_input_that_nobody_reads_is_refused(tmp_path, model):
    found = verdict(tmp_path, model, {"moonlight": 1.0})
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
def test_what_cannot_be_played_is_unsupported_with_a_reason(tmp_path, model, inputs, note):
    found = verdict(tmp_path, model, inputs)
    assert found["status"] == "unsupported"
    assert note in found["note"]


@pytest.mark.parametrize("model", ["newsvendor_normal", "perishable_periodic", "eoq", "deterministic_replenishment"])
def test_the_world_of_a_case_is_a_configuration_like_any_other(model):
    assert load_text(show_case(CASES, model)).replenishment


def test_a_protection_interval_that_is_a_period_too_short_would_be_seen(tmp_path):
    short = {"kind": "stochastic", "rel": 0.15, "abs": 2.0, "run": "2,000 periods"}
    # a level of 30 for 20 units on average instead of 30 would cost about 10 a period to hold
    found = verdict(tmp_path, "newsvendor_normal", {"holding": 3.0}, expected={"cost_30": 30.0}, sim_tolerance=short)
    assert found["status"] == "fail"


def test_fifo_taken_for_lifo_would_be_seen(tmp_path):
    short = {"kind": "stochastic", "rel": 0.3, "run": "1,000 periods"}
    outdates = {"outdates_per_period": BY_MODEL["perishable_periodic"]["expected"]["outdates_per_period"]}
    lifo = verdict(tmp_path, "perishable_periodic", expected=outdates, sim_tolerance=short)
    fifo = verdict(tmp_path, "perishable_periodic", {"issue": "FIFO"}, expected=outdates, sim_tolerance=short)
    assert (lifo["status"], fifo["status"]) == ("pass", "fail")
    assert fifo["got"]["outdates_per_period"] < 0.5 * lifo["got"]["outdates_per_period"]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 60))
def test_the_lowest_point_of_a_valley_is_found_wherever_it_lies(low, more, best):
    asked = []

    def cost(level):
        asked.append(level)
        return abs(level - best)

    found = lowest_whole(cost, low, low + more)
    assert found == min(max(best, low), low + more)
    assert len(asked) <= 2 * max(more, 1).bit_length()


@pytest.mark.parametrize(("best", "share"), [(0.003, 0.0), (17.0, 0.25), (4e6, 0.9)])
def test_the_best_lot_is_found_from_far_away(best, share):
    def cost(lots):
        return [np.log(q / best) ** 2 + (owed / q - share) ** 2 for q, owed in lots]

    found = best_lot(cost, 100.0, with_backlog=share > 0)
    assert found.quantity == pytest.approx(best, rel=1e-6)
    assert found.owed == pytest.approx(share * best, rel=1e-6)
    assert isinstance(found, Lot)


def test_the_best_level_of_a_pilot_run_is_the_level_that_costs_least_in_it():
    names = ["a", "b"]

    def world(level):
        policy = {"kind": "order_up_to", "review": "1min", "order_up_to": level}
        return store(names, 61, by_period(names, {"poisson": {"mean": 4}}), policy, "2min", level, "review_first")

    def mean_cost(level):
        return np.mean([linear_cost(shelf, 1.0, 5.0, 3, 60) for shelf in shelves(played(world(level)), SITE)])

    best = best_level(world(12), dict.fromkeys(names, 12.0), 5 / 6, 3, 60)
    costs = {level: mean_cost(level) for level in range(9, 24)}
    assert costs[best] == pytest.approx(min(costs.values()))


def test_a_case_that_asks_for_fewer_periods_plays_fewer():
    assert per_item(Length(size=2000), 500, 20, 4) == 25
    assert per_item(Length(size=200_000), 500, 20, 4) == 500
    assert per_item(Length(), 500, 20, 4) == 500
