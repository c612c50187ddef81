"""Hold a lever: the shock that most disruptions are."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from sim.plug import Mistake, Places, WorldFacts
from sim.shocks import Process, Shock
from sim.shocks.recovery import Recovery, hold_in_turn
from sim.state.control import Control
from sim.state.levers import LEVERS, LeverName, Running, without_effect
from sim.units import Factor


class Hold(Shock):
    """Multiply a lever by `factor` for a while: `lever: supply, where: flour, factor: 0.4`.

    After `for` it is back at once, or little by little: `back: {over: 6h}`.
    """

    kind: Literal["hold"] = "hold"
    lever: LeverName = Field(description="what is moved", examples=["supply"])
    where: Places = Field(
        description="place on the lever's axis, or several", examples=["flour"], json_schema_extra={"names": "lever"}
    )
    factor: Factor = Field(description="multiplier; -60% is 0.4, +500% is 6", examples=[0.4, "+500%"])

    running: Running = Field(
        default="halt",
        description="with factor 0 at a station: work in hand resumes, is finished (drain) or starts anew (lose)",
    )
    back: Recovery | None = Field(
        default=None, description="how it comes back after that; none = at once", examples=[{"over": "6h"}]
    )

    @model_validator(mode="after")
    def _means_something(self) -> "Hold":
        if self.back is not None and self.lasts is None:
            raise ValueError("what comes `back` must have lasted for some time: give `for`")
        if self.running != "halt" and self.lever != "station":
            raise ValueError("`running` is what happens to work in hand at a station: it needs `lever: station`")
        return self

    def sorts(self, declared: str) -> tuple[str, ...]:
        """`where` names places at which the lever can be held."""
        return LEVERS[self.lever].axes if declared == "lever" else super().sorts(declared)

    def problems(self, world: WorldFacts) -> Iterator[Mistake]:
        """A hold that changes nothing."""
        yield from super().problems(world)
        yield from without_effect(self.lever, self.where, self.factor, world)

    def strike(self, control: Control) -> Process:
        """Hold, wait, let go."""
        places = control.places(self.where, self.lever)
        levels = [(self.factor, float("inf") if self.lasts is None else self.lasts)]
        levels += self.back.stairs(self.factor) if self.back and self.factor != 1 else ()
        yield from hold_in_turn(control, self.lever, places, levels, self.running)
