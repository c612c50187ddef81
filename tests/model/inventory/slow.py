"""The slow twin of a stock point: one event, one line, one unit of a lot at a time, in plain Python."""

import heapq
import math
from dataclasses import dataclass, field

ARRIVES, RECEIVED, EXPIRES, GIVES_UP = range(4)
EPSILON = 1e-9


@dataclass
class Order:
    """An order of a customer: lines of (item, units), and when it gives up."""

    time: float
    lines: list[tuple[int, float]]
    until: float = math.inf
    left: list[float] = field(default_factory=list)
    held: list[list[tuple[int, float]]] = field(default_factory=list)
    allocated: list[float] = field(default_factory=list)
    cancelled: float = math.nan

    def __post_init__(self) -> None:
        self.left = [units for _, units in self.lines]
        self.held = [[] for _ in self.lines]
        self.allocated = [math.nan for _ in self.lines]


@dataclass
class Receipt:
    """Units of one new lot that come in."""

    time: float
    item: int
    units: float
    expires: float


@dataclass
class Lot:
    """What lies on the shelf of one lot."""

    number: int
    item: int
    units: float
    expires: float


class SlowPoint:
    """Serves first come first served, first expired first out; whole orders or none where sales are lost."""

    def __init__(self, items: int, orders: list[Order], receipts: list[Receipt], lost: bool = False) -> None:
        self.orders, self.receipts, self.lost = orders, receipts, lost
        self.shelf: list[Lot] = []
        self.queues: list[list[tuple[int, int]]] = [[] for _ in range(items)]
        self.complete: list[int] = []

    def play(self, until: float) -> None:
        """Play everything up to `until`."""
        events = [(order.time, ARRIVES, row) for row, order in enumerate(self.orders)]
        events += [(receipt.time, RECEIVED, row) for row, receipt in enumerate(self.receipts)]
        events += [(receipt.expires, EXPIRES, row) for row, receipt in enumerate(self.receipts)]
        events += [(order.until, GIVES_UP, row) for row, order in enumerate(self.orders)]
        heapq.heapify(events)
        while events and events[0][0] <= until:
            time, kind, row = heapq.heappop(events)
            if kind == ARRIVES:
                self._arrives(time, row)
            elif kind == RECEIVED:
                receipt = self.receipts[row]
                if receipt.expires > time:
                    self.shelf.append(Lot(row, receipt.item, receipt.units, receipt.expires))
                    self._serve(time, receipt.item)
            elif kind == EXPIRES:
                self.shelf = [lot for lot in self.shelf if lot.number != row]
            else:
                together = [row]
                while events and events[0][:2] == (time, GIVES_UP):
                    together.append(heapq.heappop(events)[2])
                self._give_up(time, together)

    def on_hand(self, item: int) -> float:
        """Units on the shelf."""
        return sum(lot.units for lot in self.shelf if lot.item == item)

    def backlog(self, item: int) -> float:
        """Units that are waited for."""
        return sum(self.orders[row].left[line] for row, line in self.queues[item])

    def _arrives(self, time: float, row: int) -> None:
        order = self.orders[row]
        if self.lost:
            wanted: dict[int, float] = {}
            for item, units in order.lines:
                wanted[item] = wanted.get(item, 0.0) + units
            if any(units > self.on_hand(item) + EPSILON for item, units in wanted.items()):
                order.cancelled = time
                return
        for line, (item, _) in enumerate(order.lines):
            self.queues[item].append((row, line))
        for item in dict.fromkeys(item for item, _ in order.lines):
            self._serve(time, item)

    def _serve(self, time: float, item: int) -> None:
        while self.queues[item]:
            lots = [lot for lot in self.shelf if lot.item == item]
            if not lots:
                return
            lot = min(lots, key=lambda one: one.expires)
            row, line = self.queues[item][0]
            order = self.orders[row]
            units = min(lot.units, order.left[line])
            lot.units -= units
            order.left[line] -= units
            order.held[line].append((lot.number, units))
            if lot.units <= EPSILON:
                self.shelf.remove(lot)
            if order.left[line] <= EPSILON:
                order.allocated[line] = time
                self.queues[item].pop(0)
                if max(order.left) <= EPSILON:
                    self.complete.append(row)

    def _give_up(self, time: float, rows: list[int]) -> None:
        rows = [row for row in rows if math.isnan(self.orders[row].cancelled) and max(self.orders[row].left) > EPSILON]
        items = set()
        for row in rows:
            order = self.orders[row]
            order.cancelled = time
            for line, (item, _) in enumerate(order.lines):
                items.add(item)
                self.queues[item] = [claim for claim in self.queues[item] if claim != (row, line)]
                for number, units in order.held[line]:
                    self._return(time, number, units)
                order.held[line] = []
        for item in sorted(items):
            self._serve(time, item)

    def _return(self, time: float, number: int, units: float) -> None:
        receipt = self.receipts[number]
        if receipt.expires <= time:
            return
        for lot in self.shelf:
            if lot.number == number:
                lot.units += units
                return
        self.shelf.append(Lot(number, receipt.item, units, receipt.expires))
