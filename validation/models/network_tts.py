"""Each node of a network fails for its time to recover: time to survive, and the contribution that is lost."""

from dataclasses import dataclass, replace

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_history
from validation.measures.shortage import lost_value, time_to_survive
from validation.translation import Translation, played
from validation.worlds.supply_cut import (
    FINE,
    IN_TRANSIT,
    PLENTY,
    ROUGH,
    SupplyCutShop,
    nominal_survival,
    review_interval,
    supply_cut_world,
)


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: nodes, each with name, demand, stock, alternate, ttr, margin.

    A node is a shop and its supplier. Where the stock outlasts the failure, the time to survive is that of a second
    shop whose supply is cut for good.
    """
    del length
    nodes = [_read(node) for node in inputs.mappings("nodes")]
    if len({node.name for node in nodes}) < len(nodes):
        raise UnfitError("two of inputs.nodes have the same name")
    end = 1.01 * max(max(node.lasts, 1.05 * node.nominal_survival) for node in nodes)
    shops = [node.shop(f"node_{number}", end) for number, node in enumerate(nodes)]
    probes = [
        shop
        if 0 < node.nominal_survival < node.lasts
        else replace(
            shop, name=f"{shop.name}_for_good", lasts=None, review=review_interval(end, node.stock / node.demand)
        )
        for node, shop in zip(nodes, shops, strict=True)
    ]
    tree, scenario = supply_cut_world(list(dict.fromkeys([*shops, *probes])))

    def observe(record: Record) -> dict[str, float]:
        found = {}
        for node, shop, probe in zip(nodes, shops, probes, strict=True):
            found[f"tts_{node.name}"] = time_to_survive(stock_history(record, probe.name, probe.item).demand)
            found[f"impact_{node.name}"] = lost_value(record, shop.name)
        return {**found, "worst_impact": max(found[f"impact_{node.name}"] for node in nodes)}

    outputs = [f"{what}_{node.name}" for node in nodes for what in ("tts", "impact")]
    return Translation(tree, observe, played((*outputs, "worst_impact")), 1, scenario)


@dataclass(frozen=True)
class FailingNode:
    """A node of the case."""

    name: str
    demand: float
    stock: float
    supply: float
    lasts: float
    margin: float

    @property
    def nominal_survival(self) -> float:
        """How long its stock should last; 0 when supply suffices or there is no stock."""
        return nominal_survival(self.stock, self.demand, self.supply)

    def shop(self, name: str, end: float) -> SupplyCutShop:
        """The shop that represents it."""
        lost = max(self.lasts - self.nominal_survival, 0.0) * (1 - self.supply / self.demand)
        lost = lost if self.stock > 0 else lost / (2 * IN_TRANSIT)
        review = review_interval(
            end, self.lasts, self.stock / self.demand, lost, fine=FINE if self.supply > 0 else ROUGH
        )
        capacity = PLENTY * self.demand
        return SupplyCutShop(name, self.stock, self.demand, self.supply, capacity, self.lasts, end, review, self.margin)


def _read(node: Inputs) -> FailingNode:
    demand, share = node.number("demand", above=0), node.number("alternate", least=0, default=0.0)
    return FailingNode(
        node.name("name"),
        demand,
        node.number("stock", least=0),
        min(share, 1.0) * demand,
        node.number("ttr", above=0),
        node.number("margin", least=0),
    )
