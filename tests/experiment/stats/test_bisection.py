"""Bisection along one setting: step functions by hand, in both directions, whole numbers, and no crossing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiment.stats.bisection import FINE, NoCrossingError, find_crossing
from sim.experiment.stats.constraints import constraint
from sim.experiment.stats.points import knob
from tests.results.runs import estimate

AIM = constraint("fulfilment_rate>=0.9")


def step(at, low, high):
    """A measure that is `low` up to `at`, and `high` from there on."""
    return lambda value: estimate(high if float(value) >= at else low, 0.0, 1.0, 5)


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.95), (0.95, 0.5)])
def test_the_step_lies_between_the_two_ends_whichever_of_them_holds(low, high):
    found = find_crossing(knob("x=0.0..10"), AIM, step(3.7, low, high))
    below, above = sorted((float(found.holds.at), float(found.breaks.at)))
    assert below < 3.7 <= above
    assert above - below <= 10 * FINE
    assert (found.holds.found.mean, found.breaks.found.mean) == (0.95, 0.5)
    assert float(found.holds.at) == (above if high > low else below)


def test_a_measure_that_is_better_low_has_its_target_from_above():
    found = find_crossing(knob("x=0.0..10"), constraint("cost_per_order<=20"), step(5, 18.0, 25.0))
    assert float(found.holds.at) < 5 <= float(found.breaks.at)


def test_whole_numbers_are_found_to_the_number_and_no_value_is_played_twice():
    played = []

    def play(at):
        played.append(at)
        return step(37, 0.5, 0.95)(at)

    found = find_crossing(knob("servers=1..100"), AIM, play)
    assert (found.breaks.at, found.holds.at) == ("36", "37")
    assert len(played) == len(set(played)) <= 9
    assert [one.at for one in found.tried] == played


def test_two_neighbours_need_no_search():
    found = find_crossing(knob("servers=1..2"), AIM, step(2, 0.5, 0.95))
    assert (found.breaks.at, found.holds.at, len(found.tried)) == ("1", "2", 2)


@pytest.mark.parametrize(("value", "word"), [(0.95, "holds"), (0.5, "breaks")])
def test_a_target_that_is_never_crossed_is_told_with_both_ends(value, word):
    with pytest.raises(NoCrossingError, match=rf"fulfilment_rate >= 0.9 {word} at both ends of x: {value} at 1d, "):
        find_crossing(knob("x=1d..3d"), AIM, lambda at: estimate(value, 0.0, 1.0, 5))


def test_the_listener_hears_every_value_tried():
    heard = []
    found = find_crossing(knob("x=0..8"), AIM, step(3, 0.5, 0.95), heard.append)
    assert heard == list(range(1, len(found.tried) + 1))


def test_a_measure_that_is_undefined_breaks_its_target():
    found = find_crossing(knob("x=0..8"), AIM, lambda at: estimate(float("nan") if int(at) < 3 else 0.95, 0.0, 1.0, 5))
    assert (found.breaks.at, found.holds.at) == ("2", "3")


@given(st.floats(0.01, 0.99), st.booleans())
@settings(max_examples=40)
def test_wherever_the_step_is_it_is_found_in_few_values(at, rising):
    found = find_crossing(knob("x=0.0..1"), AIM, step(at, 0.5, 0.95) if rising else step(at, 0.95, 0.5))
    below, above = sorted((float(found.holds.at), float(found.breaks.at)))
    assert below < at <= above
    assert len(found.tried) <= 10


def slope(half, n=5):
    """A measure that rises from 0.4 at 0 to 1.4 at 10, with so wide an interval to both sides."""
    return lambda value: estimate(0.4 + float(value) / 10, 0.4 + float(value) / 10 - half,
                                  0.4 + float(value) / 10 + half, n)  # fmt: skip


def test_within_the_reach_of_the_interval_the_replications_cannot_tell():
    found = find_crossing(knob("x=0.0..10"), AIM, slope(0.13))  # crossed at 5, in the interval from 3.7 to 6.3
    low, high = found.uncertain
    unsure = sorted(float(one.at) for one in found.tried if not one.sure)
    assert (float(low.at), float(high.at)) == (unsure[0], unsure[-1])
    assert 3.7 <= float(low.at) < 5 <= float(high.at) <= 6.3
    assert all(one.sure for one in found.tried if abs(float(one.at) - 5) > 1.3)


def test_where_both_sides_are_sure_nothing_is_uncertain():
    assert find_crossing(knob("x=0..10"), AIM, slope(0.04)).uncertain is not None  # 0.9 at 5 itself
    clear = find_crossing(knob("x=1..11"), constraint("fulfilment_rate>=0.95"), slope(0.04))
    assert (clear.breaks.at, clear.holds.at, clear.uncertain) == ("5", "6", None)


def test_one_unsure_side_is_uncertain_up_to_the_other():
    wide = {"6": 0.2}
    found = find_crossing(
        knob("x=0..10"), constraint("fulfilment_rate>=0.95"), lambda at: slope(wide.get(at, 0.01))(at)
    )
    assert [one.at for one in found.uncertain] == ["5", "6"]
    assert (found.breaks.sure, found.holds.sure) == (True, False)


def test_one_replication_has_no_interval_and_tells_nothing():
    found = find_crossing(knob("x=0..10"), AIM, lambda at: estimate(slope(0)(at).mean, float("nan"), float("nan"), 1))
    assert [one.at for one in found.uncertain] == ["0", "10"]


def test_a_measure_that_no_replication_defines_breaks_for_sure():
    nothing = estimate(float("nan"), float("nan"), float("nan"), 0)
    found = find_crossing(knob("x=0..8"), AIM, lambda at: nothing if int(at) < 3 else estimate(0.95, 0.94, 0.96, 5))
    assert found.uncertain is None
