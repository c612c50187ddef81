"""The workbook: its sheets, its number formats, its decorations."""

import zipfile
from pathlib import Path

import pytest

from sim.reporting.formats import xlsx
from sim.reporting.values import quantity
from sim.reporting.workbook import number_format
from sim.results.studies import AnyStudy

from .test_formats_agree import opened


def test_the_sheets_are_those_that_management_expects(reports: dict[str, dict[str, Path]]) -> None:
    assert opened(reports["zh"]["xlsx"]).sheetnames == [
        "记分卡",
        "指标",
        "韧性",
        "瓶颈",
        "漏斗",
        "成本",
        "配置",
        "说明",
    ]
    english = ["Scorecard", "Measures", "Resilience", "Bottlenecks", "Funnel", "Cost", "Configuration", "Notes"]
    assert opened(reports["en"]["xlsx"]).sheetnames == english


def test_numbers_are_numbers_with_a_unit_in_their_format(reports: dict[str, dict[str, Path]], lang: str) -> None:
    sheet = opened(reports[lang]["xlsx"]).worksheets[0]
    rates = [cell for row in sheet.iter_rows() for cell in row if cell.number_format == "0.0%"]
    assert 0.764 in [cell.value for cell in rates]
    assert all(isinstance(cell.value, int | float) for cell in rates)


def test_the_scorecard_has_icons_data_bars_and_sparklines(reports: dict[str, dict[str, Path]]) -> None:
    with zipfile.ZipFile(reports["zh"]["xlsx"]) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
        heat = file.read("xl/worksheets/sheet4.xml").decode()
    assert 'iconSet="3Signs"' in sheet
    assert "dataBar" in sheet
    assert "sparklineGroup" in sheet
    assert "colorScale" in heat


def test_lights_are_words_as_well(reports: dict[str, dict[str, Path]]) -> None:
    cells = {cell for row in opened(reports["zh"]["xlsx"])["记分卡"].iter_rows(values_only=True) for cell in row}
    assert {"● 达标", "▲ 预警", "■ 不达标"} <= cells


@pytest.mark.parametrize(
    ("unit", "signed", "wanted"),
    [
        ("share", False, "0.0%"),
        ("share", True, "+0.0%;-0.0%;0.0%"),
        ("yuan", False, '#,##0.00" 元"'),
        ("orders", False, '#,##0" 单"'),
        ("h", True, '+#,##0.0##" 小时";-#,##0.0##" 小时";#,##0.0##" 小时"'),
        ("", False, "#,##0.0##"),
    ],
)
def test_a_number_format_says_the_unit(unit: str, signed: bool, wanted: str) -> None:
    assert number_format(quantity(1.0, unit, signed=signed), "zh") == wanted


def test_the_same_result_gives_the_same_bytes(result: AnyStudy) -> None:
    assert xlsx.encode(result, "zh") == xlsx.encode(result, "zh")
