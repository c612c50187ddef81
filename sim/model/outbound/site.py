"""A site's way out: complete orders pass its stations, then leave with a courier or are picked up.

Nothing here feeds back to the stock, so it is lazy: it is played up to now when its state is read or about to change (a
shift, a lever, a signal), and at the end of the run.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.put_back import put_back
from sim.model.outbound.carriers import Carriers
from sim.model.outbound.order_draws import order_draws
from sim.model.outbound.station_specs import floor_of
from sim.model.stations.delay import Delay
from sim.model.stations.schedule import Running
from sim.model.stations.spec import BLOCKED, Lost
from sim.state.ledger import Exit, Mode, Status

LOST = (Exit.BLOCKED, Exit.RENEGED)
"""The exit of an order by the reason for which a station lost it."""


class Outbound:
    """Stations, courier pools and pickup counter of one site."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine, self.name = engine, name
        self.code = engine.codes.sites[name]
        self._stations = list(engine.world.sites[name].stations)
        self._resources = [engine.resource(f"{name}.{station}") for station in self._stations]
        self._floor = floor_of(engine, name)
        self._carriers = Carriers(engine, name)
        pick_up = order_draws(engine, engine.world.customers.pickup_after, "pickup")
        self._counter = Delay(lambda orders: pick_up(orders, 0))
        self._blocked = self._lost = self._kept = np.empty(0, np.int64)
        """Orders stopped by a recall; lost by a station; and, without couriers, kept in while nothing may leave."""
        self._closed = False
        self._entry = np.zeros(len(engine.codes.sources), np.int64)
        """By source, the index of the station where its orders enter."""
        for source, model in engine.world.regular.items():
            if model.enters in self._stations:
                self._entry[engine.codes.sources[source]] = self._stations.index(model.enters)

    def start(self) -> None:
        """Follow the levers."""
        engine, name = self.engine, self.name
        for station in self._stations:
            places = (f"{name}.{station}", name)
            engine.levers.watch("station", places, before=self.advance, after=self._set_stations)
        engine.levers.watch("ships", (name,), before=self.advance, after=self._set_stations)
        engine.levers.watch("ships", (name,), before=self.advance, after=self._set_counter)
        self._carriers.listen(before=self.advance)
        engine.lazy.append(self.advance)

    def advance(self) -> None:
        """Play everything up to now."""
        now = self.engine.now
        self.engine.future.advance(now)
        self.engine.points[self.code].sync()
        orders, at = self.engine.points[self.code].collect()
        if len(orders):
            if (at[:-1] > at[1:]).any():  # a part that is split off an order comes by itself
                by_time = np.argsort(at, kind="stable")
                orders, at = orders[by_time], at[by_time]
            self._enter(orders, at)
        if self._floor is not None:
            self._ready(*self._floor.advance(now))
            self._lose(self._floor.lost())
        for orders, at in self._carriers.advance(now):
            self._deliver(orders, at)
        self._deliver(*self._not_blocked(*self._counter.advance(now)))

    def _enter(self, orders: Ints, at: Floats) -> None:
        """Orders come to their first station, or are ready at once where there is none."""
        if self._floor is None:
            self._ready(orders, at)
        elif self._entry.any():
            entry = self._entry[self.engine.ledger.orders.source[orders]]
            for code in np.unique(entry).tolist():
                mine = entry == code
                self._floor.add(orders[mine], at[mine], self._stations[code])
        else:
            self._floor.add(orders, at)

    def block(self, orders: Ints) -> Ints:
        """Stop orders that have not left the site yet (a recall); returns those that could be stopped.

        An order can be stopped on the floor, while it waits for a courier, and until its customer collects it.
        """
        self.advance()
        ledger = self.engine.ledger.orders
        here = orders[(ledger.node[orders] == self.code) & np.isnan(ledger.delivered[orders])]
        # what is packed to be delivered is stopped only if it has not left: for a courier, or behind a closed door
        packed = ~np.isnan(ledger.ready[here]) & (ledger.mode[here] == Mode.DELIVERY)
        carriers = self._carriers
        waiting = carriers.withdraw(here[packed], self.engine.now) if carriers.pools else self._kept
        mine: Ints = here[~packed | np.isin(here, waiting)]
        self._blocked = np.concatenate((self._blocked, mine))
        return mine

    def queue(self, station: str) -> int:
        """Orders that wait at a station now."""
        self.advance()
        return 0 if self._floor is None else self._floor.waiting(self.engine.now, station)

    def _ready(self, orders: Ints, at: Floats) -> None:
        orders, at = self._not_blocked(orders, at)
        if not len(orders):
            return
        ledger = self.engine.ledger.orders
        ledger.ready[orders] = at
        delivered = ledger.mode[orders] == Mode.DELIVERY
        if not delivered.all():
            self._counter.add(orders[~delivered], at[~delivered])
            orders, at = orders[delivered], at[delivered]
        if self._carriers.pools:
            self._carriers.add(orders, at)
        elif self._closed:
            self._kept = np.concatenate((self._kept, orders))
        else:
            self._deliver(orders, at)

    def _not_blocked(self, orders: Ints, at: Floats) -> tuple[Ints, Floats]:
        if not len(self._blocked) or not len(orders):
            return orders, at
        passes = ~np.isin(orders, self._blocked)
        return orders[passes], at[passes]

    def _deliver(self, orders: Ints, at: Floats) -> None:
        ledger = self.engine.ledger.orders
        ledger.delivered[orders] = at
        ledger.status[orders] = Status.DELIVERED

    def _lose(self, lost: Lost) -> None:
        """Cancel the orders that have been turned away, or have left a queue, since the last time."""
        ledger = self.engine.ledger.orders
        new = ledger.status[lost.order] < Status.CANCELLED
        orders = lost.order[new]
        ledger.cancelled[orders] = ledger.refunded[orders] = lost.time[new]
        ledger.status[orders] = Status.CANCELLED
        ledger.exit[orders] = np.array(LOST)[lost.reason[new]]
        self._lost = np.concatenate((self._lost, orders))

    def _set_stations(self) -> None:
        if self._floor is None:
            return
        levers, now = self.engine.levers, self.engine.now
        for station in self._stations:
            places = (f"{self.name}.{station}", self.name)
            ships = min(levers.value("ships", self.name), 1.0)
            share = levers.value("station", *places) * ships
            running = levers.running("station", *places)
            finishes = share > 0 or (ships > 0 and running == "drain")
            in_service: Running = "drain" if finishes else "lose" if running == "lose" else "halt"
            self._floor.set_capacity(now, factor=share, running=in_service, station=station)

    def _set_counter(self) -> None:
        """While nothing may leave the site, no order is handed over, at the counter or at the door."""
        now, was, self._closed = self.engine.now, self._closed, self.engine.levers.value("ships", self.name) <= 0
        if self._closed:
            self._counter.halt(now)
            return
        self._counter.resume(now)
        if was:
            orders, self._kept = self._kept, self._kept[:0]
            orders, at = self._not_blocked(orders, np.full(len(orders), now))
            self._deliver(orders, at)

    def finish(self) -> list[dict[str, NDArray[Any]]]:
        """At the end of the run: stamp what only the logs know; returns the rows of `visits`."""
        self.advance()
        self._carriers.finish()
        # the stages are not needed any more, and what they remember is large
        floor, self._floor = self._floor, None
        if floor is None:
            return []
        engine, lost = self.engine, floor.lost()
        # the goods of lost orders come back to the shelf only now: see decision 3 in DESIGN.md
        picks, lines = engine.stock.picks, engine.ledger.lines_of(self._lost)
        put_back(engine.stock, np.flatnonzero(np.isin(picks.line, lines)), engine.now)
        codes = np.array(self._resources, dtype=np.int16)
        log = floor.capacity()
        engine.capacity.append(len(log.time), resource=codes[log.station], time=log.time, servers=log.servers)
        visits = floor.visits()
        columns = {"order": visits.order, "arrived": visits.arrived, "started": visits.started}
        away = lost.reason == BLOCKED
        door = {"order": lost.order[away], "arrived": lost.time[away], "started": np.full(int(away.sum()), np.nan)}
        return [
            {"resource": codes[visits.station], **columns, "finished": visits.finished},
            {"resource": codes[lost.station[away]], **door, "finished": lost.time[away]},
        ]
