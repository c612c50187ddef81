"""The page about the tables of a record shows every column as it is declared."""

from pathlib import Path

import pytest

from sim.results.columns import TABLES
from sim.state.columns import TableColumns

PAGE = Path(__file__).resolve().parents[2] / "docs" / "record.md"


def section(table: str, columns: TableColumns) -> str:
    """The part of the page about one table; on a mismatch, what to put there."""
    rows = [f"| `{name}` | {column.meaning} |" for name, column in columns.items()]
    return "\n".join([f"### {table}", "", "| column | meaning |", "|---|---|", *rows])


@pytest.mark.parametrize("table", TABLES)
def test_the_page_shows_every_column_as_it_is_declared(table):
    assert f"{section(table, TABLES[table])}\n" in PAGE.read_text(encoding="utf-8")
