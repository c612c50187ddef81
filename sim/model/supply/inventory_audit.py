"""Inventory audit: what the network really holds and owes, counted where it is, to be compared with the books."""

from collections.abc import Iterator
from itertools import chain

import numpy as np

from sim.model.supply.network import Network
from sim.results.conservation import EndingInventory
from sim.state.ledger import Kind


def audit(network: Network) -> EndingInventory:
    """Units on the shelves, at docks and on the road, and units that every site has still to receive."""
    stock = network.engine.stock
    on_road = np.zeros(len(stock.lots))
    for lane in network.lanes.values():
        for parcel in lane.holding():
            on_road[parcel.lot] += parcel.units
    to_come = np.zeros_like(stock.on_order)
    for site, sku, units in chain(_bought(network), _made(network), _transferred(network)):
        to_come[site, sku] += units
    return EndingInventory(stock.on_hand, stock.on_order, on_road, to_come)


def _bought(network: Network) -> Iterator[tuple[int, int, float]]:
    """Site, item and units that suppliers have not made ready or have sent."""
    for supplier in network.suppliers.values():
        for order in chain(*supplier.queues.values(), supplier.sent):
            yield order.point.site, order.sku, order.units


def _made(network: Network) -> Iterator[tuple[int, int, float]]:
    """Site, item and units that production lines have not begun or have in hand."""
    for factory in network.factories.values():
        for order in chain(factory.orders, factory.in_hand.values()):
            yield factory.point.site, order.sku, order.units


def _transferred(network: Network) -> Iterator[tuple[int, int, float]]:
    """Site, item and units of transfer orders: in transmission, in a backlog, at a dock or on the road."""
    ledger, sites, transfers = network.engine.ledger, network.engine.codes.sites, network.transfers
    for line in transfers.transmission:
        end = transfers.destination(int(ledger.lines.order[line]))
        yield sites[end], int(ledger.lines.sku[line]), float(ledger.lines.qty[line])
    for lane in network.lanes.values():
        for parcel in lane.holding():
            yield sites[lane.destination], int(ledger.lines.sku[parcel.line]), parcel.units
    for point in network.points:
        for item, queue in point.backlog.queues.items():
            orders = ledger.lines.order[queue.line]
            inner = ledger.orders.kind[orders] == Kind.REPLENISHMENT
            for order, left in zip(orders[inner].tolist(), queue.left[inner].tolist(), strict=True):
                yield sites[transfers.destination(order)], item, left
