"""Perishables in continuous time: Poisson supply and demand, oldest unit first, lost sales, constant shelf life."""

from __future__ import annotations

from sim.kpi.counted import share
from sim.results.record import Record
from sim.state.stock import Elsewhere
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_history, units_in
from validation.translation import Translation, played
from validation.worlds.single_site import item_names, shop_world, unit_demand
from validation.worlds.world import SITE

UNITS, REPLICATIONS = 10_000, 10
WARM_UP = 10
"""Shelf lives in the warm-up."""
ENDLESS = 1e9


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam (units made), mu (customers), life."""
    inputs.only("lam", "mu", "life")
    speed, rate, life = (inputs.number(name, above=0) for name in ("lam", "mu", "life"))
    begin = WARM_UP * life
    end = begin + min(length.size or UNITS, UNITS) / speed
    (name,) = item_names(1)

    def observe(record: Record) -> dict[str, float]:
        stock, moves = stock_history(record, SITE, name), record.moves
        made = (moves["source"] == Elsewhere.PRODUCTION) & (moves["time"] >= begin) & (moves["time"] < end)
        expired, demand = units_in(stock.expired, begin, end), stock.demand.between(begin, end)
        return {
            "outdate_fraction": share(expired, float(moves["qty"][made].sum())),
            "lost_demand_fraction": share(demand.lost_units(), float(demand.units.sum())),
            "outdate_rate": expired / (end - begin),
        }

    # one endless work order, made a unit at a time, so that the line never pauses
    policy = {"kind": "order_up_to", "review": f"{2 * end!r}min", "order_up_to": ENDLESS}
    made = shop_world([name], end, unit_demand([name], rate, end), policy, life=life, unmet="lost")
    line = {"rate": {name: f"{speed!r}/min"}, "batch": 1, "takes": "exponential"}
    goods = {key: value for key, value in made["products"][name].items() if key != "bought_from"}
    shop = {**made["sites"][SITE], "kind": "factory", "lines": {"oven": line}}
    world = {**made, "suppliers": {}, "products": {name: goods}, "sites": {SITE: shop}}
    outputs = ("outdate_fraction", "lost_demand_fraction", "outdate_rate")
    return Translation(world, observe, played(outputs), REPLICATIONS)
