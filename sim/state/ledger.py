"""The ledger: every order and every line, one row each, with the instant of every stage it reached."""

from enum import IntEnum

import numpy as np

from sim.arrays import Floats, Ints
from sim.state import columns
from sim.state.columns import TableColumns
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


_STAGES = {
    "placed": "placed",
    "paid": "paid in full",
    "grouped": "its group formed",
    "released": "production or threshold confirmed; the instant of payment for goods on the shelf",
    "allocated": "all its goods in place at the node",
    "ready": "picked and packed",
    "departed": "left the node",
    "delivered": "in the customer's hands",
    "cancelled": "cancelled",
    "refunded": "money paid back",
    "returned": "goods handed back",
}
STAMPS = tuple(_STAGES)
"""Columns of an order that hold the instant at which it reached a stage."""

ORDERS: TableColumns = {
    "key": columns.number("the order's own number, from which all its random numbers are drawn", dtype="u8"),
    "kind": columns.enum(Kind, "what it is for"),
    "source": columns.name("source", "show, regular stream or file it came from"),
    "channel": columns.name("channel", "sales channel", "i2"),
    "community": columns.name("community", "where the customer lives"),
    "group": columns.row("groups", "community group it joined"),
    "node": columns.name("site", "site that serves it", "i2"),
    "mode": columns.enum(Mode, "how it leaves the site"),
    "priority": columns.number("urgency at stations, 0 first", dtype="i1", optional=True),
    "lines": columns.number("number of its lines", dtype="i2", optional=True),
    "open": columns.number("lines that still lack goods", dtype="i2", optional=True),
    "status": columns.enum(Status, "how far it has come"),
    "exit": columns.enum(Exit, "why it left without being delivered"),
    "units": columns.number("goods ordered", "units"),
    "value": columns.number("price of the whole order", "yuan"),
    "promise": columns.time("promised for"),
    **{stage: columns.time(about) for stage, about in _STAGES.items()},
    "replaces": columns.row(
        "orders", "recalled order that this exchange makes good, or order of which this is a part", optional=True
    ),
}

_FIRST = columns.row("lines", "its first line; not recorded")
_CALLED_OFF = columns.number("whether it will not be placed after all; not recorded", dtype="?")

LINES: TableColumns = {
    "order": columns.row("orders", "its order"),
    "sku": columns.name("sku", "what was ordered"),
    "qty": columns.number("ordered", "units"),
    "price": columns.number("price of a unit", "yuan"),
    "allocated": columns.time("the line's goods were in place"),
}


class Ledger:
    """Orders and lines. Stamps are minutes, written once; NaN = not yet (or never), and none is later than now.

    What is foreseen of an order stands in `FutureEvents` until it has happened; `called_off`: it will not be placed.
    An order's lines are the rows `first` .. `first + lines - 1` of the lines; `open` of them still lack goods.
    """

    def __init__(self) -> None:
        self.orders, self.lines = Table.of({**ORDERS, "first": _FIRST, "called_off": _CALLED_OFF}), Table.of(LINES)

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
