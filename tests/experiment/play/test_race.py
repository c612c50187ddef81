"""A race of policy sets: a policy set that needs more replications gets them, and no other plays."""

import pytest

from sim.experiment.play import race as module
from sim.experiment.play.design import Design
from sim.experiment.play.race import Rules, UndefinedMeasureError, race
from sim.experiment.play.variants import Variant
from sim.schema.load import load_world
from sim.schema.policy_set import PolicySet
from tests.experiment.samples import of_kpis
from tests.experiment.small import write

pytest.importorskip("sim_tools")
RATES = {"good": (0.95, 0.01), "fair": (0.94, 0.01), "poor": (0.70, 0.01)}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return load_world(write(tmp_path_factory.mktemp("shop")))


def value(policy, number):
    """The rate of a policy in a replication: its mean and a noise of its own that goes up and down."""
    mean, spread = RATES[policy]
    return mean + spread * ((number * 37 + len(policy) * 11 + ord(policy[0])) % 17 - 8) / 8


def sample(policy, number, kpi="fulfilment_rate"):
    return of_kpis(**{kpi: value(policy, number)})


def played(policies, count, scenarios=("baseline",)):
    return {
        Variant(scenario, None, policy): [sample(policy, number) for number in range(count)]
        for policy in policies
        for scenario in scenarios
    }


@pytest.fixture
def asked(monkeypatch):
    """What is played on, as (policy, numbers)."""
    found = []

    def more(design, policy, numbers, jobs):
        found.append((policy, numbers))
        return {Variant("baseline", None, policy): [sample(policy, number) for number in numbers]}

    monkeypatch.setattr(module, "extend", more)
    return found


def design(world, *policies):
    return Design(world, {}, 6, records="none", policies={name: PolicySet(title=name) for name in policies})


def test_who_is_clearly_worse_never_plays_again(world, asked):
    samples, found = race(design(world, *RATES), played(RATES, 6), Rules(most=400), 1)
    assert "poor" not in {policy for policy, _ in asked}
    assert found.left == ("good",)
    assert found.replications["poor"] == 6
    for variant, of in samples.items():
        assert len(of) >= found.replications[variant.policy]


def test_as_many_replications_are_played_at_a_time_as_there_are_workers(world, asked):
    race(design(world, *RATES), played(RATES, 6), Rules(most=400), 4)
    assert {len(numbers) for _, numbers in asked} <= {4}
    starts = [numbers.start for policy, numbers in asked if policy == "good"]
    assert starts == list(range(6, 6 + 4 * len(starts), 4))


def test_the_answer_is_the_same_with_any_number_of_workers(world, asked):
    one, four = (race(design(world, *RATES), played(RATES, 6), Rules(most=400), jobs)[1] for jobs in (1, 4))
    assert one == four


def test_at_the_cap_the_race_is_left_open(world, asked):
    even = played(("good", "fair"), 6)
    for number, one in enumerate(even[Variant("baseline", None, "fair")]):
        one.kpis["fulfilment_rate"] = value("good", number) + 0.03 * (-1) ** number
    _, found = race(design(world, "good", "fair"), even, Rules(most=6), 1)
    assert found.left == ("good", "fair")
    assert found.replications == {"good": 6, "fair": 6}


def test_the_least_difference_that_matters_is_a_point_of_a_rate_and_a_part_of_a_cost(world, asked):
    _, found = race(design(world, *RATES), played(RATES, 6), Rules(most=400), 1)
    assert found.delta == 0.01
    costs = {
        Variant("baseline", None, name): [sample(name, number, "cost_per_order") for number in range(6)]
        for name in ("good", "poor")
    }
    _, found = race(design(world, "good", "poor"), costs, Rules(by="cost_per_order", most=6), 1)
    mean = sum(value("good", number) for number in range(6)) / 6
    assert found.delta == pytest.approx(0.05 * mean)
    assert found.left == ("poor",)  # the cheaper one


def test_a_policy_counts_with_the_mean_over_its_scenarios(world, asked):
    samples = played(("good", "poor"), 6, ("baseline", "rush"))
    for number in range(6):
        samples[Variant("rush", None, "poor")][number].kpis["fulfilment_rate"] = 1.9
    _, found = race(design(world, "good", "poor"), samples, Rules(most=6), 1)
    assert found.left == ("poor",)


def test_a_measure_that_is_undefined_is_reported_with_its_place(world, asked):
    samples = played(("good", "poor"), 6)
    samples[Variant("baseline", None, "poor")][3].kpis["fulfilment_rate"] = None
    with pytest.raises(UndefinedMeasureError, match="'fulfilment_rate' is undefined under 'poor' in replication 3"):
        race(design(world, "good", "poor"), samples, Rules(most=400), 1)
