"""Words of the trade: every unit and code that anything produces has its words, and no other has."""

import re
from pathlib import Path

import pytest

from sim.kpi import exits, series, stages
from sim.kpi.registry import measures
from sim.reporting.glossary import MEASURES, glossary
from sim.reporting.terms import CODES, UNITS, light_mark, light_word, unit_word, word
from sim.results.accounts import COSTS
from sim.state.ledger import Exit

OF_REPORTS = {"points", "points_of_score", "n"}
DOCS = (Path(__file__).resolve().parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")


def test_units_are_those_of_measures_and_series_and_those_of_reports_alone() -> None:
    declared = {one.unit for one in (*measures().values(), *series.SERIES.values())} - {"share"}
    assert UNITS.keys() == declared | OF_REPORTS


def test_codes_are_those_of_steps_stages_exits_and_accounts() -> None:
    left = {one.name.lower() for one in Exit if one != Exit.NONE}
    assert CODES.keys() == {*exits.STEPS, *stages.STAGES, *left, *COSTS, "shock"}


def test_what_only_a_plug_in_produces_stays_readable() -> None:
    assert unit_word("furlongs", "zh") == "furlongs"
    assert word("drone_rental", "en") == "drone rental"


def test_a_run_that_was_not_judged_has_a_light_of_its_own() -> None:
    assert (light_mark(None), light_word(None, "zh"), light_word(None, "en")) == ("○", "未判定", "Not judged")


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_a_measure_of_the_glossary_is_defined_by_its_own_declaration_in_both_languages(measure) -> None:
    (term,) = (term for term in glossary() if term.en == measure.title_en)
    assert term.zh == measure.title_zh
    assert term.definition_en.startswith(measure.definition.split("\n")[0])
    assert re.search("[\u4e00-\u9fff]", term.definition_zh)


def test_the_page_of_measures_has_a_section_for_every_measure() -> None:
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.*)$", DOCS, flags=re.MULTILINE)}
    for measure in measures().values():
        page, _, anchor = measure.source.rpartition("#")
        if page.endswith("docs/measures.md"):
            assert anchor in anchors, measure.name


def test_the_measures_of_resilience_are_called_on_their_page_as_they_are_declared() -> None:
    section = DOCS.partition("## Resilience")[2].partition("\n## ")[0]
    listed = set(re.findall(r"^\| ([^|]*) \|", section, flags=re.MULTILINE)) - {"Measure"}
    titles = {one.title_en for one in measures().values() if one.source.endswith("#resilience")}
    assert listed == titles
