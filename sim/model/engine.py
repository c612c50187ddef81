"""The engine of one run: the state and the services that all its components share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import simpy

from sim.arrays import Floats
from sim.clock import Calendar
from sim.model.codes import Codes
from sim.model.site_stock import SiteStock
from sim.randoms import Streams
from sim.schema.selection import sites_of
from sim.schema.world import World
from sim.state.cash import Cash
from sim.state.future_events import FutureEvents
from sim.state.ledger import Ledger
from sim.state.levers import Levers
from sim.state.logs import CAPACITY, DEPARTURES, GROUPS, JOBS, REQUESTS, STOPS, TRIPS
from sim.state.stock import Stock
from sim.state.table import Table
from sim.state.trace import Trace


class TripSource(Protocol):
    """A courier pool; its trips go into the table when the run is over."""

    def trips(self) -> dict[str, Any]:
        """Trips that have departed so far, as columns of `Engine.trips`."""


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
    future: FutureEvents = field(default_factory=FutureEvents)

    def __post_init__(self) -> None:
        world = self.world
        self.horizon = world.horizon
        self.calendar = Calendar(world.start)
        self.codes = Codes.of(world)
        lifo = [code for name, code in self.codes.sites.items() if world.sites[name].issue == "lifo"]
        self.stock = Stock(len(self.codes.sites), len(self.codes.items), lifo)
        self.points: list[SiteStock] = []
        self.trips, self.stops, self.departures = Table.of(TRIPS), Table.of(STOPS), Table.of(DEPARTURES)
        self.requests, self.jobs, self.capacity = Table.of(REQUESTS), Table.of(JOBS), Table.of(CAPACITY)
        self.groups = Table.of(GROUPS)
        self.columns: dict[str, Floats] = {}
        self.lazy: list[Callable[[], None]] = []
        self.pools: list[TripSource] = []

    @property
    def now(self) -> float:
        """The current instant, minutes."""
        return float(self.env.now)

    def advance(self) -> None:
        """Bring every table up to now: what is foreseen, and stages, which are played only when they are looked at."""
        self.future.advance(self.now)
        for advance in self.lazy:
            advance()

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
