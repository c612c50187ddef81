"""The network: stock points, suppliers, factories, lanes and replenishment rules of a world, built and connected."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.model.engine import Engine
from sim.model.inventory.allocation import Deadlines, StockAllocation
from sim.model.inventory.stock_point import StockPoint
from sim.model.supply.echelon import echelon_position
from sim.model.supply.factory import Factory
from sim.model.supply.lane import LaneProcess
from sim.model.supply.lateral_transshipment import LateralTransshipment
from sim.model.supply.order_routing import OrderRouting
from sim.model.supply.policy_review import PolicyReview
from sim.model.supply.replenishment import ReplenishmentProcess
from sim.model.supply.source_selection import SourceSelection
from sim.model.supply.supplier import SupplierProcess
from sim.model.supply.transfer_orders import TransferOrders
from sim.schema.selection import sites_of


@dataclass(frozen=True, eq=False)
class Network:
    """Everything upstream of the customers' orders; nothing of it has been started."""

    engine: Engine
    points: list[StockPoint]
    suppliers: dict[str, SupplierProcess]
    factories: dict[str, Factory]
    lanes: dict[tuple[str, str], LaneProcess]
    transfers: TransferOrders
    routing: OrderRouting
    reviews: list[PolicyReview]


def build_network(engine: Engine, deadlines: Deadlines) -> Network:
    """Build the network of the engine's world; `deadlines(lines)`: when the customers of lines give up."""
    world, sites = engine.world, engine.codes.sites
    transfers = TransferOrders(engine)
    points = [StockPoint(engine, StockAllocation(engine, site, transfers, deadlines)) for site in sites.values()]
    engine.points.extend(points)
    suppliers = {name: SupplierProcess(engine, name, model) for name, model in world.suppliers.items()}
    factories = {name: Factory(engine, points[code]) for name, code in sites.items() if world.sites[name].lines}
    lanes = {
        (model.start, end): LaneProcess(engine, model, model.start, end, transfers.arrive)
        for model in world.lanes
        for end in sites_of(world, model.to)
    }
    sources = SourceSelection(engine, factories, lanes, suppliers)
    routing = OrderRouting(engine, sources, transfers, factories, lanes, suppliers)
    network = Network(engine, points, suppliers, factories, lanes, transfers, routing, [])
    for number in range(len(world.replenishment)):
        network.reviews.extend(_reviews(network, sources, number))
    return network


def _reviews(network: Network, sources: SourceSelection, number: int) -> Iterator[PolicyReview]:
    """A rule at each of its sites, for the items that it can get there; one review per part of a composed policy."""
    engine, order = network.engine, network.routing.order
    rule = engine.world.replenishment[number]
    here: dict[str, list[int]] = {}
    for site, item, _ in sources.sourcing.covered[number]:
        if sources.add(rule, site, item):
            here.setdefault(site, []).append(engine.codes.items[item])
    for site, items in here.items():
        point, codes = network.points[engine.codes.sites[site]], np.array(sorted(items), dtype=np.int64)
        for policy, rows in rule.policy.parts([engine.codes.grades[item] for item in codes.tolist()]):
            if len(rows):
                mine = codes[rows]
                echelon = partial(echelon_position, engine, sources, site, mine)
                yield ReplenishmentProcess(engine, rule, policy, point, mine, order, echelon)
        if rule.transfer is not None:
            near = [other for other in here if (other, site) in network.lanes]
            neighbours = [network.points[engine.codes.sites[other]] for other in near]
            in_transit = partial(network.transfers.in_transit, near, site)
            yield LateralTransshipment(engine, rule, rule.transfer, point, codes, neighbours, order, in_transit)
