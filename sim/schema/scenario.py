"""A scenario: a patch of a world, the shocks that strike it, the plans that answer, and what is expected."""

from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, model_validator

from sim.plans import Action
from sim.plug import OneOf
from sim.schema.base import Identifier, Limit, Strict, Title
from sim.schema.document import Document
from sim.shocks import Shock
from sim.units import Duration

SIGNALS = ("cover", "backlog", "queue")


class Trigger(Strict):
    """What starts a plan: a shock that was noticed, or a signal that crosses a value and stays there."""

    shock: int | None = Field(default=None, ge=0, description="number of the shock (0 = first) that must be noticed")
    signal: Literal["cover", "backlog", "queue"] | None = Field(
        default=None,
        description="cover: days of stock of an item; backlog: units that are waited for; queue: orders at a station",
    )
    of: str | None = Field(
        default=None, description="item, site or station that the signal is about", examples=["flour"]
    )
    below: Duration | float | None = Field(default=None, description="starts at or below this", examples=["2d"])
    above: float | None = Field(default=None, description="starts at or above this", examples=[500])

    @model_validator(mode="after")
    def _one_kind(self) -> "Trigger":
        if self.signal is None and (self.below is not None or self.above is not None):
            raise ValueError(f"`below` and `above` need a `signal`: one of {', '.join(SIGNALS)}")
        if self.signal is not None and (self.below is None) == (self.above is None):
            raise ValueError("a signal needs exactly one of `below` and `above`")
        return self


class Plan(Strict):
    """A response plan (预案)."""

    title: Title | None = Field(default=None, description="name for people")
    when: Trigger = Field(default=Trigger(shock=0), description="what starts it; left out = the first shock is noticed")
    decide: Duration = Field(default=60.0, description="time to decide", examples=["1h"])
    do: list[Annotated[Action, OneOf("sim.plans")]] = Field(min_length=1, description="the actions")


class Bound(Strict):
    """What a measure is expected to reach."""

    at_least: Limit | None = Field(default=None, description="lower bound", examples=[0.95])
    at_most: Limit | None = Field(default=None, description="upper bound", examples=["5d"])

    @model_validator(mode="after")
    def _some(self) -> "Bound":
        if self.at_least is None and self.at_most is None:
            raise ValueError("give `at_least`, `at_most` or both")
        return self


class Scenario(Strict):
    """One disruption to be played; `over` patches the world, dotted key by dotted key."""

    title: Title = Field(description="name for people")
    row: str | None = Field(default=None, description="row of docs/scenarios.md that it plays", examples=["X2"])
    over: dict[str, Any] = Field(default_factory=dict, description="dotted keys of the world and their new values")
    shocks: list[Annotated[Shock, OneOf("sim.shocks")]] = Field(default_factory=list, description="what strikes")
    plans: dict[Identifier, Plan] = Field(default_factory=dict, description="how it is answered")
    expect: dict[str, Bound] = Field(default_factory=dict, description="bounds on measures, by KPI")

    _document: Document | None = PrivateAttr(default=None)

    @property
    def document(self) -> Document:
        """Where each part was written, for messages; a scenario that was not read from a file has no places."""
        return self._document or Document("<scenario>", {"over": self.over})

    def set_document(self, document: Document) -> None:
        """Set once, by the loader."""
        self._document = document
