"""Bring in goods that were kept ready outside the network."""

from typing import Literal

from pydantic import Field

from sim.plans import Action, Process
from sim.plug import Places
from sim.state.control import Control


class SpareStock(Action):
    """An emergency kit or hired shelf: `units` of an item appear at each site.

    Row R2 of docs/scenarios.md.
    """

    undone_at_end = False

    kind: Literal["spare_stock"] = "spare_stock"
    at: Places = Field(description="site, or several", examples=["dc"], json_schema_extra={"names": "site"})
    item: str = Field(description="product or material", examples=["oat_loaf"], json_schema_extra={"names": "item"})
    units: float = Field(gt=0, description="units at each site", examples=[300])

    def act(self, control: Control) -> Process:
        """Put it on the shelf."""
        for site in control.places(self.at):
            control.add_stock(site, self.item, self.units)
        yield self.going_on(control)
