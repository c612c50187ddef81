"""One replication: build the components, start them in a stated order, run, close the books, leave one record."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np

from sim.model.disruption.control import EngineControl
from sim.model.disruption.shock_scheduler import ShockScheduler
from sim.model.disruption.signals import Signals
from sim.model.engine import Engine
from sim.model.money import close_books
from sim.model.outbound.returns import ReturnsDesk
from sim.model.outbound.site import Outbound
from sim.model.selling.group_buy import GroupSale
from sim.model.selling.order_entry import OrderEntry
from sim.model.selling.recorded import Replay
from sim.model.selling.regular import RegularDemand
from sim.model.selling.show import Livestream
from sim.model.supply.inventory_audit import audit
from sim.model.supply.network import build_network
from sim.model.supply.opening_stock import OpeningStock
from sim.randoms import Streams
from sim.results import conservation
from sim.results.record import Record
from sim.schema.orders import RecordedOrders
from sim.schema.scenario import Plan, Scenario
from sim.schema.world import World

WORKING = ("first", "called_off")
"""Columns of orders that only the engine needs."""


class Component(Protocol):
    """A part of the chain. Its constructor changes nothing; `start` registers its processes and what it watches."""

    def start(self) -> None:
        """Begin, at the instant at which the run begins."""


def simulate(
    world: World,
    scenario: Scenario | None = None,
    plans: Iterable[str] = (),
    seed: int = 0,
    replication: int = 0,
    meta: Mapping[str, Any] | None = None,
    recorded: Mapping[str, RecordedOrders] | None = None,
) -> Record:
    """Run `world` (already patched) under a scenario's shocks and the named ones of its plans.

    `recorded`: orders of recorded sources that are in memory already, by source; their files are not read.

    The same arguments give the same record, bit by bit. Raises `ConservationError` when goods or money appeared or
    vanished, which is always a bug.
    """
    engine = Engine(world, Streams(seed, replication))
    entry = OrderEntry(engine)
    network = build_network(engine, entry.deadlines)
    sites = [Outbound(engine, name) for name in world.sites]
    shows = {name: Livestream(engine, entry, name, model) for name, model in world.shows.items()}
    begin = {name: show.begin for name, show in shows.items()}
    control = EngineControl(engine, network.routing, entry, sites, begin)
    chosen: dict[str, Plan] = {name: scenario.plans[name] for name in plans} if scenario else {}
    # Processes and watchers of one instant act in the order of their registration, so this order decides ties, and
    # another order is another record. Goods lie on the shelves before rules review them; rules watch before demand is
    # known; shocks and plans come last, after everything that they may move.
    components: list[Component] = [
        *network.suppliers.values(),
        *network.factories.values(),
        *network.lanes.values(),
        OpeningStock(engine),
        *network.reviews,
        *sites,
        *shows.values(),
        *(RegularDemand(engine, entry, name, model) for name, model in world.regular.items()),
        *(GroupSale(engine, entry, name, buy) for name, buy in world.group_buys.items()),
        *(Replay(engine, entry, name, file, (recorded or {}).get(name)) for name, file in world.recorded.items()),
        ReturnsDesk(engine, sites),
        ShockScheduler(control, Signals(engine, sites), scenario, chosen),
    ]
    for component in components:
        component.start()
    engine.env.run(until=engine.horizon)
    engine.levers.release()
    record = _record(engine, entry, sites, {"seed": seed, "replication": replication, **(meta or {})})
    conservation.require(record, audit(network))
    return record


def _record(engine: Engine, entry: OrderEntry, sites: list[Outbound], meta: dict[str, Any]) -> Record:
    """Settle everything at the horizon and gather the tables."""
    visits: list[dict[str, Any]] = []
    for site in sites:
        visits += site.finish()
    entry.finish()
    events = engine.trace.until(engine.horizon)
    close_books(engine)
    names = ("resource", "order", "arrived", "started", "finished")
    cash = engine.cash.table.columns()
    codes = engine.codes
    return Record.of(
        {
            "orders": {name: values for name, values in engine.ledger.orders.columns().items() if name not in WORKING},
            "lines": engine.ledger.lines.columns(),
            "picks": engine.stock.picks.columns(),
            "lots": {name: values for name, values in engine.stock.lots.columns().items() if name != "paid"},
            "moves": engine.stock.moves.columns(),
            "requests": engine.requests.columns(),
            # each part is let go as soon as it has been joined: together they are as large as the table
            "visits": {name: _joined([part.pop(name) for part in visits]) for name in names},
            "trips": engine.trips.columns(),
            "stops": engine.stops.columns(),
            "departures": engine.departures.columns(),
            "jobs": engine.jobs.columns(),
            "capacity": engine.capacity.columns(),
            "groups": engine.groups.columns(),
            "trace": {
                name: np.array([getattr(event, name) for event in events], dtype=object if name != "time" else "f8")
                for name in ("time", "event", "where", "what")
            },
            "cash": {**cash, "account": np.array(engine.cash.accounts, dtype=object)[cash["account"]]},
        },
        {
            "site": list(codes.site_names),
            "sku": list(codes.item_names),
            "product": list(codes.item_names[: codes.products]),
            "community": list(codes.community_names),
            "channel": list(codes.channel_names),
            "source": list(codes.source_names),
            "resource": list(codes.resources),
        },
        engine.horizon,
        {"start": engine.world.start.isoformat(), **meta},
    )


def _joined(parts: list[Any]) -> Any:
    """Columns one after the other; a single one as it is."""
    some = [part for part in parts if len(part)]
    return some[0] if len(some) == 1 else np.concatenate([np.empty(0, np.int16), *some])
