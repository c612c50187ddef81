"""The length of a run is read from the case's sentence, and limits what a model plays."""

import pytest

from validation.cases.run_length import RunLength, run_length_of


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("10 reps x 50,000 customers after 5,000 warm-up", RunLength(10, 50_000, 5_000)),
        ("20,000 groups", RunLength(None, 20_000, None)),
        ("50 reps of an agent model with m=10,000", RunLength(50, 10_000, None)),
        ("200 days", RunLength(None, 200, None)),
        ("", RunLength()),
    ],
)
def test_the_length_of_a_run_is_read_from_its_sentence(text, length):
    assert run_length_of(text) == length


def test_a_case_that_asks_for_less_in_all_is_played_for_less():
    assert RunLength(4, 600).at_most(30, 2_000) == (4, 600)
    assert RunLength(4, 3).at_most(30, 2_000) == (4, 10)
    assert RunLength(10, 30_000).at_most(30, 2_000) == (30, 2_000)
    assert RunLength(10, 20).in_short_runs(30, 2_000) == (10, 20)
    assert RunLength(3, 5).in_short_runs(30, 2_000) == (10, 10)
    assert RunLength().in_short_runs(5, 2_000) == RunLength(9, 2_000).in_short_runs(5, 2_000) == (5, 2_000)
    assert RunLength(size=600).at_most(30, 2_000) == RunLength(4).at_most(30, 2_000) == (30, 2_000)


def test_a_case_that_asks_for_fewer_periods_plays_fewer():
    assert RunLength(size=2000).per_item(500, 20, 4) == 25
    assert RunLength(size=200_000).per_item(500, 20, 4) == 500
    assert RunLength().per_item(500, 20, 4) == 500
