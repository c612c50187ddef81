"""Places and roads: sites with their stations and factory lines, lanes, courier pools."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.distributions import Constant, Distribution
from sim.plug import OneOf
from sim.policies.allocation import Allocation
from sim.policies.dispatch import Dispatch
from sim.policies.fulfilment import Fulfilment
from sim.schema.base import Identifier, Names, Strict, Title, from_seed
from sim.tolerance import ROUNDING
from sim.units import DayWindow, Distance, Duration, Money, Rate, Share, Speed, TimeOfDay

Servers = Annotated[int, Field(ge=1)]


class Breakdown(Strict):
    """Random stops of a station: up and down times alternate; the job in hand resumes."""

    up: Distribution = Field(
        description="time between repair and next failure", examples=[{"exponential": {"mean": "20h"}}]
    )
    down: Distribution = Field(description="time to repair", examples=[{"exponential": {"mean": "2h"}}])
    of: Literal["station", "server"] = Field(default="station", description="all servers stop together, or each alone")


class Station(Strict):
    """Servers in parallel with one queue: pickers, packers, an inspection bench."""

    servers: Servers | Literal["unlimited"] = Field(description="people or machines side by side", examples=[8])
    takes: Distribution = Field(description="time per order", examples=["40s", {"exponential": {"mean": "1.2min"}}])
    per_unit: Duration = Field(default=0.0, description="extra time per unit of goods", examples=["5s"])
    open: DayWindow | None = Field(default=None, description="shift; none = round the clock", examples=["07:00-23:00"])
    order: Literal["fifo", "lifo"] = Field(default="fifo", description="who is served next")
    priority: Literal["none", "waits", "preempts"] = Field(
        default="none", description="urgent orders go first (waits), or also interrupt the one in service (preempts)"
    )
    room: int | None = Field(default=None, ge=1, description="most orders in service and queue; others are turned away")
    patience: Distribution | None = Field(default=None, description="an order leaves the queue after this long")
    breakdown: Breakdown | None = Field(default=None, description="random stops")
    next: dict[Identifier, Share] | None = Field(
        default=None,
        description="where orders go from here, with shares; `out` = done; none = the station listed next",
        examples=[{"pack": 0.95, "pick": 0.05}],
    )
    wage: Money = Field(default=0.0, description="per server and hour, yuan", examples=[28])

    @model_validator(mode="after")
    def _shares(self) -> "Station":
        if self.next is not None and abs(sum(self.next.values()) - 1) > ROUNDING:
            raise ValueError(f"the shares of `next` must add up to 1; found {sum(self.next.values()):g}")
        return self


class Line(Strict):
    """A production line: makes one product at a time, in batches."""

    rate: dict[Identifier, Rate] = Field(
        min_length=1, description="speed per product", examples=[{"oat_loaf": "240/h"}]
    )
    setup: Duration = Field(default=0.0, description="changeover to another product", examples=["40min"])
    batch: float = Field(default=100.0, gt=0, description="most units in one batch", examples=[120])
    shift: DayWindow | None = Field(default=None, description="working hours; none = round the clock")
    takes: Literal["steady", "exponential"] = Field(default="steady", description="batch time fixed, or memoryless")
    good: Share = Field(default=1.0, description="share of good units", examples=[0.98])
    cost: Money = Field(default=0.0, description="per running hour, yuan", examples=[150])


class Site(Strict):
    """A place where goods lie, are made or are handed over."""

    title: Title | None = Field(default=None, description="name for people")
    kind: Literal["factory", "dc", "micro_warehouse", "front_point", "warehouse"] = Field(
        description="what the place is", examples=["dc"]
    )
    at: tuple[float, float] = Field(default=(0.0, 0.0), description="position, km east and north", examples=[[6, 2]])
    stock: Literal["limited", "unlimited"] = Field(
        default="limited",
        description="unlimited = goods are always there (a pure service study, which needs no couriers)",
    )
    opening: dict[Identifier, Annotated[float, Field(ge=0)]] = Field(
        default_factory=dict, description="units on hand at the start, per item", examples=[{"oat_loaf": 200}]
    )
    unmet: Literal["backorder", "lost"] = Field(
        default="backorder", description="what happens to an order when the goods are not there"
    )
    fulfilment: Annotated[Fulfilment, OneOf("sim.policies.fulfilment")] | None = Field(
        default=None, description="what becomes of an order of which only a part is there; none = it waits for the rest"
    )
    allocation: Annotated[Allocation, OneOf("sim.policies.allocation")] | None = Field(
        default=None, description="who gets scarce goods here; none = as `service.allocation` says"
    )
    issue: Literal["fefo", "lifo"] = Field(default="fefo", description="which lot goes first")
    stations: dict[Identifier, Station] = Field(default_factory=dict, description="worked through in this order")
    lines: dict[Identifier, Line] = Field(default_factory=dict, description="production lines of a factory")
    serves_within: Distance | None = Field(
        default=None, description="delivers to communities this near", examples=["5km"]
    )
    storage_cost: Money = Field(default=0.0, description="per unit and day, yuan", examples=[0.05])

    @model_validator(mode="after")
    def _follows(self) -> "Site":
        policy = self.fulfilment
        if self.unmet == "lost" and policy is not None and policy.rest == "later" and policy.kind != "complete":
            raise ValueError(
                f"`unmet: lost` lets nobody wait for the rest of an order, as `{policy.kind}` would: take `partial`, "
                "or `unmet: backorder`"
            )
        return self


class Vehicle(Strict):
    """What drives on a lane."""

    holds: float | None = Field(default=None, gt=0, description="most units on board; none = no limit", examples=[1200])
    cost: Money = Field(default=0.0, description="per trip, yuan", examples=[180])
    cost_per_unit: Money = Field(default=0.0, description="per unit carried, yuan")
    grams_per_km: float = Field(default=0.0, ge=0, description="grams of CO2 per km", examples=[250])


class Lane(Strict):
    """A road that goods take from one site to another."""

    start: Identifier = Field(alias="from", description="site it leaves", examples=["bakery"])
    to: Names = Field(description="site, sites or group of sites it reaches", examples=["dc", ["mw_east", "mw_west"]])
    takes: Distribution = Field(default=Constant(value=0), description="time on the road")
    orders_take: Duration = Field(
        default=0.0, description="time until an order that a site sends up the lane is seen there", examples=["1d"]
    )
    departs: list[TimeOfDay] | None = Field(default=None, description="times of day at which a vehicle leaves")
    every: Duration | None = Field(
        default=None,
        gt=0,
        description="or: one vehicle every so often, the first one interval after the start",
        examples=["2h"],
    )
    vehicle: Vehicle = Field(default=Vehicle(), description="what drives")
    backup: bool = Field(default=False, description="true = closed until a plan opens it")

    @model_validator(mode="after")
    def _one_calendar(self) -> "Lane":
        if self.departs is not None and self.every is not None:
            raise ValueError("give `departs` or `every`, not both (neither = leaves at once)")
        return self


class Crowd(Strict):
    """Couriers who log on when they like."""

    pool: int = Field(ge=0, description="registered couriers", examples=[40])
    logs_on: Share = Field(default=0.55, description="share on duty in a shift", json_schema_extra=from_seed())
    pay_per_order: Money = Field(default=4.0, description="yuan", json_schema_extra=from_seed())


class Tour(Strict):
    """How long a courier trip takes: line haul there and back plus a tour over the stops (Daganzo 1984)."""

    speed: Speed = Field(default=15 / 60, description="on the road", examples=["15km/h"])
    area: float = Field(default=4.0, gt=0, description="square km of a zone", examples=[4])
    haul: Distance = Field(default=1.0, description="from the site to the zone", examples=["1km"])
    per_stop: Duration = Field(default=2.0, description="handing over one order", examples=["2min"])


class Drive(Strict):
    """A courier trip from door to door along straight lines: from the site to every stop and back."""

    speed: Speed = Field(default=15 / 60, gt=0, description="on the road", examples=["15km/h"])
    per_stop: Duration = Field(default=2.0, description="handing over one order", examples=["2min"])
    legs: Literal["exact", "whole", "tenths"] = Field(
        default="exact", description="length of a leg: as it is, rounded to whole km, or cut to tenths of a km"
    )
    tours: list[list[Identifier]] | None = Field(
        default=None,
        description="given tours, each with its communities in turn; none = in the order in which orders are ready",
        examples=[[["willow_court", "east_gate"], ["park_side"]]],
    )

    @model_validator(mode="after")
    def _called_on_once(self) -> "Drive":
        stops = [stop for tour in self.tours or () for stop in tour]
        twice = [stop for stop in dict.fromkeys(stops) if stops.count(stop) > 1]
        if twice:
            raise ValueError(f"'{twice[0]}' stands in the tours twice: a community is called on by one tour, once")
        if self.tours is not None and not all(self.tours):
            raise ValueError("a tour without stops is none: leave it out")
        return self


class RecordedColumn(Strict):
    """A column of the recorded order file."""

    column: str = Field(description="its name", examples=["fraction"])


class Couriers(Strict):
    """A pool of couriers that leaves from one site."""

    at: Identifier = Field(description="site they leave from", examples=["mw_east"])
    full_time: int = Field(default=0, ge=0, description="couriers on the payroll", examples=[12])
    crowd: Crowd | None = Field(default=None, description="couriers who may log on")
    carries: int = Field(default=20, ge=1, description="most orders on one trip", examples=[20])
    waits: Duration = Field(
        default=30.0, description="a trip leaves when full, or when its oldest order waited this long"
    )
    shift: DayWindow | None = Field(default=None, description="working hours", examples=["08:00-22:00"])
    zones: int = Field(
        default=1, ge=1, description="delivery zones; an order's community decides its zone", examples=[8]
    )
    departs: list[TimeOfDay] | None = Field(default=None, description="fixed waves instead of leaving when full")
    every: Duration | None = Field(
        default=None,
        gt=0,
        description="or: one wave every so often, the first one interval after the start",
        examples=["1h"],
    )
    trip: Distribution | Tour = Field(default=Tour(), description="how long a trip takes")
    drives: Drive | None = Field(default=None, description="instead of `trip`: from door to door, perhaps given tours")
    handed_over: Literal["along", "end"] | RecordedColumn = Field(
        default="along", description="orders reach customers along the trip, all at its end, or at a recorded share"
    )
    dispatch: Annotated[Dispatch, OneOf("sim.policies.dispatch")] | None = Field(
        default=None, description="which zone goes first; none = oldest first"
    )
    wage: Money = Field(default=0.0, description="per full-time courier and hour, yuan", examples=[30])
    cost_per_order: Money = Field(default=0.0, description="yuan", examples=[3])
    grams_per_km: float = Field(default=0.0, ge=0, description="grams of CO2 per km", examples=[20])

    @model_validator(mode="after")
    def _one_calendar(self) -> "Couriers":
        if self.departs is not None and self.every is not None:
            raise ValueError("give `departs` or `every`, not both (neither = a trip leaves when it is full)")
        if (self.departs is not None or self.every is not None) and not self.full_time:
            raise ValueError("fixed waves need `full_time` couriers")
        if self.departs is not None or self.every is not None:
            fields = type(self).model_fields
            knobs = ("crowd", "waits", "zones", "dispatch")
            # at its default a knob may be there: a world written out in full names every one
            idle = [field for field in knobs if getattr(self, field) != fields[field].default]
            if idle:
                raise ValueError(f"couriers who leave in fixed waves do not know `{idle[0]}`: leave it out")
        return self

    @model_validator(mode="after")
    def _one_way_of_driving(self) -> "Couriers":
        if self.drives is None:
            return self
        if self.trip != type(self).model_fields["trip"].default:
            raise ValueError("give `trip` or `drives`, not both")
        if self.drives.tours and (self.zones != 1 or self.departs is not None or self.every is not None):
            raise ValueError("given `tours` are the zones, and leave when they are loaded: leave out zones and waves")
        return self
