"""Supply sites from somewhere else."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from sim.plans import Action, Process
from sim.plug import Mistake, Places, WorldFacts
from sim.state.control import Control


class Reroute(Action):
    """`sites` order from another source over a backup lane; what the old source owes them is ordered anew.

    Rows X3, X5 of docs/scenarios.md.
    """

    kind: Literal["reroute"] = "reroute"
    sites: Places = Field(
        description="sites that change their source",
        examples=[["mw_east", "mw_west"]],
        json_schema_extra={"names": "site"},
    )
    source: str = Field(
        alias="via", description="site that supplies them now", examples=["bakery"], json_schema_extra={"names": "site"}
    )

    def problems(self, world: WorldFacts) -> Iterator[Mistake]:
        """A site to which no lane leads from the new source."""
        yield from super().problems(world)
        sites, lanes = world.names("site"), world.names("lane")
        for site in world.spelled_out(["site"], self.sites):
            if site in sites and self.source in sites and f"{self.source}->{site}" not in lanes:
                message = f"no lane leads from '{self.source}' to '{site}': add one to the world, with `backup: true`"
                yield Mistake("via", message)
                return

    def act(self, control: Control) -> Process:
        """Switch, wait, switch back."""
        sites = control.places(self.sites)
        control.switch_source(sites, self.source)
        yield self.going_on(control)
        control.switch_source(sites, None)
