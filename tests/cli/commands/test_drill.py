"""`surge drill`: one document, whole reports, nothing half-written, and the gate."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from sim.cli import study

REPORTS = {"report.html", "report.en.html", "report.xlsx", "report.en.xlsx", "report.json"}
QUICK = ("-n", 1, "-j", 1)


@pytest.fixture
def unreported(monkeypatch):
    """A drill without drawing the reports, which takes most of its time; the drill played for all tests has them."""
    monkeypatch.setattr(study, "write_reports", lambda result, out, settings: out / "report.html")


def change(path: str, **values: object) -> None:
    file = Path(path)
    file.write_text(yaml.safe_dump({**yaml.safe_load(file.read_text()), **values}, allow_unicode=True))


def test_json_is_one_document_and_nothing_else_is_on_stdout(played):
    assert (played.ended.exit_code, played.ended.stderr) == (0, "")
    document = played.document
    assert set(document) == {"run_id", "scenarios"}
    assert [(run["id"], run["plan"]) for run in document["scenarios"]] == [
        ("baseline", None),
        ("m_mill_stops", None),
        ("m_mill_stops", "spare"),
    ]
    for run in document["scenarios"]:
        assert set(run) == {"id", "plan", "kpis"}
        assert {"fulfilment_rate", "lead_time_p95"} <= set(run["kpis"])
        assert all(set(kpi) == {"mean", "ci_low", "ci_high", "n"} for kpi in run["kpis"].values())


def test_reports_and_the_run_folder_lie_under_the_folder_asked_for(played):
    out = played.folder / "out"
    assert REPORTS | {"runs.sqlite", played.run_id} == {path.name for path in out.iterdir()}
    for name in REPORTS:
        assert (out / name).read_bytes() == (out / played.run_id / name).read_bytes()
    assert json.loads((out / played.run_id / "result.json").read_text())["month"] == "2026-11"


def test_the_report_shows_what_the_document_says(played):
    told = json.loads((played.folder / "out" / "report.json").read_text())
    for run, one in zip(told["scenarios"], played.document["scenarios"], strict=True):
        assert run["kpis"]["fulfilment_rate"]["mean"] == one["kpis"]["fulfilment_rate"]["mean"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_json_a_person_reads_table_score_verdict_and_where_the_report_is(surge, shop, unreported, lang):
    ended = surge("drill", "--lang", lang, *QUICK)
    assert (ended.exit_code, ended.stderr) == (0, "")
    words = {
        "zh": ("小店", "面粉厂停工", "爆款承接能力评分", "一句话结论"),
        "en": ("Corner shop", "The mill stops", "Readiness score"),
    }
    assert all(word in ended.stdout for word in words[lang])
    assert ended.stdout.splitlines()[-1] == "report: out/report.html"


def test_the_gate_is_closed_by_an_expectation_that_is_not_met(surge, shop, unreported):
    change("scenarios/m_mill_stops.yaml", expect={"fulfilment_rate": {"at_least": 1.5}})
    assert surge("drill", *QUICK).exit_code == 0
    ended = surge("drill", "--gate", "--json", "--lang", "en", *QUICK)
    assert ended.exit_code == 10
    assert "expected at least 150.0%" in ended.stderr
    json.loads(ended.stdout)


def test_the_gate_is_open_when_everything_is_met(surge, shop, unreported):
    change("scenarios/m_mill_stops.yaml", expect={"fulfilment_rate": {"at_least": 0.0}})
    assert surge("drill", "--gate", *QUICK).exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("nope.yaml",), 3, "no such file"),
        (("scenarios",), 3, "this is a scenario, and a configuration is needed"),
        (("shop.yaml", "-s", "m_mill_stop"), 3, "did you mean 'm_mill_stops'"),
        (("shop.yaml", "-S", "horizonn=1d"), 3, "did you mean 'horizon'"),
        (("shop.yaml", "-S", "horizon=-1d"), 3, "horizon"),
        (("shop.yaml", "-S", "horizon"), 2, "KEY=VALUE"),
        (("shop.yaml", "--month", "2026-13"), 2, "2026-11"),
        (("shop.yaml", "-n", "0"), 2, "-n"),
        (("shop.yaml", "-j", "0"), 2, "-j"),
        (("shop.yaml", "--seed", "-1"), 2, "--seed"),
        (("shop.yaml", "-o", "shop.yaml"), 2, "is a file"),
        (("shop.yaml", "more"), 2, "unexpected"),
    ],
)
def test_bad_input_is_answered_in_words_and_nothing_is_written(surge, shop, words, code, told):
    before = sorted(shop.rglob("*"))
    ended = surge("drill", *words)
    assert (ended.exit_code, ended.stdout) == (code, "")
    assert told in ended.stderr
    assert sorted(shop.rglob("*")) == before


def test_a_rehearsal_names_everything_and_writes_nothing(surge, shop):
    before = sorted(shop.rglob("*"))
    ended = surge("drill", "--dry-run", "-n", 30)
    assert ended.exit_code == 0
    assert "m_mill_stops+spare" in ended.stdout
    assert "3 x 30 = 90 runs" in ended.stdout
    assert json.loads(surge("drill", "--dry-run", "--json").stdout)["replications"] == 30
    assert sorted(shop.rglob("*")) == before


def test_a_setting_changes_the_run(surge, shop, unreported):
    documents = [
        json.loads(surge("drill", "--json", "-s", "baseline", *more, *QUICK).stdout)
        for more in ((), ("-S", "couriers.riders.full_time=1", "-S", "regular.everyday.promise=20min"))
    ]
    shares = [one["scenarios"][0]["kpis"]["on_time_rate"]["mean"] for one in documents]
    assert shares[0] > shares[1] + 0.1
    assert documents[0]["run_id"] != documents[1]["run_id"]


def test_what_a_setting_changes_is_told_old_and_new(surge, shop):
    ended = surge("drill", "--dry-run", "-S", "couriers.riders.full_time=1")
    assert ended.stderr == "couriers.riders.full_time: 4 -> 1\n"
    assert surge("drill", "--dry-run", "-q", "-S", "couriers.riders.full_time=1").stderr == ""


def test_a_replication_that_fails_ends_with_4_names_itself_and_can_be_gone_on_with(surge, shop, monkeypatch):
    def fail(*_: object) -> None:
        raise ArithmeticError("no such number")

    monkeypatch.setattr("sim.experiment.play.replicate.simulate", fail)
    ended = surge("drill", *QUICK)
    assert (ended.exit_code, ended.stdout) == (4, "")
    assert "no such number" in ended.stderr
    assert "replication 0" in ended.stderr
    assert "--resume" in ended.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_drill_keeps_what_is_done_and_goes_on(surge, shop, root, jobs):
    command = [sys.executable, "-m", "sim.cli", "drill", "-n", "1000", "-j", jobs]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    env = {**os.environ, "PYTHONPATH": str(root)}
    process = subprocess.Popen(command, env=env, start_new_session=True, **pipes)
    end = time.monotonic() + 60
    while not list(shop.glob("out/*/replications/baseline/*.json")) and time.monotonic() < end:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: workers hear of it too
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, "")
    assert "--resume" in stderr
    assert "Traceback" not in stderr
    assert list(shop.glob("out/*/replications/baseline/*.json"))
    assert list(shop.glob("out/*/result.json")) == []
    ended = surge("report")
    assert ended.exit_code == 2


def on_terminal(root, *words: str, **env: str) -> str:
    """What a command writes to a terminal of 80 columns, stdout and stderr together."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sim.cli", *words]
    settings = {**os.environ, "PYTHONPATH": str(root), "TERM": "xterm-256color", "COLUMNS": "80", **env}
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=settings)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert process.wait() == 0
    return seen.decode()


def test_on_a_terminal_progress_is_shown_and_the_last_line_says_what_to_type_next(shop, root):
    seen = on_terminal(root, "run", "-s", "m", "-n", "1", "-j", "1")
    assert "3/3 replications" in seen
    assert "next: surge story run-" in seen.rstrip().splitlines()[-1]


def test_a_terminal_is_quiet_when_asked(shop, root):
    seen = on_terminal(root, "run", "-n", "1", "-j", "1", "-q")
    assert "replications\x1b" not in seen
    assert "next:" not in seen


def test_a_terminal_gets_colour_unless_no_color_asks_for_none(after, root):
    assert "\x1b[32m" in on_terminal(root, "runs", "show", NO_COLOR="")
    assert "\x1b[32m" not in on_terminal(root, "runs", "show", NO_COLOR="1")
