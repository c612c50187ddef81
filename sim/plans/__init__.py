"""Response plans (预案): what starts them, how long deciding takes, and the actions they take."""

from abc import abstractmethod
from collections.abc import Generator, Iterator
from typing import Any, ClassVar

from pydantic import Field

from sim.plug import Mistake, Plugin, WorldFacts
from sim.state.control import Control
from sim.units import Duration, Money

Process = Generator[Any, Any, None]


class Action(Plugin):
    """Base of all plan actions."""

    undone_at_end: ClassVar[bool] = True
    """Whether the action is undone when it ends; else its effect stays."""

    starts_in: Duration = Field(default=0.0, description="start-up time after the decision", examples=["24h"])
    lasts: Duration | None = Field(default=None, gt=0, description="how long it goes on; none = to the end")
    cost: Money = Field(default=0.0, description="once, yuan", examples=[3000])
    cost_per_hour: Money = Field(default=0.0, description="while it goes on, yuan", examples=[120])

    def problems(self, world: WorldFacts) -> Iterator[Mistake]:
        """`lasts` without effect: of an action that is not undone it only gives how long `cost_per_hour` is paid."""
        if not self.undone_at_end and self.lasts is not None and not self.cost_per_hour:
            message = "this action is not undone when it ends: `lasts` only says how long `cost_per_hour` is paid"
            yield Mistake("lasts", message)

    @abstractmethod
    def act(self, control: Control) -> Process:
        """The action as a process that begins when it has started up."""

    def going_on(self, control: Control) -> Any:
        """The event that ends the action."""
        return control.wait(float("inf") if self.lasts is None else self.lasts)


BASE = Action
