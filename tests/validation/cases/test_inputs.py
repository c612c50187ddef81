"""Inputs of a case are read by name; what is missing or invalid is refused with what was found."""

import pytest

from validation.cases.inputs import Inputs, UnfitError


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda i: i.whole("half"), "a whole number is needed"),
        (lambda i: i.share("two"), "a share from 0 to 1"),
        (lambda i: i.word("word", ("a", "b")), "can be played: a, b"),
        (lambda i: i.numbers("two"), "a list of numbers"),
        (lambda i: i.numbers("mixed"), r"mixed\[1\] is 'x'"),
        (lambda i: i.table("list"), "a list of lists"),
        (lambda i: i.number("yes"), "a number is needed"),
        (lambda i: i.number("two", above=2), "above 2"),
    ],
)
def test_an_invalid_input_is_refused_with_what_was_found(ask, message):
    inputs = Inputs({"half": 0.5, "two": 2, "word": "c", "mixed": [1, "x"], "list": [1], "yes": True})
    with pytest.raises(UnfitError, match=message):
        ask(inputs)
