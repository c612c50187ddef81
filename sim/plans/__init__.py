"""Response plans (预案): what starts them, how long deciding takes, and the actions they take."""

from abc import abstractmethod
from collections.abc import Generator
from typing import Any

from pydantic import Field

from sim.plug import Plugin
from sim.state.control import Control
from sim.units import Duration, Money

Process = Generator[Any, Any, None]


class Action(Plugin):
    """Base of all plan actions."""

    starts_in: Duration = Field(default=0.0, description="start-up time after the decision", examples=["24h"])
    lasts: Duration | None = Field(default=None, gt=0, description="how long it goes on; none = to the end")
    cost: Money = Field(default=0.0, description="once, yuan", examples=[3000])
    cost_per_hour: Money = Field(default=0.0, description="while it goes on, yuan", examples=[120])

    @abstractmethod
    def act(self, control: Control) -> Process:
        """The action as a process that begins when it has started up."""

    def going_on(self, control: Control) -> Any:
        """The event that ends the action."""
        return control.wait(float("inf") if self.lasts is None else self.lasts)


BASE = Action
