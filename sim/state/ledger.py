"""The ledger: every order and every line, one row each, with the instant of every stage it reached."""

from enum import IntEnum

import numpy as np

from sim.arrays import Floats, Ints
from sim.state.table import Table

VOID = -1
"""The kind of a row that is no order: it was drawn ahead, and is not placed yet or was called off."""


class Kind(IntEnum):
    """What an order is for; a PART is some of the goods of the customer's order that it `replaces`."""

    CUSTOMER = 0
    REPLENISHMENT = 1
    EXCHANGE = 2
    PART = 3


SOLD = (Kind.CUSTOMER, Kind.PART)
"""Kinds of orders that customers pay for."""


class Mode(IntEnum):
    """How an order leaves its site."""

    DELIVERY = 0
    PICKUP = 1
    LANE = 2


class Status(IntEnum):
    """How far an order has come."""

    PLACED = 0
    PAID = 1
    RELEASED = 2
    ALLOCATED = 3
    DELIVERED = 4
    CANCELLED = 5
    REFUNDED = 6
    RETURNED = 7


class Exit(IntEnum):
    """Why an order left without being delivered."""

    NONE = 0
    BALANCE_LAPSED = 1
    GROUP_FAILED = 2
    THRESHOLD_FAILED = 3
    IMPATIENT = 4
    LOST_SALE = 5
    RENEGED = 6
    BLOCKED = 7
    RECALLED = 8


STAMPS = (
    "placed",
    "paid",
    "grouped",
    "released",
    "allocated",
    "ready",
    "departed",
    "delivered",
    "cancelled",
    "refunded",
    "returned",
)

_ORDER = {
    "key": "u8",
    "kind": "i1",
    "source": "i4",
    "channel": "i2",
    "community": "i4",
    "group": "i4",
    "node": "i2",
    "mode": "i1",
    "priority": "i1",
    "status": "i1",
    "exit": "i1",
    "replaces": "i4",
    "first": "i4",
    "lines": "i2",
    "open": "i2",
    "called_off": "?",
    "units": "f8",
    "value": "f8",
    "promise": "f8",
    **dict.fromkeys(STAMPS, "f8"),
}
_LINE = {"order": "i4", "sku": "i4", "qty": "f8", "price": "f8", "allocated": "f8"}


class Ledger:
    """Orders and lines. Stamps are minutes, written once; NaN = not yet (or never), and none is later than now.

    What is foreseen of an order stands in `FutureEvents` until it has happened; `called_off`: it will not be placed.
    An order's lines are the rows `first` .. `first + lines - 1` of the lines; `open` of them still lack goods.
    """

    def __init__(self) -> None:
        none = dict.fromkeys(("group", "replaces", "channel", "community", "source"), -1)
        self.orders = Table(_ORDER, fill=none)
        self.lines = Table(_LINE)

    def lines_of(self, orders: Ints) -> Ints:
        """Rows of the lines of `orders`, order by order."""
        first, count = self.orders.first[orders].astype(np.int64), self.orders.lines[orders]
        if (count == 1).all():
            return first
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return np.asarray(np.repeat(first, count) + within)

    def reach(self, orders: Ints, status: Status) -> None:
        """Orders have come as far as `status`, if they have not come further."""
        self.orders.status[orders] = np.maximum(self.orders.status[orders], int(status))

    def fill(self, lines: Ints, at: Floats) -> Ints:
        """Lines have all their goods since the instants `at`; returns the orders that now have all theirs."""
        self.lines.allocated[lines] = at
        orders = self.lines.order[lines].astype(np.int64)
        if (self.orders.lines[orders] == 1).all():
            self.orders.open[orders] = 0
            self.orders.allocated[orders] = at
            return orders
        np.subtract.at(self.orders.open, orders, 1)
        ready = np.unique(orders[self.orders.open[orders] == 0])
        if len(ready):
            whole, count = self.lines_of(ready), self.orders.lines[ready].astype(np.int64)
            last = np.maximum.reduceat(self.lines.allocated[whole], np.cumsum(count) - count)
            self.orders.allocated[ready] = last
        return ready
