"""How orders come in: communities, shows with pre-sale and groups, group buys, regular streams, recorded orders."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from sim.distributions import Constant, Distribution
from sim.errors import refusal
from sim.plug import OneOf
from sim.quantities import Quantity, Weights
from sim.schema.base import Identifier, Names, Strict, Title, from_seed
from sim.shapes import Shape
from sim.units import Distance, Duration, Moment, Money, Rate, Share

Mix = dict[Identifier, Annotated[float, Field(ge=0)]]
SPIKES = {"head": 6.0, "waist": 3.0, "brand": 2.0}
"""How steep a show begins by tier: a head streamer's audience waits for the link, a brand's own drops in (assumed)."""
AnyShape = Annotated[Shape, OneOf("sim.shapes")]


class Community(Strict):
    """A housing estate or office park: where customers live, and which sites serve them."""

    at: tuple[float, float] = Field(default=(0.0, 0.0), description="position, km east and north")
    side: Distance = Field(default=0.0, description="its customers live all over a square of this side around it")
    households: float = Field(
        default=500.0, gt=0, description="size; orders spread in proportion to it", examples=[800]
    )
    delivered_from: Identifier | None = Field(
        default=None, description="site that delivers to the door; none = nearest"
    )
    picks_up_at: Identifier | None = Field(default=None, description="site where its people pick up; none = nearest")


class Batch(Strict):
    """Orders that arrive together."""

    size: float = Field(ge=1, description="orders in a batch (mean when geometric)", examples=[5])
    kind: Literal["fixed", "geometric"] = Field(default="fixed", description="distribution of the size")


class Source(Strict):
    """What all sources of orders share."""

    title: Title | None = Field(default=None, description="name for people")
    channel: str = Field(default="app", description="platform or shop front", examples=["抖音"])
    communities: Names = Field(default=["*"], description="where its customers live; `*` = everywhere")
    promise: Duration = Field(default=1440.0, description="promised time from full payment", examples=["2h", "3d"])
    pickup: Share = Field(default=0.0, description="share of customers who pick up at the point", examples=[0.3])
    priority: int = Field(default=0, ge=0, le=9, description="urgency at stations: 0 first")
    patience: Distribution | None = Field(
        default=None, description="a customer cancels when goods are not there after this long; none = never"
    )
    quantity: Quantity = Field(
        default={1.0: 1.0},
        description="units per line, with weights, or drawn; with 0 units there is no order",
        examples=[{1: 0.8, 2: 0.2}, {"poisson": {"mean": 6}}, {"normal": {"mean": 50, "sd": 8}}],
    )

    @property
    def offers(self) -> Collection[str] | None:
        """The products that it may sell; None = any."""
        return None


class Regular(Source):
    """Everyday orders: a stream with a shape."""

    arrives: AnyShape = Field(description="the rate of orders over time")
    products: Mix | None = Field(default=None, description="what is ordered, with weights; none = all alike")
    lines: float = Field(default=1.0, ge=1, description="mean number of different products in a basket", examples=[1.6])
    batch: Batch | None = Field(default=None, description="orders that arrive together")
    overdispersion: float = Field(
        default=0.0, ge=0, description="squared coefficient of variation of a gamma factor per day", examples=[0.05]
    )
    exactly: int | None = Field(default=None, ge=0, description="this many orders instead of a random number")
    evenly: bool = Field(default=False, description="not random: an order each time the expected number rises by one")
    enters: Identifier | None = Field(default=None, description="station at which its orders start; none = the first")

    @property
    def offers(self) -> Collection[str] | None:
        """The products of its mix."""
        return self.products

    @model_validator(mode="after")
    def _one_way(self) -> "Regular":
        if self.evenly and (self.exactly is not None or self.overdispersion):
            raise ValueError("orders that come `evenly` know neither `exactly` nor `overdispersion`: leave them out")
        return self


class RecordedSource(Source):
    """Orders from a file instead of a generator: one row a line."""

    file: str = Field(description="CSV, XLSX or Parquet, beside this file", examples=["tables/orders.csv"])
    start: str | None = Field(default=None, description="the file's instant that is minute 0; none = its first order")
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="what the file calls a column",
        examples=[{"order": "InvoiceNo", "sku": "StockCode"}],
    )
    cancellations: Literal["error", "skip"] = Field(default="error", description="what to do with rows below 0 units")

    @field_validator("start")
    @classmethod
    def _dated(cls, value: str | None) -> str | None:
        try:
            datetime.fromisoformat(value or "2000-01-01")
        except ValueError:
            raise refusal("a date and time like 2026-06-15 00:00", value) from None
        return value


class Presale(Strict):
    """Deposit first, balance later, production only above a threshold (定金预售)."""

    deposit: Money = Field(default=9.9, description="yuan", json_schema_extra=from_seed("medium"))
    balance_within: Duration = Field(
        default=1440.0,
        description="time to pay the balance after the show's end",
        json_schema_extra=from_seed("medium"),
    )
    pays: Share = Field(default=0.9, description="share that pays the balance when the promise is short")
    certainty: float | None = Field(
        default=None,
        gt=0,
        description="the share is drawn once a sale, beta distributed as after so many trials; none = exact",
        examples=[50],
    )
    patience_for: Duration = Field(
        default=7 * 1440.0, description="promised wait beyond which fewer pay", json_schema_extra=from_seed()
    )
    loses: Share = Field(default=0.05, description="share of payers lost per day of promised wait beyond that")
    threshold: int = Field(
        default=0, ge=0, description="orders per product below which all are refunded", examples=[500]
    )
    counts: Literal["paid", "deposits"] = Field(default="paid", description="what counts towards the threshold")


class Grouping(Strict):
    """Neighbours join a pool per product and community; the pool forms when enough have joined (LBS 拼团)."""

    size: int = Field(ge=1, description="members that make a group", examples=[50])
    within: Duration = Field(default=1440.0, description="time from the pool's opening")
    pull: float = Field(
        default=0.0, ge=0, description="how much faster people join a nearly full pool: rate x (1 + pull x progress)"
    )
    discount: Share = Field(default=0.0, description="off the price when the group forms")
    otherwise: Literal["refund", "single"] = Field(
        default="refund", description="if it does not form: refund all, or fall back to the single price"
    )


class Show(Source):
    """A livestream: a burst of orders for one or several products, perhaps as a pre-sale."""

    streamer: Literal["waist", "head", "brand"] = Field(
        default="waist", description="tier of the streamer; without `spike` it sets it: head 6, waist 3, brand 2"
    )
    start: Moment = Field(description="when it starts", examples=["d3 20:00"])
    lasts: Duration = Field(default=120.0, gt=0, description="length of the show", examples=["2h"])
    orders: float = Field(gt=0, description="expected orders (deposits in a pre-sale)", examples=[2100])
    exactly: bool = Field(default=False, description="that many orders exactly, not on average")
    products: Mix = Field(min_length=1, description="what is sold, with weights")
    talks: dict[Identifier, tuple[Duration, Duration]] = Field(
        default_factory=dict,
        description="when a product is talked about, after the start: its orders come then; not named = all along",
        examples=[{"oat_loaf": ["0min", "30min"]}],
    )
    rooms: Mix = Field(default_factory=dict, description="platforms that carry it, with shares; none = `channel`")
    spike: float | None = Field(
        default=None, ge=1, description="rate at link-open against the show's average; none = by the tier"
    )
    presale: Presale | None = Field(default=None, description="deposit, balance and threshold; none = paid at once")
    groups: Grouping | None = Field(default=None, description="neighbours' pools")
    referrals: float = Field(default=0.0, ge=0, lt=1, description="further buyers that each buyer brings")
    quantity: Weights = Field(
        default={1.0: 1.0}, description="units per line, with weights", examples=[{1: 0.8, 2: 0.2}]
    )
    surprise: bool = Field(default=False, description="true = only a scenario's shock switches it on")
    promise: Duration = Field(default=5 * 1440.0, description="promised time from full payment", examples=["5d"])

    @property
    def offers(self) -> Collection[str]:
        """What is sold."""
        return self.products

    @model_validator(mode="after")
    def _talks_fit(self) -> "Show":
        for product, (begins, ends) in self.talks.items():
            if product not in self.products:
                raise ValueError(f"`talks` names '{product}', but the show sells {', '.join(self.products)}")
            if not begins < ends <= self.lasts:
                raise ValueError(f"the talk of '{product}' must begin before it ends, within {self.lasts:g} minutes")
        return self

    @property
    def rush(self) -> float:
        """The rate at link-open against the show's average: `spike`, or what shows of the streamer's tier have."""
        return SPIKES[self.streamer] if self.spike is None else self.spike


class GroupBuy(Source):
    """A community group buy without a show: pools that open at an instant and fill, or not."""

    product: Identifier = Field(description="what is bought")
    opens: Moment = Field(description="when the pools open", examples=["d1 08:00"])
    pools: int = Field(default=1, ge=1, description="pools per community")
    groups: Grouping = Field(description="size, window and what happens otherwise")
    joins: Rate | None = Field(default=None, description="rate at which people join one empty pool", examples=["0.5/h"])
    uneven: float = Field(default=0.0, ge=0, description="squared coefficient of variation of the rate between pools")
    keeps_open: bool = Field(default=True, description="orders keep coming until the window ends, also once it formed")
    repeats: bool = Field(default=False, description="all buyers of the window are packed into groups of `size`")
    quantity: Weights = Field(
        default={1.0: 1.0}, description="units per line, with weights", examples=[{1: 0.8, 2: 0.2}]
    )
    bass: "Bass | None" = Field(default=None, description="joining spreads by word of mouth")
    cascade: "Cascade | None" = Field(default=None, description="each buyer brings further ones")

    @property
    def offers(self) -> Collection[str]:
        """The one product."""
        return [self.product]

    @model_validator(mode="after")
    def _one_way(self) -> "GroupBuy":
        if sum(way is not None for way in (self.joins, self.bass, self.cascade)) != 1:
            raise ValueError("give exactly one of `joins`, `bass`, `cascade`: how people come in")
        return self


class Bass(Strict):
    """Diffusion by innovation and imitation: with k of m adopters the rate is (m - k)(p + q k / m) (Bass 1969)."""

    p: Rate = Field(description="innovation", examples=["0.03/d"])
    q: Rate = Field(description="imitation", examples=["0.38/d"])
    m: int = Field(ge=1, description="people who can adopt", examples=[500])


class Cascade(Strict):
    """KOC referral: `seeds` first buyers; each buyer brings Poisson(`brings`) further ones (裂变)."""

    seeds: int = Field(ge=1, description="first buyers", examples=[20])
    brings: float = Field(ge=0, lt=1, description="mean number that one buyer brings", examples=[0.6])
    after: Distribution = Field(default=Constant(value="1h"), description="time from one buyer to the next")


GroupBuy.model_rebuild()
