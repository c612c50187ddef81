"""Hold a lever: the shock that most disruptions are."""

from typing import Literal

from pydantic import Field

from sim.plug import Places
from sim.shocks import Process, Shock
from sim.state.control import Control
from sim.state.levers import LeverName
from sim.units import Factor


class Hold(Shock):
    """Multiply a lever by `factor` for a while: `lever: supply, where: flour, factor: 0.4`."""

    kind: Literal["hold"] = "hold"
    lever: LeverName = Field(description="what is moved", examples=["supply"])
    where: Places = Field(
        description="place on the lever's axis, or several", examples=["flour"], json_schema_extra={"names": "lever"}
    )
    factor: Factor = Field(description="multiplier; -60% is 0.4, +500% is 6", examples=[0.4, "+500%"])

    running: Literal["halt", "drain"] = Field(
        default="halt", description="with factor 0 at a station: work in hand stops and resumes (halt), or is finished"
    )

    def strike(self, control: Control) -> Process:
        """Hold, wait, let go."""
        places = control.places(self.where, self.lever)
        with control.levers.hold(self.lever, places, self.factor, self.running == "drain"):
            yield control.wait(float("inf") if self.lasts is None else self.lasts)
