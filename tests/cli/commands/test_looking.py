"""`doctor`, `list`, `schema`, `completion`, `verify`: what there is, and whether it is well."""

import json
import subprocess
from importlib import metadata

import pytest

from sim.cli import textbook
from sim.cli.commands import doctor
from sim.cli.commands.list import ROOMS
from sim.results.studies import KINDS

CASES = """
cases:
  - {id: T1, area: queueing, split: own, title: a bench, model: mm1, inputs: {lam: 0.5, mu: 1.0},
     expected: {rho: 0.5}, sim_tolerance: {kind: stochastic, rel: 0.2, run: 3 reps x 2000 customers after 200 warm-up}}
  - {id: T2, area: queueing, split: own, title: a lie, model: mm1, inputs: {lam: 0.5, mu: 1.0},
     expected: {rho: 0.9}, sim_tolerance: {kind: stochastic, rel: 0.01, run: 3 reps x 2000 customers after 200 warm-up}}
  - {id: T3, area: future, split: own, title: later, model: something_later, inputs: {x: 1}, expected: {y: 1},
     sim_tolerance: {kind: identity, abs: 0.1}}
"""


def test_doctor_finds_this_machine_well(surge):
    ended = surge("doctor")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "■" not in ended.stdout
    document = json.loads(surge("doctor", "--json").stdout)
    assert document["ok"]
    assert {"Python", "packages", "Chinese font", "cores", "disk", "folder"} <= {
        f["what"] for f in document["findings"]
    }


def test_doctor_names_the_missing_package_and_its_cure(surge, monkeypatch):
    real = metadata.version

    def version(name: str) -> str:
        if name == "simpy":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "version", version)
    ended = surge("doctor")
    assert ended.exit_code == 1
    assert "■ packages" in ended.stdout
    assert "pip install simpy" in ended.stdout


def test_doctor_tells_a_folder_that_cannot_be_written(surge, monkeypatch):
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    assert [finding.state for finding in doctor._writable()] == ["wrong"]
    assert surge("doctor").exit_code == 1


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_everything_in_a_list_has_a_name_and_says_what_it_is(surge, room):
    rows = json.loads(surge("list", room, "--json").stdout)
    assert rows
    assert all(row["name"] and (row.get("about") or row.get("title_en")) for row in rows)
    shown = surge("list", room).stdout
    assert all(row["name"] in shown for row in rows)
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_knobs_of_plug_ins_are_listed_as_yaml_writes_them(surge):
    rows = {row["name"]: row for row in json.loads(surge("list", "shocks", "--json").stdout)}
    assert {"from", "for", "noticed_after"} <= set(rows["hold"]["knobs"])


def test_an_unknown_list_is_refused_with_those_there_are(surge):
    ended = surge("list", "policys")
    assert ended.exit_code == 2
    assert "policies" in ended.stderr


def test_a_slip_in_the_name_of_a_list_is_answered_with_the_nearest(surge):
    ended = surge("list", "kpi")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "did you mean 'kpis'?" in ended.stderr


def test_the_cases_of_a_file_are_listed_by_the_names_that_verify_takes(surge, tmp_path):
    (tmp_path / "cases.yaml").write_text(CASES)
    rows = json.loads(surge("list", "cases", tmp_path / "cases.yaml", "--json").stdout)
    assert [row["name"] for row in rows] == ["T1", "T2", "T3"]
    assert rows[0] == {"name": "T1", "area": "queueing", "model": "mm1", "about": "a bench"}
    assert "something_later" in surge("list", "cases", tmp_path / "cases.yaml").stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("cases",), 2, "surge list cases FILE"),
        (("kpis", "x.yaml"), 2, "only cases are listed from a file"),
        (("cases", "gone.yaml"), 3, "no such file"),
    ],
)
def test_only_cases_come_from_a_file_and_they_must(surge, words, code, said):
    ended = surge("list", *words)
    assert ended.exit_code == code
    assert said in ended.stderr


@pytest.mark.parametrize(("what", "key"), [((), "products"), (("world",), "horizon"), (("scenario",), "shocks")])
def test_the_schema_is_a_json_schema(surge, what, key):
    document = json.loads(surge("schema", *what).stdout)
    assert "2020-12" in document["$schema"]
    assert key in document["properties"]


def test_the_schema_of_a_result_has_every_kind_of_study(surge):
    document = json.loads(surge("schema", "--of", "result").stdout)
    assert "2020-12" in document["$schema"]
    assert set(document["discriminator"]["mapping"]) == set(KINDS)
    assert json.loads(surge("schema", "--of", "scenario").stdout) == json.loads(surge("schema", "scenario").stdout)
    assert "did you mean 'result'" in surge("schema", "--of", "results").stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(surge, shell):
    ended = surge("completion", shell)
    assert ended.exit_code == 0
    assert "_SURGE_COMPLETE" in ended.stdout


def test_bash_understands_its_completion_script(surge):
    script = surge("completion", "bash").stdout
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    assert surge("completion", "tcsh").exit_code == 2


def test_verify_marks_right_answers_wrong_ones_and_those_not_yet_possible(surge, tmp_path):
    (tmp_path / "cases.yaml").write_text(CASES)
    ended = surge("verify", tmp_path / "cases.yaml", "--json")
    cases = {case["id"]: case for case in json.loads(ended.stdout)["cases"]}
    assert {name: case["status"] for name, case in cases.items()} == {"T1": "pass", "T2": "fail", "T3": "unsupported"}
    assert cases["T1"]["got"]["rho"] == pytest.approx(0.5, rel=0.2)
    assert ended.exit_code == 1


def test_verify_says_below_its_table_why_a_case_did_not_pass(surge, tmp_path):
    (tmp_path / "cases.yaml").write_text(CASES)
    lines = surge("verify", tmp_path / "cases.yaml").stdout.splitlines()
    assert [line for line in lines if line.startswith("■ T2 fail: rho is 0.")]
    assert [line for line in lines if line.startswith("○ T3 unsupported: no translation for the model")]
    assert lines[-1] == "1 pass, 1 fail, 1 unsupported"


def test_verify_does_not_look_like_success_when_no_case_could_be_played(surge, tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text(CASES)
    ended = surge("verify", file, "--only", "T3")
    assert (ended.exit_code, ended.stdout.splitlines()[-1]) == (0, "0 pass, 1 unsupported")
    file.write_text("cases: []\n")
    assert surge("verify", file).stdout.splitlines()[-1] == "no case"


def test_verify_shows_a_table_only_what_is_asked_and_the_world_of_a_case(surge, tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text(CASES)
    ended = surge("verify", file, "--only", "T1")
    assert ended.exit_code == 0
    assert "● pass" in ended.stdout
    assert ended.stdout.splitlines()[-1] == "1 pass"
    assert "stations:" in surge("verify", file, "--show", "T1").stdout
    assert surge("verify", file, "--show", "T9").exit_code == 3


def test_verify_marks_what_was_not_played_and_explains_the_mark(surge, root):
    ended = surge("verify", root / "tests" / "validation" / "models" / "stock.yaml", "--only", "lostsales_periodic")
    lines = ended.stdout.splitlines()
    assert [line for line in lines if "basestock_S ‡" in line]
    assert lines[-2:] == ["‡ found by pilot runs", "1 pass"]


GONE = metadata.EntryPoint("textbook", "surgetwin_gone.verify", "surgetwin.validation")


@pytest.mark.parametrize("found", [(), (GONE,)], ids=["no entry point", "no files"])
@pytest.mark.parametrize("words", [("verify",), ("list", "cases")])
def test_without_a_player_of_cases_both_commands_say_how_to_get_one(surge, tmp_path, monkeypatch, words, found):
    (tmp_path / "cases.yaml").write_text(CASES)
    monkeypatch.setattr(textbook, "entry_points", lambda **selected: found)
    ended = surge(*words, tmp_path / "cases.yaml")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "package `validation`, which this installation lacks" in ended.stderr
    assert "pip install --force-reinstall surgetwin" in ended.stderr
