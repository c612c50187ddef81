"""A world: one brand's whole supply chain as people write it down."""

from pydantic import Field, PrivateAttr

from sim.schema.base import Identifier, Strict, Title
from sim.schema.catalogue import Material, Product, Supplier
from sim.schema.network import Couriers, Lane, Site
from sim.schema.rules import Costs, Customers, Rule, Service, Target
from sim.schema.selling import Community, GroupBuy, RecordedSource, Regular, Show
from sim.units import Duration, Start

TARGETS = {
    "fulfilment_rate": Target(green=0.95, amber=0.90, weight=3),
    "on_time_rate": Target(green=0.90, amber=0.80, weight=2),
    "lead_time_p95": Target(green=96.0, amber=144.0, weight=1),
    "time_to_recover": Target(green=48.0, amber=96.0, weight=2),
}


class World(Strict):
    """Everything a run needs, checked; lists of places are expanded, names are known to exist."""

    brand: Title = Field(description="the brand", examples=[{"zh": "麦田日记", "en": "Wheat Diary"}])
    start: Start = Field(description="first instant of the run, with time zone", examples=["2026-06-15 00:00 +08:00"])
    horizon: Duration = Field(gt=0, description="length of the run", examples=["21d"])
    products: dict[Identifier, Product] = Field(min_length=1, description="what is sold")
    materials: dict[Identifier, Material] = Field(default_factory=dict, description="what it is made of")
    suppliers: dict[Identifier, Supplier] = Field(default_factory=dict, description="who delivers it")
    sites: dict[Identifier, Site] = Field(min_length=1, description="places")
    groups: dict[Identifier, list[Identifier]] = Field(
        default_factory=dict, description="names for several sites together; tables of sites make one each"
    )
    lanes: list[Lane] = Field(default_factory=list, description="roads between sites")
    replenishment: list[Rule] = Field(default_factory=list, description="who orders what, how")
    communities: dict[Identifier, Community] = Field(default_factory=dict, description="where customers live")
    shows: dict[Identifier, Show] = Field(default_factory=dict, description="livestreams")
    group_buys: dict[Identifier, GroupBuy] = Field(default_factory=dict, description="group buys without a show")
    regular: dict[Identifier, Regular] = Field(default_factory=dict, description="everyday streams of orders")
    recorded: dict[Identifier, RecordedSource] = Field(default_factory=dict, description="order files")
    couriers: dict[Identifier, Couriers] = Field(default_factory=dict, description="courier pools")
    customers: Customers = Field(default=Customers(), description="how customers behave")
    costs: Costs = Field(default=Costs(), description="general costs")
    service: Service = Field(default=Service(), description="allocation and watching")
    uncertain: dict[str, str] = Field(
        default_factory=dict,
        description="uncertain values: dotted keys and the range of each, for `surge sweep`",
        examples=[{"regular.everyday.arrives.per_day": "2000..2800"}],
    )
    targets: dict[str, Target] = Field(default=TARGETS, description="thresholds of the lights, by KPI")

    _folder: str = PrivateAttr(default="")

    @property
    def folder(self) -> str:
        """The folder in which the file names of the world begin; it is not a part of the configuration."""
        return self._folder

    def set_folder(self, folder: str) -> None:
        """Set once, by the loader."""
        self._folder = folder
