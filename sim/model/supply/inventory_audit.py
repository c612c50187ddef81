"""Stocktaking: what the network really holds and owes, counted where it lies, to be compared with the books."""

from collections.abc import Iterator
from itertools import chain

import numpy as np

from sim.model.supply.network import Network
from sim.results.conservation import Counted
from sim.state.ledger import Kind


def count(network: Network) -> Counted:
    """What lies on the shelves, at docks and on roads, and what every site has still to get."""
    stock = network.engine.stock
    on_road = np.zeros(len(stock.lots))
    for lane in network.lanes.values():
        for parcel in lane.holding():
            on_road[parcel.lot] += parcel.units
    to_come = np.zeros_like(stock.on_order)
    for site, sku, units in chain(_bought(network), _made(network), _between_sites(network)):
        to_come[site, sku] += units
    return Counted(stock.on_hand, stock.on_order, on_road, to_come)


def _bought(network: Network) -> Iterator[tuple[int, int, float]]:
    """Site, item and units that suppliers have not made ready or have sent."""
    for supplier in network.suppliers.values():
        for request in chain(*supplier.queues.values(), supplier.sent):
            yield request.point.site, request.sku, request.units


def _made(network: Network) -> Iterator[tuple[int, int, float]]:
    """Site, item and units that lines have not begun or have in hand."""
    for factory in network.factories.values():
        for order in chain(factory.orders, factory.in_hand.values()):
            yield factory.point.site, order.sku, order.units


def _between_sites(network: Network) -> Iterator[tuple[int, int, float]]:
    """Site, item and units that are in the mail, wait for goods elsewhere, or are at a dock or on the road."""
    ledger, sites = network.engine.ledger, network.engine.codes.sites
    for line in network.mail:
        end = network.route(int(ledger.lines.order[line])).end
        yield sites[end], int(ledger.lines.sku[line]), float(ledger.lines.qty[line])
    for lane in network.lanes.values():
        for parcel in lane.holding():
            yield sites[lane.end], int(ledger.lines.sku[parcel.line]), parcel.units
    for point in network.engine.points:
        for item, queue in point.claims.queues.items():
            orders = ledger.lines.order[queue.line]
            inner = ledger.orders.kind[orders] == Kind.REPLENISHMENT
            for order, left in zip(orders[inner].tolist(), queue.left[inner].tolist(), strict=True):
                yield sites[network.route(order).end], item, left
