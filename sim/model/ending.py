"""The end of a run: what was decided ahead but lies beyond the horizon has not happened."""

import numpy as np

from sim.arrays import Ints
from sim.model.engine import Engine
from sim.state.ledger import STAMPS, VOID, Exit, Status
from sim.state.trace import TraceEvent

NEVER = (Exit.BALANCE_LAPSED, Exit.GROUP_FAILED, Exit.THRESHOLD_FAILED)
"""Exits of orders that were refunded before anything was let go."""


def cut(engine: Engine) -> list[TraceEvent]:
    """Take back every stamp after the horizon, void orders not placed by then; returns the trace up to it, by time."""
    orders, end = engine.ledger.orders, engine.horizon
    orders.kind[orders.placed > end] = VOID
    late = np.zeros(len(orders), dtype=bool)
    for name in STAMPS[1:]:
        beyond = orders[name] > end
        orders[name][beyond] = np.nan
        late |= beyond
    _restate(engine, np.flatnonzero(late))
    engine.groups.formed[engine.groups.formed > end] = np.nan
    return sorted((event for event in engine.trace.events if event.time <= end), key=lambda event: event.time)


def _restate(engine: Engine, rows: Ints) -> None:
    """Status, exit and promise of orders, from the stamps that are left."""
    orders = engine.ledger.orders
    here = {name: ~np.isnan(orders[name][rows]) for name in STAMPS}
    status, exits = np.full(len(rows), int(Status.PLACED)), orders.exit[rows]
    for name, reached in (
        ("paid", Status.PAID),
        ("released", Status.RELEASED),
        ("allocated", Status.ALLOCATED),
        ("delivered", Status.DELIVERED),
        ("cancelled", Status.CANCELLED),
        ("returned", Status.RETURNED),
    ):
        status[here[name]] = reached
    status[here["refunded"] & np.isin(exits, NEVER)] = Status.REFUNDED
    stays = ~(here["cancelled"] | here["refunded"]) & (exits != Exit.RECALLED)
    orders.status[rows] = status
    orders.exit[rows] = np.where(stays, int(Exit.NONE), exits)
    orders.promise[rows] = np.where(here["paid"], orders.promise[rows], np.nan)
