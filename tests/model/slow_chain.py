"""The slow twin of a whole shop: shelf, two desks, couriers by zone, a counter and returns, one order at a time."""

import math
from dataclasses import dataclass, field

import numpy as np

from sim.model.stations.spec import StationSpec
from tests.model.inventory.slow import Order, Receipt, SlowPoint
from tests.model.stations.slow import play as play_desks

DAY = 1440.0
NEVER = math.nan


@dataclass
class Customer:
    """What one customer wants, and the luck that is his own in each matter."""

    placed: float
    lines: list[tuple[int, float]]
    zone: int
    collects: bool
    luck: dict[str, float]
    until: float = math.inf
    stamps: dict[str, float] = field(default_factory=dict)


@dataclass
class Shop:
    """The knobs of the shop: all durations in minutes."""

    horizon: float
    opening: list[float]
    life: float
    kits: list[tuple[float, int, float]]
    pick_servers: int
    pick_mean: float
    pack: float
    per_unit: float
    room: float
    couriers: int
    shift: tuple[float, float]
    carries: int
    waits: float
    collected_after: float
    returned: float
    returned_after: float
    restocked: float


def play(shop: Shop, customers: list[Customer], trip_minutes) -> list[Customer]:
    """Stamp every customer; `trip_minutes(k)` says how long the k-th trip lasts.

    Goods that come back lie on the shelf from the next opening of the returns desk on, so the shop is played from the
    beginning until what comes back is what went in.
    """
    receipts: list[Receipt] = []
    for _ in range(math.ceil(shop.horizon / DAY) + 2):
        back = _once(shop, customers, receipts, trip_minutes)
        if back == receipts:
            return customers
        receipts = back
    raise AssertionError("what comes back never settles")


def _once(shop, customers, back, trip_minutes):
    point = _serve(shop, customers, back)
    _work(shop, customers, point.complete)
    _drive(shop, customers, trip_minutes)
    return _take_in(shop, customers, point)


def _serve(shop, customers, back):
    """Goods for each order."""
    receipts = [Receipt(-1.0, item, units, shop.life) for item, units in enumerate(shop.opening) if units]
    receipts += [Receipt(at, item, units, at + shop.life) for at, item, units in shop.kits] + back
    orders = [Order(one.placed, one.lines, one.until) for one in customers]
    point = SlowPoint(len(shop.opening), orders, receipts)
    point.play(shop.horizon)
    for one, order in zip(customers, orders, strict=True):
        all_there = max(order.left) <= 1e-9 and math.isnan(order.cancelled)
        one.stamps = {"allocated": max(order.allocated) if all_there else NEVER, "cancelled": order.cancelled}
    return point


def _work(shop, customers, complete):
    """Picking by one's own luck, packing by units; who finds no room goes."""

    def pick(rows, _visit):
        return np.array([-shop.pick_mean * math.log1p(-customers[row].luck["pick"]) for row in rows.tolist()])

    def pack(rows, _visit):
        return np.array([shop.pack + shop.per_unit * sum(q for _, q in customers[row].lines) for row in rows.tolist()])

    desks = [
        StationSpec(name="pick", work=pick, servers=float(shop.pick_servers), room=shop.room),
        StationSpec(name="pack", work=pack, servers=1.0),
    ]
    arrivals = [(customers[row].stamps["allocated"], row, 0) for row in complete]
    out, _, lost = play_desks(desks, arrivals, until=shop.horizon)
    for row, at in out:
        customers[row].stamps["ready"] = at
    for row, at, _, _ in lost:
        customers[row].stamps["cancelled"] = at


def _drive(shop, customers, trip_minutes):
    """Whenever anything can happen, look at every zone; the longest waiting one that may go takes the next courier."""
    ready = {row: one.stamps["ready"] for row, one in enumerate(customers) if "ready" in one.stamps}
    for row, at in ready.items():
        if customers[row].collects:
            customers[row].stamps["delivered"] = at + shop.collected_after
    waiting = {row: at for row, at in ready.items() if not customers[row].collects}
    opens, closes = shop.shift
    days = range(math.ceil(shop.horizon / DAY) + 1)
    instants = {*waiting.values(), *(at + shop.waits for at in waiting.values()), *(DAY * d + opens for d in days)}
    back: list[float] = []
    trips = 0
    while instants:
        now = min(instants)
        instants.discard(now)
        if now >= shop.horizon:
            return
        while opens <= now % DAY < closes and sum(one > now for one in back) < shop.couriers:
            load = _next_load(shop, customers, waiting, now)
            if not load:
                break
            minutes = trip_minutes(trips)
            trips += 1
            back.append(now + minutes)
            instants.add(now + minutes)
            for row in load:
                del waiting[row]
                customers[row].stamps["departed"] = now
                customers[row].stamps["delivered"] = now + customers[row].luck["handed over"] * minutes


def _next_load(shop, customers, waiting, now):
    able = []
    for zone in {customers[row].zone for row in waiting}:
        here = sorted((at, row) for row, at in waiting.items() if at <= now and customers[row].zone == zone)
        if here and (len(here) >= shop.carries or here[0][0] + shop.waits <= now + 1e-9):
            able.append((here[0][0], zone, [row for _, row in here[: shop.carries]]))
    return min(able)[2] if able else []


def _take_in(shop, customers, point):
    """Once a day, what has come back since yesterday: onto the shelf, or away."""
    back = []
    for day in range(1, math.ceil(shop.horizon / DAY)):
        today = []
        for one, order in zip(customers, point.orders, strict=True):
            delivered = one.stamps.get("delivered", NEVER)
            when = delivered + shop.returned_after
            comes = one.luck["returns"] < shop.returned and "returned" not in one.stamps
            if not (comes and delivered <= DAY * day and when <= DAY * day):
                continue
            one.stamps["returned"] = when
            if one.luck["restocked"] < shop.restocked:
                lots = [(point.receipts[lot], units) for parts in order.held for lot, units in parts]
                today += [Receipt(DAY * day, of.item, units, of.expires) for of, units in lots]
        back += sorted(today, key=lambda receipt: (receipt.item, receipt.expires))
    return back
