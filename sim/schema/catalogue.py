"""What is sold, what it is made of, and who supplies it."""

from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from sim.distributions import Constant, Distribution
from sim.schema.base import Identifier, Strict, Title
from sim.units import Amount, Duration, Money, Rate, Weight


class Item(Strict):
    """Anything that can lie in a warehouse."""

    title: Title | None = Field(default=None, description="name for people")
    cost: Money = Field(default=0.0, description="what one unit costs to buy, yuan", examples=[8])
    shelf_life: Duration | None = Field(default=None, description="life of a lot; none = does not age", examples=["3d"])
    bought_from: Identifier | None = Field(default=None, description="supplier that delivers it", examples=["mill"])


class Product(Item):
    """A product that customers order."""

    price: Money = Field(description="selling price, yuan", examples=[30])
    grade: Literal["A", "B", "C"] = Field(default="B", alias="class", description="ABC class", examples=["A"])
    weight: Weight = Field(
        default=0.5, description="weight of one unit; for people, nothing is computed from it yet", examples=["0.8kg"]
    )
    bom: dict[Identifier, Amount] = Field(
        default_factory=dict,
        description="materials for one unit, when it is made here",
        examples=[{"flour": "0.45kg", "bag": 1}],
    )

    @model_validator(mode="after")
    def _one_origin(self) -> "Product":
        if self.bom and self.bought_from:
            raise ValueError("a product is either made (bom) or bought (bought_from), not both")
        return self


class Material(Item):
    """A raw material or packaging; its unit is the one that BOMs use (piece, kg or litre)."""


class Outages(Strict):
    """Random times at which nothing comes from a supplier: with and without supply alternate, beginning with supply."""

    up: Distribution = Field(description="time with supply", examples=[{"exponential": {"mean": "30d"}}])
    down: Distribution = Field(
        description="time without supply", examples=[{"geometric": {"step": "1d", "chance": 0.25}}]
    )


class Tier(Strict):
    """A step of a capacity agreement."""

    up_to: float = Field(gt=0, description="units in a period up to which it holds", examples=[800])
    surcharge: Money = Field(default=0.0, description="per unit above the item's cost, yuan", examples=[2.5])


class Supplier(Strict):
    """A supplier of materials or bought products."""

    title: Title | None = Field(default=None, description="name for people")
    lead: Distribution = Field(default=Constant(value="1d"), description="order to delivery", examples=["1d"])
    capacity: Rate | None = Field(
        default=None, description="units of each item it can make ready; none = no limit", examples=["800/d"]
    )
    every: Duration | None = Field(
        default=None,
        gt=0,
        description="goods leave only every so often, with what the capacity has made of what is owed; none = as made",
        examples=["1d"],
    )
    outages: Outages | None = Field(default=None, description="random stops; what was ordered waits for their end")
    active: bool = Field(default=True, description="false = a backup that a plan must activate first")
    supplies: list[Identifier] | None = Field(
        default=None, description="items; none = those that name it in `bought_from`", examples=[["flour"]]
    )
    surcharge: float = Field(default=0.0, ge=0, description="price above the item's cost, share", examples=[0.12])
    premium: Money = Field(
        default=0.0, ge=0, description="paid every day for capacity kept ready, used or not, yuan", examples=[300]
    )
    tiers: list[Tier] = Field(
        default_factory=list,
        description="capacity agreement, all items together: dearer from step to step; beyond the last one waits",
        examples=[[{"up_to": 800}, {"up_to": 1200, "surcharge": 2.5}]],
    )
    per: Duration | None = Field(
        default=None, gt=0, description="period of the agreement; none = the whole run", examples=["30d"]
    )

    @model_validator(mode="after")
    def _agreed(self) -> "Supplier":
        if any(b.up_to <= a.up_to for a, b in pairwise(self.tiers)):
            raise ValueError("each of the `tiers` must reach further than the one before")
        if self.per is not None and not self.tiers:
            raise ValueError("`per` is the period of an agreement: give `tiers`, or leave it out")
        if self.tiers and self.every is not None:
            raise ValueError("a supplier with `tiers` delivers as goods are made: leave `every` out")
        return self
