"""Completed orders: lines that have all their goods, and the customers' orders that may leave the site."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.inventory.reservations import Reservations
from sim.state.ledger import Kind, Ledger, Status

REPLENISHMENT = int(Kind.REPLENISHMENT)
"""As a plain number: NumPy takes many times as long to compare with a member of an enumeration."""


class CompletedOrders:
    """Customers' orders of one site whose lines are all complete, until the site's outbound side collects them."""

    def __init__(self, ledger: Ledger, reservations: Reservations) -> None:
        self._ledger, self._reservations = ledger, reservations
        self._waiting: list[tuple[Ints, Floats]] = []

    def fill(self, lines: Ints, at: Floats) -> None:
        """Lines have all their goods since the instants `at`; orders without open lines are allocated and go on."""
        if not len(lines):
            return
        ledger = self._ledger
        ready = ledger.fill(lines, at)
        self._reservations.release(ready)
        ledger.orders.status[ready] = Status.ALLOCATED
        ready = ready[ledger.orders.kind[ready] != REPLENISHMENT]
        if len(ready):
            when = ledger.orders.allocated[ready]
            order = np.argsort(when, kind="stable")
            self.add(ready[order], when[order])

    def add(self, orders: Ints, at: Floats) -> None:
        """Orders may leave since the instants `at`, sorted."""
        self._waiting.append((orders, at))

    def collect(self) -> tuple[Ints, Floats]:
        """Take all orders that may leave, in the order in which they were added: orders and instants."""
        if not self._waiting:
            return np.empty(0, np.int64), np.empty(0)
        orders, at = (np.concatenate(column) for column in zip(*self._waiting, strict=True))
        self._waiting.clear()
        return orders, at
