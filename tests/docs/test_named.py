"""Whatever a brand can name in its files stands in a table of its page, and the tables name nothing else."""

import pytest

from tests.docs.pages import Row, rows
from tests.registered import REGISTERED

# sort -> page, beginning of the heading above the table, column with the name
TABLES = {
    "replenishment": ("policies.md", "Replenishment", "Kind"),
    "transfer": ("policies.md", "Transfers", "Kind"),
    "forecast": ("policies.md", "Forecasters", "Kind"),
    "sourcing": ("policies.md", "Sourcing", "Kind"),
    "fulfilment": ("policies.md", "Fulfilment", "Kind"),
    "allocation": ("policies.md", "Allocation", "Kind"),
    "dispatch": ("policies.md", "Dispatch", "Kind"),
    "shock": ("disruptions.md", "Shocks", "Kind"),
    "action": ("disruptions.md", "Plans", "Kind"),
    "lever": ("disruptions.md", "Levers", "Name"),
    "shape": ("demand.md", "Shapes", "Kind"),
    "demand": ("demand.md", "Sources", "Section"),
    "measure": ("measures.md", "", "Name"),
}


def table(sort) -> list[Row]:
    page, heading, column = TABLES[sort]
    return [row for row in rows(page) if row.heading.startswith(heading) and column in row.cells]


def test_every_sort_has_a_page():
    assert set(TABLES) == set(REGISTERED)


@pytest.mark.parametrize("sort", TABLES)
def test_the_table_of_a_sort_names_all_that_there_is_each_once_and_nothing_else(sort):
    page, _, column = TABLES[sort]
    named = [name for row in table(sort) for name in row.codes(column)]
    assert sorted(named) == sorted(REGISTERED[sort]), f"docs/{page} must have one row for each {sort}"


@pytest.mark.parametrize("sort", TABLES)
def test_every_row_says_what_it_is(sort):
    for row in table(sort):
        said = [
            cell for title, cell in row.cells.items() if title in ("Definition", "Formula", "What it brings", "Rate")
        ]
        said += [cell for title, cell in row.cells.items() if title.startswith("What ")]
        assert max(map(len, said), default=0) >= 4, f"{row.cells}: no word on what it is"


@pytest.mark.parametrize("sort", sorted(set(TABLES) - {"measure"}))
def test_every_row_has_an_example_that_names_it(sort):
    for row in table(sort):
        (name,) = row.codes(TABLES[sort][2])
        (example,) = row.codes("Example")
        assert sort == "demand" or f": {name}" in example, example
