"""`surge optimise`: what was found, on which random numbers, one JSON document, going on, mistakes without a trace."""

import json

import pytest

pytest.importorskip("optuna")
KEY = "couriers.riders.full_time"
WORDS = ("optimise", "shop.yaml", "-n", 1, "-j", 1, "--trials", 3, "--fresh", 2, "-S", "horizon=1d", "-q")


def test_the_best_is_shown_with_the_optimism_of_the_search(shop, surge):
    ended = surge(*WORDS, "-x", f"{KEY}=1..6", "--by", "lead_time_mean", "--lang", "en")
    assert (ended.exit_code, ended.stderr) == (0, "")
    worth, heads, setting = ended.stdout.splitlines()[:3]
    assert worth.startswith("The best of 3 trials: ")
    assert (
        "in the search (1 replications)" in worth
        and "on fresh random numbers (2)" in worth
        and "too optimistic by" in worth
    )
    assert heads.split() == ["Setting", "Best", "value"]
    assert setting.split()[0] == KEY
    assert "As it is" in ended.stdout
    (run,) = (shop / "out").glob("optimise-*")
    assert {"report.html", "report.en.html", "report.xlsx"} <= {path.name for path in run.iterdir()}


def test_json_is_one_document_and_resume_plays_nothing_again(shop, surge):
    words = (*WORDS, "-x", f"{KEY}=1..6", "--subject-to", "fulfilment_rate>=10%", "--json")
    ended = surge(*words)
    found = json.loads(ended.stdout)
    assert (ended.exit_code, len(found["optimum"]["trials"])) == (0, 3)
    assert {"at", "search", "fresh", "constraints", "optimism"} <= set(found["optimum"])
    (trials,) = (shop / "out").glob("search-*/trials.json")
    stamp = trials.stat().st_mtime_ns
    assert surge(*words, "--resume").stdout == ended.stdout
    assert trials.stat().st_mtime_ns == stamp


def test_bounds_that_nothing_meets_end_with_the_nearest(shop, surge):
    ended = surge(*WORDS, "-x", f"{KEY}=1..6", "--subject-to", "lead_time_p95<=0.01")
    assert (ended.exit_code, ended.stdout) == (4, "")
    assert "none of 3 points meets lead_time_p95 <= 0.01; the nearest has" in ended.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "nothing to vary"),
        (("-x", f"{KEY}=1..6", "--subject-to", "fulfilment_rate"), 2, "written like fulfilment_rate>=0.95"),
        (("-x", f"{KEY}=1..6", "--by", "costs"), 2, "costs"),
        (("-x", "couriers.rider.full_time=1..6"), 3, "riders"),
        (("-x", f"{KEY}=1..6", "--trials", 0), 2, "--trials"),
    ],
)
def test_a_mistake_is_told_without_a_trace_and_nothing_is_written(shop, surge, words, code, said):
    ended = surge(*WORDS, *words)
    assert (ended.exit_code, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (shop / "out").exists()
