"""Every field that a file may have is shown at least once, in a file that ships or on a page, and played by a test."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel

from sim.schema.network import Site, Station
from sim.schema.rules import Rule
from sim.schema.scenario import Plan, Scenario, Trigger
from sim.schema.world import World
from tests.docs.pages import PAGES, files_of, page
from tests.shown import Declared, declared, paged, shipped, tabled, used


@pytest.fixture(scope="module")
def in_files(tmp_path_factory):
    """What shipped files and the files of pages show."""
    return {*shipped(), *paged(tmp_path_factory.mktemp("pages"))}


def test_every_declared_field_is_shown_in_a_file_that_ships_or_on_a_page_whose_examples_are_played(in_files):
    nowhere = declared() - in_files - set(tabled())
    assert sorted(map(str, nowhere)) == [], "show each of them in a file of a page in docs/howto/, or in a shipped file"


def test_what_is_shown_is_declared(in_files):
    assert (in_files | set(tabled())) <= declared()


# Whole sections that stood in no file that one could run.
SECTIONS = [
    Declared(Plan, "when"),
    Declared(Trigger, "signal"),
    Declared(Scenario, "over"),
    Declared(World, "group_buys"),
    Declared(World, "recorded"),
    Declared(World, "uncertain"),
    Declared(Rule, "sourcing"),
    Declared(Rule, "transfer"),
    Declared(Site, "fulfilment"),
    Declared(Site, "allocation"),
    Declared(Station, "breakdown"),
]


@pytest.mark.parametrize("field", SECTIONS, ids=lambda field: f"{field.model.__name__}.{field.name}")
def test_a_section_is_shown_in_a_whole_world_or_scenario_and_not_in_a_line_of_a_table_alone(field, in_files):
    assert field in in_files


@pytest.mark.parametrize("path", [path for path in PAGES if files_of(path)], ids=page)
def test_a_page_that_shows_files_plays_them(path):
    text = path.read_text(encoding="utf-8")
    code = "".join(part.split("```")[0] for part in text.split("<!-- run -->\n```python\n")[1:])
    tables = [name for name in files_of(path) if not name.endswith(".yaml")]
    assert [name for name in files_of(path) if name not in code and name not in tables] == []
    assert [name for name in tables if name not in "".join(files_of(path).values())] == []


class Inner(BaseModel):
    """A part with two fields."""

    kind: Literal["inner"] = "inner"
    a: int = 0
    b: int = 0


class Outer(Inner):
    """A whole that inherits one field and holds parts."""

    kind: Literal["outer"] = "outer"
    parts: list[Annotated[Inner, "a part"]] = []
    by_name: dict[str, Inner] | None = None


def test_a_field_is_counted_once_where_it_is_declared_and_a_kind_that_names_its_model_is_none():
    assert {str(one).rpartition(".tests.")[2].split("test_shown.")[-1] for one in declared([Outer])} == {
        "Inner.a",
        "Inner.b",
        "Outer.parts",
        "Outer.by_name",
    }


def test_only_what_was_given_is_used_however_deep_it_lies():
    given = Outer.model_validate({"parts": [{"a": 1}], "by_name": {"x": {"b": 0}}})
    names = [one.name for one in used(given)]
    assert sorted(names) == ["a", "b", "by_name", "parts"]
    assert list(used(Outer())) == []
