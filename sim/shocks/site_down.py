"""A site that cannot operate: no shipping, no receiving, no work."""

from contextlib import ExitStack
from typing import Literal

from pydantic import Field

from sim.plug import Places
from sim.shocks import Process, Shock
from sim.state.control import Control


class SiteDown(Shock):
    """Close sites for a while. What is on the road waits outside; work resumes where it stopped."""

    kind: Literal["site_down"] = "site_down"
    site: Places = Field(description="site, or several", examples=["dc"], json_schema_extra={"names": "site"})
    ships: bool = Field(default=False, description="true = goods still leave")
    receives: bool = Field(default=False, description="true = goods are still taken in")
    works: bool = Field(default=False, description="true = stations and lines still work")

    def strike(self, control: Control) -> Process:
        """Hold the levers `ships`, `receives`, `station` and `line` at 0, unless the site keeps that ability."""
        keeps = {"ships": self.ships, "receives": self.receives, "station": self.works, "line": self.works}
        places = control.places(self.site)
        with ExitStack() as held:
            for lever, kept in keeps.items():
                if not kept:
                    held.enter_context(control.levers.hold(lever, places, 0.0))
            yield control.wait(float("inf") if self.lasts is None else self.lasts)
