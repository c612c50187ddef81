"""Every node of a chain fails for its time to recover: how long stock lasts, and what contribution is lost."""

from dataclasses import dataclass, replace

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import shelf
from validation.measures.shortage import lost_value, service_held_until
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.supply_cut import FINE, ON_THEIR_WAY, PLENTY, ROUGH, Shelf, cut_shelves, review_for, survives


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: nodes, each with name, demand, stock, alternate, ttr, margin.

    A node is a shop and whoever supplies it. Where the stock outlasts the failure there is a second shop whose supply
    never comes back: it tells the time to survive.
    """
    del length
    nodes = [_read(node) for node in inputs.rows("nodes")]
    if len({node.name for node in nodes}) < len(nodes):
        raise UnfitError("two of inputs.nodes have the same name")
    end = 1.01 * max(max(node.lasts, 1.05 * node.survives) for node in nodes)
    shops = [node.shop(f"node_{number}", end) for number, node in enumerate(nodes)]
    probes = [
        shop
        if 0 < node.survives < node.lasts
        else replace(shop, name=f"{shop.name}_for_good", lasts=None, review=review_for(end, node.stock / node.demand))
        for node, shop in zip(nodes, shops, strict=True)
    ]
    tree, scenario = cut_shelves(list(dict.fromkeys([*shops, *probes])))

    def observe(record: Record) -> dict[str, float]:
        found = {}
        for node, shop, probe in zip(nodes, shops, probes, strict=True):
            found[f"tts_{node.name}"] = service_held_until(shelf(record, probe.name, probe.item).wanted)
            found[f"impact_{node.name}"] = lost_value(record, shop.name)
        return {**found, "worst_impact": max(found[f"impact_{node.name}"] for node in nodes)}

    outputs = [f"{what}_{node.name}" for node in nodes for what in ("tts", "impact")]
    return Translation(tree, observe, {name: Mean(name) for name in (*outputs, "worst_impact")}, 1, scenario)


@dataclass(frozen=True)
class Node:
    """A node of the case."""

    name: str
    demand: float
    stock: float
    supply: float
    lasts: float
    margin: float

    @property
    def survives(self) -> float:
        """How long its stock lasts on paper; 0 = for ever, or not at all."""
        return survives(self.stock, self.demand, self.supply)

    def shop(self, name: str, end: float) -> Shelf:
        """The shop that stands for it."""
        lost = max(self.lasts - self.survives, 0.0) * (1 - self.supply / self.demand)
        lost = lost if self.stock > 0 else lost / (2 * ON_THEIR_WAY)
        review = review_for(end, self.lasts, self.stock / self.demand, lost, fine=FINE if self.supply > 0 else ROUGH)
        capacity = PLENTY * self.demand
        return Shelf(name, self.stock, self.demand, self.supply, capacity, self.lasts, end, review, self.margin)


def _read(node: Inputs) -> Node:
    demand, share = node.number("demand", above=0), node.number("alternate", least=0, default=0.0)
    return Node(
        node.name("name"),
        demand,
        node.number("stock", least=0),
        min(share, 1.0) * demand,
        node.number("ttr", above=0),
        node.number("margin", least=0),
    )
