"""Recorded orders: a file instead of a generator; every line is replayed at its own instant."""

from datetime import datetime
from pathlib import Path

import numpy as np

from sim.model.demand.recorded import read_orders
from sim.model.engine import Engine
from sim.model.selling.desk import Desk
from sim.schema.selling import Recorded


def replay(engine: Engine, desk: Desk, name: str, model: Recorded) -> None:
    """Place, pay and release every order of the file at its recorded instant; later ones than the horizon are left."""
    codes = engine.codes
    start = datetime.fromisoformat(model.start) if model.start else None
    rows = read_orders(
        Path(model.file),
        list(codes.items)[: codes.products],
        list(codes.communities) or None,
        list(codes.channels),
        start=start,
        columns=model.columns,
        cancellations=model.cancellations,
    )
    begun = (rows.time >= 0) & (rows.time < engine.horizon)
    inside = begun[rows.order]
    place = np.cumsum(begun) - 1
    community = rows.community[begun] if codes.communities else np.full(int(begun.sum()), -1)
    unknown = community < 0
    if codes.communities and unknown.any():
        community[unknown] = desk.where(model, int(unknown.sum()), engine.streams.rng("recorded", name))
    price = np.where(np.isnan(rows.price), codes.price[rows.sku], rows.price)
    channel = np.where(rows.channel[begun] < 0, codes.channels[model.channel], rows.channel[begun])
    times = rows.time[begun]
    before = len(engine.ledger.orders)
    single = len(rows.order) == len(rows.time)
    orders = desk.place(
        name,
        times,
        community,
        rows.sku[inside],
        rows.quantity[inside],
        owner=None if single else place[rows.order[inside]],
        channel=channel,
        price=price[inside],
    )
    for column, values in rows.extra.items():
        held = engine.columns.setdefault(column, np.full(before, np.nan))
        gap = np.full(before - len(held), np.nan)
        engine.columns[column] = np.concatenate((held, gap, values[begun]))
    desk.pay(orders, times)
    desk.release(orders, times)
