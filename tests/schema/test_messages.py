"""Each kind of error that pydantic knows is said in words of our own."""

from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from annotated_types import MultipleOf
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from sim.errors import ConfigError, refusal
from sim.schema.document import Document
from sim.schema.hints import Hints
from sim.schema.messages import sentence, takes
from sim.schema.validate import validate


def refuse(value: Any) -> Any:
    raise refusal("a weight like 0.8kg", value, "a number needs its unit")


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
    assert takes(error_of(field, value), Hints(Everything, {}).choices((field,))) == words


def test_a_readers_own_sentence_is_kept_whole():
    assert sentence(error_of("weight", 5)) == "takes a weight like 0.8kg; found 5 (a number needs its unit)"
    assert sentence(error_of("gone", 5)) == "must not be there"


def test_pydantics_words_in_front_are_left_out():
    assert sentence({"type": "value_error", "msg": "Value error, no", "ctx": {"error": ValueError("no")}}) == "no"
    assert sentence({"type": "fruit_type", "msg": "Input should be a fruit"}) == "takes a fruit"
    assert sentence({"type": "fruit_type", "msg": "Extra: Input should be"}) == "Extra: Input should be"


class Fruit(Enum):
    APPLE = "apple, red"
    PEAR = "gardener's pear"


class Choosing(BaseModel):
    literal: Literal["a", "it's", "b, or 'c'"] = "a"
    number: Literal[1, 2] = 1
    single: Literal["x"] = "x"
    fruit: Fruit = Fruit.APPLE
    several: int | Literal["all", "none"] | None = None
    keys: dict[Literal["A", "B"], float] = {}


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("literal", ["a", "it's", "b, or 'c'"]), ("number", ["1", "2"]), ("single", ["x"]),
        ("fruit", ["apple, red", "gardener's pear"]), ("several", ["all", "none"]), ("keys", []),
    ],
)  # fmt: skip
def test_the_names_of_a_choice_are_those_of_the_model_and_not_read_out_of_a_sentence(field, names):
    assert Hints(Choosing, {field: "?"}).choices((field,)) == names


def test_the_keys_of_a_group_can_be_a_choice():
    assert Hints(Choosing, {"keys": {"C": 1}}).keys(("keys",)) == ["A", "B"]
    with pytest.raises(ConfigError, match=r"is not one of A, B"):
        validate(Choosing, Document("", {"keys": {"C": 1}}))


def test_without_a_schema_pydantics_own_list_stands_in_for_the_names():
    class NoSchema(BaseModel):
        one: Literal["x", "y"] = "x"
        call: Callable[[], int] | None = None

    with pytest.raises(ConfigError, match=r"'z' is not one of 'x' or 'y'"):
        validate(NoSchema, Document("", {"one": "z"}))
