"""What the contract of shocks finds out: shocks that set a lever, take another one's hold, or never let go."""

from typing import Literal

import pytest

from sim.plug import discover
from sim.shocks import Shock
from sim.shocks.contract import check
from sim.shocks.hold import Hold


def striking(steps):
    class Made(Shock):
        """A shock made by hand."""

        kind: Literal["made"] = "made"

        def strike(self, control):
            return steps(self, control)

    return Made


def good(self, control):
    with control.levers.hold("lane", ("dc",), 0.5):
        yield control.wait(float("inf") if self.lasts is None else self.lasts)


def sets(self, control):
    """Brings the lever to 0.5, whatever others hold."""
    with control.levers.hold("lane", ("dc",), 0.5 / control.levers.value("lane", "dc")):
        yield control.wait(60.0)


HELD = []  # what is not kept is closed


def keeps(self, control):
    HELD.append(control.levers.hold("lane", ("dc",), 0.5))
    HELD[-1].__enter__()
    yield control.wait(60.0)


SEEN = []


def differs(self, control):
    SEEN.append(1)
    with control.levers.hold("lane", ("dc",), 1 / len(SEEN)):
        yield control.wait(60.0)


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        (sets, "two at once do not multiply"),
        (keeps, "still holds a lever when the run is over"),
        (differs, "two at once do not multiply|asks for something else"),
    ],
)
def test_a_shock_that_breaks_the_contract_is_named_with_what_it_does(steps, complaint):
    check(striking(good))
    with pytest.raises(AssertionError, match=f"made .*{complaint}"):
        check(striking(steps))


@pytest.mark.parametrize("shape", ["linear", "exponential"])
def test_a_hold_that_comes_back_little_by_little_keeps_the_contract(shape):
    back = {"over": "6h", "shape": shape}
    check(Hold.model_validate({"lever": "supply", "where": "mill", "factor": 0.4, "from": "d1", "for": "1d",
                               "back": back}))  # fmt: skip


def test_a_site_that_is_down_keeps_the_contract_whatever_it_still_does():
    down = discover("sim.shocks")["site_down"]
    for still in ("ships", "receives", "works"):
        check(down.model_validate({"kind": "site_down", "site": ["dc", "mw"], "from": "d1", still: True}))
