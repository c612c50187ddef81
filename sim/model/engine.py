"""The engine of one run: the state and the services that all its components share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import simpy

from sim.arrays import Floats
from sim.clock import Calendar
from sim.model.codes import Codes
from sim.model.site_stock import SiteStock
from sim.randoms import Streams
from sim.schema.selection import sites_of
from sim.schema.world import World
from sim.state.cash import Cash
from sim.state.ledger import Ledger
from sim.state.levers import Levers
from sim.state.stock import Stock
from sim.state.table import Table
from sim.state.trace import Trace


@dataclass
class Engine:
    """State and services of one run; `points` are the stocks of the sites by code, put here when they are built."""

    world: World
    streams: Streams
    env: simpy.Environment = field(default_factory=simpy.Environment)
    levers: Levers = field(default_factory=Levers)
    trace: Trace = field(default_factory=Trace)
    cash: Cash = field(default_factory=Cash)
    ledger: Ledger = field(default_factory=Ledger)

    def __post_init__(self) -> None:
        world = self.world
        self.horizon = world.horizon
        self.calendar = Calendar(world.start)
        self.codes = Codes.of(world)
        lifo = [code for name, code in self.codes.sites.items() if world.sites[name].issue == "lifo"]
        self.stock = Stock(len(self.codes.sites), len(self.codes.items), lifo)
        self.points: list[SiteStock] = []
        self.trips = Table(
            {"resource": "i2", "zone": "i4", "departed": "f8", "back": "f8", "orders": "i4", "units": "f8", "km": "f8",
             "cost": "f8", "grams": "f8"}
        )  # fmt: skip
        self.departures = Table({"resource": "i2", "time": "f8", "units": "f8", "holds": "f8"})
        self.stops = Table({"trip": "i4", "order": "i4", "number": "i4", "km": "f8"})
        self.jobs = Table(
            {"resource": "i2", "work_order": "i4", "sku": "i4", "lot": "i4", "setup": "f8", "started": "f8",
             "finished": "f8", "good": "f8", "bad": "f8"}
        )  # fmt: skip
        self.groups = Table(
            {"product": "i4", "community": "i4", "opened": "f8", "closes": "f8", "size": "i4", "joined": "i4",
             "formed": "f8"}
        )  # fmt: skip
        self.requests = Table({"time": "f8", "site": "i2", "sku": "i4", "units": "f8"})
        self.capacity = Table({"resource": "i2", "time": "f8", "servers": "f8"})
        self.columns: dict[str, Floats] = {}

    @property
    def now(self) -> float:
        """The current instant, minutes."""
        return float(self.env.now)

    def resource(self, name: str) -> int:
        """The code of a resource: a station, line, lane, courier pool, or supplier's item (`site.station`, ...)."""
        return self.codes.resources[name]

    def new_lot(self, sku: int, site: int) -> int:
        """A lot of bought or given goods, fresh now, at what the item costs."""
        life, cost = float(self.codes.life[sku]), float(self.codes.cost[sku])
        return self.stock.new_lot(sku, self.now, self.now + life, site, cost=cost)

    def site_codes(self, names: Sequence[str]) -> list[int]:
        """Codes of sites, of groups of them, or of all (`*`)."""
        return [self.codes.sites[name] for name in sites_of(self.world, names)]
