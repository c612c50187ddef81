"""HTML, workbook and JSON carry the same numbers, because they come from the same object."""

import json
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sim.reporting.formats.xlsx import SHEETS
from sim.results.studies import AnyStudy, read_study

from .pages import parsed


def opened(path: Path) -> Any:
    """The workbook; what openpyxl cannot read (sparklines, data bars) it says in warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path)


def numbers(sheet: Any) -> list[float]:
    """All numbers of a sheet."""
    return [float(cell) for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, int | float)]


def test_every_number_of_the_pages_tables_is_in_the_same_sheet_of_the_workbook(
    reports: dict[str, dict[str, Path]], lang: str
) -> None:
    tree = parsed(reports[lang]["html"].read_text(encoding="utf-8"))
    book = opened(reports[lang]["xlsx"])
    assert set(tree.numbers) >= {"scorecard", "measures", "resilience", "bottleneck", "funnel", "cost", "setup"}
    for key, shown in tree.numbers.items():
        held = sorted(numbers(book[SHEETS[key][lang == "en"]]))
        for number in shown:
            near = min(held, key=lambda x, wanted=number: abs(x - wanted))
            assert near == pytest.approx(number, rel=1e-9, abs=1e-12), (key, number)


def test_every_measure_of_the_json_stands_in_the_workbook_with_interval_and_n(
    reports: dict[str, dict[str, Path]], lang: str
) -> None:
    result = json.loads(reports[lang]["json"].read_text(encoding="utf-8"))
    book = opened(reports[lang]["xlsx"])
    title = {name: kpi[f"title_{lang}"] for name, kpi in result["kpis"].items()}
    rows = [
        row for row in book[SHEETS["measures"][lang == "en"]].iter_rows(values_only=True) if row[0] in title.values()
    ]
    for name, words in title.items():
        found = [row[2:6] for row in rows if row[0] == words and row[1] not in title.values()][
            -len(result["scenarios"]) :
        ]
        for run, cells in zip(result["scenarios"], found, strict=True):
            raw = run["kpis"][name]
            for cell, wanted in zip(cells[:3], (raw["mean"], raw["ci_low"], raw["ci_high"]), strict=True):
                assert (cell is None) == (wanted is None), (name, run["id"], run["plan"])
                if wanted is not None:
                    assert cell == pytest.approx(wanted)
            assert cells[3] == raw["n"]


def test_the_json_is_the_result_with_nan_as_null(reports: dict[str, dict[str, Path]], result: AnyStudy) -> None:
    written = json.loads(reports["zh"]["json"].read_text(encoding="utf-8"))
    assert repr(read_study(written, "report.json")) == repr(result)
    assert written["scenarios"][0]["kpis"]["inventory_days"]["mean"] is None
