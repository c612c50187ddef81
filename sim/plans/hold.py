"""Hold a lever: extra shifts, more pickers, a bonus for crowd couriers, faster notices."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from sim.plans import Action, Process
from sim.plug import Mistake, Places, WorldFacts
from sim.state.control import Control
from sim.state.levers import LEVERS, LeverName, without_effect
from sim.units import Factor


class HoldLever(Action):
    """Multiply a lever by `factor`: `lever: line, where: oven_1, factor: 2` is an extra shift (+100 %)."""

    kind: Literal["hold"] = "hold"
    lever: LeverName = Field(description="what is moved", examples=["line"])
    where: Places = Field(
        description="place on the lever's axis, or several", examples=["oven_1"], json_schema_extra={"names": "lever"}
    )
    factor: Factor = Field(description="multiplier", examples=[2, "+100%"])

    def sorts(self, declared: str) -> tuple[str, ...]:
        """`where` names places at which the lever can be held."""
        return LEVERS[self.lever].axes if declared == "lever" else super().sorts(declared)

    def problems(self, world: WorldFacts) -> Iterator[Mistake]:
        """A hold that changes nothing."""
        yield from super().problems(world)
        yield from without_effect(self.lever, self.where, self.factor, world)

    def act(self, control: Control) -> Process:
        """Hold, wait, let go."""
        with control.levers.hold(self.lever, control.places(self.where, self.lever), self.factor):
            yield self.going_on(control)
