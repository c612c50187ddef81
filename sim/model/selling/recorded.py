"""Recorded orders: a file instead of a generator; every line is replayed at its own instant."""

import numpy as np

from sim.model.engine import Engine
from sim.model.selling.desk import Desk
from sim.schema.orders import RecordedOrders, orders_of
from sim.schema.selling import Recorded


def replay(engine: Engine, desk: Desk, name: str, model: Recorded, rows: RecordedOrders | None = None) -> None:
    """Place, pay and release every order of the file at its recorded instant; later ones than the horizon are left.

    `rows`: what the file says, when somebody has read it already.
    """
    codes = engine.codes
    rows = orders_of(engine.world, model) if rows is None else rows
    begun = (rows.time >= 0) & (rows.time < engine.horizon)
    inside = begun[rows.order]
    single = len(rows.order) == len(rows.time)
    owner = None if single else (np.cumsum(begun) - 1)[rows.order[inside]]
    community = rows.community[begun] if codes.communities else np.full(int(begun.sum()), -1)
    unknown = community < 0
    if codes.communities and unknown.any():
        community[unknown] = desk.where(model, int(unknown.sum()), engine.streams.rng("recorded", name))
    price = np.where(np.isnan(rows.price), codes.price[rows.sku], rows.price)
    channel = np.where(rows.channel[begun] < 0, codes.channels[model.channel], rows.channel[begun])
    times = rows.time[begun]
    before = len(engine.ledger.orders)
    orders = desk.place(
        name,
        times,
        community,
        rows.sku[inside],
        rows.quantity[inside],
        owner=owner,
        channel=channel,
        price=price[inside],
    )
    for column, values in rows.extra.items():
        held = engine.columns.get(column, np.empty(0))
        gap = np.full(before - len(held), np.nan)
        news = values if begun.all() else values[begun]
        engine.columns[column] = np.concatenate((held, gap, news)) if before else news
    desk.pay(orders, times)
    desk.release(orders, times)
