"""`surge sweep`: points or an analysis on stdout, one JSON document, and mistakes told without a trace."""

import json

import pytest

KEY = "couriers.riders.full_time"
WORDS = ("sweep", "shop.yaml", "-n", 2, "-j", 1)


def test_a_grid_shows_every_point_and_writes_its_report(shop, surge):
    ended = surge(*WORDS, "-x", f"{KEY}=1,4", "-k", "lead_time_p95", "--lang", "en")
    assert (ended.exit_code, ended.stderr) == (0, "")
    heads, first, second = ended.stdout.splitlines()[:3]
    assert "riders.full_time" in heads and "Lead time" in heads
    assert first.split()[:2] == ["Baseline", "1"] and second.split()[:2] == ["Baseline", "4"]
    (run,) = (shop / "out").glob("sweep-*")
    assert "Sensitivity" in (run / "report.en.html").read_text("utf-8")
    assert "敏感度" in (run / "report.html").read_text("utf-8")


def test_a_tornado_shows_what_matters_most_first(shop, surge):
    ended = surge(
        *WORDS, "--how", "tornado", "-x", f"{KEY}=1..6", "-x", "regular.everyday.promise=3h..5h", "-k", "lead_time_p95",
        "--lang", "en",
    )  # fmt: skip
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[0] == "Baseline · Lead time, p95"
    assert ended.stdout.splitlines()[2].startswith(KEY)


def test_json_is_one_document(shop, surge):
    ended = surge(*WORDS, "--how", "lhs", "--points", 2, "-x", f"{KEY}=1..6", "--json")
    found = json.loads(ended.stdout)
    assert (ended.exit_code, ended.stderr, found["how"], len(found["rows"])) == (0, "", "lhs", 2)
    assert set(found["rows"][0]) == {"id", "at", "scenario", "kpis"}


def test_of_a_large_sweep_the_first_points_are_shown_and_the_rest_counted(shop, surge, monkeypatch):
    monkeypatch.setattr("sim.cli.views.sweep.MANY", 2)
    ended = surge(*WORDS, "-n", 1, "-x", f"{KEY}=1,2,3", "--lang", "en", "-S", "horizon=1d", "-q")
    assert "... 1 more rows in result.json" in ended.stdout


def test_points_come_from_a_table(shop, surge):
    (shop / "points.csv").write_text(f"{KEY}\n1\n3\n", "utf-8")
    ended = surge(*WORDS, "-n", 1, "--list", "points.csv", "--json")
    assert [row["at"] for row in json.loads(ended.stdout)["rows"]] == [{KEY: "1"}, {KEY: "3"}]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "nothing to vary"),
        (("-x", KEY), 2, "is written key=a,b,c or key=low..high"),
        (("-x", f"{KEY}=3..1"), 2, "from the lower to the higher end"),
        (("-x", "couriers.rider.full_time=1,2"), 3, "riders"),
        (("-x", f"{KEY}=1,many"), 3, "many"),
        (("-x", f"{KEY}=1,2", "--how", "sobol"), 2, "needs a range"),
        (("-x", f"{KEY}=1,2", "--how", "guess"), 2, "guess"),
        (("-x", f"{KEY}=1,2", "-k", "lead_time"), 2, "lead_time_"),
        (("--list", "no.csv"), 2, "no.csv"),
        (("-x", f"{KEY}=1,2", "--list", "points.csv"), 2, "--list"),
    ],
)
def test_a_mistake_is_told_without_a_trace_and_nothing_is_written(shop, surge, words, code, said):
    (shop / "points.csv").write_text(f"{KEY}\n1\n3\n", "utf-8")
    ended = surge(*WORDS, *words)
    assert (ended.exit_code, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (shop / "out").exists()
