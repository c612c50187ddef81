"""Each kind of error that pydantic knows is said in words of our own."""

from typing import Annotated, Any, Literal

import pytest
from annotated_types import MultipleOf
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from sim.schema.messages import choices, said_by_reader, takes


def refuse(value: Any) -> Any:
    raise ValueError("takes a weight like 0.8kg; found 5 (a number needs its unit)")


def forbid(value: Any) -> Any:
    raise AssertionError("must not be there")


class Inner(BaseModel):
    kind: Literal["a", "b"] = "a"


class Everything(BaseModel):
    text: str = ""
    short: Annotated[str, Field(min_length=2, max_length=3)] = "ab"
    form: Annotated[str, Field(pattern="^[a-z]+$")] = "a"
    whole: int = 0
    number: float = 0.0
    finite: Annotated[float, Field(allow_inf_nan=False)] = 0.0
    flag: bool = False
    above: Annotated[float, Field(gt=0)] = 1
    least: Annotated[float, Field(ge=0.5)] = 1
    below: Annotated[float, Field(lt=2.0)] = 1
    most: Annotated[float, Field(le=3)] = 1
    even: Annotated[int, MultipleOf(2)] = 2
    many: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    names: dict[str, int] = {}
    inner: Inner = Inner()
    pair: tuple[int, int] = (1, 2)
    nothing: None = None
    one: Literal["x"] = "x"
    several: Literal["x", "two words", "z"] = "x"
    weight: Annotated[float, BeforeValidator(refuse)] = 1.0
    gone: Annotated[Any, BeforeValidator(forbid)] = None


def error_of(field: str, value: Any) -> dict[str, Any]:
    with pytest.raises(ValidationError) as caught:
        Everything.model_validate({field: value}, strict=field == "whole")
    return dict(caught.value.errors()[0])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("text", 5, "a text"), ("whole", "x", "a whole number"), ("whole", 1.5, "a whole number"),
        ("number", "x", "a number"), ("number", [], "a number"), ("finite", float("inf"), "a finite number"),
        ("flag", "maybe", "true or false"), ("flag", [], "true or false"), ("nothing", 1, "nothing"),
        ("many", 5, "a list"), ("pair", 5, "a list"), ("names", 5, "a group of keys"), ("inner", 5, "a group of keys"),
        ("above", 0, "a number above 0"), ("least", 0, "a number of at least 0.5"), ("below", 2, "a number below 2"),
        ("most", 4, "a number of at most 3"), ("even", 3, "a multiple of 2"), ("many", [], "at least 1 of them"),
        ("many", [1, 2, 3], "at most 2 of them"), ("short", "a", "a text of at least 2 characters"),
        ("short", "abcd", "a text of at most 3 characters"), ("form", "A", "a text of the form ^[a-z]+$"),
        ("one", "y", "x"), ("several", "y", "one of x, two words, z"),
        ("weight", 5, "a weight like 0.8kg"), ("gone", 5, ""),
    ],
)  # fmt: skip
def test_what_a_field_takes_is_said_without_a_word_of_pydantics(field, value, words):
    assert takes(error_of(field, value)) == words


def test_a_readers_own_sentence_is_kept_whole():
    assert said_by_reader(error_of("weight", 5)) == "takes a weight like 0.8kg; found 5 (a number needs its unit)"
    assert said_by_reader(error_of("gone", 5)) == "must not be there"


def test_pydantics_words_in_front_are_left_out():
    assert said_by_reader({"msg": "Value error, no"}) == "no"
    assert said_by_reader({"msg": "Assertion failed, no"}) == "no"
    assert said_by_reader({"msg": "Input should be a fruit"}) == "takes a fruit"
    assert said_by_reader({"msg": "Extra: Value error, no"}) == "Extra: Value error, no"


@pytest.mark.parametrize(
    ("context", "names"),
    [
        ({"expected": "'a', 'b' or 'c'"}, ["a", "b", "c"]),
        ({"expected_tags": "'a', 'b'"}, ["a", "b"]),
        ({"expected": "1, 2"}, ["1", "2"]),
        ({}, []),
    ],
)
def test_the_names_of_a_choice_are_found(context, names):
    assert choices({"type": "enum", "ctx": context}) == names
