"""What the contract of plan actions finds out: actions that do nothing, do not end, hold on, or are no process."""

from typing import Literal

import pytest

from sim.plans import Action
from sim.plans.contract import check
from sim.plans.hold import HoldLever


def acting(steps):
    class Made(Action):
        """An action made by hand."""

        kind: Literal["made"] = "made"

        def act(self, control):
            return steps(self, control)

    return Made


def good(self, control):
    with control.levers.hold("line", ("oven",), 2.0):
        control.add_stock("dc", "loaf", 5.0)
        yield self.going_on(control)


def nothing(self, control):
    yield self.going_on(control)


def no_process(self, control):
    control.add_stock("dc", "loaf", 5.0)


def ends_at_once(self, control):
    control.add_stock("dc", "loaf", 5.0)
    return
    yield


def goes_on_for_an_hour(self, control):
    with control.levers.hold("line", ("oven",), 2.0):
        yield control.wait(60.0)


def ends_by_itself(self, control):
    control.add_stock("dc", "loaf", 5.0)
    yield control.wait(1e5 if self.lasts is None else self.lasts)


HELD = []  # what is not kept is closed


def holds_on(self, control):
    HELD.append(control.levers.hold("line", ("oven",), 2.0))
    HELD[-1].__enter__()
    yield self.going_on(control)


def asks_the_engine(self, control):
    control.engine.stock.add("dc", 5.0)
    yield self.going_on(control)


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        (nothing, "made asks for nothing"),
        (no_process, "made is no process"),
        (ends_at_once, "made ends before it has waited"),
        (goes_on_for_an_hour, "made goes on for 60 minutes where it lasts 120"),
        (ends_by_itself, "made ends by itself"),
        (holds_on, "made still holds a lever"),
    ],
)
def test_an_action_that_breaks_the_contract_is_named_with_what_it_does(steps, complaint):
    check(acting(good))
    with pytest.raises(AssertionError, match=complaint):
        check(acting(steps))


def test_an_action_has_the_control_and_nothing_behind_it():
    with pytest.raises(AttributeError, match="a control has no 'engine'"):
        check(acting(asks_the_engine))


def test_a_setting_of_one_s_own_is_tried_as_it_is():
    check(HoldLever(lever="vehicles", where=["dc", "mw"], factor=0, starts_in="2h", lasts="9d"))
