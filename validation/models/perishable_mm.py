"""Units come off a line one by one, at random; customers take the oldest or are lost; what is too old is thrown out."""

from __future__ import annotations

from sim.kpi.counted import share
from sim.results.record import Record
from sim.state.stock import Elsewhere
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.measures.inventory import shelf, total
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.single_site import by_unit, items, store
from validation.worlds.world import SITE

UNITS, REPLICATIONS = 10_000, 10
WARM_UP = 10
"""Lives to forget the empty shelf of the start."""
ENDLESS = 1e9


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam (units made), mu (customers), life."""
    inputs.only("lam", "mu", "life")
    speed, rate, life = (inputs.number(name, above=0) for name in ("lam", "mu", "life"))
    begin = WARM_UP * life
    end = begin + min(length.size or UNITS, UNITS) / speed
    (name,) = items(1)

    def observe(record: Record) -> dict[str, float]:
        here, moves = shelf(record, SITE, name), record.moves
        made = (moves["source"] == Elsewhere.PRODUCTION) & (moves["time"] >= begin) & (moves["time"] < end)
        expired, wanted = total(here.expired, begin, end), here.wanted.between(begin, end)
        return {
            "outdate_fraction": share(expired, float(moves["qty"][made].sum())),
            "lost_demand_fraction": share(wanted.lost_units(), float(wanted.units.sum())),
            "outdate_rate": expired / (end - begin),
        }

    # one work order without end, made a unit at a time: the line never pauses
    policy = {"kind": "order_up_to", "review": f"{2 * end!r}min", "order_up_to": ENDLESS}
    made = store([name], end, by_unit([name], rate, end), policy, life=life, unmet="lost")
    line = {"rate": {name: f"{speed!r}/min"}, "batch": 1, "takes": "exponential"}
    goods = {key: value for key, value in made["products"][name].items() if key != "bought_from"}
    shop = {**made["sites"][SITE], "kind": "factory", "lines": {"oven": line}}
    world = {**made, "suppliers": {}, "products": {name: goods}, "sites": {SITE: shop}}
    outputs = ("outdate_fraction", "lost_demand_fraction", "outdate_rate")
    return Translation(world, observe, {output: Mean(output) for output in outputs}, REPLICATIONS)
