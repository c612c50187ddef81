"""`surge compare`: a table or one JSON document, reports beside the run, and mistakes told without a trace."""

import json

import pytest

FULLER = "title: {zh: 多备货, en: Fuller}\nreplenishment: [{at: shop, policy: {kind: base_stock, level: 220}}]\n"
LESS = "title: {zh: 少备货, en: Less}\nover: {replenishment.0.policy.order_up_to: 20, sites.shop.opening.loaf: 20}\n"
WORDS = ("compare", "shop.yaml", "-n", 2, "--most", 2, "-j", 1)


@pytest.fixture
def sets(shop):
    (shop / "policies").mkdir()
    (shop / "policies" / "fuller.yaml").write_text(FULLER, "utf-8")
    (shop / "policies" / "less.yaml").write_text(LESS, "utf-8")
    return shop


def test_the_table_says_who_is_better_and_the_report_lies_beside_the_run(sets, surge):
    ended = surge(*WORDS, "-p", "current,less", "-s", "m", "--lang", "en")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "Less" in ended.stdout and "As it is" in ended.stdout
    assert "Against the base" in ended.stdout
    assert ended.stdout.splitlines()[-1] == "report: out/report.en.html"
    (run,) = (sets / "out").glob("compare-*")
    assert {"report.html", "report.en.html", "report.xlsx", "result.json"} <= {path.name for path in run.iterdir()}
    assert "Policies compared" in (run / "report.en.html").read_text("utf-8")
    assert "策略对比" in (run / "report.html").read_text("utf-8")


def test_json_is_one_document_with_every_difference(sets, surge):
    ended = surge(*WORDS, "-p", "current", "-p", "fuller,less", "-k", "fill_rate", "--json")
    found = json.loads(ended.stdout)
    assert (ended.exit_code, ended.stderr, found["base"], found["kpis"]) == (0, "", "current", ["fill_rate"])
    assert [(row["policy"], row["scenario"]) for row in found["differences"]] == [
        ("fuller", "baseline"),
        ("less", "baseline"),
    ]
    assert {"mean", "ci_low", "ci_high", "n", "p", "p_holm", "verdict", "replications_needed"} <= set(
        found["differences"][0]
    )
    assert found["run_id"] == next((sets / "out").glob("compare-*")).name


def test_a_dry_run_checks_everything_and_writes_nothing(sets, surge):
    ended = surge(*WORDS, "-p", "current,less", "-s", "m", "--dry-run")
    assert ended.exit_code == 0
    assert "less@m_mill_stops" in ended.stdout
    assert "4 x 2 = 8 runs" in ended.stdout
    assert surge(*WORDS, "-p", "current,les", "--dry-run").exit_code == 3
    assert not (sets / "out").exists()


def test_settings_are_told_and_count(sets, surge):
    ended = surge(*WORDS, "-p", "current,fuller", "-S", "horizon=1d", "--json")
    assert ended.exit_code == 0
    assert "horizon" in ended.stderr
    assert len(json.loads(ended.stdout)["rows"]) == 6


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("-p", "current"), 2, "at least two policy sets; found current"),
        (("-p", "current,les"), 3, "did you mean 'less'?"),
        (("-p", "current,less", "-k", "fil_rate"), 2, "fill_rate"),
        (("-p", "current,less", "--select", "kn", "--by", "nothing"), 2, "nothing"),
        (("-p", "current,less", "--by", "cost"), 2, "cost_per_order"),
        (("-p", "current,less", "-n", 10, "--most", 5), 2, "`--most 5` allows fewer replications than the 10"),
        (("-p", "current,less", "-n", 10, "--most", 5, "--select", "kn"), 2, "`--most 5`"),
        (("-p", "current,less", "-s", "zz"), 3, "zz"),
        (("-p", "current,less", "-S", "horizn=1d"), 3, "horizon"),
        ((), 2, "--policies"),
    ],
)
def test_a_mistake_is_told_without_a_trace_and_nothing_is_written(sets, surge, words, code, said):
    ended = surge(*WORDS, *words)
    assert (ended.exit_code, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (sets / "out").exists()


def test_the_last_words_name_the_folder(sets, surge, monkeypatch):
    monkeypatch.setattr("sim.cli.screen.is_terminal", lambda stream: True)
    ended = surge(*WORDS, "-p", "current,fuller", "-o", "elsewhere", "-S", "horizon=1d")
    run = next((sets / "elsewhere").glob("compare-*")).name
    assert f"next: surge runs show {run} -o elsewhere" in " ".join(ended.stderr.split())
    assert surge("runs", "show", run, "-o", "elsewhere").exit_code == 0
