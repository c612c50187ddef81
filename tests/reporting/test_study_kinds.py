"""A contract for every kind of study that there is: a section about it, and a report in both languages."""

from typing import Any

import pytest

from sim.reporting.formats import html, xlsx
from sim.reporting.headline import about, headline
from sim.reporting.sections import section_modules, sections, sections_of_kind
from sim.results.study import StudyResult

from .goldens import KINDS, golden
from .pages import parsed

every_kind = pytest.mark.parametrize("kind", KINDS)


def test_the_kinds_are_found() -> None:
    assert {"drill", "comparison", "sweep", "optimum", "exposure", "breaking_point", "steady_state"} <= KINDS.keys()


@every_kind
def test_a_kind_of_study_has_a_section_about_it(kind: str) -> None:
    own = [module for module in section_modules() if module.ABOUT is not StudyResult]
    assert any(issubclass(KINDS[kind], module.ABOUT) for module in own), (
        f"add a file to sim/reporting/sections about {kind}"
    )


@every_kind
def test_its_small_result_is_of_that_kind_and_the_section_has_something_to_show(kind: str, lang: Any) -> None:
    result = golden(kind)
    assert isinstance(result, KINDS[kind])
    assert sections_of_kind(result, lang)


@every_kind
def test_its_page_is_whole_and_begins_with_what_it_is_about(kind: str, lang: Any) -> None:
    result = golden(kind)
    chapters = sections(result, lang)
    tree = parsed(html.encode(result, lang).decode())
    assert (tree.faults, tree.open) == ([], [])
    assert {section.key for section in chapters} <= set(tree.ids)
    head = about(headline(result, lang), chapters)
    assert head.title in tree.text
    assert head.verdict in tree.text
    assert (head.score_word == "") == (kind != "drill")


@every_kind
def test_its_workbook_is_written(kind: str, lang: Any) -> None:
    assert xlsx.encode(golden(kind), lang)[:2] == b"PK"


@every_kind
def test_no_measure_of_it_is_without_a_title_in_its_tables(kind: str, lang: Any) -> None:
    result = golden(kind)
    titles = {info.title(lang) for info in result.kpis.values()}
    words = {
        cell
        for section in sections(result, lang)
        for part in section.parts
        for row in part.table.rows
        for cell in row
        if isinstance(cell, str)
    }
    assert titles <= words
