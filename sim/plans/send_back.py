"""Send goods back to their supplier under a return agreement."""

from typing import Literal

from pydantic import Field

from sim.plans import Action, Process
from sim.plug import Places
from sim.state.control import Control
from sim.units import Share


class SendBack(Action):
    """Unopened standard goods go back: share x (what lies there - `keeps`), whole units, for a part of their cost.

    Row N6 of docs/scenarios.md.
    """

    undone_at_end = False

    kind: Literal["send_back"] = "send_back"
    at: Places = Field(description="site, or several", examples=["dc"], json_schema_extra={"names": "site"})
    item: str = Field(description="product or material", examples=["oat_loaf"], json_schema_extra={"names": "item"})
    keeps: float = Field(default=0.0, ge=0, description="units that stay at each site", examples=[200])
    share: Share = Field(default=1.0, description="share of what lies above that which may go back", examples=[0.5])
    pays: Share = Field(description="share of the item's cost that the supplier pays", examples=[0.8])

    def act(self, control: Control) -> Process:
        """Take it off the shelf."""
        for site in control.places(self.at):
            control.send_back(site, self.item, self.keeps, self.share, self.pays)
        yield self.going_on(control)
