"""What a result of a study answers when it is read: runs and plans by name, goals, the drill before, rows by place."""

import json

import pytest

from sim.results.documents import to_json
from sim.results.study import Words
from tests.reporting.goldens import golden
from tests.reporting.hand import UNDEFINED, hand, read, run


def test_words_are_in_one_of_two_languages():
    assert [Words(zh="店", en="Shop").of(lang) for lang in ("zh", "en")] == ["店", "Shop"]


def test_a_run_goes_by_its_scenario_and_plan():
    result = read(hand())
    assert result.run("a_rush") is result.without_plans[0]
    assert result.run("a_rush", "crew").plan_cost == 1500.4
    for scenario, plan in (("a_rush", "second"), ("z", None)):
        with pytest.raises(KeyError):
            result.run(scenario, plan)


def test_a_scenario_with_a_letter_is_known_by_it():
    result = read(hand())
    assert [one.letter for one in result.runs] == ["baseline", "A", "A", "B", "B"]


def test_the_best_plan_is_the_first_action_and_elsewhere_the_one_that_fulfils_most():
    document = hand()
    other = dict(run(document, "A+"), plan="trucks")
    other["kpis"] = other["kpis"] | {"fulfilment_rate": {"mean": 0.99, "ci_low": 0.98, "ci_high": 1.0, "n": 10}}
    undefined = dict(other, plan="trial", kpis=other["kpis"] | {"fulfilment_rate": UNDEFINED})
    document["scenarios"] += [other, undefined]
    assert read(document).best_plan("a_rush").plan == "crew"
    assert read(document | {"first_action": None}).best_plan("a_rush").plan == "trucks"
    assert read(document).best_plan("b_mill").plan == "second"
    assert read(document).best_plan("baseline") is None


def test_a_goal_is_the_green_threshold_of_a_target():
    result = read(hand())
    assert (result.goal("lead_time_p95"), result.goal("recovered")) == (48.0, None)


@pytest.mark.parametrize(
    ("history", "month"),
    [
        ([("2026-09", 70.0), ("2026-10", 75.2), ("2026-11", 71.9)], "2026-10"),
        ([("2026-09", 70.0), ("2026-10", None), ("2026-11", 71.9)], "2026-09"),
        ([("2026-11", 71.9)], None),
        ([], None),
    ],
)
def test_the_drill_before_is_the_last_one_with_a_score(history, month):
    drills = [{"month": name, "score": score} for name, score in history]
    previous = read(hand() | {"history": drills}).previous
    assert (previous and previous.month) == month


def test_rows_of_a_comparison_are_found_by_scenario_policy_set_and_measure():
    found = golden("comparison").comparison
    for row in found.rows:
        assert found.means[row.scenario, row.policy, row.kpi] is row
    for row in found.differences:
        assert found.against_base[row.scenario, row.policy, row.kpi] is row
    assert all(policy != found.base for _, policy, _ in found.against_base)
    for row in found.pareto:
        assert found.tradeoffs[row.scenario, row.policy] is row
    assert found.scenarios == ("baseline",)


def test_a_sweep_without_an_analysis_does_not_mention_one():
    sweep = golden("sweep").sweep
    assert "analysis" in json.loads(to_json(sweep.model_dump(by_alias=True)))
    assert "analysis" not in sweep.model_copy(update={"analysis": ()}).model_dump(by_alias=True)
