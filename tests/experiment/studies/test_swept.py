"""A sweep's points as policy sets, and what each measure becomes at them."""

import math

import numpy as np
import pytest

from sim.errors import ConfigError
from sim.experiment.inputs.loading import load
from sim.experiment.play.variants import Variant
from sim.experiment.studies.swept import Swept, policy_sets
from sim.schema.policy_set import under
from tests.experiment.small import write

COURIERS = "couriers.riders.full_time"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return load(write(tmp_path_factory.mktemp("shop")))


def test_each_point_is_a_policy_set_that_sets_its_values(world):
    sets = policy_sets(world, [{COURIERS: "1", "horizon": "2d"}, {COURIERS: "5", "horizon": "3d"}])
    assert list(sets) == ["p001", "p002"]
    assert sets["p002"].title.en == "full_time=5, horizon=3d"
    changed = under(world, sets["p002"])
    assert (changed.couriers["riders"].full_time, changed.horizon) == (5, 3 * 1440)
    assert (world.couriers["riders"].full_time, world.horizon) == (2, 4 * 1440)


def test_many_points_are_numbered_so_that_they_sort(world):
    assert list(policy_sets(world, [{}] * 1001))[::1000] == ["p0001", "p1001"]


def test_a_point_that_changes_nothing_is_the_base(world):
    assert policy_sets(world, [{}])["p001"].title.en == "base"


def test_all_points_that_the_world_refuses_are_told_at_once(world):
    with pytest.raises(ConfigError) as caught:
        policy_sets(world, [{COURIERS: "-1"}, {COURIERS: "2"}, {"couriers.rider.full_time": "2"}])
    assert {problem.found for problem in caught.value.problems} >= {"-1"}
    assert "did you mean 'couriers.riders.full_time'?" in caught.value.render()


def test_a_refused_point_is_told_where_it_was_typed_or_at_its_row(world):
    points = [{"couriers.rider.full_time": "2"}, {COURIERS: "-1"}]
    with pytest.raises(ConfigError) as typed:
        policy_sets(world, points)
    assert [one.place for one in typed.value.problems] == ["-x couriers.rider.full_time", f"-x {COURIERS}"]
    assert typed.value.problems[0].path == "couriers.rider.full_time"
    with pytest.raises(ConfigError) as rows:
        policy_sets(world, points, ["points.csv:2", "points.csv:5"])
    assert [one.place for one in rows.value.problems] == ["points.csv:2", "points.csv:5"]


def test_a_key_that_is_not_there_is_told_once_for_all_its_values(world):
    with pytest.raises(ConfigError) as caught:
        policy_sets(world, [{"couriers.rider.full_time": str(count)} for count in range(1, 9)])
    assert len(caught.value.problems) == 1


def swept():
    def samples(*rates):
        return [{"kpis": {"fulfilment_rate": rate}} for rate in rates]

    played = {
        Variant(scenario, None, name): samples(*rates)
        for name, scenario, rates in [
            ("p001", "baseline", (0.9, 0.7)),
            ("p001", "rush", (0.5, None)),
            ("p002", "baseline", (1.0, 0.8)),
            ("p002", "rush", (0.6, 0.4)),
        ]
    }
    return Swept({"p001": {COURIERS: "1"}, "p002": {COURIERS: "2"}}, played)


def test_values_stand_by_point_and_replication():
    found = swept().values("rush", "fulfilment_rate")
    np.testing.assert_array_equal(found, [[0.5, math.nan], [0.6, 0.4]])
    assert swept().means("rush", "fulfilment_rate") == pytest.approx([0.5, 0.5])
    assert swept().means("baseline", "fulfilment_rate") == pytest.approx([0.8, 0.9])


def test_a_row_says_where_it_was_and_what_came_of_it():
    rows = swept().rows(["fulfilment_rate"])
    assert [(row["id"], row["scenario"]) for row in rows] == [
        ("p001", "baseline"), ("p001", "rush"), ("p002", "baseline"), ("p002", "rush"),
    ]  # fmt: skip
    assert rows[2]["at"] == {COURIERS: "2"}
    assert rows[2]["kpis"]["fulfilment_rate"]["mean"] == pytest.approx(0.9)
    assert rows[2]["kpis"]["fulfilment_rate"]["n"] == 2
