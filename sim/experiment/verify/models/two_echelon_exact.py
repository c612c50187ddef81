"""A warehouse and its front points: one-for-one everywhere, and first come, first served at the warehouse."""

import math

import numpy as np

from sim.experiment.verify.case import Length
from sim.experiment.verify.chains import (
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
from sim.experiment.verify.inputs import Inputs
from sim.experiment.verify.statistic import Mean
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import ITEM, world
from sim.kpi.inventory import shelf
from sim.results.record import Record

WAREHOUSE = "warehouse"
REPLICATIONS, DEMANDS = 30, 2_000
AT_WAREHOUSE = ("warehouse_backorders", "warehouse_fill_rate", "metric_retailer_backorders")
AT_SHOPS = ("backorders", "on_hand", "fill_rate")


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: n_retailers, lam (of each), L0 (to the warehouse), L1 (onwards), S0, S1."""
    count, rate = inputs.whole("n_retailers", least=1), inputs.number("lam", above=0)
    to_warehouse, onwards = inputs.number("L0", least=0), inputs.number("L1", least=0)
    depot, each = inputs.whole("S0"), inputs.whole("S1")
    shops = [f"shop_{number + 1}" for number in range(count)]
    replications, demands = length.at_most(REPLICATIONS, DEMANDS)
    begin = 5 * (to_warehouse + onwards)
    horizon = begin + demands / (count * rate)
    buys = at_counters(shops, rate, horizon)

    def observe(record: Record) -> dict[str, float]:
        end = record.horizon
        store = at_counter(shelf(record, WAREHOUSE, ITEM), begin, end)
        counters = [at_counter(shelf(record, shop, ITEM), begin, end) for shop in shops]
        # METRIC takes the lead times of a shop as independent, by their mean alone: its answer for this warehouse
        pipeline = rate * (onwards + store["mean_customer_wait"])
        return {
            "warehouse_backorders": store["backorders"],
            "warehouse_fill_rate": store["fill_rate"],
            **{f"retailer_{name}": float(np.mean([one[name] for one in counters])) for name in AT_SHOPS},
            "metric_retailer_backorders": poisson_excess(pipeline, each),
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
            regular=buys,
        ),
        observe,
        {name: Mean(name) for name in (*AT_WAREHOUSE, *(f"retailer_{name}" for name in AT_SHOPS))},
        replications,
    )


def poisson_excess(mean: float, level: int) -> float:
    """METRIC's backorders, E[(X - level)+], X ~ Poisson(mean) (Sherbrooke 1968)."""
    below = range(level)
    share = [math.exp(-mean) * mean**k / math.factorial(k) for k in below]
    return mean - level + sum((level - k) * p for k, p in zip(below, share, strict=True))
