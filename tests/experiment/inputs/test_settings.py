"""Settings to vary: which ones, and their points as policy sets."""

import pytest

from sim.errors import ConfigError
from sim.experiment.inputs.loading import load
from sim.experiment.inputs.settings import knobs_of, sets_of_points
from sim.schema.policy_set import under
from tests.experiment.small import write

COURIERS, STOCK = "couriers.riders.full_time", "replenishment.0.policy.order_up_to"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return load(write(tmp_path_factory.mktemp("shop")))


def test_each_point_is_a_policy_set_that_sets_its_values(world):
    sets = sets_of_points(world, [{COURIERS: "1", "horizon": "2d"}, {COURIERS: "5", "horizon": "3d"}])
    assert list(sets) == ["p001", "p002"]
    assert sets["p002"].title.en == "full_time=5, horizon=3d"
    changed = under(world, sets["p002"])
    assert (changed.couriers["riders"].full_time, changed.horizon) == (5, 3 * 1440)
    assert (world.couriers["riders"].full_time, world.horizon) == (2, 4 * 1440)


def test_many_points_are_numbered_so_that_they_sort(world):
    assert list(sets_of_points(world, [{}] * 1001))[::1000] == ["p0001", "p1001"]


def test_a_point_that_changes_nothing_is_the_base(world):
    assert sets_of_points(world, [{}])["p001"].title.en == "base"


def test_all_points_that_the_world_refuses_are_reported_at_once(world):
    with pytest.raises(ConfigError) as caught:
        sets_of_points(world, [{COURIERS: "-1"}, {COURIERS: "2"}, {"couriers.rider.full_time": "2"}])
    assert {problem.found for problem in caught.value.problems} >= {"-1"}
    assert "did you mean 'couriers.riders.full_time'?" in caught.value.render()


def test_a_refused_point_is_reported_where_it_was_typed_or_at_its_row(world):
    points = [{"couriers.rider.full_time": "2"}, {COURIERS: "-1"}]
    with pytest.raises(ConfigError) as typed:
        sets_of_points(world, points)
    assert [one.place for one in typed.value.problems] == ["-x couriers.rider.full_time", f"-x {COURIERS}"]
    assert typed.value.problems[0].path == "couriers.rider.full_time"
    with pytest.raises(ConfigError) as rows:
        sets_of_points(world, points, ["points.csv:2", "points.csv:5"])
    assert [one.place for one in rows.value.problems] == ["points.csv:2", "points.csv:5"]


def test_a_key_that_is_not_there_is_reported_once_for_all_its_values(world):
    with pytest.raises(ConfigError) as caught:
        sets_of_points(world, [{"couriers.rider.full_time": str(count)} for count in range(1, 9)])
    assert len(caught.value.problems) == 1


def test_settings_that_are_named_come_before_those_that_the_world_lists(world):
    unsure = world.model_copy(update={"uncertain": {STOCK: "80..90"}})
    assert [one.key for one in knobs_of(unsure, [])] == [STOCK]
    assert [one.key for one in knobs_of(unsure, [f"{COURIERS}=1,2"])] == [COURIERS]
