"""The stations of a site: from the keys of the configuration to the specs that the floor plays."""

import math
from collections.abc import Callable

import numpy as np

from sim.arrays import Floats, Ints
from sim.distributions import Distribution, Draws
from sim.instants import DAY
from sim.model.engine import Engine
from sim.model.outbound.order_draws import order_draws
from sim.model.stations.build import build_floor
from sim.model.stations.floor import Floor
from sim.model.stations.schedule import Schedule
from sim.model.stations.spec import PerVisit, ServerBreakdowns, StationSpec
from sim.schema.network import Station


def floor_of(engine: Engine, site: str) -> Floor | None:
    """The floor of a site; None when it has no stations."""
    stations = engine.world.sites[site].stations
    if not stations:
        return None
    return build_floor([_spec(engine, f"{site}.{name}", name, model) for name, model in stations.items()])


def on_duty(engine: Engine, servers: float, window: tuple[float, float] | None) -> float | Schedule:
    """A number of servers, or a daily shift in minutes since the start."""
    if window is None:
        return servers
    opens, closes = ((edge - engine.calendar.offset) % DAY for edge in window)
    if opens == closes:
        return servers
    steps = sorted([(opens, servers), (closes, 0.0)])
    return Schedule(tuple(t for t, _ in steps), tuple(n for _, n in steps), period=DAY, running="halt")


def _spec(engine: Engine, place: str, name: str, model: Station) -> StationSpec:
    orders = engine.ledger.orders
    takes = order_draws(engine, model.takes, place)
    work: PerVisit = takes
    if model.per_unit:
        work = lambda rows, visit: takes(rows, visit) + model.per_unit * orders.units[rows]  # noqa: E731  one line is clearer
    servers = math.inf if model.servers == "unlimited" else float(model.servers)
    routes = None if model.next is None else {to: share for to, share in model.next.items() if to != "out"}

    def branch(rows: Ints, visit: int) -> Floats:
        return engine.streams.uniforms(f"{place}>#{visit}", orders.key[rows])

    return StationSpec(
        name=name,
        work=work,
        servers=on_duty(engine, servers, model.open),
        room=math.inf if model.room is None else float(model.room),
        patience=order_draws(engine, model.patience, f"{place}.patience") if model.patience else None,
        priority=None if model.priority == "none" else lambda rows, _visit: orders.priority[rows].astype(np.float64),
        preemptive=model.priority == "preempts",
        lifo=model.order == "lifo",
        breakdown=_breakdown(engine, place, model),
        routes=routes,
        branch=branch,
    )


def _breakdown(engine: Engine, place: str, model: Station) -> ServerBreakdowns | None:
    if model.breakdown is None:
        return None
    up = _sequences(engine, f"{place}.up", model.breakdown.up)
    down = _sequences(engine, f"{place}.down", model.breakdown.down)
    return ServerBreakdowns(up, down, model.breakdown.of)


def _sequences(engine: Engine, name: str, shape: Distribution) -> Callable[[int, int], float]:
    """`draw(server, k)`: each server has its own sequence."""
    draws: dict[int, Draws] = {}
    known: dict[int, list[float]] = {}

    def draw(server: int, k: int) -> float:
        if server not in draws:
            draws[server] = Draws(shape, engine.streams.rng(name, server).random)
            known[server] = []
        while len(known[server]) <= k:
            known[server] += draws[server].take(64).tolist()
        return known[server][k]

    return draw
