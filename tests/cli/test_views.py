"""Every kind of study on the terminal: shown in both languages, and one document with what it asked."""

import json

import pytest

from sim.cli import views
from sim.cli.options import Settings
from sim.cli.study import show_result
from tests.reporting.goldens import KINDS, golden

every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_kind_of_study_is_shown_in_words_that_every_console_can_write(kind, lang, capsys):
    views.show(golden(kind), lang)
    shown = capsys.readouterr()
    assert shown.err == ""
    assert len(shown.out.splitlines()) > 1
    assert any("\u4e00" <= letter <= "\u9fff" for letter in shown.out) == (lang == "zh")
    shown.out.encode("gbk")


@every_kind
def test_json_is_the_run_and_the_answer_of_the_study(kind, capsys):
    result = golden(kind)
    show_result(Settings(json=True), result)
    document = json.loads(capsys.readouterr().out)
    assert document["run_id"] == result.run_id
    assert document.keys() == {"run_id", *result.answer()}


def test_a_kind_without_a_view_of_its_own_is_shown_by_its_section(capsys):
    views.show(golden("exposure"), "en")
    shown = capsys.readouterr().out
    assert shown.splitlines()[0].startswith("Element")
    assert "costs most" in shown.splitlines()[-1]


def test_of_a_large_sweep_without_an_analysis_the_first_points_are_shown(capsys, monkeypatch):
    from sim.cli.views import sweep

    monkeypatch.setattr(sweep, "MANY", 1)
    result = golden("sweep")
    bare = result.model_copy(update={"sweep": result.sweep.model_copy(update={"analysis": ()})})
    sweep.show(bare, "en")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"... {len(result.sweep.rows) - 1} more rows in result.json"
