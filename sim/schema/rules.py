"""Rules by which a world is run: replenishment, customers' behaviour, costs, targets."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.distributions import Constant, Distribution, Lognormal
from sim.plug import OneOf
from sim.policies.allocation import Allocation
from sim.policies.replenishment import Replenishment
from sim.policies.sourcing import SourcingPolicy
from sim.policies.transfer import Transfer
from sim.schema.base import Identifier, Limit, Names, Strict, from_seed
from sim.units import Duration, Money, Share, TimeOfDay


class Rule(Strict):
    """Which policy replenishes which items at which sites, and from where."""

    at: Names = Field(description="site, sites or group of sites", examples=["mw_east", "shops"])
    items: Names | None = Field(default=None, description="products or materials; `*` = all", examples=[["oat_loaf"]])
    grade: Literal["A", "B", "C"] | None = Field(default=None, alias="class", description="or: products of this class")
    policy: Annotated[Replenishment, OneOf("sim.policies.replenishment")] = Field(
        description="the policy and its knobs"
    )
    source: Identifier | None = Field(
        default=None, alias="from", description="site or supplier; none = the only one there is", examples=["dc"]
    )
    sourcing: Annotated[SourcingPolicy, OneOf("sim.policies.sourcing")] | None = Field(
        default=None, description="or: which of several sites and suppliers each order goes to"
    )
    transfer: Annotated[Transfer, OneOf("sim.policies.transfer")] | None = Field(
        default=None, description="what a site takes from the other sites of this rule that have a lane to it"
    )
    stale: Duration = Field(
        default=0.0, ge=0, description="age of what the policy sees of its stock when it decides", examples=["2h"]
    )
    at_same_instant: Literal["demand_first", "review_first"] = Field(
        default="demand_first", description="when demand and a review fall on one instant: who goes first"
    )

    @model_validator(mode="after")
    def _one_way(self) -> "Rule":
        if self.source is not None and self.sourcing is not None:
            raise ValueError("give `from` or `sourcing`, not both: `sourcing` chooses where each order goes")
        return self


class Returns(Strict):
    """Goods that come back from customers."""

    share: Share = Field(default=0.0, description="share of delivered orders that are returned", examples=[0.05])
    after: Distribution = Field(default=Constant(value="2d"), description="delivery to return")
    restocked: Share = Field(default=0.0, description="share of returned units that can be sold again (perishables: 0)")


class Customers(Strict):
    """How customers behave."""

    pickup_after: Distribution = Field(
        default=Lognormal(mean="18h", cv=0.7),
        description="ready at the point to collected",
        json_schema_extra=from_seed(),
    )
    returns: Returns = Field(default=Returns(), description="returns")
    compensation: Money = Field(default=0.0, description="paid per late order, yuan", examples=[5])


class Costs(Strict):
    """Costs that belong to no single site or vehicle."""

    technology_per_day: Money = Field(default=0.0, description="software, yuan a day")
    capital_per_year: Share = Field(
        default=0.06, description="interest on goods on hand", json_schema_extra=from_seed()
    )


class Target(Strict):
    """Thresholds of a light: green at or beyond `green`, amber at or beyond `amber`, else red."""

    green: Limit = Field(description="● 达标 from here", examples=[0.95, "48h"])
    amber: Limit = Field(description="▲ 预警 from here", examples=[0.90, "96h"])
    weight: float = Field(default=1.0, ge=0, description="weight in the readiness score")


class Service(Strict):
    """How the network as a whole is judged and run."""

    allocation: Annotated[Allocation, OneOf("sim.policies.allocation")] | None = Field(
        default=None, description="who gets scarce goods; none = first come"
    )
    hand_count: TimeOfDay = Field(
        default=6 * 60.0, description="when shelves are counted by hand while the data system is down"
    )
    watch_every: Duration = Field(default=30.0, gt=0, description="how often signals of plans are looked at")
