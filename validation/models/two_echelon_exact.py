"""A warehouse and its front points: one-for-one everywhere, and first come, first served at the warehouse."""

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.measures.inventory import shelf
from validation.statistics.control_variates import crowding, excess, pace
from validation.statistics.estimators import Steadied
from validation.translation import Translation
from validation.worlds.network import (
    MAKER,
    at_counter,
    at_counters,
    base_stock,
    collected,
    lane,
    maker,
    rule,
    stocking,
)
from validation.worlds.world import ITEM, world

WAREHOUSE = "warehouse"
REPLICATIONS, DEMANDS = 50, 400
MEMORIES = 8
"""Times that goods need to a shop, which are counted in a replication at least."""
AT_WAREHOUSE = ("warehouse_backorders", "warehouse_fill_rate", "metric_retailer_backorders")
AT_SHOPS = ("backorders", "on_hand", "fill_rate")


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: n_retailers, lam (of each), L0 (to the warehouse), L1 (onwards), S0, S1.

    What is short follows from the customers of the last L0 + L1 and from nothing before: so long is left out. The luck
    of the shops is how crowded the warehouse, the shops and the whole network were. A fill rate is who was served at
    once over who was expected: over who came, it would be too high on average in short runs.
    """
    count, rate = inputs.whole("n_retailers", least=1), inputs.number("lam", above=0)
    to_warehouse, onwards = inputs.number("L0", least=0), inputs.number("L1", least=0)
    depot, each = inputs.whole("S0"), inputs.whole("S1")
    shops = [f"shop_{number + 1}" for number in range(count)]
    replications, demands = length.spread(REPLICATIONS, DEMANDS)
    begin = to_warehouse + onwards
    horizon = begin + max(demands / (count * rate), MEMORIES * begin)
    pooled = count * rate
    of_warehouse = {"pace": pooled}
    of_shops = {
        **of_warehouse,
        "crowded_warehouse": excess(pooled * to_warehouse, depot),
        "crowded_network": excess(pooled * begin, depot + count * each),
        "crowded_shops": excess(rate * begin, each),
        "crowded_roads": excess(rate * onwards, each),
    }

    def observe(record: Record) -> dict[str, float]:
        end = record.horizon
        shelves = [shelf(record, shop, ITEM) for shop in shops]
        store = at_counter(shelf(record, WAREHOUSE, ITEM), begin, end)
        counters = [at_counter(one, begin, end) for one in shelves]
        asked = [one.wanted.asked for one in shelves]
        everybody = np.concatenate(asked)
        # METRIC takes the lead times of a shop as independent, by their mean alone: its answer for this warehouse
        pipeline = rate * onwards + store["backorders"] / count
        for one, came in zip([store, *counters], [everybody, *asked], strict=True):
            one["fill_rate"] *= pace(came, begin, end) / (pooled if one is store else rate)
        return {
            "warehouse_backorders": store["backorders"],
            "warehouse_fill_rate": store["fill_rate"],
            **{f"retailer_{name}": float(np.mean([one[name] for one in counters])) for name in AT_SHOPS},
            "metric_retailer_backorders": excess(pipeline, each),
            "pace": pace(everybody, begin, end),
            "crowded_warehouse": crowding(everybody, to_warehouse, depot, begin, end),
            "crowded_network": crowding(everybody, begin, depot + count * each, begin, end),
            "crowded_shops": float(np.mean([crowding(one, begin, each, begin, end) for one in asked])),
            "crowded_roads": float(np.mean([crowding(one, onwards, each, begin, end) for one in asked])),
        }

    return Translation(
        world(
            {WAREHOUSE: stocking(depot), **{shop: stocking(each) for shop in shops}},
            horizon,
            **collected(*shops),
            suppliers=maker(to_warehouse),
            lanes=[lane(WAREHOUSE, shops, onwards)],
            replenishment=[
                rule(WAREHOUSE, MAKER, base_stock(depot)),
                *(rule(shop, WAREHOUSE, base_stock(each)) for shop in shops),
            ],
            regular=at_counters(shops, rate),
        ),
        observe,
        {
            **{name: Steadied(name, of_warehouse) for name in AT_WAREHOUSE},
            **{f"retailer_{name}": Steadied(f"retailer_{name}", of_shops) for name in AT_SHOPS},
        },
        replications,
    )
