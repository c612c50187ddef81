"""The page: whole, single, offline, readable, in both languages."""

import copy
import io
import re
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from sim.reporting.charts.canvas import ink
from sim.reporting.formats import html
from sim.reporting.headline import headline
from sim.reporting.sections import chapters, sections

from .pages import embedded_font, parsed


def test_every_tag_is_closed_and_every_id_is_unique(page: str) -> None:
    tree = parsed(page)
    assert tree.faults == []
    assert tree.open == []
    assert len(tree.ids) == len(set(tree.ids))


def test_every_chapter_with_something_to_say_is_in_the_page_with_its_title(
    result: dict[str, Any], page: str, lang: Any
) -> None:
    tree = parsed(page)
    told = [chapter for chapter in chapters() if chapter.build(result, lang)]
    assert len(told) >= 11
    for chapter in told:
        assert chapter.__name__.rpartition(".")[2] in tree.ids
        assert chapter.TITLE[lang] in tree.text


def test_the_page_asks_nobody_for_anything(page: str) -> None:
    tree = parsed(page)
    assert "http://" not in page
    assert "https://" not in page
    assert not re.search(r"url\((?!data:|#)", page)
    assert "@import" not in page
    assert "script" not in tree.tags
    assert all(address.startswith(("#", "data:")) for address in tree.addresses)


def test_the_page_forbids_requests_by_its_own_policy(page: str) -> None:
    assert "default-src 'none'" in page


def test_every_link_inside_the_page_leads_somewhere(page: str) -> None:
    tree = parsed(page)
    wanted = {address[1:] for address in tree.addresses if address.startswith("#")}
    wanted |= set(re.findall(r"url\(#([^)]*)\)", page))
    assert wanted <= set(tree.ids)


def test_the_embedded_font_has_every_character_that_the_page_shows(page: str) -> None:
    with TTFont(io.BytesIO(embedded_font(page))) as font:
        held = set(font.getBestCmap())
    shown = {letter for text in parsed(page).text for letter in text if not letter.isspace()}
    assert {letter for letter in shown if ord(letter) not in held} == set()


def test_the_page_is_small(page: str) -> None:
    assert len(page.encode()) <= 2_000_000


def test_every_figure_has_its_finding_and_its_table_one_click_away(page: str) -> None:
    figures = re.findall(r"<figure>(.*?)</figure>\s*(<\w+)", page, flags=re.DOTALL)
    assert len(figures) >= 8
    for inside, after in figures:
        caption = re.search(r"<figcaption[^>]*>(.*?)</figcaption>", inside, flags=re.DOTALL)
        assert caption
        assert re.search(r"\d|[A-E]", caption.group(1)), "a finding names something found"
        assert after == "<details"


def test_lights_are_told_by_shape_and_word_and_colour(page: str, lang: str) -> None:
    words = {"zh": ("达标", "预警", "不达标"), "en": ("On target", "Warning", "Missed")}[lang]
    for tint, shape, word in zip(("good", "warn", "bad"), "●▲■", words, strict=True):
        assert f'<span class="light {tint}"><i>{shape}</i>{word}</span>' in page


def test_text_from_outside_is_shown_and_not_obeyed(page: str) -> None:
    assert "没有区间 &lt;no interval&gt; &amp; &#34;quoted&#34;" in page


def test_a_number_that_rests_on_one_replication_says_so(page: str) -> None:
    assert '<span class="ci">n = 1</span>' in page


def test_the_arrow_appears_only_where_the_interval_leaves_out_zero(result: dict[str, Any]) -> None:
    sure, unsure = small(result), small(result)
    for run in unsure["scenarios"]:
        for change in run["delta"].values():
            change.update(ci_low=-1.0, ci_high=1.0)
        run["kpis"] = {name: {**raw, "ci_low": None, "ci_high": None} for name, raw in run["kpis"].items()}
    assert 'class="arrow' in html.encode(sure, "zh").decode()
    assert 'class="arrow' not in html.encode(unsure, "zh").decode()


def test_the_same_result_gives_the_same_bytes(result: dict[str, Any]) -> None:
    assert html.encode(small(result), "zh") == html.encode(small(result), "zh")


RUN_PARTS = (
    "curve", "lead_time", "stages", "utilisation", "binds_first", "funnel", "exits", "cost", "worst", "recall", "delta",
    "expect", "shock", "plan_title", "title", "light", "grade", "score", "kpis",
)  # fmt: skip
STUDY_PARTS = (
    "history",
    "verdict",
    "targets",
    "score",
    "month",
    "titles",
    "start",
    "horizon",
    "brand",
    "method",
    "kpis",
)


def small(result: dict[str, Any]) -> dict[str, Any]:
    """The baseline and one scenario without and with its plan."""
    poor = copy.deepcopy(result)
    poor["scenarios"] = [run for run in poor["scenarios"] if run["id"] in ("baseline", "d_quality_recall")]
    return poor


@pytest.mark.parametrize("gone", RUN_PARTS)
def test_a_run_without_one_of_its_parts_still_makes_a_report(result: dict[str, Any], gone: str) -> None:
    poor = small(result)
    for run in poor["scenarios"]:
        run[gone] = None
    drawn(poor)
    for run in poor["scenarios"]:
        del run[gone]
    drawn(poor)


@pytest.mark.parametrize("gone", STUDY_PARTS)
def test_a_study_without_one_of_its_parts_still_makes_a_report(result: dict[str, Any], gone: str) -> None:
    drawn(small(result) | {gone: None})


def drawn(result: dict[str, Any]) -> None:
    """Build every chapter and draw every picture."""
    with ink():
        for section in sections(result, "zh"):
            for picture in (picture for part in section.parts for picture in part.pictures):
                picture.draw()
    headline(result, "zh")


def test_a_result_without_anything_still_makes_a_page() -> None:
    assert parsed(html.encode({}, "zh").decode()).faults == []


@pytest.mark.parametrize("kept", ["none", "baseline"])
def test_a_study_without_shocks_still_makes_a_page(result: dict[str, Any], kept: str) -> None:
    poor = copy.deepcopy(result)
    poor["scenarios"] = [run for run in poor["scenarios"] if run["id"] == kept]
    assert parsed(html.encode(poor, "zh").decode()).faults == []
    assert "method" in {section.key for section in sections(poor, "zh")}
