"""Claims: who waits for goods at one site, item by item, and what incomplete orders already hold."""

import heapq
import math

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.inventory.backlog import LineQueue
from sim.model.inventory.rationing import distinct
from sim.state.stock import Stock


class Claims:
    """The queues of one site. The backlog of the stock follows what its lines lack."""

    def __init__(self, stock: Stock, site: int) -> None:
        self._backlog = stock.backlog[site]
        self.queues: dict[int, LineQueue] = {}
        self._soonest = math.inf
        self._held: dict[int, list[int]] = {}
        self._releases: list[tuple[float, int]] = []
        self._spoils: set[float] = set()

    def add(self, sku: Ints, lines: Ints, left: Floats, since: Floats, until: Floats) -> None:
        """Lines join the queues of their items; `until`: the instant at which they give up."""
        self._soonest = min(self._soonest, float(until.min(initial=math.inf)))
        for item in distinct(sku):
            mine = sku == item
            self._backlog[item] += left[mine].sum()
            self.queues.setdefault(item, LineQueue()).append(lines[mine], left[mine], since[mine], until[mine])

    def give(self, item: int, units: Floats) -> tuple[Ints, Floats, Ints]:
        """Give to the front of a queue; as `LineQueue.give`."""
        lines, amounts, complete = self.queues[item].give(units)
        self._backlog[item] -= amounts.sum()
        self._tidy(item)
        return lines, amounts, complete

    def remove(self, lines: Ints, sku: Ints) -> tuple[Ints, Floats]:
        """Take lines out of the queues of their items: those that were there, and the units that they lacked."""
        found: list[tuple[Ints, Floats]] = []
        for item in [item for item in distinct(sku) if item in self.queues]:
            gone, units = self.queues[item].remove(lines[sku == item])
            if len(gone):
                self._backlog[item] -= units.sum()
                found.append((gone, units))
                self._tidy(item)
        return _joined(found)

    def overdue(self, now: float) -> tuple[Ints, Floats]:
        """Take out the lines that have given up by `now`, and when they did."""
        if self._soonest > now:
            return np.empty(0, np.int64), np.empty(0)
        found: list[tuple[Ints, Floats]] = []
        for item in [item for item, queue in self.queues.items() if queue.next_deadline <= now]:
            lines, left, when = self.queues[item].expire(now)
            self._backlog[item] -= left.sum()
            found.append((lines, when))
            self._tidy(item)
        self._soonest = min((queue.next_deadline for queue in self.queues.values()), default=math.inf)
        while self._releases and self._releases[0][0] <= now:
            heapq.heappop(self._releases)
        return _joined(found)

    # --- goods set aside for orders that still lack others

    def hold(self, orders: Ints, picks: Ints, until: Floats, expires: Floats) -> None:
        """Rows of `picks` that belong to orders which wait for more, `until` when; their lots expire at `expires`."""
        self._spoils.update(expires[until < expires].tolist())
        for order, pick, when in zip(orders.tolist(), picks.tolist(), until.tolist(), strict=True):
            self._held.setdefault(order, []).append(pick)
            if when < math.inf:
                heapq.heappush(self._releases, (when, order))

    def holds(self, order: int) -> bool:
        """Whether goods are set aside for an order."""
        return order in self._held

    def held(self, order: int) -> list[int]:
        """The rows of `picks` that an order holds."""
        return self._held[order]

    def let_go(self, orders: Ints) -> Ints:
        """Forget what orders hold, because they are complete or off; the rows of `picks` it was."""
        if not self._held:
            return np.empty(0, np.int64)
        rows = [row for order in dict.fromkeys(orders.tolist()) for row in self._held.pop(order, ())]
        return np.array(rows, dtype=np.int64)

    def next_to_spoil(self) -> float:
        """When the next goods expire that were held, and may lie on the shelf again by then (inf = none do)."""
        return min(self._spoils, default=math.inf)

    def spoiled(self, now: float) -> None:
        """What expires by `now` has been looked at."""
        self._spoils = {when for when in self._spoils if when > now}

    def quiet(self, until: float) -> bool:
        """Whether nobody can give up by then, as far as one sees without looking closely."""
        return self._soonest > until and (not self._releases or self._releases[0][0] > until)

    def next_release(self) -> float:
        """The next instant at which an order gives up that holds goods (inf = none)."""
        while self._releases and self._releases[0][1] not in self._held:
            heapq.heappop(self._releases)
        return self._releases[0][0] if self._releases else math.inf

    def _tidy(self, item: int) -> None:
        if not len(self.queues[item]):
            del self.queues[item]


def _joined(parts: list[tuple[Ints, Floats]]) -> tuple[Ints, Floats]:
    if not parts:
        return np.empty(0, np.int64), np.empty(0)
    first, second = zip(*parts, strict=True)
    return np.concatenate(first), np.concatenate(second)
