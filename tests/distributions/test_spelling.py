"""Distributions as people write them: read, refused in words that show how, and written back the same."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from sim.distributions import Constant, Distribution, Lognormal
from sim.distributions.spelling import _Shapes, _Short

READ = TypeAdapter(Distribution)
MEANS = st.integers(1, 10_000).map(lambda minutes: f"{minutes}min")
WRITTEN = st.one_of(
    MEANS,
    st.builds(lambda mean: {"exponential": {"mean": mean}}, MEANS),
    st.builds(lambda mean, cv: {"lognormal": {"mean": mean, "cv": cv}}, MEANS, st.sampled_from([0.2, 1.0, 2.5])),
    st.builds(lambda low, more: {"uniform": {"low": f"{low}min", "high": f"{low + more}min"}},
              st.integers(0, 99), st.integers(1, 99)),
    st.lists(MEANS, min_size=1, max_size=4).map(lambda values: {"recorded": values}),
    st.just({"column": "fraction"}),
)  # fmt: skip


@given(WRITTEN)
def test_what_is_written_back_reads_in_to_the_same(written):
    shape = READ.validate_python(written)
    back = READ.dump_python(shape, mode="json")
    assert READ.validate_python(back) == shape
    assert isinstance(back, str) or len(back) == 1


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("2h", {"kind": "constant", "value": "2h"}),
        ({"constant": "2h"}, {"kind": "constant", "value": "2h"}),
        ({"lognormal": {"mean": "2h", "cv": 1}}, {"kind": "lognormal", "mean": "2h", "cv": 1}),
        ({"recorded": ["2h", "3h"]}, {"kind": "recorded", "values": ["2h", "3h"]}),
        ({"column": "share"}, {"kind": "column", "name": "share"}),
    ],
)
def test_the_short_form_means_the_long_one(short, long):
    assert READ.validate_python(short) == READ.validate_python(long)


def test_what_is_a_distribution_already_stays_as_it_is():
    shape = Lognormal(mean="2h", cv=0.5)  # type: ignore[arg-type]  # as it is written
    assert READ.validate_python(shape) is shape
    assert READ.validate_python(0) == Constant(value=0)


FORM = "takes a duration like 45min, or one word with its parameters, like {exponential: {mean: 20h}}; found "
REFUSED = [
    (["1h", "2h"], FORM + "a list"),
    ({"mean": "2h"}, FORM + "a group of keys"),
    ({"mean": "2h", "cv": 1}, FORM + "a group of keys"),
    ({}, FORM + "a group of keys"),
    (None, FORM + "nothing"),
    (True, FORM + "true"),
    (
        {"lognormal": "90s"},
        "takes `lognormal` with its parameters, like {lognormal: {mean: 50min, cv: 0.2}}; found '90s'",
    ),
    (
        {"uniform": [1, 2]},
        "takes `uniform` with its parameters, like {lognormal: {mean: 50min, cv: 0.2}}; found a list",
    ),
]


@pytest.mark.parametrize(("written", "said"), REFUSED)
def test_another_form_is_refused_with_the_right_one(written, said):
    with pytest.raises(ValidationError) as failure:
        READ.validate_python(written)
    assert said in str(failure.value)


def test_a_word_that_nobody_knows_is_left_to_the_choice_of_words():
    with pytest.raises(ValidationError) as failure:
        READ.validate_python({"lognormall": {"mean": "1h"}})
    (error,) = failure.value.errors()
    assert (error["type"], error["ctx"]["tag"]) == ("union_tag_invalid", "lognormall")


def test_where_a_distribution_may_be_left_out_nothing_is_none():
    class Model(BaseModel):
        takes: Distribution | None = None

    assert Model.model_validate({"takes": None}).takes is None


def test_an_editor_is_told_every_word_that_is_read():
    assert [shape.model_fields["kind"].default for shape in get_args(_Shapes)] == list(_Short.model_fields)
