"""Recovery of a lever after a hold: linear or exponential."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sim.shocks import Process
from sim.state.control import Control
from sim.state.levers import Running
from sim.units import Duration

LINE, CURVE, TIME_CONSTANTS = 200, 160, 8.0
"""Steps of a linear and of an exponential recovery, and time constants until the latter is complete."""


class Recovery(BaseModel):
    """The way back after a hold: a staircase, each step at the mean of the curve over it, so that no area is lost.

    linear       from the factor held to 1 over `over`
    exponential  what is missing fades as exp(-t / over), and is gone after 8 of these
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    over: Duration = Field(gt=0, description="time until it is back, or the time constant", examples=["6h"])
    shape: Literal["linear", "exponential"] = Field(default="linear", description="how it comes back")

    def stairs(self, factor: float) -> Iterator[tuple[float, float]]:
        """The levels on the way from `factor` back to 1, and for how many minutes each is held."""
        if self.shape == "linear":
            left = 1 - (np.arange(LINE) + 0.5) / LINE
            each = self.over / LINE
        else:
            each = self.over * TIME_CONSTANTS / CURVE
            fades = np.exp(-each / self.over * np.arange(CURVE + 1))
            left = (fades[:-1] - fades[1:]) * self.over / each
        yield from ((float(1 - (1 - factor) * share), each) for share in left.tolist())


def hold_in_turn(
    control: Control, lever: str, places: tuple[str, ...], levels: list[tuple[float, float]], running: Running
) -> Process:
    """Hold the lever at one level after the other, each for its minutes; all levels but the first are above 0.

    A level is the product of holds that end one by one, the last to begin first: so at no instant are two levels in
    force, or none.
    """
    with ExitStack() as all_held:
        holds: list[ExitStack] = []
        after = 1.0
        for level, _ in reversed(levels):
            one = all_held.enter_context(ExitStack())
            one.enter_context(control.levers.hold(lever, places, level / after, running))
            holds.append(one)
            after = level
        for _, minutes in levels:
            yield control.wait(minutes)
            holds.pop().close()
