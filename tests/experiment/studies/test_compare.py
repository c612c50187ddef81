"""Paired comparisons of policy sets: what is better, how sure that is, and who is beaten in cost and service."""

import math

import pytest

from sim.experiment.play.runner import Design
from sim.experiment.play.variants import Variant
from sim.experiment.stats.estimates import paired, paired_p
from sim.experiment.studies.compare import comparison, differences, pareto, without_plans
from sim.schema.load import load_world
from sim.schema.load_scenario import load_scenario
from sim.schema.policy_set import PolicySet
from tests.experiment.small import NOTHING, RUSH, write


def sample(**kpis):
    return {"kpis": kpis, "twin": None}


def samples(**by_policy):
    """One scenario under several policy sets, each a list of fulfilment rates."""
    return {
        Variant("baseline", None, policy): [sample(fulfilment_rate=rate, cost_per_order=20 + rate) for rate in rates]
        for policy, rates in by_policy.items()
    }


BASE = [0.90, 0.80, 0.85, 0.95]


def row(rows, policy):
    return next(one for one in rows if one["policy"] == policy)


def test_a_difference_is_that_of_the_pairs_with_its_interval_and_its_p():
    played = samples(base=BASE, more=[0.91, 0.82, 0.86, 0.97])
    (found,) = differences(played, "base", "fulfilment_rate")
    expected = paired([0.91, 0.82, 0.86, 0.97], BASE)
    assert (found["scenario"], found["policy"], found["kpi"]) == ("baseline", "more", "fulfilment_rate")
    assert found["mean"] == pytest.approx(0.015)
    assert (found["ci_low"], found["ci_high"], found["n"]) == (expected.low, expected.high, 4)
    assert found["p"] == paired_p([0.91, 0.82, 0.86, 0.97], BASE)


def test_a_steady_gain_is_better_when_more_is_better_and_worse_when_less_is():
    played = samples(base=BASE, more=[rate + 0.02 for rate in BASE])
    played[Variant("baseline", None, "more")][0]["kpis"]["fulfilment_rate"] += 1e-4
    assert differences(played, "base", "fulfilment_rate")[0]["verdict"] == "better"
    assert differences(played, "base", "cost_per_order")[0]["verdict"] == "worse"


def test_what_cannot_be_told_apart_is_said_with_the_replications_that_would_tell():
    played = samples(base=BASE, same=[0.92, 0.79, 0.86, 0.94])
    (found,) = differences(played, "base", "fulfilment_rate")
    assert found["verdict"] == "no significant difference"
    needed = found["replications_needed"]
    spread = paired([0.92, 0.79, 0.86, 0.94], BASE)
    assert needed > 4
    assert math.isclose(found["mean"], 0.0025)
    assert spread.low < 0 < spread.high


def test_one_replication_tells_nothing():
    (found,) = differences(samples(base=[0.9], more=[0.95]), "base", "fulfilment_rate")
    assert (found["verdict"], found["replications_needed"]) == ("unknown", None)


def test_of_more_comparisons_each_needs_more_replications():
    near = [0.92, 0.79, 0.86, 0.94]
    one = differences(samples(base=BASE, same=near), "base", "fulfilment_rate")
    three = differences(samples(base=BASE, same=near, too=near, also=near), "base", "fulfilment_rate")
    assert one[0]["replications_needed"] < three[0]["replications_needed"]


def test_what_is_told_apart_needs_no_more_replications():
    played = samples(base=BASE, more=[0.95, 0.8501, 0.90, 1.0])
    assert differences(played, "base", "fulfilment_rate")[0]["replications_needed"] is None


def test_holm_counts_every_policy_and_scenario_of_one_measure():
    one = samples(base=BASE, more=[0.91, 0.82, 0.86, 0.97])
    two = samples(base=BASE, more=[0.91, 0.82, 0.86, 0.97], less=[0.91, 0.82, 0.86, 0.97])
    assert differences(one, "base", "fulfilment_rate")[0]["p_holm"] == pytest.approx(
        differences(one, "base", "fulfilment_rate")[0]["p"]
    )
    for found in differences(two, "base", "fulfilment_rate"):
        assert found["p_holm"] == pytest.approx(min(2 * found["p"], 1.0))


def test_of_unequal_numbers_of_replications_the_common_ones_are_paired():
    played = samples(base=BASE, more=[0.91, 0.82])
    (found,) = differences(played, "base", "fulfilment_rate")
    assert found["n"] == 2
    assert found["mean"] == pytest.approx(0.015)


@pytest.mark.parametrize(
    ("spots", "efficient"),
    [
        ({"a": (20.0, 0.90), "b": (21.0, 0.95)}, {"a", "b"}),
        ({"a": (20.0, 0.95), "b": (21.0, 0.90)}, {"a"}),
        ({"a": (20.0, 0.90), "b": (20.0, 0.95)}, {"b"}),
        ({"a": (20.0, 0.90), "b": (21.0, 0.90)}, {"a"}),
        ({"a": (20.0, 0.90), "b": (20.0, 0.90)}, {"a", "b"}),
        ({"a": (10.0, 0.80), "b": (20.0, 0.90), "c": (25.0, 0.89), "d": (30.0, 0.99)}, {"a", "b", "d"}),
    ],
)
def test_efficient_is_who_no_other_beats_in_both(spots, efficient):
    rows = pareto({Variant("baseline", None, name): spot for name, spot in spots.items()})
    assert {one["policy"] for one in rows if one["efficient"]} == efficient


def test_who_is_efficient_is_told_over_the_replications_that_all_have_played(tmp_path):
    world = load_world(write(tmp_path))
    design = Design(world, {}, 4, records="none", policies={name: PolicySet(title=name) for name in ("base", "out")})
    lucky = samples(base=[0.90, 0.80, 0.99, 0.99], out=[0.91, 0.82])
    spots = {row["policy"]: row["fulfilment_rate"] for row in comparison(design, lucky, "base")["pareto"]}
    assert spots == {"base": pytest.approx(0.85), "out": pytest.approx(0.865)}


def test_a_comparison_names_its_base_its_policies_and_every_mean(tmp_path):
    world = load_world(write(tmp_path))
    sets = {name: PolicySet(title=name) for name in ("base", "more")}
    design = Design(world, {}, 4, records="none", policies=sets)
    found = comparison(design, samples(base=BASE, more=BASE), "base", ["fulfilment_rate"])
    assert found["base"] == "base"
    assert [one["id"] for one in found["policies"]] == ["base", "more"]
    assert [(one["policy"], one["mean"], one["n"]) for one in found["rows"]] == [
        ("base", pytest.approx(0.875), 4),
        ("more", pytest.approx(0.875), 4),
    ]
    assert row(found["differences"], "more")["p"] == 1.0
    assert {one["policy"]: one["cost_per_order"] for one in found["pareto"]}["base"] == pytest.approx(20.875)


def test_scenarios_lose_their_plans_and_nothing_else(tmp_path):
    config = write(tmp_path, rush=RUSH, nothing=NOTHING)
    world = load_world(config)
    scenarios = {name: load_scenario(tmp_path / "scenarios" / f"{name}.yaml", world) for name in ("rush", "nothing")}
    plain = without_plans(scenarios)
    assert scenarios["rush"].plans
    assert not plain["rush"].plans
    assert plain["rush"].shocks == scenarios["rush"].shocks
    assert plain["nothing"] == scenarios["nothing"]
