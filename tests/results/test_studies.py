"""The result of a study is read as its class, and what cannot be read is refused in one line."""

import json
import math

import pytest

from sim.results.studies import KINDS, Drill, UnreadableResultError, json_schema, read_study
from sim.results.study import LAYOUT, Estimate
from tests.results.runs import estimate, result, run


@pytest.fixture
def document():
    return json.loads(
        result("x", run("baseline"), run("a_rush", plan="more", effect=estimate(0.1))).model_dump_json(by_alias=True)
    )


def test_a_result_comes_back_equal_with_what_is_undefined(document):
    assert read_study(document, "result.json") == result(
        "x", run("baseline"), run("a_rush", plan="more", effect=estimate(0.1))
    )
    assert math.isnan(read_study(document, "result.json").runs[0].kpis["fulfilment_rate"].ci_low)


def test_a_result_of_another_layout_says_which_and_what_to_do(document):
    for layout in (1, LAYOUT + 1):
        with pytest.raises(UnreadableResultError) as caught:
            read_study({**document, "schema": layout}, "out/x/result.json")
        message = str(caught.value)
        assert message.startswith(
            f"out/x/result.json: was written by version 1 with layout {layout}; this version reads"
        )
        assert "play the study again" in message and "\n" not in message
        assert caught.value.exit_code == 3


@pytest.mark.parametrize("other", [{}, [], None, 7, "text", {"schema": None}, {"schema": "2"}])
def test_what_is_no_result_is_refused(other):
    with pytest.raises(UnreadableResultError, match=r"x\.json: is not the result of a study"):
        read_study(other, "x.json")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"seed": "seven"}, "drill.seed"),
        ({"surprise": 1}, "drill.surprise"),
        ({"scenarios": [{}]}, "drill.scenarios.0.id"),
        ({"score": "high"}, "drill.score"),
    ],
)
def test_a_damaged_result_says_where(document, change, place):
    with pytest.raises(UnreadableResultError) as caught:
        read_study({**document, **change}, "x.json")
    assert f"x.json: damaged at {place}: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_number_that_is_a_text_is_damage_and_no_crash(document):
    document["scenarios"][0]["kpis"]["fulfilment_rate"]["mean"] = "much"
    with pytest.raises(UnreadableResultError, match=r"damaged at drill\.scenarios\.0\.kpis\.fulfilment_rate\.mean"):
        read_study(document, "x.json")


@pytest.mark.parametrize("kind", ["contest", None])
def test_an_unknown_kind_is_damage(document, kind):
    with pytest.raises(UnreadableResultError, match="damaged at the top"):
        read_study({**document, "kind": kind}, "x.json")


def test_what_is_infinite_is_undefined_in_memory_as_on_disk():
    assert math.isnan(Estimate(mean=math.inf, ci_low=-math.inf, ci_high=1.0, n=1).mean)


def test_every_kind_is_known_by_its_name():
    assert KINDS["drill"] is Drill
    assert all(result.model_fields["kind"].default == name for name, result in KINDS.items())


def test_the_schema_describes_every_kind_and_demands_its_layout(document):
    made = json_schema()
    assert "2020-12" in made["$schema"]
    assert set(made["discriminator"]["mapping"]) == set(KINDS)
    for found in KINDS.values():
        part = made["$defs"][found.__name__]
        assert {"schema", "kind", "run_id", "scenarios"} <= set(part["required"])
        assert part["properties"]["schema"]["const"] == LAYOUT
    assert set(document) == set(made["$defs"]["Drill"]["properties"])
    assert {"at_least", "at_most"} < set(made["$defs"]["Expectation"]["properties"])
