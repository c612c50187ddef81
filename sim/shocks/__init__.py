"""Shocks: what goes wrong, from when, for how long, and how long until it is noticed."""

from abc import abstractmethod
from collections.abc import Generator
from typing import Any

from pydantic import ConfigDict, Field

from sim.plug import Plugin
from sim.state.control import Control
from sim.units import Duration, Moment

Process = Generator[Any, Any, None]


class Shock(Plugin):
    """Base of all shocks."""

    model_config = ConfigDict(populate_by_name=True)

    start: Moment = Field(alias="from", description="when it strikes", examples=["d9 20:00"])
    lasts: Duration | None = Field(
        default=None, gt=0, alias="for", description="how long; none = to the end", examples=["2d"]
    )
    noticed_after: Duration = Field(default=0.0, description="time until it is detected", examples=["4h"])

    @abstractmethod
    def strike(self, control: Control) -> Process:
        """The shock as a process that begins at `start`: holds its levers inside `with`, then lets go."""


BASE = Shock
