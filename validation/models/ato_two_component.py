"""Assemble-to-order: a kit of two components with base stock, each with a lead time of its own."""

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.formulas.loss_functions import poisson_loss
from validation.measures.inventory import stock_history
from validation.statistics.control_variates import arrival_rate, excess_arrivals
from validation.translation import Computed, Translation, played
from validation.worlds.network import base_stock, pickup_on_site, replenishment_rule
from validation.worlds.world import ITEM, SITE, minutes, poisson, world

REPLICATIONS, DEMANDS = 20, 500
PARTS = ("A", "B")
AT_ONCE = "1e12/min"
"""Assembly rate of kits: no time that could be seen."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, LA, LB, SA, SB.

    `product_if_independent`, the product of the two measured fill rates, is computed. Controls: the rate of orders, and
    the excess of the orders of a lead time over the level of each component.
    """
    inputs.only("lam", *(f"{letter}{part}" for letter in "LS" for part in PARTS))
    rate = inputs.number("lam", above=0)
    leads = {part: inputs.number(f"L{part}", least=0) for part in PARTS}
    levels = {part: inputs.whole(f"S{part}") for part in PARTS}
    replications, demands = length.at_most(REPLICATIONS, DEMANDS)
    begin = max(leads.values())
    horizon = begin + demands / rate

    def observe(record: Record) -> dict[str, float]:
        kit, end = stock_history(record, SITE, ITEM), record.horizon
        demand, arrived = kit.demand.between(begin, end), kit.demand.arrived
        # components on hand that are not committed to an earlier kit
        free = {
            part: stock_history(record, SITE, part).on_hand.before(demand.arrived) - kit.on_order.before(demand.arrived)
            for part in PARTS
        }
        return {
            "kit_fill_rate": demand.fill_rate(),
            **{f"fill_{part}": float(np.mean(free[part] > 0.5)) for part in PARTS},
            "rate": arrival_rate(arrived, begin, end),
            **{f"excess_{part}": excess_arrivals(arrived, leads[part], levels[part], begin, end) for part in PARTS},
        }

    controls = {"rate": rate, **{f"excess_{part}": poisson_loss(rate * leads[part], levels[part]) for part in PARTS}}
    bench = {"kind": "factory", "opening": dict(levels), "lines": {"bench": {"rate": {ITEM: AT_ONCE}, "batch": 1}}}
    return Translation(
        world(
            {SITE: bench},
            horizon,
            **pickup_on_site(SITE),
            products={ITEM: {"price": 1, "bom": dict.fromkeys(PARTS, 1)}},
            materials={part: {} for part in PARTS},
            suppliers={f"maker_{part}": {"lead": minutes(leads[part]), "supplies": [part]} for part in PARTS},
            replenishment=[
                replenishment_rule(SITE, SITE, {"kind": "on_demand"}),
                *(replenishment_rule(SITE, f"maker_{part}", base_stock(levels[part]), part) for part in PARTS),
            ],
            regular={"orders": poisson(rate, pickup=1)},
        ),
        observe,
        {
            **played(["kit_fill_rate", "fill_A", "fill_B"], controls),
            "product_if_independent": Computed(lambda observed: observed["fill_A"] * observed["fill_B"], controls),
        },
        replications,
    )
