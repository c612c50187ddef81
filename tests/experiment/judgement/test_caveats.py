"""What weakens a study is said in the result."""

from sim.experiment.judgement.caveats import NOT_MODELLED, warnings
from sim.kpi.registry import find
from sim.results.study import Words
from tests.results.runs import estimate
from tests.results.runs import run as whole


def run(name, **kpis):
    found = {kpi: estimate(mean, n=0 if mean is None else 5) for kpi, mean in kpis.items()}
    return whole(name).model_copy(update={"title": Words(zh=f"场景{name}", en=f"Scenario {name}"), "kpis": found})


def test_too_few_replications_are_warned_of():
    assert warnings([], {}, 10) == []
    assert "9" in warnings([], {}, 9)[0].zh
    assert "luck" in warnings([], {}, 1)[0].en


def test_a_target_without_any_value_is_warned_of_and_one_that_some_run_has_is_not():
    runs = [run("baseline", recall_within_48h=None), run("d_recall", recall_within_48h=0.9)]
    assert warnings(runs, ["recall_within_48h"], 30) == []
    (warning,) = warnings(runs[:1], ["recall_within_48h"], 30)
    assert warning.zh.startswith(f"目标“{find('recall_within_48h').title_zh}”")
    assert warning.en.startswith(f"the target “{find('recall_within_48h').title_en}”")


def test_what_is_no_measure_keeps_its_name():
    (warning,) = warnings([], ["from_elsewhere"], 30)
    assert "“from_elsewhere”" in warning.zh
    assert "“from_elsewhere”" in warning.en


def test_a_time_to_recover_that_is_a_lower_bound_is_warned_of():
    runs = [run("a", recovered=1.0), run("b", recovered=0.8), run("b", recovered=0.9), run("c", recovered=0.0)]
    (warning,) = warnings(runs, {}, 30)
    assert "of “Scenario b”, “Scenario c” had not recovered" in warning.en
    assert warning.zh.endswith("下限：“场景b”、“场景c”")


def test_what_is_not_modelled_is_said_in_both_languages():
    assert all(item.zh and item.en for item in NOT_MODELLED)
