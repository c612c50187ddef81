"""Bisection along one setting: step functions by hand, in both directions, whole numbers, and no crossing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiment.level import FINE, NoCrossingError, find_level
from sim.experiment.optimise import constraint
from sim.experiment.points import knob
from sim.experiment.statistics import Estimate

AIM = constraint("fulfilment_rate>=0.9")


def step(at, low, high):
    """A measure that is `low` up to `at`, and `high` from there on."""
    return lambda value: Estimate(high if float(value) >= at else low, 0.0, 1.0, 5)


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.95), (0.95, 0.5)])
def test_the_step_lies_between_the_two_ends_whichever_of_them_holds(low, high):
    found = find_level(knob("x=0.0..10"), AIM, step(3.7, low, high))
    below, above = sorted((float(found.holds.at), float(found.breaks.at)))
    assert below < 3.7 <= above
    assert above - below <= 10 * FINE
    assert (found.holds.found.mean, found.breaks.found.mean) == (0.95, 0.5)
    assert float(found.holds.at) == (above if high > low else below)


def test_a_measure_that_is_better_low_has_its_target_from_above():
    found = find_level(knob("x=0.0..10"), constraint("cost_per_order<=20"), step(5, 18.0, 25.0))
    assert float(found.holds.at) < 5 <= float(found.breaks.at)


def test_whole_numbers_are_found_to_the_number_and_no_value_is_played_twice():
    played = []

    def play(at):
        played.append(at)
        return step(37, 0.5, 0.95)(at)

    found = find_level(knob("servers=1..100"), AIM, play)
    assert (found.breaks.at, found.holds.at) == ("36", "37")
    assert len(played) == len(set(played)) <= 9
    assert [one.at for one in found.tried] == played


def test_two_neighbours_need_no_search():
    found = find_level(knob("servers=1..2"), AIM, step(2, 0.5, 0.95))
    assert (found.breaks.at, found.holds.at, len(found.tried)) == ("1", "2", 2)


@pytest.mark.parametrize(("value", "word"), [(0.95, "holds"), (0.5, "breaks")])
def test_a_target_that_is_never_crossed_is_told_with_both_ends(value, word):
    with pytest.raises(NoCrossingError, match=rf"fulfilment_rate >= 0.9 {word} at both ends of x: {value} at 1d, "):
        find_level(knob("x=1d..3d"), AIM, lambda at: Estimate(value, 0.0, 1.0, 5))


def test_the_listener_hears_every_value_tried():
    heard = []
    found = find_level(knob("x=0..8"), AIM, step(3, 0.5, 0.95), heard.append)
    assert heard == list(range(1, len(found.tried) + 1))


def test_a_measure_that_is_undefined_breaks_its_target():
    found = find_level(knob("x=0..8"), AIM, lambda at: Estimate(float("nan") if int(at) < 3 else 0.95, 0.0, 1.0, 5))
    assert (found.breaks.at, found.holds.at) == ("2", "3")


@given(st.floats(0.01, 0.99), st.booleans())
@settings(max_examples=40)
def test_wherever_the_step_is_it_is_found_in_few_values(at, rising):
    found = find_level(knob("x=0.0..1"), AIM, step(at, 0.5, 0.95) if rising else step(at, 0.95, 0.5))
    below, above = sorted((float(found.holds.at), float(found.breaks.at)))
    assert below < at <= above
    assert len(found.tried) <= 10
