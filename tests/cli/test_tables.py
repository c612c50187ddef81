"""Tables of the report on the terminal: numbers with their reach, ranges from end to end, nothing as a dash."""

import io

import pytest

from sim.cli import tables
from sim.reporting.document import ReportColumn, ReportTable
from sim.reporting.values import quantity


@pytest.fixture
def paper(monkeypatch):
    from rich.console import Console

    sheet = io.StringIO()
    monkeypatch.setattr(tables, "show", Console(file=sheet, width=100, highlight=False).print)
    return sheet


def test_a_number_has_how_far_its_interval_reaches_and_a_range_its_ends(paper):
    lopsided = quantity(24.81, "yuan/order", 22.01, 26.96)
    columns = (
        ReportColumn("Mean", "interval"),
        ReportColumn("Range", "band"),
        ReportColumn("Word"),
        ReportColumn("None"),
    )
    row = lopsided, lopsided, "flour", quantity(None, "h")
    tables.show_table(ReportTable("", columns, (row,), "measures"), "en")
    heads, row = paper.getvalue().splitlines()
    assert heads.split() == ["Mean", "Range", "Word", "None"]
    assert row.split("  ")[:2] == ["24.81 yuan/order ± 2.80", "22.01 – 26.96 yuan/order"]
    assert row.split()[-2:] == ["flour", "—"]
