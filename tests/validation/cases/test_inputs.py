"""Inputs of a case are asked for by name, and refused in plain words."""

import pytest

from validation.cases.case import Length, length_of
from validation.cases.inputs import Inputs, UnfitError
from validation.worlds.world import duration


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("10 reps x 50,000 customers after 5,000 warm-up", Length(10, 50_000, 5_000)),
        ("20,000 groups", Length(None, 20_000, None)),
        ("50 reps of an agent model with m=10,000", Length(50, 10_000, None)),
        ("200 days", Length(None, 200, None)),
        ("", Length()),
    ],
)
def test_the_length_of_a_run_is_read_from_its_sentence(text, length):
    assert length_of(text) == length


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
def test_what_makes_no_sense_is_refused_with_what_was_found(ask, message):
    inputs = Inputs({"half": 0.5, "two": 2, "word": "c", "mixed": [1, "x"], "list": [1], "yes": True})
    with pytest.raises(UnfitError, match=message):
        ask(inputs)


@pytest.mark.parametrize(
    ("inputs", "written", "mean"),
    [
        ({"service_dist": "deterministic", "service_mean": 2}, "2.0min", 2.0),
        ({"service_dist": "exponential", "service_mean": 2}, {"exponential": {"mean": "2.0min"}}, 2.0),
        ({"service_dist": "uniform", "lo": 1, "hi": 2}, {"uniform": {"low": "1.0min", "high": "2.0min"}}, 1.5),
        (
            {"service_dist": "erlang", "service_mean": 1, "service_cv2": 0.25},
            {"gamma": {"mean": "1.0min", "cv": 0.5}},
            1,
        ),
        ({"service_dist": "lognormal", "service_mean": 1, "service_cv2": 0}, "1.0min", 1.0),
    ],
)
def test_a_duration_is_written_as_people_write_it(inputs, written, mean):
    assert duration(Inputs(inputs)) == (written, mean)


@pytest.mark.parametrize(
    "inputs",
    [
        {"service_dist": "uniform", "service_mean": 1, "service_cv2": 0.5},
        {"service_dist": "hyperexponential", "service_mean": 1, "service_cv2": 0.5},
        {"service_dist": "uniform", "lo": 2, "hi": 1},
        {"service_dist": "pareto", "service_mean": 1},
    ],
)
def test_a_duration_that_cannot_be_is_refused(inputs):
    with pytest.raises(UnfitError):
        duration(Inputs(inputs))
