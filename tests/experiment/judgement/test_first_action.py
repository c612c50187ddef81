"""The first thing to do: only a plan that surely helps, where something breaks."""

from sim.experiment.judgement.first_action import first_action
from sim.experiment.judgement.verdict import verdict
from tests.results.runs import DRILL, estimate, run


def test_a_gain_that_may_be_none_is_not_promised():
    doubtful = [*DRILL[:3], run("b_material_shortage", 0.8, "red", "mill", effect=estimate(0.1, -0.01, 0.2), cost=1)]
    assert first_action(doubtful) is None
    assert "先为B补预案" in verdict(doubtful).zh


def test_a_single_replication_has_only_the_bare_difference():
    single = [*DRILL[:3], run("b_material_shortage", 0.8, "red", "mill", effect=estimate(0.1, n=1), cost=0.0)]
    assert first_action(single).gain == 0.1
    assert "无额外花费" in verdict(single).zh


def test_the_plan_of_a_scenario_that_holds_is_not_the_first_thing_to_do():
    runs = [*DRILL, run("a_head_streamer", 0.999, "green", "crew", effect=estimate(0.9, 0.8, 1.0), cost=5)]
    assert first_action(runs).plan == "second_mill"


def test_where_no_plan_gains_fulfilment_one_that_gains_punctuality_is_named():
    late = run("x", 1.0, "red", lights={"fulfilment_rate": "green", "on_time_rate": "red"}, on_time_rate=0.6)
    plan = run(
        "x",
        1.0,
        "green",
        "crew",
        effect={"fulfilment_rate": estimate(0.0, 0.0, 0.0), "on_time_rate": estimate(0.2, 0.1, 0.3)},
        cost=10,
    )
    assert first_action([late, plan]).model_dump() == {
        "scenario": "x", "plan": "crew", "kpi": "on_time_rate", "gain": 0.2, "cost": 10,
    }  # fmt: skip
    assert "准时率60.0%" in verdict([late, plan]).zh
    assert "准时率+20.0个百分点" in verdict([late, plan]).zh


def test_a_gain_below_half_a_point_is_none():
    tiny = [*DRILL[:3], run("b_material_shortage", 0.77, "red", "mill", effect=estimate(0.0049, 0.004, 0.006), cost=1)]
    assert first_action(tiny) is None


def test_without_scenarios_there_is_nothing_to_do():
    assert first_action(DRILL[:1]) is None
