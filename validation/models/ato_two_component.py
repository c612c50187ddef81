"""A kit that is put together when it is ordered, from two components with lead times of their own."""

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.measures.inventory import shelf
from validation.statistics.control_variates import crowding, excess, pace
from validation.statistics.estimators import Steadied
from validation.translation import Translation
from validation.worlds.network import base_stock, collected, rule
from validation.worlds.world import ITEM, SITE, minutes, poisson, world

REPLICATIONS, DEMANDS = 20, 500
PARTS = ("A", "B")
AT_ONCE = "1e12/min"
"""Kits a minute that are put together when everything is there: no time that could be seen."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, LA, LB, SA, SB.

    `product_if_independent` is the product of the two measured fill rates, as the case defines it. The luck of a run is
    how many orders came, and by how much those of a lead time were too many for a part.
    """
    inputs.only("lam", *(f"{letter}{part}" for letter in "LS" for part in PARTS))
    rate = inputs.number("lam", above=0)
    leads = {part: inputs.number(f"L{part}", least=0) for part in PARTS}
    levels = {part: inputs.whole(f"S{part}") for part in PARTS}
    replications, demands = length.at_most(REPLICATIONS, DEMANDS)
    begin = max(leads.values())
    horizon = begin + demands / rate

    def observe(record: Record) -> dict[str, float]:
        kit = shelf(record, SITE, ITEM)
        wanted = kit.wanted.between(begin, record.horizon)
        # components on the shelf that no kit ordered earlier waits for
        free = {
            part: shelf(record, SITE, part).on_hand.before(wanted.asked) - kit.on_order.before(wanted.asked)
            for part in PARTS
        }
        fill = {f"fill_{part}": float(np.mean(free[part] > 0.5)) for part in PARTS}
        return {
            "kit_fill_rate": wanted.fill_rate(),
            **fill,
            "product_if_independent": fill["fill_A"] * fill["fill_B"],
            "pace": pace(kit.wanted.asked, begin, record.horizon),
            **{
                f"crowding_{part}": crowding(kit.wanted.asked, leads[part], levels[part], begin, record.horizon)
                for part in PARTS
            },
        }

    luck = {"pace": rate, **{f"crowding_{part}": excess(rate * leads[part], levels[part]) for part in PARTS}}
    bench = {"kind": "factory", "opening": dict(levels), "lines": {"bench": {"rate": {ITEM: AT_ONCE}, "batch": 1}}}
    return Translation(
        world(
            {SITE: bench},
            horizon,
            **collected(SITE),
            products={ITEM: {"price": 1, "bom": dict.fromkeys(PARTS, 1)}},
            materials={part: {} for part in PARTS},
            suppliers={f"maker_{part}": {"lead": minutes(leads[part]), "supplies": [part]} for part in PARTS},
            replenishment=[
                rule(SITE, SITE, {"kind": "on_demand"}),
                *(rule(SITE, f"maker_{part}", base_stock(levels[part]), part) for part in PARTS),
            ],
            regular={"orders": poisson(rate, pickup=1)},
        ),
        observe,
        {name: Steadied(name, luck) for name in ("kit_fill_rate", "fill_A", "fill_B", "product_if_independent")},
        replications,
    )
