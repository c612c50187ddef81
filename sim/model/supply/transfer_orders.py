"""Transfer orders: what one site orders from another, from the order over dock and lane to the arrival."""

from collections.abc import Collection, Iterable

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.rationing import distinct
from sim.model.supply.lane import LaneProcess, Parcel
from sim.model.supply.order_transmission import OrderTransmission
from sim.state.ledger import Kind, Mode, Status
from sim.state.stock import Elsewhere, Why
from sim.tolerance import SAME_UNITS


class TransferOrders:
    """Orders of kind REPLENISHMENT in the ledger: the lane of each, and its units that have not arrived.

    `transmission` has the lines that the serving site has not received yet.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.transmission = OrderTransmission(engine.env, self._received)
        self._lane: dict[int, LaneProcess] = {}
        self._open_units: dict[int, float] = {}
        self._receipts = engine.future.queue(self._note_received)

    def place(self, lane: LaneProcess, items: Ints, units: Floats) -> None:
        """The site at the end of a lane orders from the one at its beginning."""
        ledger, now = self.engine.ledger, self.engine.now
        node, later = self.engine.codes.sites[lane.origin], lane.model.orders_take > 0
        (order,) = ledger.orders.append(
            1, kind=Kind.REPLENISHMENT, node=node, mode=Mode.LANE, lines=len(items), open=len(items),
            units=units.sum(), placed=now, paid=now, released=np.nan if later else now,
            status=Status.PAID if later else Status.RELEASED,
        ).tolist()  # fmt: skip
        lines = ledger.lines.append(len(items), order=order, sku=items, qty=units)
        ledger.orders.first[order] = lines[0]
        self._lane[order] = lane
        self._open_units[order] = float(units.sum())
        if later:
            self._receipts.add(np.array([order]), np.array([now + lane.model.orders_take]))
        self.transmission.send(lines, lane.model.orders_take)

    def _received(self, lines: Ints) -> None:
        """The serving site receives lines of one order."""
        ledger = self.engine.ledger
        self.engine.future.advance(self.engine.now)
        self.engine.points[int(ledger.orders.node[ledger.lines.order[lines[0]]])].claim(lines)

    def _note_received(self, orders: Ints, at: Floats) -> None:
        self.engine.ledger.orders.released[orders] = at
        self.engine.ledger.reach(orders, Status.RELEASED)

    def ship(self, lines: Ints, lots: Ints, units: Floats) -> None:
        """Goods have been allocated to lines now: they go to the docks of their orders' lanes."""
        orders = self.engine.ledger.lines.order[lines]
        for order in distinct(orders):
            mine = orders == order
            self._lane[order].load(lines[mine], lots[mine], units[mine])

    def arrive(self, parcels: list[Parcel]) -> None:
        """Parcels of one trip arrive at the end of their lane now."""
        engine = self.engine
        line = np.array([parcel.line for parcel in parcels])
        lots = np.array([parcel.lot for parcel in parcels])
        units = np.array([parcel.units for parcel in parcels])
        orders, sku = engine.ledger.lines.order[line], engine.ledger.lines.sku[line]
        end = engine.codes.sites[self._lane[int(orders[0])].destination]
        np.subtract.at(engine.stock.on_order[end], sku, units)
        for order, amount in zip(orders.tolist(), units.tolist(), strict=True):
            self._close(order, amount, Status.DELIVERED)
        engine.points[end].receive(lots, units, int(Elsewhere.TRANSIT), Why.RECEIVED)

    def _close(self, order: int, units: float, status: Status) -> None:
        """Units of an order have arrived, or will not come; with the last unit the order ends with this status."""
        self._open_units[order] -= units
        if self._open_units[order] <= SAME_UNITS:
            ledger = self.engine.ledger.orders
            (ledger.delivered if status == Status.DELIVERED else ledger.cancelled)[order] = self.engine.now
            ledger.status[order] = status

    # --- changes

    def withdraw(self, lines: Ints, lanes: Iterable[LaneProcess]) -> list[tuple[Ints, Floats]]:
        """Cancel lines of orders over `lanes` as far as nothing is on the road; what is at a dock is unpacked.

        Returns lines and units that will not come, one pair for the transmission and one for each lane.
        """
        ledger = self.engine.ledger
        unseen = self.transmission.cancel(lines)
        found = [(unseen, ledger.lines.qty[unseen])]
        self._cancel(*found[0])
        for lane in lanes:
            point = self.engine.points[self.engine.codes.sites[lane.origin]]
            line, units = point.withdraw(lines)
            docked = lane.unload(lines)
            if docked:
                at_dock = np.array([parcel.line for parcel in docked], dtype=np.int64)
                packed = np.array([parcel.units for parcel in docked])
                point.unpack(at_dock, np.array([parcel.lot for parcel in docked]), packed)
                line, units = np.concatenate((line, at_dock)), np.concatenate((units, packed))
            self._cancel(line, units)
            found.append((line, units))
        return found

    def _cancel(self, lines: Ints, units: Floats) -> None:
        orders = self.engine.ledger.lines.order[lines]
        for order, amount in zip(orders.tolist(), units.tolist(), strict=True):
            self._close(order, amount, Status.CANCELLED)

    # --- questions

    def lane(self, order: int) -> LaneProcess:
        """The lane of an order."""
        return self._lane[order]

    def destination(self, order: int) -> str:
        """The site that an order goes to."""
        return self._lane[order].destination

    def lines_to(self, site: str, not_from: str, items: Collection[int]) -> Ints:
        """Lines of all orders of a site for these items, except those from the site `not_from`."""
        lines = self.engine.ledger.lines
        orders = [order for order, lane in self._lane.items() if lane.destination == site and lane.origin != not_from]
        return np.flatnonzero(np.isin(lines.order, orders) & np.isin(lines.sku, list(items)))

    def in_transit(self, origins: Collection[str], site: str) -> Floats:
        """Units of every item that a site has ordered from other sites, of orders of which anything is still to come.

        Shape (items of the world,).
        """
        ledger, units = self.engine.ledger, np.zeros(len(self.engine.codes.items))
        for order, left in self._open_units.items():
            lane = self._lane[order]
            if left > SAME_UNITS and lane.destination == site and lane.origin in origins:
                lines = ledger.lines_of(np.array([order]))
                np.add.at(units, ledger.lines.sku[lines], ledger.lines.qty[lines])
        return units
