"""What was held comes back along its curve: the area under the staircase is that of the curve."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.shocks.hold import Hold
from sim.shocks.recovery import Recovery
from sim.state.recorder import Recorder


def shock(**knobs):
    return Hold.model_validate({"kind": "hold", "lever": "supply", "where": "mill", "from": "d0 00:00", **knobs})


def level(control):
    return control.levers.value("supply", "mill")


def played(control, **knobs):
    """The levels of the lever one after the other, each with the minutes for which it is held."""
    return [(level(control), event.minutes) for event in shock(**knobs).strike(control)]


def missing(seen):
    return sum((1 - level) * minutes for level, minutes in seen)


@settings(max_examples=30, deadline=None)
@given(factor=st.floats(0, 3), hours=st.floats(0.1, 100))
def test_a_straight_way_back_loses_half_of_the_drop(factor, hours):
    seen = list(Recovery.model_validate({"over": f"{hours!r}h"}).stairs(factor))
    assert sum(minutes for _, minutes in seen) == pytest.approx(hours * 60)
    assert missing(seen) == pytest.approx((1 - factor) * hours * 30, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(factor=st.floats(0, 3), hours=st.floats(0.1, 100))
def test_an_exponential_way_back_loses_one_time_constant_of_the_drop(factor, hours):
    seen = list(Recovery.model_validate({"over": f"{hours!r}h", "shape": "exponential"}).stairs(factor))
    assert missing(seen) == pytest.approx((1 - factor) * hours * 60, rel=1e-3, abs=1e-9)


def test_a_lever_shows_each_level_in_turn_and_is_back_at_the_end():
    control = Recorder()
    levels, minutes = zip(*played(control, factor=0, **{"for": "2h"}, back={"over": "3h"}), strict=True)
    assert levels[0] == 0
    assert levels[1:] == pytest.approx([(step + 0.5) / 200 for step in range(200)])
    assert minutes[:2] == (120, 180 / 200)
    assert level(control) == 1


def test_without_a_way_back_there_is_one_level():
    assert played(Recorder(), factor=0.4, **{"for": "2h"}) == [(0.4, 120)]


def test_what_changes_nothing_needs_no_way_back():
    assert played(Recorder(), factor=1, **{"for": "2h"}, back={"over": "3h"}) == [(1, 120)]


def test_a_hold_without_an_end_cannot_come_back():
    with pytest.raises(ValidationError, match="give `for`"):
        shock(factor=0, back={"over": "3h"})


def test_a_lever_that_is_let_go_half_way_is_back():
    control = Recorder()
    process = shock(factor=0, **{"for": "1h"}, back={"over": "2h"}).strike(control)
    for _ in range(5):
        next(process)
    assert level(control) < 1
    process.close()
    assert level(control) == 1
