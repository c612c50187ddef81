"""A wrong document gives every problem at once, each at its line, in words an operations lead understands."""

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sim.distributions import Distribution
from sim.errors import ConfigError, Problem
from sim.schema.base import Title
from sim.schema.document import Document
from sim.schema.json_schema import json_schema, json_schema_text
from sim.schema.reader import read_text
from sim.schema.validate import check, validate
from sim.units import DayWindow, Duration, Moment, Money, Share


class Base(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MinMax(Base):
    kind: Literal["min_max"] = "min_max"
    reorder_point: float = Field(ge=0, description="order when the position falls to this", examples=[40])
    review: Duration = Field(default=1440.0, gt=0, description="time between looks", examples=["14d"])


class OnDemand(Base):
    kind: Literal["on_demand"] = "on_demand"
    collect: int = Field(default=10, ge=1, description="orders that are collected first", examples=[10])


class Site(Base):
    kind: Literal["dc", "warehouse", "shop"] = Field(description="what the place is", examples=["dc"])
    at: Annotated[tuple[float, float], BeforeValidator(lambda value: value)] = (0.0, 0.0)
    size: tuple[float, float] = (0.0, 0.0)
    staff: Annotated[int, Field(ge=1)] | Literal["unlimited"] = 1
    open: DayWindow | None = None
    policy: Annotated[MinMax | OnDemand, Field(discriminator="kind")] | None = None
    takes: list[str] | str = "all"
    cold: bool = False

    @model_validator(mode="after")
    def _no_shop_is_cold(self) -> "Site":
        if self.kind == "shop" and self.cold:
            raise ValueError("a shop cannot be cold")
        return self


class World(Base):
    price: Money = Field(description="price in yuan", examples=[9.9])
    moment: Moment = Moment(3, 1200.0)
    returned: Share = 0.0
    code: str = Field(default="x", pattern=r"^[a-z]+$")
    sites: dict[str, Site] = {}
    from_: str = Field(default="here", alias="from")


GOOD = "price: 5\n"


def reported(text: str) -> list[str]:
    with pytest.raises(ConfigError) as failure:
        validate(World, read_text(text, "w.yaml"))
    return [f"{one.place} {one.sentence}" for one in failure.value.problems]


def test_a_good_document_becomes_a_frozen_object():
    world = validate(
        World, read_text("price: 5\nsites: {dc: {kind: dc, at: [1, 2], policy: {kind: on_demand}}}\nfrom: there")
    )
    assert world.sites["dc"].at == (1.0, 2.0)
    assert world.sites["dc"].policy == OnDemand()
    assert world.from_ == "there"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from: x", "w.yaml:1:1 price: this key is missing: price in yuan, like 9.9"),
        ("price: -1", "w.yaml:1:8 price: takes an amount of money in yuan like 9.9; found -1"),
        ("price:", "w.yaml:1:7 price: takes an amount of money in yuan like 9.9; found nothing"),
        (GOOD + "pric: 4", "w.yaml:2:1 pric: unknown key 'pric'; allowed: price, moment, returned, code, sites, from"),
        (GOOD + "fron: 4", "(did you mean 'from'?)"),
        (GOOD + "from_: x", "unknown key 'from_'"),
        (GOOD + "returned: 55", "returned: takes a share between 0 and 1 or a percentage like 55%; found 55"),
        (GOOD + "moment: 2026-02-30 20:00", "found '2026-02-30 20:00' (day "),
        (GOOD + "code: A1", "w.yaml:2:7 code: takes a text of the form ^[a-z]+$; found 'A1'"),
        (GOOD + "code: 5", "code: takes a text; found 5"),
        (GOOD + "code: [a]", "code: takes a text; found a list"),
        (GOOD + "sites: [1]", "w.yaml:2:8 sites: takes a group of keys; found a list"),
        (GOOD + "sites: {a: 5}", "sites.a: takes a group of keys; found 5"),
        (GOOD + "sites: {a: {}}", "w.yaml:2:9 sites.a.kind: this key is missing: what the place is, like dc"),
        (
            GOOD + "sites: {a: {kind: warehose}}",
            "w.yaml:2:19 sites.a.kind: 'warehose' is not one of dc, warehouse, shop (did you mean 'warehouse'?)",
        ),
        (GOOD + "sites: {a: {kind: dc, staff: 0}}", "staff: takes a number of at least 1 or unlimited; found 0"),
        (GOOD + "sites: {a: {kind: dc, staff: '8'}}", "staff: takes a whole number or unlimited; found '8'"),
        (GOOD + "sites: {a: {kind: dc, staff: unlimted}}", "(did you mean 'unlimited'?)"),
        (GOOD + "sites: {a: {kind: dc, at: [1, x]}}", "w.yaml:2:31 sites.a.at.1: takes a number; found 'x'"),
        (GOOD + "sites: {a: {kind: dc, at: [1]}}", "sites.a.at.1: this key is missing"),
        (GOOD + "sites: {a: {kind: dc, size: [true, 2]}}", "sites.a.size.0: takes a number; found true"),
        (GOOD + "sites: {a: {kind: dc, cold: yes}}", "cold: takes true or false; found 'yes'"),
        (GOOD + "sites: {a: {kind: dc, cold: 1}}", "cold: takes true or false; found 1"),
        (GOOD + "sites: {a: {kind: dc, takes: [1]}}", "takes.0: takes a text; found 1"),
        (GOOD + "sites: {a: {kind: dc, takes: 1}}", "takes: takes a list or a text; found 1"),
        (GOOD + "sites: {a: {kind: shop, cold: true}}", "w.yaml:2:12 sites.a: a shop cannot be cold"),
        (GOOD + "sites: {a: {kind: dc, open: 6-14}}", "open: takes hours of the day like 06:00-14:00"),
        (
            GOOD + "sites: {a: {kind: dc, policy: {}}}",
            "sites.a.policy.kind: this key is missing; allowed: min_max, on_demand",
        ),
        (
            GOOD + "sites: {a: {kind: dc, policy: {kind: minmax}}}",
            "w.yaml:2:38 sites.a.policy.kind: 'minmax' is not one of min_max, on_demand (did you mean 'min_max'?)",
        ),
        (
            GOOD + "sites: {a: {kind: dc, policy: {kind: min_max}}}",
            "policy.reorder_point: this key is missing: order when the position falls to this, like 40",
        ),
        (
            GOOD + "sites: {a: {kind: dc, policy: {kind: min_max, reorder_point: 4, reviev: 1d}}}",
            "policy.reviev: unknown key 'reviev'; allowed: kind, reorder_point, review (did you mean 'review'?)",
        ),
        (
            GOOD + "sites: {a: {kind: dc, policy: {kind: min_max, reorder_point: 4, review: 14}}}",
            "policy.review: takes a duration like 2h, 90min or 3d 12h; found 14 (a number needs its unit)",
        ),
        (
            GOOD + "sites: {a: {kind: dc, policy: {kind: min_max, reorder_point: 4, review: 0}}}",
            "policy.review: takes a number above 0; found 0",
        ),
        ("5", "w.yaml:1:1 takes a group of keys; found 5"),
        ("- 5", "w.yaml:1:1 takes a group of keys; found a list"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_its_cure(text, expected):
    assert expected in reported(text)[0]
    assert "pydantic" not in reported(text)[0]
    assert "Input" not in reported(text)[0]


def test_one_wrong_value_is_one_problem():
    assert len(reported(GOOD + "sites: {a: {kind: dc, staff: true}}")) == 1
    assert len(reported(GOOD + "sites: {a: {kind: dc, takes: {x: 1}}}")) == 1
    assert len(reported(GOOD + "code: 5")) == 1


def test_all_problems_are_reported_at_once_in_the_order_of_the_lines():
    lines = reported("price: x\nsites:\n  a: {kind: cd}\n  b:\n    kind: dc\n    stafff: 3\ncode: 7\nreturned: 2\n")
    assert [line.split()[0] for line in lines] == [
        "w.yaml:1:8",
        "w.yaml:3:13",
        "w.yaml:6:5",
        "w.yaml:7:7",
        "w.yaml:8:11",
    ]


def test_the_rendering_shows_the_line_and_a_caret():
    with pytest.raises(ConfigError) as failure:
        validate(World, read_text("price: 5\nsites:\n  东仓: {kind: warehose}\n", "configs/food.yaml"))
    assert failure.value.render() == (
        "configs/food.yaml:3:14  sites.东仓.kind: 'warehose' is not one of dc, warehouse, shop"
        " (did you mean 'warehouse'?)\n"
        "      东仓: {kind: warehose}\n"
        "                   ^"
    )


def test_several_files_are_checked_before_anything_is_raised():
    problems: list[Problem] = []
    for name, text in (("a.yaml", "price: x"), ("b.yaml", "price: y"), ("c.yaml", "price: 1")):
        made = check(World, read_text(text, name), problems)
        assert (made is not None) == (name == "c.yaml")
    assert [one.file for one in ConfigError(problems).problems] == ["a.yaml", "b.yaml"]


def test_a_grafted_part_is_reported_on_the_file_it_came_from():
    base, patch = read_text(GOOD + "sites: {a: {kind: dc}}", "base.yaml"), read_text("over:\n  kind: cd", "patch.yaml")
    with pytest.raises(ConfigError) as failure:
        validate(World, base.graft(("sites", "a", "kind"), patch, ("over", "kind")))
    assert failure.value.problems[0].place == "patch.yaml:2:9"


def test_a_key_with_the_name_of_its_own_kind_is_found():
    text = GOOD + "sites: {min_max: {kind: dc, policy: {kind: min_max, reorder_point: x}}}"
    assert "sites.min_max.policy.reorder_point: takes a number; found 'x'" in reported(text)[0]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["price", "sites", "kind", "at", "policy", "staff", "open", "takes", "a", "dc", "min_max", "review"]
            ),
            inner | st.sampled_from(["dc", "min_max", "on_demand", "2h"]),
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(ANYTHING)
def test_any_tree_gives_a_world_or_readable_problems(tree: Any):
    try:
        validate(World, Document("w.yaml", tree))
    except ConfigError as error:
        assert error.problems
        assert all(one.message and "Input should" not in one.message for one in error.problems)


def test_the_json_schema_speaks_the_language_of_the_door():
    schema = json_schema(World)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["properties"]["moment"]["default"] == "d3 20:00"
    assert schema["properties"]["from"]["default"] == "here"
    assert schema["$defs"]["MinMax"]["properties"]["review"]["default"] == "1d"
    assert schema["$defs"]["MinMax"]["properties"]["review"]["description"] == "time between looks"
    assert schema["additionalProperties"] is False


def test_an_editor_accepts_the_short_forms_that_people_write():
    class Short(Base):
        takes: Distribution = Field(description="time per order")
        title: Title = Field(description="name for people")

    forms = json_schema(Short)
    takes, title = (forms["properties"][name]["anyOf"] for name in ("takes", "title"))
    assert any("string" in form.get("type", "") for form in takes)
    assert any(
        "lognormal" in forms["$defs"][form["$ref"].split("/")[-1]]["properties"] for form in takes if "$ref" in form
    )
    assert any(form.get("type") == "string" for form in title)


def test_the_json_schema_as_text_reads_in_as_yaml_too():
    assert read_text(json_schema_text(World)).tree == json_schema(World)


@pytest.mark.parametrize("value", [".nan", "-.inf", "1e999", "99999999999999999999"])
def test_what_cannot_be_read_is_reported_once_and_its_absence_is_no_second_error(value):
    problems: list[Problem] = []
    document = read_text(f"price: {value}\nreturned: 5km\n", "w.yaml", problems)
    assert check(World, document, problems) is None
    assert [(one.line, one.path) for one in problems] == [(1, "price"), (2, "returned")]
    assert problems[0].message.startswith("takes a")
    assert "found nothing" not in problems[0].sentence


def test_a_misspelt_key_is_one_error_that_names_the_missing_one():
    assert reported("prise: 5\n") == [
        "w.yaml:1:1 prise: unknown key 'prise'; allowed: price, moment, returned, code, sites, from"
        " (did you mean 'price'?)"
    ]


def test_a_key_that_is_missing_beside_an_unknown_one_of_another_kind_is_reported_as_well():
    assert {one.split(": ")[0] for one in reported("colour: 5\n")} == {"w.yaml:1:1 colour", "w.yaml:1:1 price"}
    assert len(reported("price: 5\nprise: 6\n")) == 1


def test_a_misspelling_in_one_group_does_not_hide_what_is_missing_in_another():
    found = reported("price: 5\nsites: {a: {kindd: dc}, b: {cold: true}}\n")
    assert [line.split(" ")[1] for line in found] == ["sites.a.kindd:", "sites.b.kind:"]


def test_a_group_that_is_something_else_names_the_keys_it_may_have():
    assert reported("price: 5\nsites: {a: [1, 2]}\n") == [
        "w.yaml:2:12 sites.a: takes a group of keys; found a list; allowed: kind, at, size, staff, open, policy, takes,"
        " cold"
    ]
    assert reported("price: 5\nsites: 7\n") == ["w.yaml:2:8 sites: takes a group of keys; found 7"]


def test_a_policy_that_is_only_named_shows_how_to_write_it():
    (expected,) = reported("price: 5\nsites: {a: {kind: dc, policy: on_demnd}}\n")
    assert expected.endswith(
        "takes a group of keys with a `kind`; found 'on_demnd'; allowed: min_max, on_demand"
        " (did you mean '{kind: on_demand}'?)"
    )
    (expected,) = reported("price: 5\nsites: {a: {kind: dc, policy: [7]}}\n")
    assert expected.endswith("with a `kind`; found a list; allowed: min_max, on_demand")


class Few(Base):
    names: list[str] = Field(min_length=1, max_length=2)


@pytest.mark.parametrize(("written", "found"), [("[]", "found none"), ("[a, b, c]", "found 3")])
def test_too_few_and_too_many_are_counted(written, found):
    problems: list[Problem] = []
    check(Few, read_text(f"names: {written}"), problems)
    assert problems[0].sentence.endswith(found)


class Namesake(Base):
    kind: Literal["level"] = "level"
    level: float | dict[str, float] = 1.0


class Other(Base):
    kind: Literal["other"] = "other"


class Ruled(Base):
    policy: Annotated[Namesake | Other, Field(discriminator="kind")]


def test_a_knob_with_the_name_of_its_policy_is_reported_at_its_own_place():
    problems: list[Problem] = []
    assert check(Ruled, read_text("policy: {kind: level, level: [3]}", "w.yaml"), problems) is None
    (problem,) = problems
    assert (problem.path, problem.column) == ("policy.level", 30)
    assert problem.message == "takes a number or a group of keys"
