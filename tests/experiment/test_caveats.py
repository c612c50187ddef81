"""What weakens a study is said in the result."""

from sim.experiment.caveats import NOT_MODELLED, warnings


def run(name, **kpis):
    return {"id": name, "kpis": {kpi: {"mean": mean, "n": 0 if mean is None else 5} for kpi, mean in kpis.items()}}


def test_too_few_replications_are_told():
    assert warnings([], {}, 10) == []
    assert "9" in warnings([], {}, 9)[0]["zh"]
    assert "luck" in warnings([], {}, 1)[0]["en"]


def test_a_target_without_any_value_is_told_and_one_that_some_run_has_is_not():
    runs = [run("baseline", recall_within_48h=None), run("d_recall", recall_within_48h=0.9)]
    assert warnings(runs, {"recall_within_48h": {}}, 30) == []
    (told,) = warnings(runs[:1], {"recall_within_48h": {}}, 30)
    assert "recall_within_48h" in told["zh"] and "recall_within_48h" in told["en"]


def test_a_time_to_recover_that_is_a_lower_bound_is_told():
    (told,) = warnings([run("a", recovered=1.0), run("b", recovered=0.8)], {}, 30)
    assert "of b had not recovered" in told["en"]


def test_what_is_not_modelled_is_said_in_both_languages():
    assert all(item["zh"] and item["en"] for item in NOT_MODELLED)
