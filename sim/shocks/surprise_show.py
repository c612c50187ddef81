"""A streamer promotes without warning."""

from typing import Literal

from pydantic import Field

from sim.shocks import Process, Shock
from sim.state.control import Control


class SurpriseShow(Shock):
    """An unplanned show begins: one that the configuration declares with `surprise: true`.

    `for` is the window in which its effect is measured; the show lasts as long as it is declared to.

    Row X1 of docs/scenarios.md.
    """

    kind: Literal["surprise_show"] = "surprise_show"
    show: str = Field(description="id of the show", examples=["flash"], json_schema_extra={"names": "surprise show"})

    def strike(self, control: Control) -> Process:
        """Start it now."""
        control.start_show(self.show)
        yield control.wait(0.0 if self.lasts is None else self.lasts)
