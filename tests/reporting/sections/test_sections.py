"""Sections: a contract for every file in the folder, and what their findings say."""

from typing import Any

from sim.reporting.document import ReportTable
from sim.reporting.formats.xlsx import SHEETS
from sim.reporting.sections import section_modules, sections
from sim.reporting.values import ReportQuantity
from sim.results.studies import AnyStudy

from ..hand import hand, read


def tables(result: AnyStudy, lang: Any) -> list[ReportTable]:
    """All tables of the report."""
    return [part.table for section in sections(result, lang) for part in section.parts]


def test_every_section_has_its_own_place_and_both_titles() -> None:
    orders = [module.ORDER for module in section_modules()]
    assert len(orders) == len(set(orders))
    assert all(module.TITLE.keys() == {"zh", "en"} for module in section_modules())


def test_every_row_has_a_cell_for_every_column(result: AnyStudy, lang: str) -> None:
    for table in tables(result, lang):
        assert table.sheet in SHEETS
        assert table.rows, table.title
        assert all(len(row) == len(table.columns) for row in table.rows), table.title


def test_every_finding_is_a_sentence(result: AnyStudy, lang: str) -> None:
    for section in sections(result, lang):
        for part in section.parts:
            assert part.finding.rstrip().endswith("。" if lang == "zh" else "."), part.finding


def test_no_chinese_is_left_in_the_english_report(result: AnyStudy) -> None:
    for table in tables(result, "en"):
        if table.title == "Glossary":
            continue
        words = [cell for row in table.rows for cell in row if isinstance(cell, str)] + [c.title for c in table.columns]
        assert not [word for word in words if any("\u4e00" <= letter <= "\u9fff" for letter in word)], table.title


def test_sections_come_in_their_order_and_only_with_something_to_show() -> None:
    keys = [section.key for section in sections(read(hand()), "zh")]
    assert keys == [
        "scorecard", "resilience", "bottleneck", "funnel", "lead_time", "cost", "recall", "plan_effect", "worst",
        "measures", "method",
    ]  # fmt: skip


def test_every_caption_says_something_found_and_every_number_of_a_family_has_an_interval(lang: Any) -> None:
    for section in sections(read(hand()), lang):
        for part in section.parts:
            if part.pictures:
                assert any(letter.isdigit() for letter in part.finding), part.finding
            bounded = [k for k, column in enumerate(part.table.columns) if column.bounds == "interval"]
            shown = [
                row[k] for row in part.table.rows for k in bounded if isinstance(row[k], ReportQuantity) and row[k].n
            ]
            assert all(cell.low is not None for cell in shown if cell.number is not None), part.table.title
    named = {"bottleneck", "funnel", "cost", "lead_time", "plan_effect", "scorecard", "resilience"}
    for section in sections(read(hand()), lang):
        if section.key in named:
            bounds = {column.bounds for part in section.parts for column in part.table.columns}
            assert bounds & {"interval", "band"}, section.key
