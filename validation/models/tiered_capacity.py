"""An order under a tiered capacity agreement: its cost, and the units that are not delivered."""

from itertools import pairwise

from sim.kpi.money import costs
from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_history
from validation.translation import Translation, played
from validation.worlds.world import ITEM, SITE, world


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: demand, tiers (rows of: up to so many units, price of a unit)."""
    del length
    demand, tiers = inputs.number("demand", above=0), inputs.table("tiers", least=0)
    if any(len(tier) != 2 for tier in tiers) or any(b[0] <= a[0] for a, b in pairwise([[0.0, 0.0], *tiers])):
        raise UnfitError("each of inputs.tiers is [up to units, price], and reaches further than the one before")
    cheapest = min(price for _, price in tiers)

    def observe(record: Record) -> dict[str, float]:
        came = float(stock_history(record, SITE, ITEM).on_hand.values.max(initial=0.0))
        paid = costs(record)
        cost = paid["material"] + paid["production_surcharge"]
        return {"cost": cost, "unmet": demand - came, "average_unit_cost": cost / came}

    agreement = [{"up_to": up_to, "surcharge": price - cheapest} for up_to, price in tiers]
    policy = {"kind": "order_up_to", "order_up_to": demand, "review": "1000d"}
    tree = world(
        {SITE: {"kind": "warehouse"}},
        10.0,
        products={ITEM: {"price": 1, "cost": cheapest}},
        suppliers={"maker": {"lead": "1min", "supplies": [ITEM], "tiers": agreement}},
        replenishment=[{"at": SITE, "items": [ITEM], "from": "maker", "policy": policy}],
    )
    return Translation(tree, observe, played(("cost", "unmet", "average_unit_cost")), 1)
